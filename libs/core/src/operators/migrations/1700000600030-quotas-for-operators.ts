import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a company may have and has, for operators: numbers that say nothing of what it stores. */
export class QuotasForOperators1700000600030 implements MigrationInterface {
  readonly name = 'QuotasForOperators1700000600030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION app.platform_quotas(of_tenant uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_agg(jsonb_build_object('quota', q.name, 'limit', app.quota_limit(of_tenant, q.key), 'used',
            CASE WHEN q.key <> 'calls_per_minute' THEN coalesce((SELECT u.used FROM atrium.quota_use u
              WHERE u.tenant_id = of_tenant AND u.quota = q.key), 0) END) ORDER BY q.n)
        FROM (VALUES (1, 'STAFF', 'staff'), (2, 'UNITS', 'units'), (3, 'STORAGE_BYTES', 'storageBytes'),
          (4, 'CALLS_PER_MINUTE', 'calls_per_minute')) q (n, name, key)
        WHERE (SELECT app.current_operator()) IS NOT NULL
      $$;
      REVOKE ALL ON FUNCTION app.platform_quotas FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.platform_quotas TO atrium_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION app.platform_quotas');
  }
}
