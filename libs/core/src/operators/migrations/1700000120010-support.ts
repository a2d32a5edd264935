import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a tenant grants the platform's operators, what they did with it, and what they see of tenants without. */
export class Support1700000120010 implements MigrationInterface {
  readonly name = 'Support1700000120010';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.support_grant',
      columns: `
        granted_by uuid NOT NULL,
        reason text NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT support_grant_staff_fkey FOREIGN KEY (tenant_id, granted_by)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE NO ACTION`,
      hasParent: true,
      scope: 'none', // a grant opens the whole company
    });
    await createTenantTable(runner, {
      table: 'atrium.support_session',
      columns: `
        grant_id uuid NOT NULL,
        operator_id uuid NOT NULL,
        operator_session_id uuid NOT NULL,
        operator_name text NOT NULL,
        token_hash text COLLATE "C" NOT NULL,
        CONSTRAINT support_session_token_key UNIQUE (tenant_id, token_hash),
        CONSTRAINT support_session_grant_fkey FOREIGN KEY (tenant_id, grant_id)
          REFERENCES atrium.support_grant (tenant_id, id) ON DELETE CASCADE`,
      hasParent: true,
      scope: 'none', // found by its hash alone
      redact: ['token_hash'],
      rights: 'append',
    });
    await createTenantTable(runner, {
      table: 'atrium.support_use',
      columns: `
        session_id uuid NOT NULL,
        field text NOT NULL,
        CONSTRAINT support_use_session_fkey FOREIGN KEY (tenant_id, session_id)
          REFERENCES atrium.support_session (tenant_id, id) ON DELETE CASCADE`,
      hasParent: true,
      scope: 'none', // read as the audit log's entries
      rights: 'append',
    });
    await runner.query(`
      CREATE INDEX support_grant_created ON atrium.support_grant (tenant_id, created_at, id);
      CREATE INDEX support_grant_open ON atrium.support_grant (tenant_id, expires_at) WHERE revoked_at IS NULL;
      CREATE INDEX support_session_grant ON atrium.support_session (tenant_id, grant_id);
      CREATE INDEX support_use_session ON atrium.support_use (tenant_id, session_id);
      -- Operators see until when they are let in.
      CREATE POLICY show_grants ON atrium.support_grant FOR SELECT TO atrium_owner USING (true);

      CREATE FUNCTION app.platform_tenants()
      RETURNS TABLE (id uuid, tenant_id uuid, created_at timestamptz, slug text, name text, locale text, time_zone text,
        currency text, status text, plan text, support_until timestamptz)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT t.id, t.tenant_id, t.created_at, t.slug, t.name, t.locale, t.time_zone, t.currency, t.status, t.plan,
          (SELECT max(g.expires_at) FROM atrium.support_grant g
           WHERE g.tenant_id = t.id AND g.revoked_at IS NULL AND g.expires_at > now())
        FROM atrium.tenant t WHERE (SELECT app.current_operator()) IS NOT NULL
      $$;
      REVOKE ALL ON FUNCTION app.platform_tenants FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.platform_tenants TO atrium_app;
      CREATE VIEW platform.tenant_overview WITH (security_invoker = true) AS SELECT * FROM app.platform_tenants();
      GRANT USAGE ON SCHEMA platform TO atrium_app;
      GRANT SELECT ON platform.tenant_overview TO atrium_app;

      CREATE FUNCTION app.platform_health() RETURNS jsonb
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF app.current_operator() IS NULL THEN
          RETURN NULL;
        END IF;
        RETURN jsonb_build_object(
          'databaseVersion', current_setting('server_version'),
          'databaseBytes', pg_database_size(current_database())::text,
          'tenants', (SELECT count(*) FROM atrium.tenant),
          'suspendedTenants', (SELECT count(*) FROM atrium.tenant WHERE status = 'SUSPENDED'),
          'jobs', (SELECT jsonb_build_object(
            'waiting', count(*) FILTER (WHERE j.state IN ('created', 'retry') AND j.start_after <= now() AND j.name <> 'dead'),
            'running', count(*) FILTER (WHERE j.state = 'active'),
            'dead', count(*) FILTER (WHERE j.name = 'dead' AND j.state = 'created'),
            'oldestWaitingSeconds', coalesce(extract(epoch FROM now() - min(j.start_after)
              FILTER (WHERE j.state IN ('created', 'retry') AND j.start_after <= now() AND j.name <> 'dead'))::int, 0))
            FROM pgboss.job j));
      END $$;
      REVOKE ALL ON FUNCTION app.platform_health FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.platform_health TO atrium_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.platform_health;
      DROP VIEW platform.tenant_overview;
      DROP FUNCTION app.platform_tenants;
      DROP TABLE atrium.support_use, atrium.support_session, atrium.support_grant`);
  }
}
