import { announceChanges } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { jobTopic } from '../../bulk/job/job.topic';
import { CHANGE_CHANNEL } from '../notice';

/** Rows of one statement that are told of one by one; of more it is told that many have changed. */
const NAMED = 50;

/**
 * What stands behind `announceChanges`: one notice for each row that a statement has changed, by id, or one for the
 * whole tenant. PostgreSQL delivers them when the transaction commits, and drops repeated ones.
 */
export class Realtime1700000160000 implements MigrationInterface {
  readonly name = 'Realtime1700000160000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION app.announce_changes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      DECLARE
        topic text := TG_ARGV[0];
        changed text := CASE TG_OP
          WHEN 'INSERT' THEN format('SELECT tenant_id, %1$I AS key FROM new_rows', TG_ARGV[1])
          WHEN 'DELETE' THEN format('SELECT tenant_id, %1$I AS key FROM old_rows', TG_ARGV[1])
          ELSE format('SELECT tenant_id, %1$I AS key FROM new_rows UNION SELECT tenant_id, %1$I FROM old_rows', TG_ARGV[1])
        END;
        many boolean;
      BEGIN
        EXECUTE format('SELECT count(*) > ${NAMED} FROM (SELECT FROM %I LIMIT ${NAMED} + 1) few',
          CASE TG_OP WHEN 'DELETE' THEN 'old_rows' ELSE 'new_rows' END) INTO many;
        IF many THEN
          EXECUTE format('SELECT pg_notify(%L, %L || '' '' || tenant_id || '' *'') FROM (SELECT DISTINCT tenant_id FROM (%s) c) t',
            '${CHANGE_CHANNEL}', topic, changed);
        ELSE
          EXECUTE format('SELECT pg_notify(%L, %L || '' '' || tenant_id || '' '' || key) FROM (%s) c WHERE key IS NOT NULL',
            '${CHANGE_CHANNEL}', topic, changed);
        END IF;
        RETURN NULL;
      END $$;
    `);
    await announceChanges(runner, { table: 'atrium.bulk_job', topic: jobTopic });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION app.announce_changes CASCADE');
  }
}
