import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is still done for a company that is closed: its plugins and handlers are told of it, and of its erasure. */
export class ClosedTenants1700000300000 implements MigrationInterface {
  readonly name = 'ClosedTenants1700000300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION app.find_closed_tenant(by_id uuid)
      RETURNS TABLE (id uuid, slug text, name text, locale text, time_zone text, currency text, status text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT t.id, t.slug, t.name, t.locale, t.time_zone, t.currency, t.status FROM atrium.tenant t
        WHERE t.id = by_id AND t.status = 'CLOSED'
      $$;
      REVOKE ALL ON FUNCTION app.find_closed_tenant FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.find_closed_tenant TO atrium_app, atrium_worker;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION app.find_closed_tenant');
  }
}
