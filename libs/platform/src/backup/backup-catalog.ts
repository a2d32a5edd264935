import { type ClientBase, escapeIdentifier } from 'pg';
import type { Named } from './backup-format';

export interface CatalogTable extends Named {
  /** Quoted. */
  readonly sql: string;
  /** Those that are stored and not computed by the database, in their order. */
  readonly columns: readonly { name: string; type: string }[];
  readonly readable: boolean;
  /** Row-level security binds the owner too: nothing could be copied in. */
  readonly forced: boolean;
}

export const quoted = ({ schema, name }: Named): string => `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;

/** What belongs to a role that `atrium_migrator` may act as is ours: the core's, the jobs', each plugin's. */
const ours = (relation: string): string => `pg_has_role('atrium_migrator', ${relation}.relowner, 'MEMBER')`;
const OURS = ours('c');
const OF_PEOPLE = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
const IN_NAMESPACE = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`;

/** For a FROM: `c` are the tables of the installation, `n` their schemas. */
export const OUR_TABLES = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND ${OF_PEOPLE} AND ${OURS}`;

/** Every table of the installation, whatever schema it lies in; those of partitioned tables by their parent. */
export async function readTables(client: ClientBase): Promise<CatalogTable[]> {
  const { rows } = await client.query<Omit<CatalogTable, 'sql'>>(
    `SELECT n.nspname AS schema, c.relname AS name, c.relforcerowsecurity AS forced,
       has_table_privilege(c.oid, 'SELECT') AS readable,
       coalesce((SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
         FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '[]') AS columns
     FROM ${IN_NAMESPACE} WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${OF_PEOPLE} AND ${OURS} ORDER BY 1, 2`,
  );
  return rows.map((row) => ({ ...row, sql: quoted(row) }));
}

/** Tables of others in the same database, such as an extension's or an operator's own. */
export async function readForeignTables(client: ClientBase): Promise<Named[]> {
  const { rows } = await client.query<Named>(
    `SELECT n.nspname AS schema, c.relname AS name FROM ${IN_NAMESPACE}
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${OF_PEOPLE} AND NOT (${OURS}) ORDER BY 1, 2`,
  );
  return rows;
}

export interface Partition extends Named {
  readonly of: Named;
  readonly bound: string;
}

/** Partitions come and go while a system runs (one a day, say), so no migration knows them all. */
export async function readPartitions(client: ClientBase): Promise<Partition[]> {
  const { rows } = await client.query<Partition>(
    `SELECT n.nspname AS schema, c.relname AS name, json_build_object('schema', pn.nspname, 'name', p.relname) AS of,
       pg_get_expr(c.relpartbound, c.oid) AS bound
     FROM ${IN_NAMESPACE} JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
     JOIN pg_namespace pn ON pn.oid = p.relnamespace
     WHERE c.relispartition AND c.relkind IN ('r', 'p') AND ${OF_PEOPLE} AND ${ours('p')} ORDER BY c.oid`,
  );
  return rows;
}

export async function readSequences(client: ClientBase): Promise<(Named & { last: string; called: boolean })[]> {
  const { rows } = await client.query<Named>(
    `SELECT n.nspname AS schema, c.relname AS name FROM ${IN_NAMESPACE} WHERE c.relkind = 'S' AND ${OF_PEOPLE} AND ${OURS} ORDER BY 1, 2`,
  );
  const found: (Named & { last: string; called: boolean })[] = [];
  for (const sequence of rows) {
    const { rows: states } = await client.query<{ last: string; called: boolean }>(
      `SELECT last_value::text AS last, is_called AS called FROM ${quoted(sequence)}`,
    );
    found.push({ ...sequence, ...states[0]! });
  }
  return found;
}

export interface ForeignKey {
  /** Quoted. */
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** References of our tables; those that partitions have from their parents come with these. */
export async function readForeignKeys(client: ClientBase): Promise<ForeignKey[]> {
  const { rows } = await client.query<Named & { constraint: string; definition: string }>(
    `SELECT n.nspname AS schema, c.relname AS name, f.conname AS constraint, pg_get_constraintdef(f.oid) AS definition
     FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE f.contype = 'f' AND f.conparentid = 0 AND ${OF_PEOPLE} AND ${OURS} ORDER BY f.oid`,
  );
  return rows.map((row) => ({ table: quoted(row), name: row.constraint, definition: row.definition }));
}

export interface Trigger {
  /** Quoted. */
  readonly table: string;
  readonly name: string;
  /** How it is turned on again: as it was. */
  readonly enable: string;
}

/** Triggers that fire now, those of references left out. */
export async function readTriggers(client: ClientBase): Promise<Trigger[]> {
  const { rows } = await client.query<Named & { trigger: string; state: 'O' | 'A' | 'R' }>(
    `SELECT n.nspname AS schema, c.relname AS name, t.tgname AS trigger, t.tgenabled AS state
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'D' AND ${OF_PEOPLE} AND ${OURS} ORDER BY t.oid`,
  );
  const enable = { O: 'ENABLE TRIGGER', A: 'ENABLE ALWAYS TRIGGER', R: 'ENABLE REPLICA TRIGGER' };
  return rows.map((row) => ({ table: quoted(row), name: row.trigger, enable: enable[row.state] }));
}

/** Schemas of the installation: what is dropped where a database is to be replaced. */
export async function readSchemas(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT n.nspname AS name FROM pg_namespace n WHERE ${OF_PEOPLE} AND n.nspname <> 'public'
       AND pg_has_role('atrium_migrator', n.nspowner, 'MEMBER') ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Columns that hold sealed values, by their names, with one value of each and whose it is: what shows whether a key is
 * the right one.
 */
export async function readSealedSamples(
  client: ClientBase,
): Promise<{ column: string; tenantId: string | null; value: string }[]> {
  const { rows: columns } = await client.query<Named & { column: string; json: boolean; tenants: boolean }>(
    `SELECT n.nspname AS schema, c.relname AS name, a.attname AS column, a.atttypid = 'jsonb'::regtype AS json,
       EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'tenant_id' AND NOT t.attisdropped) AS tenants
     FROM ${IN_NAMESPACE} JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
       AND a.atttypid IN ('text'::regtype, 'jsonb'::regtype) AND a.attname ~ '(^|_)(sealed|secrets?)(_|$)'
       AND ${OF_PEOPLE} AND ${OURS} ORDER BY 1, 2, 3`,
  );
  const samples: { column: string; tenantId: string | null; value: string }[] = [];
  for (const one of columns) {
    const column = escapeIdentifier(one.column);
    const value = one.json
      ? `jsonb_path_query_first(${column}, '$.** ? (@ starts with "v1." || @ starts with "v2.")') #>> '{}'`
      : column;
    const { rows } = await client.query<{ tenantId: string | null; value: string }>(
      `SELECT * FROM (SELECT ${one.tenants ? 'tenant_id::text' : 'NULL'} AS "tenantId", ${value} AS value FROM ${quoted(one)}) v
       WHERE value LIKE 'v1.%' OR value LIKE 'v2.%' LIMIT 1`,
    );
    samples.push(...rows.map((row) => ({ ...row, column: `${one.schema}.${one.name}.${one.column}` })));
  }
  return samples;
}
