import { db } from '@atrium/sdk';
import type { TakenTable } from './taken-tables';

export type Row = Record<string, unknown>;

/** Rows read and written at a time. */
export const BATCH = 500;

/** Columns that hold something of their own: neither computed, nor the tenant, which is the transaction's. */
export async function columnsOf(table: string): Promise<string[]> {
  const rows = await db().query<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'tenant_id'
     ORDER BY attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** The customers of a community: those who live or lived there or were entered by it, with their duplicates and survivors. */
export async function customersOf(communityId: string): Promise<string[]> {
  const rows = await db().query<{ id: string }>(
    `WITH own AS (
       SELECT customer_id AS id FROM atrium.occupancy WHERE community_id = $1
       UNION SELECT id FROM atrium.customer WHERE community_id = $1
     ), survivors AS (
       SELECT coalesce(c.merged_into_id, c.id) AS id FROM own JOIN atrium.customer c USING (id)
     )
     SELECT c.id FROM atrium.customer c
     WHERE (c.id IN (SELECT id FROM survivors) OR c.merged_into_id IN (SELECT id FROM survivors))
     ORDER BY c.id`,
    [communityId],
  );
  return rows.map(({ id }) => id);
}

/** One batch of the rows that go, in the order they are written in. */
export async function readRows(
  { table, rows, first = 't.id IS NULL', also = 'true' }: TakenTable,
  key: { readonly communityId: string; readonly customerIds: readonly string[] },
  offset: number,
): Promise<Row[]> {
  const [where, values] =
    rows === 'community'
      ? ['t.community_id = $1', [key.communityId] as unknown[]]
      : [`t.${table === 'atrium.customer' ? 'id' : 'customer_id'} = ANY ($1::uuid[])`, [key.customerIds] as unknown[]];
  const found = await db().query<{ row: Row }>(
    `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where} AND ${also} ORDER BY ${first}, t.id LIMIT ${BATCH} OFFSET ${offset}`,
    values,
  );
  return found.map(({ row }) => row);
}

/** Writes rows as they are; those of another tenant bear this one's id because the transaction says so. */
export async function writeRows(table: string, columns: readonly string[], rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const list = columns.join(', ');
  await db().execute(
    `INSERT INTO ${table} (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
