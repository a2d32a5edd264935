import { createTenantTable, limitCustomers, SCOPE_IDS, TENANT_PREDICATE } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { AUDIT_FUNCTION } from './audit-function';

/** Tenants, the audit log and the functions row-level security and auditing rest on. */
export class Foundation1700000000000 implements MigrationInterface {
  readonly name = 'Foundation1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA app;
      GRANT USAGE ON SCHEMA app, atrium TO atrium_app, atrium_worker, atrium_migrator, atrium_search;
    `);
    await this.ids(runner);
    await this.tenants(runner);
    await this.auditLog(runner);
  }

  /** Ids made inside the database (audit rows) are time-ordered like the application's. */
  private async ids(runner: QueryRunner): Promise<void> {
    const [{ version }] = (await runner.query(`SELECT current_setting('server_version_num')::int AS version`)) as [
      { version: number },
    ];
    const body =
      version >= 180000
        ? 'SELECT uuidv7()'
        : `SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
             substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid`;
    await runner.query(`CREATE FUNCTION app.new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$ ${body} $$`);
  }

  private async tenants(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE atrium.tenant (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL GENERATED ALWAYS AS (id) STORED UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        updated_at timestamptz NOT NULL DEFAULT now(),
        slug text COLLATE "C" NOT NULL CONSTRAINT tenant_slug_key UNIQUE,
        name text NOT NULL,
        locale text NOT NULL,
        time_zone text NOT NULL,
        currency text NOT NULL,
        status text NOT NULL DEFAULT 'TRIAL' CHECK (status IN ('TRIAL', 'ACTIVE', 'SUSPENDED', 'CLOSED')),
        plan text NOT NULL DEFAULT 'TRIAL',
        branding jsonb NOT NULL DEFAULT '{}',
        settings jsonb NOT NULL DEFAULT '{}',
        CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{1,38})[a-z0-9]$'),
        CHECK (currency ~ '^[A-Z]{3}$')
      );
      ALTER TABLE atrium.tenant ENABLE ROW LEVEL SECURITY;
      ALTER TABLE atrium.tenant FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON atrium.tenant USING (${TENANT_PREDICATE}) WITH CHECK (${TENANT_PREDICATE});
      CREATE POLICY migrator ON atrium.tenant TO atrium_migrator USING (true) WITH CHECK (true);
      CREATE POLICY find_tenant ON atrium.tenant FOR SELECT TO atrium_owner USING (true);
      GRANT SELECT, INSERT, UPDATE ON atrium.tenant TO atrium_app, atrium_worker;

      -- The only look-up across tenants: what a sign-in page may know of a company by its slug.
      CREATE FUNCTION app.find_tenant(by_slug text, by_id uuid)
      RETURNS TABLE (id uuid, slug text, name text, locale text, time_zone text, currency text, status text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT t.id, t.slug, t.name, t.locale, t.time_zone, t.currency, t.status FROM atrium.tenant t
        WHERE (t.slug = by_slug OR t.id = by_id) AND t.status <> 'CLOSED'
      $$;
      REVOKE ALL ON FUNCTION app.find_tenant FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.find_tenant TO atrium_app, atrium_worker;
    `);
    // Its name, language and time zone are everybody's.
    await limitCustomers(runner, { table: 'atrium.tenant', customer: 'tenant' });
  }

  private async auditLog(runner: QueryRunner): Promise<void> {
    // Written by the trigger function below, which runs as its owner: the application can only read.
    await createTenantTable(runner, {
      table: 'atrium.audit_log',
      // The changed row is its parent.
      hasParent: true,
      columns: `
        community_id uuid,
        action text NOT NULL CHECK (action IN ('INSERT', 'UPDATE', 'DELETE')),
        entity text COLLATE "C" NOT NULL,
        entity_id uuid NOT NULL,
        actor_id uuid,
        operation text COLLATE "C" NOT NULL,
        cause jsonb NOT NULL,
        before jsonb,
        after jsonb`,
      // Readable within the scope, writable by whatever an actor with a scope may change.
      scope: { using: `community_id = ANY (${SCOPE_IDS})` },
      unaudited: 'it is the audit log',
      rights: 'read',
    });
    await runner.query(`
      CREATE POLICY audit_writer ON atrium.audit_log FOR INSERT TO atrium_owner WITH CHECK (true);
      CREATE INDEX audit_log_time ON atrium.audit_log (tenant_id, created_at, id);
      CREATE INDEX audit_log_entity ON atrium.audit_log (tenant_id, entity_id, created_at, id);
      CREATE INDEX audit_log_actor ON atrium.audit_log (tenant_id, actor_id, created_at, id);

      ${AUDIT_FUNCTION}
      CREATE TRIGGER audit_insert AFTER INSERT ON atrium.tenant
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit();
      CREATE TRIGGER audit_update AFTER UPDATE ON atrium.tenant
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.audit_log, atrium.tenant CASCADE; DROP SCHEMA app CASCADE');
  }
}
