import type { QueryRunner } from 'typeorm';
import { identifier } from '../read/sql';
import { columnsSet, type LifeOfRows, noteLifeOfRows } from './life-of-rows';

export interface TenantTableSpec extends LifeOfRows {
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
  /**
   * What a signed-in customer sees of the table; left out: nothing. See {@link CustomerSight} and decision 017. Staff,
   * API clients and the platform itself are not concerned.
   */
  customer?: CustomerSight;
  /** Default: a customer reads only. `'change'`: may also insert and change rows of its own; `'all'`: delete them too. */
  customerWrites?: 'change' | 'all';
  /** Columns whose values never reach the audit log, e.g. a password's hash. */
  redact?: readonly string[];
  /** Reason why changes are not audited; leave out to audit them. */
  unaudited?: string;
  /**
   * What the application may do with rows; default everything. `append` refuses UPDATE and DELETE; then a table that names
   * a customer says `onCustomerErased`: `'keep'`, or the columns that are overwritten.
   */
  rights?: 'write' | 'append' | 'read';
  /**
   * Functions owned by `atrium_search` read it past row-level security, because full-text and array operators are not
   * leakproof and get no index below it. Each such function carries the tenant and the scope as explicit predicates: the
   * scope's policy binds the roles that log in alone, since any condition of a policy would keep the index from them.
   * So does a function that answers one question about rows outside the caller's scope.
   */
  searchable?: boolean;
}

/**
 * What a customer sees of a table: no row (`'nothing'`), the rows whose `customer_id` is theirs (entered under them or
 * under a duplicate that was merged into them), every row of the tenant (`'tenant'`: nothing in it is anybody's own), or
 * the rows of a condition, in which rows of other tables are limited the same way.
 */
export type CustomerSight = 'nothing' | 'customer_id' | 'tenant' | { using: string };

/** The row's tenant is the transaction's: the expression every policy uses. Never cast the column: no index would serve. */
export const TENANT_PREDICATE = `tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid`;

/** The communities the actor is limited to, as `uuid[]`; null when it is not limited. Evaluated once a statement. */
export const SCOPE_IDS = `(SELECT nullif(current_setting('app.scope', true), ''))::uuid[]`;
const UNSCOPED = `(SELECT nullif(current_setting('app.scope', true), '')) IS NULL`;

/** The customer who acts, with the aliases that are the same person, as `uuid[]`; null for everybody else. */
export const CUSTOMER_IDS = `(SELECT nullif(current_setting('app.customer', true), ''))::uuid[]`;
/**
 * Nobody who is limited to what is a customer's own. Written as an inequality of texts, which the planner takes to be
 * true of nearly all rows: staff are who it must not mislead.
 */
export const NOT_A_CUSTOMER = `(SELECT (coalesce(current_setting('app.customer', true), '') <> '')::text) <> 'true'`;

/** Who is bound by the policies of a table that search functions read past them. */
const BOUND_ROLES = 'atrium_app, atrium_worker, atrium_views';

/**
 * Who works with the rows, and who changes them while migrating. A plugin's tables are its own role's: `atrium_app` and
 * `atrium_worker` act as that role, and its owner sees the rows, so that the plugin's migrations can change them.
 */
const usersOf = (table: string): { users: string; migrators: string } => {
  const schema = table.split('.')[0]!;
  return schema.startsWith('plg_')
    ? { users: schema, migrators: `atrium_migrator, ${schema}_owner` }
    : { users: 'atrium_app, atrium_worker', migrators: 'atrium_migrator' };
};

/** Search functions are the core's: nobody reads past the policies of a plugin's table. */
const boundOf = ({ table, searchable }: Pick<TenantTableSpec, 'table' | 'searchable'>): string =>
  searchable && !table.startsWith('plg_') ? BOUND_ROLES : 'PUBLIC';

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
  const { users, migrators } = usersOf(table);
  await runner.query(`
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    -- Statistics list the tenants of the day: one that signed up since counts as a single row, and then any index that
    -- begins with its id looks as good as any other, so that each look-up reads the whole tenant.
    ALTER TABLE ${table} ALTER COLUMN tenant_id SET STATISTICS 0;
    CREATE POLICY tenant ON ${table} USING (${TENANT_PREDICATE}) WITH CHECK (${TENANT_PREDICATE});
    CREATE POLICY migrator ON ${table} TO ${migrators} USING (true) WITH CHECK (true);
    GRANT ${RIGHTS[rights]} ON ${table} TO ${users};
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
    const bound = boundOf(spec);
    await runner.query(
      `CREATE POLICY scope ON ${table} AS RESTRICTIVE TO ${bound} USING (${UNSCOPED} OR ${inside})${check}`,
    );
  }
  await limitCustomers(runner, spec);
  await noteLifeOfRows(runner, spec.table, spec);
  // In the core the owner overwrites what is personal; in a plugin's tables it is the plugin's own role.
  const overwritten = rights === 'append' && users === table.split('.')[0] ? columnsSet(spec) : [];
  if (overwritten.length > 0) await runner.query(`GRANT UPDATE (${overwritten.join(', ')}) ON ${table} TO ${users}`);
  if (spec.unaudited === undefined) {
    const columns = [...new Set([...redact, ...(spec.secret ?? [])])]
      .map((column) => `'${identifier(column)}'`)
      .join(', ');
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

type CustomerSpec = Pick<TenantTableSpec, 'table' | 'customer' | 'customerWrites' | 'rights' | 'searchable'>;

/** The policies that leave a customer what is the customer's own. */
export async function limitCustomers(runner: QueryRunner, spec: CustomerSpec): Promise<void> {
  const table = identifier(spec.table);
  const { customer = 'nothing', customerWrites, rights = 'write' } = spec;
  const only = (inside: string | null): string =>
    inside === 'true' ? 'true' : inside === null ? NOT_A_CUSTOMER : `${NOT_A_CUSTOMER} OR (${inside})`;
  const seen = ownRows(customer);
  const written = only(customerWrites ? seen : null);
  // Where the application's roles cannot write, functions of the owner do, also while a customer acts: they decide.
  const bound = boundOf({ ...spec, searchable: spec.searchable || rights === 'read' });
  await runner.query(`
    CREATE POLICY customer ON ${table} AS RESTRICTIVE TO ${bound} USING (${only(seen)}) WITH CHECK (${written});
  `);
  if (rights === 'write' && customerWrites !== 'all') {
    await runner.query(`
      CREATE POLICY customer_delete ON ${table} AS RESTRICTIVE FOR DELETE TO ${bound} USING (${NOT_A_CUSTOMER});
    `);
  }
}

/** Shows customers other rows of a table than it was created with: for a later context that knows what is whose. */
export async function showCustomers(
  runner: QueryRunner,
  spec: CustomerSpec & { customer: CustomerSight },
): Promise<void> {
  await runner.query(`DROP POLICY customer ON ${identifier(spec.table)};
    DROP POLICY IF EXISTS customer_delete ON ${identifier(spec.table)}`);
  await limitCustomers(runner, spec);
}

function ownRows(customer: CustomerSight): string | null {
  if (customer === 'nothing') return null;
  if (customer === 'tenant') return 'true';
  return customer === 'customer_id' ? `customer_id = ANY (${CUSTOMER_IDS})` : customer.using;
}
