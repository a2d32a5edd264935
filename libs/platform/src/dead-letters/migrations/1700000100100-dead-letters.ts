import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs and events that failed for good, as the API may see them: those of the current tenant. */
export class DeadLetters1700000100100 implements MigrationInterface {
  readonly name = 'DeadLetters1700000100100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The API's role cannot read jobs. Of dead ones it sees which and why, not what is in them: a mail's text can hold
      -- a link that is for one person alone. Whoever is limited to communities sees none, as with events.
      CREATE FUNCTION app.dead_jobs()
      RETURNS TABLE (id uuid, name text, failure jsonb, tries integer, cause jsonb, created_at timestamptz, died_at timestamptz)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF nullif(current_setting('app.scope', true), '') IS NOT NULL THEN
          RETURN;
        END IF;
        RETURN QUERY
          SELECT d.id, d.source_name, d.source_output, d.source_retry_count + 1, d.data::jsonb -> 'cause', d.source_created_on,
                 d.created_on
          FROM pgboss.job d
          WHERE d.name = 'dead' AND d.state = 'created' AND d.group_id = nullif(current_setting('app.tenant_id', true), '');
      END $$;
      REVOKE ALL ON FUNCTION app.dead_jobs FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.dead_jobs TO atrium_app, atrium_worker;

      CREATE VIEW atrium.dead_letter WITH (security_invoker = true) AS
        SELECT d.id, 'EVENT'::text COLLATE "C" AS kind, e.name, d.handler, d.aggregate_id, e.payload, d.failure, d.attempts AS tries,
               d.overtaken_by, e.cause, e.created_at, d.ended_at AS died_at
        FROM atrium.event_delivery d JOIN atrium.event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
        WHERE d.state = 'DEAD'
        UNION ALL
        SELECT j.id, 'JOB', j.name, NULL, NULL, NULL, j.failure, j.tries, 0, j.cause, j.created_at, j.died_at
        FROM app.dead_jobs() j;
      GRANT SELECT ON atrium.dead_letter TO atrium_app, atrium_worker;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW atrium.dead_letter; DROP FUNCTION app.dead_jobs');
  }
}
