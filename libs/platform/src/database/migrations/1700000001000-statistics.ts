import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets the application have grown tables analysed. Autovacuum looks once a minute; an import of a hundred thousand rows
 * into an empty installation is through by then, and had every look-up read the whole tenant by some index that begins
 * with `tenant_id`, because to a planner without statistics they are all alike.
 */
export class Statistics1700000001000 implements MigrationInterface {
  readonly name = 'Statistics1700000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION app.keep_statistics() RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        grown regclass;
      BEGIN
        FOR grown IN
          SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind = 'r' AND (n.nspname = 'atrium' OR n.nspname LIKE 'plg\\_%')
            AND pg_has_role(c.relowner, 'USAGE')
            AND pg_relation_size(c.oid) > 8192 * (8 + 3 * greatest(c.relpages, 0)::bigint)
          ORDER BY c.oid
        LOOP
          -- One at a time, and nobody waits for it: whoever comes second goes on with what is known.
          EXIT WHEN NOT pg_try_advisory_xact_lock(hashtext('atrium statistics'));
          EXECUTE format('ANALYZE %s', grown);
        END LOOP;
      END $$;
      REVOKE ALL ON FUNCTION app.keep_statistics FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.keep_statistics TO atrium_app, atrium_worker;

      -- Nobody selects by these.
      ALTER TABLE atrium.audit_log ALTER COLUMN cause SET STATISTICS 0, ALTER COLUMN before SET STATISTICS 0,
        ALTER COLUMN after SET STATISTICS 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION app.keep_statistics');
  }
}
