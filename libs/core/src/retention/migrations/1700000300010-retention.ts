import { createTenantTable, noteLifeOfRows, type Retention } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const kept = (reason: string): Retention => ({ kept: reason });
const REGISTER = kept('the register: it goes with what it describes');
const SETTINGS = kept('settings: they are there until they are changed');
const CUSTOMER = kept('it goes with the customer, see FORMER_CUSTOMERS');
const STAFF = kept('staff stay named in what they did');
const WORK = kept('the platform’s own work, deleted when it is done');
const SIGN_IN = (since: string): Retention => ({ kind: 'SIGN_IN', since });

/** How long the rows of each table are kept that was there before tables said so themselves. */
export const RETENTION_OF_TABLES: Readonly<Record<string, Retention>> = {
  'atrium.audit_log': { kind: 'AUDIT_LOG' },
  'atrium.customer_reveal': { kind: 'AUDIT_LOG' },
  'atrium.support_grant': { kind: 'AUDIT_LOG', since: 'coalesce(revoked_at, expires_at)' },
  'atrium.support_session': kept('it goes with its grant'),
  'atrium.support_use': kept('it goes with its grant'),

  'atrium.staff_session': SIGN_IN(
    `coalesce(revoked_at, (SELECT max(r.expires_at) FROM atrium.refresh_token r
       WHERE r.tenant_id = t.tenant_id AND r.session_id = t.id), created_at)`,
  ),
  'atrium.customer_session': SIGN_IN('coalesce(revoked_at, expires_at)'),
  'atrium.refresh_token': kept('it goes with its session'),
  'atrium.customer_refresh_token': kept('it goes with its session'),
  'atrium.public_client_session': kept('it goes with its client'),
  'atrium.staff_token': SIGN_IN('expires_at'),
  'atrium.sign_in_throttle': SIGN_IN('last_at'),
  'atrium.single_sign_on_attempt': SIGN_IN('expires_at'),
  'atrium.authorization_code': SIGN_IN('expires_at'),
  'atrium.customer_code': SIGN_IN('expires_at'),
  'atrium.customer_code_count': SIGN_IN('ends_at'),

  'atrium.bulk_job': { kind: 'JOBS', since: 'finished_at' },
  'atrium.bulk_job_row': kept('it goes with its job'),
  'atrium.file': kept('it goes with what refers to it, or when its time is over'),
  'atrium.customer_note': { kind: 'TIMELINE' },
  'atrium.privacy_request': {
    kind: 'PRIVACY_REQUESTS',
    since: 'coalesce(answered_at, updated_at)',
    when: `state IN ('DONE', 'REFUSED', 'WITHDRAWN')`,
  },

  'atrium.customer': kept('emptied of the person by FORMER_CUSTOMERS; its number stays'),
  ...Object.fromEntries(
    [
      'customer_contact',
      'customer_consent',
      'customer_merge',
      'customer_search_entry',
      'identity_document',
      'sensitive_profile',
    ].map((table) => [`atrium.${table}`, CUSTOMER]),
  ),
  'atrium.occupancy': kept('the history of the unit; it names nobody once the customer is erased'),
  'atrium.unit_transfer': kept('the history of the unit; it names nobody once the customer is erased'),
  ...Object.fromEntries(
    ['community', 'building', 'section', 'unit', 'common_area', 'equipment'].map((table) => [
      `atrium.${table}`,
      REGISTER,
    ]),
  ),
  ...Object.fromEntries(
    [
      'staff',
      'staff_role',
      'staff_skill',
      'staff_totp',
      'staff_recovery_code',
      'staff_identity',
      'scope_community',
      'team_member',
      'shift_member',
    ].map((table) => [`atrium.${table}`, STAFF]),
  ),
  ...Object.fromEntries(
    [
      'role',
      'skill',
      'team',
      'team_community',
      'shift',
      'sign_in_rules',
      'identity_provider',
      'api_client',
      'api_client_key',
      'api_client_use',
      'public_client',
      'persisted_operation',
      'public_client_origin',
      'import_mapping',
      'tenant_plugin',
    ].map((table) => [`atrium.${table}`, SETTINGS]),
  ),
  ...Object.fromEntries(
    ['event', 'event_delivery', 'idempotency_key', 'quota_use', 'cost_budget', 'counter'].map((table) => [
      `atrium.${table}`,
      WORK,
    ]),
  ),
  'atrium.community_offer': kept('what was agreed between two companies'),
  'atrium.community_takeover': kept('what was agreed between two companies'),
  'atrium.tenant_erasure': kept('it goes with the company'),
};

