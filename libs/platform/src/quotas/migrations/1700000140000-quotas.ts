import { countQuota, createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Plans, what was agreed with a tenant apart from its plan, and running totals that the database keeps itself: a limit
 * that is only counted by the application is passed by two at once, and by whoever forgets to ask.
 */
export class Quotas1700000140000 implements MigrationInterface {
  readonly name = 'Quotas1700000140000';

  async up(runner: QueryRunner): Promise<void> {
    await this.plans(runner);
    await this.totals(runner);
    // An archive does not count: whoever has no room left must still be able to take everything away.
    await countQuota(runner, {
      table: 'atrium.file',
      quota: 'storageBytes',
      amount: 'r.bytes + r.thumbnail_bytes',
      where: `r.purpose <> 'TENANT_ARCHIVE'`,
    });
  }

  /** Of the installation, not of a tenant, so not among the tenants' tables. Null is without limit. */
  private async plans(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE app.plan (
        code text COLLATE "C" PRIMARY KEY CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
        staff bigint CHECK (staff >= 1),
        units bigint CHECK (units >= 0),
        calls_per_minute bigint CHECK (calls_per_minute >= 1),
        storage_bytes bigint CHECK (storage_bytes >= 0)
      );
      INSERT INTO app.plan (code, staff, units, calls_per_minute, storage_bytes) VALUES
        ('TRIAL', 50, 5000, 3000, 1073741824),
        ('STANDARD', 200, 50000, 12000, 21474836480),
        ('PROFESSIONAL', 2000, 500000, 60000, 214748364800),
        ('UNLIMITED', NULL, NULL, NULL, NULL);
      GRANT SELECT ON app.plan TO atrium_app, atrium_worker;

      -- Keys as in app.plan; a key that is there counts instead of the plan's, null without limit.
      ALTER TABLE atrium.tenant ADD COLUMN quotas jsonb NOT NULL DEFAULT '{}';
      ALTER TABLE atrium.tenant ADD CONSTRAINT tenant_quotas CHECK (jsonb_typeof(quotas) = 'object'
        AND quotas - ARRAY['staff', 'units', 'calls_per_minute', 'storage_bytes'] = '{}');
      -- Standing and plan are the operator's, not the application's to change.
      REVOKE UPDATE ON atrium.tenant FROM atrium_app, atrium_worker;
      GRANT UPDATE (name, locale, time_zone, branding, settings, version, updated_at) ON atrium.tenant
        TO atrium_app, atrium_worker;

      -- A reference, which the catalog check would take for one between tenants.
      CREATE FUNCTION app.check_plan() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM FROM app.plan WHERE code = NEW.plan;
        IF NOT FOUND THEN
          RAISE foreign_key_violation USING CONSTRAINT = 'tenant_plan_known', MESSAGE = format('there is no plan %L', NEW.plan);
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER plan_known BEFORE INSERT OR UPDATE OF plan ON atrium.tenant
        FOR EACH ROW EXECUTE FUNCTION app.check_plan();
    `);
  }

  private async totals(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.quota_use',
      columns: `
        quota text COLLATE "C" NOT NULL CHECK (quota IN ('staff', 'units', 'storageBytes')),
        used bigint NOT NULL CHECK (used >= 0),
        CONSTRAINT quota_use_once UNIQUE (tenant_id, quota)`,
      // A total over the whole company.
      scope: 'none',
      unaudited: 'it is a running total of rows that are audited themselves',
      rights: 'read',
    });
    await runner.query(`
      CREATE POLICY counter ON atrium.quota_use TO atrium_owner USING (true) WITH CHECK (true);

      CREATE FUNCTION app.quota_limit(of_tenant uuid, of_quota text) RETURNS bigint
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT CASE WHEN t.quotas ? k.key THEN (t.quotas ->> k.key)::bigint ELSE (to_jsonb(p) ->> k.key)::bigint END
        FROM atrium.tenant t JOIN app.plan p ON p.code = t.plan
        CROSS JOIN (SELECT CASE of_quota WHEN 'storageBytes' THEN 'storage_bytes' ELSE of_quota END) k (key)
        WHERE t.id = of_tenant
      $$;

      -- The row of the total is locked until the transaction ends: two at once cannot both take the last place.
      CREATE FUNCTION app.take_quota(of_tenant uuid, of_quota text, by bigint) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        now_used bigint;
        most bigint;
      BEGIN
        INSERT INTO atrium.quota_use AS u (tenant_id, id, quota, used)
        VALUES (of_tenant, app.new_id(), of_quota, greatest(by, 0))
        ON CONFLICT ON CONSTRAINT quota_use_once DO UPDATE SET used = greatest(u.used + by, 0)
        RETURNING used INTO now_used;
        IF by <= 0 THEN RETURN; END IF;
        most := app.quota_limit(of_tenant, of_quota);
        IF now_used > most THEN
          RAISE EXCEPTION 'quota % is used up', of_quota USING ERRCODE = 'ATQ01', DETAIL = json_build_object(
            'quota', of_quota, 'limit', most, 'used', now_used - by, 'requested', by)::text;
        END IF;
      END $$;

      -- Trigger arguments: quota, what a row r counts, which rows count. They are written by migrations alone.
      CREATE FUNCTION app.count_quota() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        change record;
        added text := format('SELECT r.tenant_id, (%s)::bigint AS n FROM new_rows r WHERE %s', TG_ARGV[1], TG_ARGV[2]);
        gone text := format('SELECT r.tenant_id, -(%s)::bigint FROM old_rows r WHERE %s', TG_ARGV[1], TG_ARGV[2]);
      BEGIN
        IF TG_OP = 'DELETE' AND app.is_erasing() THEN RETURN NULL; END IF;
        FOR change IN EXECUTE format(
          'SELECT tenant_id, sum(n)::bigint AS n FROM (%s) c (tenant_id, n) GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 1',
          CASE TG_OP WHEN 'INSERT' THEN added WHEN 'DELETE' THEN gone ELSE added || ' UNION ALL ' || gone END)
        LOOP
          PERFORM app.take_quota(change.tenant_id, TG_ARGV[0], change.n);
        END LOOP;
        RETURN NULL;
      END $$;

      -- For what is not rows: only ever of the tenant that is set.
      CREATE FUNCTION app.reserve_quota(of_quota text, by bigint) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT app.take_quota(nullif(current_setting('app.tenant_id', true), '')::uuid, of_quota, by)
      $$;

      REVOKE ALL ON FUNCTION app.quota_limit, app.take_quota, app.count_quota, app.reserve_quota, app.check_plan FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.reserve_quota TO atrium_app, atrium_worker;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER quota_insert ON atrium.file; DROP TRIGGER quota_update ON atrium.file; DROP TRIGGER quota_delete ON atrium.file;
      DROP FUNCTION app.reserve_quota, app.count_quota, app.take_quota, app.quota_limit;
      DROP TRIGGER plan_known ON atrium.tenant;
      DROP FUNCTION app.check_plan;
      DROP TABLE atrium.quota_use;
      ALTER TABLE atrium.tenant DROP COLUMN quotas;
      GRANT UPDATE ON atrium.tenant TO atrium_app, atrium_worker;
      DROP TABLE app.plan`);
  }
}
