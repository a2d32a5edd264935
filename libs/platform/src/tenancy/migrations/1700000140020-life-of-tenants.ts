import { noteLifeOfRows } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a tenant's standing and plan change, the log of it outside of the tenant, and what archives leave out. */
export class LifeOfTenants1700000140020 implements MigrationInterface {
  readonly name = 'LifeOfTenants1700000140020';

  async up(runner: QueryRunner): Promise<void> {
    await this.log(runner);
    await this.operations(runner);
    await runner.query(`
      ALTER TABLE atrium.bulk_job DROP CONSTRAINT bulk_job_kind_check;
      ALTER TABLE atrium.bulk_job ADD CONSTRAINT bulk_job_kind_check
        CHECK (kind IN ('IMPORT', 'EXPORT', 'TENANT_EXPORT', 'TAKE_OVER', 'CUSTOMER_ERASURE'));
    `);
    await noteLifeOfRows(runner, 'atrium.idempotency_key', {
      notExported: 'answers kept for a day for calls sent again',
    });
    await noteLifeOfRows(runner, 'atrium.quota_use', { notExported: 'totals of rows that are in the archive' });
    await noteLifeOfRows(runner, 'atrium.file', { secret: ['storage_key'] });
  }

  /** Lies outside of every tenant: it must outlive them. */
  private async log(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE app.tenant_log (
        id uuid PRIMARY KEY DEFAULT app.new_id(),
        at timestamptz NOT NULL DEFAULT now(),
        of_tenant uuid NOT NULL,
        slug text COLLATE "C" NOT NULL,
        action text COLLATE "C" NOT NULL,
        actor jsonb NOT NULL,
        detail jsonb NOT NULL DEFAULT '{}'
      );
      CREATE INDEX tenant_log_tenant ON app.tenant_log (of_tenant, at, id);

      CREATE FUNCTION app.log_tenant(of_tenant uuid, what text, more jsonb) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        INSERT INTO app.tenant_log (of_tenant, slug, action, actor, detail)
        SELECT t.id, t.slug, what, coalesce(
          convert_from(decode(nullif(current_setting('app.audit', true), ''), 'base64'), 'UTF8')::jsonb,
          '{"kind": "SYSTEM", "name": "database"}'), more
        FROM atrium.tenant t WHERE t.id = of_tenant
      $$;
      REVOKE ALL ON FUNCTION app.log_tenant FROM PUBLIC;
    `);
  }

  /**
   * The application's roles call these for the tenant that is set, and only while a session of a platform operator is
   * named: a tenant's own staff can never move its standing, whatever mistake a resolver makes.
   */
  private async operations(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.tenant ADD COLUMN standing_before text
        CHECK (standing_before IN ('TRIAL', 'ACTIVE', 'SUSPENDED'));

      CREATE FUNCTION app.require_operator() RETURNS void
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF session_user IN ('atrium_app', 'atrium_worker') AND app.current_operator() IS NULL THEN
          RAISE insufficient_privilege USING MESSAGE = 'only a platform operator may do this';
        END IF;
      END $$;

      -- False when the tenant does not stand at from_status any more.
      CREATE FUNCTION app.move_tenant(from_status text, to_status text, why text) RETURNS boolean
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        company uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
      BEGIN
        PERFORM app.require_operator();
        UPDATE atrium.tenant SET status = to_status, version = version + 1, updated_at = now(),
          standing_before = CASE WHEN from_status = 'CLOSED' THEN 'ACTIVE' WHEN to_status IN ('SUSPENDED', 'CLOSED') THEN from_status END
        WHERE id = company AND status = from_status;
        IF NOT FOUND THEN RETURN false; END IF;
        PERFORM app.log_tenant(company, to_status, jsonb_build_object('from', from_status, 'reason', why));
        PERFORM pg_notify('atrium_access', company::text);
        RETURN true;
      END $$;

      -- agreed null leaves what was agreed apart from the plan as it is. A plan that is not there: foreign_key_violation.
      CREATE FUNCTION app.set_tenant_plan(to_plan text, agreed jsonb) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        company uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
      BEGIN
        PERFORM app.require_operator();
        UPDATE atrium.tenant SET plan = to_plan, quotas = coalesce(agreed, quotas),
          status = CASE WHEN status = 'TRIAL' AND to_plan <> 'TRIAL' THEN 'ACTIVE' ELSE status END,
          standing_before = CASE WHEN standing_before = 'TRIAL' AND to_plan <> 'TRIAL' THEN 'ACTIVE' ELSE standing_before END,
          version = version + 1, updated_at = now()
        WHERE id = company;
        PERFORM app.log_tenant(company, 'PLAN', jsonb_build_object('plan', to_plan, 'agreed', agreed));
        PERFORM pg_notify('atrium_access', company::text);
      END $$;

      REVOKE ALL ON FUNCTION app.require_operator, app.move_tenant, app.set_tenant_plan FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.move_tenant, app.set_tenant_plan TO atrium_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.set_tenant_plan, app.move_tenant, app.require_operator, app.log_tenant;
      ALTER TABLE atrium.tenant DROP COLUMN standing_before;
      DROP TABLE app.tenant_log;
      ALTER TABLE atrium.bulk_job DROP CONSTRAINT bulk_job_kind_check;
      ALTER TABLE atrium.bulk_job ADD CONSTRAINT bulk_job_kind_check CHECK (kind IN ('IMPORT', 'EXPORT'))`);
  }
}
