import type { ClientBase } from 'pg';

/** A table with rows of tenants, as the catalog tells it. */
export interface TenantTable {
  /** `schema.table`, quoted where needed. */
  readonly name: string;
  /** Columns an archive holds, in their order: neither secret nor derived. */
  readonly columns: readonly string[];
  /** Columns that were left out because they are secret. */
  readonly secret: readonly string[];
  /** Why no archive holds the table; null when it does. */
  readonly notExported: string | null;
  readonly accounting: boolean;
  /** Columns of books that the seal leaves out. */
  readonly notSealed: readonly string[];
  /** Tables its rows refer to, itself left out. */
  readonly refersTo: readonly string[];
  readonly readable: boolean;
}

/**
 * What looks like a secret is taken for one, whether its table says so or not: a forgotten word must not publish a hash.
 */
const SECRET_NAMES =
  '(^|_)(hash|sealed|secret|secrets|fingerprint|password|token|storage_key|private_key|recovery_codes)(_|$)';

const COLUMN = `SELECT a.attname::text AS name, a.attnum, coalesce(col_description(c.oid, a.attnum), '') AS words,
    a.attgenerated <> '' OR a.atttypid = 'tsvector'::regtype OR a.attname = 'search_tokens' AS derived
  FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`;

/**
 * Every table of the database with a column `tenant_id`, whatever schema it lies in: a new table, a plugin's, one of a
 * plugin that is gone. The proof of an erasure lies in `app`, where nothing is a tenant's.
 */
export async function readTenantTables(client: ClientBase): Promise<TenantTable[]> {
  const { rows } = await client.query<TenantTable>(
    `SELECT c.oid::regclass::text AS name,
       array(SELECT quote_ident(k.name) FROM (${COLUMN}) k
             WHERE NOT k.derived AND k.words <> 'secret' AND k.name !~ $1 AND k.name <> 'tenant_id' ORDER BY k.attnum) AS columns,
       array(SELECT k.name FROM (${COLUMN}) k WHERE NOT k.derived AND (k.words = 'secret' OR k.name ~ $1)
             ORDER BY k.attnum) AS secret,
       CASE WHEN EXISTS (SELECT FROM (${COLUMN}) k WHERE k.name = 'id')
         THEN (SELECT substring(k.words FROM '^not exported: (.*)$') FROM (${COLUMN}) k WHERE k.name = 'id')
         -- Whatever is the tenant's own has ids: the catalog check sees to it.
         ELSE 'the platform keeps it for its own work' END AS "notExported",
       EXISTS (SELECT FROM (${COLUMN}) k WHERE k.name = 'tenant_id' AND k.words = 'accounting') AS accounting,
       array(SELECT quote_ident(k.name) FROM (${COLUMN}) k WHERE k.words = 'not sealed') AS "notSealed",
       array(SELECT DISTINCT f.confrelid::regclass::text FROM pg_constraint f
             WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS "refersTo",
       has_table_privilege(c.oid, 'SELECT') AS readable
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'tenant_id' AND NOT t.attisdropped
                   AND t.atttypid = 'uuid'::regtype)
     ORDER BY 1`,
    [SECRET_NAMES],
  );
  return rows;
}

/**
 * Tables in groups that can be emptied one after the other: whatever refers to a table goes before it, and tables that
 * refer to each other go together.
 */
export function inOrderOfErasure<T extends Pick<TenantTable, 'name' | 'refersTo'>>(tables: readonly T[]): T[][] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const groups: T[][] = [];
  while (left.size > 0) {
    const referred = new Set([...left.values()].flatMap(({ refersTo }) => refersTo));
    const free = [...left.values()].filter(({ name }) => !referred.has(name));
    // Nothing is free: what is left refers to each other in circles, and whatever hangs below them.
    const group = free.length > 0 ? free : circle(left);
    groups.push(group);
    for (const { name } of group) left.delete(name);
  }
  return groups;
}

/** One circle that nothing outside of it refers to. */
function circle<T extends Pick<TenantTable, 'name' | 'refersTo'>>(left: ReadonlyMap<string, T>): T[] {
  const reach = (from: string): Set<string> => {
    const seen = new Set<string>();
    const open = [from];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const next of left.get(name)?.refersTo ?? []) {
        if (left.has(next) && !seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
    return seen;
  };
  const reached = new Map([...left.keys()].map((name) => [name, reach(name)]));
  const together = (a: string, b: string): boolean => reached.get(a)!.has(b) && reached.get(b)!.has(a);
  for (const name of left.keys()) {
    const members = [...left.keys()].filter((other) => other === name || together(name, other));
    const outside = [...left.keys()].some((other) => !members.includes(other) && reached.get(other)!.has(name));
    if (!outside) return members.map((member) => left.get(member)!);
  }
  return [...left.values()];
}