/** The tenants' terms, what the last night did, and the function that does it. */
export class Retention1700000300010 implements MigrationInterface {
  readonly name = 'Retention1700000300010';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, retention] of Object.entries(RETENTION_OF_TABLES))
      await noteLifeOfRows(runner, table, { retention });
    await createTenantTable(runner, {
      table: 'atrium.retention_term',
      columns: `
        kind text COLLATE "C" NOT NULL,
        days integer CHECK (days > 0),
        CONSTRAINT retention_term_kind_key UNIQUE (tenant_id, kind)`,
      versioned: true,
      scope: 'none', // whoever may set terms sees the whole company
      retention: SETTINGS,
    });
    await createTenantTable(runner, {
      table: 'atrium.retention_run',
      columns: `
        kind text COLLATE "C" NOT NULL,
        ran_at timestamptz NOT NULL,
        before timestamptz NOT NULL,
        erased bigint NOT NULL,
        CONSTRAINT retention_run_kind_key UNIQUE (tenant_id, kind)`,
      scope: 'none', // as the terms
      retention: kept('one row for each kind; earlier runs are in the audit log'),
    });
    await runner.query(PURGE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.purge_expired;
      DROP TABLE atrium.retention_run, atrium.retention_term`);
  }
}

/**
 * Deletes, of the current tenant, at most `most` rows of each table of a kind that are older, and what the audit log says
 * of their values. Tables, ages and conditions stand in the catalog, where migrations alone write: a caller can choose a
 * kind and a time. Runs as the owner, because nobody else deletes from the log. Answers the number of rows.
 */
const PURGE = `
  CREATE FUNCTION app.purge_expired(of_kind text, before timestamptz, most integer) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    company uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
    expired record;
    gone uuid[];
    total bigint := 0;
  BEGIN
    IF company IS NULL OR coalesce(current_setting('app.scope', true), '') <> ''
       OR coalesce(current_setting('app.customer', true), '') <> '' THEN
      RAISE insufficient_privilege USING MESSAGE = 'retention takes the whole company in view';
    END IF;
    FOR expired IN
      SELECT c.oid::regclass AS name, w.rule FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'created_at'
      CROSS JOIN LATERAL (SELECT substring(col_description(c.oid, a.attnum) FROM '^retention: (.*)$')::jsonb AS rule) w
      WHERE n.nspname = 'atrium' AND w.rule ->> 'kind' = of_kind ORDER BY 1
    LOOP
      EXECUTE format(
        'WITH old AS (SELECT t.id FROM %1$s t WHERE t.tenant_id = $1 AND (%2$s) AND (%3$s) < $2 ORDER BY t.id LIMIT $3),
           deleted AS (DELETE FROM %1$s d USING old o WHERE d.tenant_id = $1 AND d.id = o.id RETURNING d.id)
         SELECT coalesce(array_agg(id), ''{}'') FROM deleted',
        expired.name, coalesce(expired.rule ->> 'when', 'true'), coalesce(expired.rule ->> 'since', 'created_at'))
        INTO gone USING company, before, most;
      total := total + cardinality(gone);
      IF cardinality(gone) > 0 AND expired.name <> 'atrium.audit_log'::regclass THEN
        UPDATE atrium.audit_log l SET before = app.without_values(l.before), after = app.without_values(l.after)
        WHERE l.tenant_id = company AND l.entity_id = ANY (gone);
      END IF;
    END LOOP;
    RETURN total;
  END $$;
  REVOKE ALL ON FUNCTION app.purge_expired FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.purge_expired TO atrium_worker;
`;
