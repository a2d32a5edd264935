import type { MigrationInterface, QueryRunner } from 'typeorm';

/** More than this is not counted: a figure of that size says enough. */
const MOST_COUNTED = 100_000;

/**
 * What waits in the whole installation, for its operator's figures: by handler, never by tenant. And which trace an event
 * belongs to.
 */
export class Backlog1700000260000 implements MigrationInterface {
  readonly name = 'Backlog1700000260000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Only inside the function below, which sets it, and only what is not done.
      CREATE POLICY backlog ON atrium.event_delivery FOR SELECT TO atrium_owner
        USING (state <> 'DONE' AND current_setting('app.backlog', true) = 'counted');
      CREATE FUNCTION app.event_backlog()
      RETURNS TABLE (handler text, due bigint, later bigint, dead bigint, oldest_seconds double precision)
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF nullif(current_setting('app.tenant_id', true), '') IS NOT NULL THEN
          RAISE EXCEPTION 'The backlog is the installation''s, not a tenant''s' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM set_config('app.backlog', 'counted', true);
        RETURN QUERY
          SELECT d.handler::text, count(*) FILTER (WHERE d.next_at <= clock_timestamp()),
                 count(*) FILTER (WHERE d.next_at > clock_timestamp()),
                 0::bigint, greatest(0, extract(epoch FROM clock_timestamp() - min(d.created_at)))::float8
          FROM (SELECT x.handler, x.next_at, x.created_at FROM atrium.event_delivery x
                WHERE x.state = 'WAITING' LIMIT ${MOST_COUNTED}) d GROUP BY d.handler
          UNION ALL
          SELECT d.handler::text, 0::bigint, 0::bigint, count(*), 0::float8
          FROM (SELECT x.handler FROM atrium.event_delivery x WHERE x.state = 'DEAD' LIMIT ${MOST_COUNTED}) d GROUP BY d.handler;
        PERFORM set_config('app.backlog', '', true);
      END $$;
      REVOKE ALL ON FUNCTION app.event_backlog FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.event_backlog TO atrium_worker;

      -- W3C traceparent of the transaction that emitted it, while traces are on.
      ALTER TABLE atrium.event ADD COLUMN trace text COLLATE "C" DEFAULT nullif(current_setting('app.trace', true), '');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.event DROP COLUMN trace;
      DROP FUNCTION app.event_backlog;
      DROP POLICY backlog ON atrium.event_delivery`);
  }
}
