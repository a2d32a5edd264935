import type { QueryRunner } from 'typeorm';
import { identifier } from '../read/sql';

export interface TenantTableSpec {
  /** `schema.table`. */
  table: string;
  /** Columns and constraints besides `tenant_id`, `id`, `created_at` (and `version`, `updated_at`), as in CREATE TABLE. */
  columns: string;
  /** Adds `version` and `updated_at`: people edit these rows. */
  versioned?: boolean;
  /**
   * The table has a NOT NULL reference, with `tenant_id`, to another table of tenants. That one's tenant exists, so this
   * one's does: a reference of its own would be a look-up more for each row written.
   */
  hasParent?: boolean;
  /**
   * How an actor limited to some communities sees the table: by its `community_id` column, through a condition (rows of
   * other tables in it are limited the same way), or not limited (`'none'`, with the reason in a comment there). What is
   * written must lie inside as well; with a condition only where it is `checked`.
   */
  scope: 'community_id' | 'none' | { using: string; checked?: boolean };
  /** Columns whose values never reach the audit log, e.g. a password's hash. */
  redact?: readonly string[];
  /** Reason why changes are not audited; leave out to audit them. */
  unaudited?: string;
  /** What the application may do with rows; default everything. `append` refuses UPDATE and DELETE. */
  rights?: 'write' | 'append' | 'read';
  /**
   * Functions owned by `atrium_search` read it past row-level security, because full-text and array operators are not
   * leakproof and get no index below it. Each such function carries the tenant and the scope as explicit predicates: the
   * scope's policy binds the roles that log in alone, since any condition of a policy would keep the index from them.
   */
  searchable?: boolean;
}

/** The row's tenant is the transaction's: the expression every policy uses. Never cast the column: no index would serve. */
export const TENANT_PREDICATE = `tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid`;

/** The communities the actor is limited to, as `uuid[]`; null when it is not limited. Evaluated once a statement. */
export const SCOPE_IDS = `(SELECT nullif(current_setting('app.scope', true), ''))::uuid[]`;
const UNSCOPED = `(SELECT nullif(current_setting('app.scope', true), '')) IS NULL`;

const RIGHTS = { write: 'SELECT, INSERT, UPDATE, DELETE', append: 'SELECT, INSERT', read: 'SELECT' } as const;

/**
 * Creates a table that belongs to tenants, with all that guards it: the composite key, forced row-level security that
 * fails closed, the data scope, the grants and the audit triggers. The catalog check refuses a table made without.
 */
export async function createTenantTable(runner: QueryRunner, spec: TenantTableSpec): Promise<void> {
  const table = identifier(spec.table);
  const versioned = spec.versioned
    ? `version integer NOT NULL DEFAULT 1, updated_at timestamptz NOT NULL DEFAULT now(),`
    : '';
  await runner.query(`
    CREATE TABLE ${table} (
      tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid
        ${spec.hasParent ? '' : 'REFERENCES atrium.tenant (id)'},
      id uuid NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      ${versioned}
      ${spec.columns.trim().replace(/,$/, '')},
      PRIMARY KEY (tenant_id, id)
    )`);
  await guardTenantTable(runner, spec);
}

/** The guards alone, for a table that had to be created by hand (a partitioned one). */
export async function guardTenantTable(runner: QueryRunner, spec: TenantTableSpec): Promise<void> {
  const table = identifier(spec.table);
  const { scope, redact = [], rights = 'write' } = spec;
  await runner.query(`
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    -- Statistics list the tenants of the day: one that signed up since counts as a single row, and then any index that
    -- begins with its id looks as good as any other, so that each look-up reads the whole tenant.
    ALTER TABLE ${table} ALTER COLUMN tenant_id SET STATISTICS 0;
    CREATE POLICY tenant ON ${table} USING (${TENANT_PREDICATE}) WITH CHECK (${TENANT_PREDICATE});
    CREATE POLICY migrator ON ${table} TO atrium_migrator USING (true) WITH CHECK (true);
    GRANT ${RIGHTS[rights]} ON ${table} TO atrium_app, atrium_worker;
  `);
  if (spec.searchable) {
    await runner.query(`
      CREATE POLICY search ON ${table} FOR SELECT TO atrium_search USING (true);
      GRANT SELECT ON ${table} TO atrium_search;
    `);
  }
  if (scope !== 'none') {
    const inside = scope === 'community_id' ? `community_id = ANY (${SCOPE_IDS})` : `(${scope.using})`;
    const checked = scope === 'community_id' || scope.checked;
    const check = checked ? ` WITH CHECK (${UNSCOPED} OR ${inside})` : ' WITH CHECK (true)';
    const bound = spec.searchable ? 'atrium_app, atrium_worker' : 'PUBLIC';
    await runner.query(
      `CREATE POLICY scope ON ${table} AS RESTRICTIVE TO ${bound} USING (${UNSCOPED} OR ${inside})${check}`,
    );
  }
  if (spec.unaudited === undefined) {
    const columns = redact.map((column) => `'${identifier(column)}'`).join(', ');
    for (const [event, transition] of [
      ['INSERT', 'NEW TABLE AS new_rows'],
      ['UPDATE', 'OLD TABLE AS old_rows NEW TABLE AS new_rows'],
      ['DELETE', 'OLD TABLE AS old_rows'],
    ] as const) {
      await runner.query(`
        CREATE TRIGGER audit_${event.toLowerCase()} AFTER ${event} ON ${table}
        REFERENCING ${transition} FOR EACH STATEMENT EXECUTE FUNCTION app.audit(${columns})`);
    }
  } else {
    await runner.query(`COMMENT ON TABLE ${table} IS 'unaudited: ${spec.unaudited.replace(/'/g, "''")}'`);
  }
}
