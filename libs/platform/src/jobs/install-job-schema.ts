import { withClient } from '../database/roles';
import { DEAD_LETTER_QUEUE, DEAD_LETTERS, JOB_SCHEMA, openBoss } from './boss';
import { captureInsert, enqueueFunction } from './enqueue-function';

/**
 * Installs the job tables as `atrium_owner`, or brings them up to the version of pg-boss in use, gives the worker its
 * rights and makes the function by which everybody enqueues. Part of `migrate`; harmless when repeated, also by two
 * processes at once.
 *
 * @param adminUrl a role that may act as `atrium_owner`
 */
export async function installJobSchema(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (lock) => {
    await lock.query(`SELECT pg_advisory_lock(hashtext('atrium job schema'))`);
    const boss = openBoss(adminUrl, {
      options: '-c role=atrium_owner',
      createSchema: true,
      migrate: true,
    });
    const failures: Error[] = [];
    boss.on('error', (error) => failures.push(error));
    await boss.start();
    try {
      await boss.createQueue(DEAD_LETTERS, DEAD_LETTER_QUEUE);
      const insert = await captureInsert(boss);
      await lock.query('SET ROLE atrium_owner');
      await lock.query(RIGHTS);
      await lock.query(enqueueFunction(insert));
    } finally {
      await boss.stop({ graceful: false });
    }
    if (failures[0]) throw failures[0];
  });
}

const RIGHTS = `
  REVOKE ALL ON SCHEMA ${JOB_SCHEMA} FROM PUBLIC;
  REVOKE ALL ON ALL TABLES IN SCHEMA ${JOB_SCHEMA} FROM PUBLIC, atrium_app;
  REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${JOB_SCHEMA} FROM PUBLIC, atrium_app;
  GRANT USAGE ON SCHEMA ${JOB_SCHEMA} TO atrium_worker;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${JOB_SCHEMA} TO atrium_worker;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${JOB_SCHEMA} TO atrium_worker;
`;
