import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The next tick of every schedule for every tenant. It holds nothing of theirs and belongs to the worker alone. */
export class Schedules1700000100200 implements MigrationInterface {
  readonly name = 'Schedules1700000100200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE app.schedule_state (
        schedule text COLLATE "C" NOT NULL,
        -- None: the platform's own.
        tenant_id uuid REFERENCES atrium.tenant (id) ON DELETE CASCADE,
        rule text NOT NULL,
        time_zone text NOT NULL,
        next_at timestamptz NOT NULL,
        CONSTRAINT schedule_state_key UNIQUE NULLS NOT DISTINCT (schedule, tenant_id)
      );
      CREATE INDEX schedule_state_next ON app.schedule_state (next_at);
      CREATE INDEX schedule_state_tenant ON app.schedule_state (tenant_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON app.schedule_state TO atrium_worker;

      -- For whom there are ticks, and by which clock.
      CREATE FUNCTION app.tenant_zones() RETURNS TABLE (id uuid, time_zone text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT t.id, t.time_zone FROM atrium.tenant t WHERE t.status <> 'CLOSED'
      $$;
      REVOKE ALL ON FUNCTION app.tenant_zones FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.tenant_zones TO atrium_worker;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION app.tenant_zones; DROP TABLE app.schedule_state');
  }
}
