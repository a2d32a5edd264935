import { PgBoss, type ConstructorOptions, type Queue } from 'pg-boss';

/** Schema of pg-boss, owned by `atrium_owner`; the worker reads and writes it, the API cannot look into it. */
export const JOB_SCHEMA = 'pgboss';
/** Where a job goes when its last try has failed. */
export const DEAD_LETTERS = 'dead';
/** Told the name of a kind whenever a job of it is committed. */
export const JOB_CHANNEL = 'atrium_job';

const DAY = 86_400;

/** Queue of one kind. What differs between kinds (tries, back-off, time-out) is written on each job. */
export const QUEUE: Omit<Queue, 'name'> = {
  // At most one waiting job a key: jobs without a key of their own get their id for one.
  policy: 'short',
  deadLetter: DEAD_LETTERS,
  retryBackoff: true,
  // A job that no worker has taken for so long is deleted.
  retentionSeconds: 90 * DAY,
  deleteAfterSeconds: DAY,
};
export const DEAD_LETTER_QUEUE: Omit<Queue, 'name'> = { policy: 'standard', retentionSeconds: 180 * DAY };

/** Between looks for jobs whose time or lease has run out, over all workers. */
export const SUPERVISE_SECONDS = 10;

/** pg-boss on an installed schema: nothing is created or migrated by it, and it does nothing by itself. */
export function openBoss(url: string, options: Partial<ConstructorOptions> = {}): PgBoss {
  return new PgBoss({
    connectionString: url,
    schema: JOB_SCHEMA,
    application_name: 'atrium-jobs',
    max: 2,
    createSchema: false,
    migrate: false,
    // Schedules follow the tenants' time zones and are ours; flows are not used.
    schedule: false,
    supervise: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: 3_600,
    // Rebuilding indexes is the owner's right.
    reindex: false,
    monitorVacuum: false,
    ...options,
  });
}
