import { Client, escapeIdentifier } from 'pg';
import { type AesGcmCipher, mapSealed, sealedByOthers, UnsealError } from '../auth/aes-gcm-cipher';
import { OUR_TABLES } from '../backup/backup-catalog';

/** Rows of one transaction. */
const BATCH = 500;

type Form = 'text' | 'json' | 'array';

interface Column {
  readonly name: string;
  readonly form: Form;
}

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly tenants: boolean;
  readonly columns: readonly Column[];
}

/** What became of the sealed values of one column. */
export interface ResealedColumn {
  /** `schema.table.column` */
  readonly column: string;
  /** Sealed anew with the current key. */
  resealed: number;
  /** Look sealed, and none of the keys opens them: another's, or somebody's words. They stay as they are. */
  closed: number;
}

/**
 * Seals everything anew that the current key has not sealed, whatever table, column or document of the installation it
 * lies in, alone, in the middle of a text or padded: columns are not named anywhere, so that none is forgotten. Rows that are in use are waited for; what changes
 * meanwhile is left as it then is. May be broken off and begun again.
 * @param adminUrl as a member of `atrium_migrator`
 */
export async function resealAll(adminUrl: string, cipher: AesGcmCipher): Promise<ResealedColumn[]> {
  const client = new Client({ connectionString: adminUrl, application_name: 'atrium-rotate-key' });
  await client.connect();
  try {
    await client.query('SET ROLE atrium_migrator');
    const found: Found = new Map();
    for (const table of await readTables(client)) await resealTable(client, table, cipher, found);
    return [...found.values()];
  } finally {
    await client.end();
  }
}

/** Every column that can hold a text, of every table that holds rows: partitions by themselves. */
async function readTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT n.nspname AS schema, c.relname AS name,
       bool_or(a.attname = 'tenant_id') AS tenants,
       json_agg(json_build_object('name', a.attname, 'form',
         CASE t.typcategory WHEN 'A' THEN 'array' WHEN 'S' THEN 'text' ELSE 'json' END) ORDER BY a.attnum)
         FILTER (WHERE a.attgenerated = '' AND (t.typcategory = 'S' OR e.typcategory = 'S' OR t.typname IN ('json', 'jsonb'))) AS columns
     FROM ${OUR_TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
     WHERE c.relkind = 'r' GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return rows.filter(({ columns }) => columns !== null);
}

/**
 * First whatever nobody else has in hand, many at once; then what was, one by one: whoever waits for a row holds no other,
 * so that nobody's work is broken off for it.
 */
async function resealTable(client: Client, table: Table, cipher: AesGcmCipher, found: Found): Promise<void> {
  const columns = table.columns.map((column) => ({ ...column, sql: escapeIdentifier(column.name) }));
  const sealing: Sealing = { of: `${escapeIdentifier(table.schema)}.${escapeIdentifier(table.name)}`, columns, cipher };
  const select = columns.map(({ sql }) => `to_jsonb(${sql})`).join(', ');
  const conditions = columns.map(({ sql }) => `${sql}::text COLLATE "C" ~ $2`).join(' OR ');
  const look = `SELECT ctid::text AS at, ${table.tenants ? 'tenant_id::text' : 'NULL'} AS "tenantId",
      jsonb_build_array(${select}) AS values
    FROM ${sealing.of} WHERE ctid > $1::tid AND (${conditions}) ORDER BY ctid LIMIT $3 FOR UPDATE`;
  try {
    for (const [limit, lock] of [[BATCH, ' SKIP LOCKED'] as const, [1, ''] as const]) {
      const isLast = limit === 1;
      let after: string | undefined = '(0,0)';
      while (after !== undefined) {
        after = await inTransaction(client, async () => {
          const { rows } = await client.query<Row>(look + lock, [after, sealedByOthers(cipher), limit]);
          for (const row of rows) {
            await resealRow(client, row, sealing, (column, became) => {
              if (became === 'closed' && !isLast) return;
              noted(found, `${table.schema}.${table.name}.${column}`)[became] += 1;
            });
          }
          return rows.length < limit ? undefined : rows.at(-1)!.at;
        });
      }
    }
  } catch (error) {
    throw new Error(`What is sealed in ${table.schema}.${table.name} cannot be sealed anew`, { cause: error });
  }
}

interface Row {
  readonly at: string;
  readonly tenantId: string | null;
  readonly values: readonly unknown[];
}

interface Sealing {
  readonly of: string;
  readonly columns: readonly SqlColumn[];
  readonly cipher: AesGcmCipher;
}

type SqlColumn = Column & { readonly sql: string };
type Found = Map<string, ResealedColumn>;
type Became = 'resealed' | 'closed';

async function inTransaction<T>(client: Client, task: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query(CAUSE);
    const answer = await task();
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Who the audit log names. */
const CAUSE = `SELECT set_config('app.operation', 'rotateKey', true),
  set_config('app.audit', encode(convert_to('{"kind": "SYSTEM", "name": "rotate-key"}', 'UTF8'), 'base64'), true)`;

const valueOf = (form: Form, place: number): string =>
  form === 'text'
    ? `$${place}`
    : form === 'json'
      ? `$${place}::jsonb`
      : `ARRAY(SELECT jsonb_array_elements_text($${place}::jsonb))`;

function noted(found: Found, column: string): ResealedColumn {
  let one = found.get(column);
  if (!one) found.set(column, (one = { column, resealed: 0, closed: 0 }));
  return one;
}

async function resealRow(
  client: Client,
  { at, tenantId, values }: Row,
  { of, columns, cipher }: Sealing,
  note: (column: string, became: Became) => void,
): Promise<void> {
  const changes = columns.flatMap((column, index) => {
    const value = values[index];
    // A job says for which tenant it is; what is nobody's is the platform's.
    const named = (value as { tenant?: unknown } | null)?.tenant;
    const owner = tenantId ?? (typeof named === 'string' ? named : null);
    let changed = false;
    const made = mapTexts(value, (text) =>
      keepingLength(text, (whole) =>
        mapSealed(whole, (sealed) => {
          if (sealed.startsWith(cipher.currentPrefix)) return sealed;
          const anew = reseal(cipher, sealed, owner);
          changed ||= anew !== null;
          note(column.name, anew === null ? 'closed' : 'resealed');
          return anew ?? sealed;
        }),
      ),
    );
    return changed ? [{ column, value: made }] : [];
  });
  if (changes.length === 0) return;
  const sets = changes.map(({ column }, index) => `${column.sql} = ${valueOf(column.form, index + 2)}`);
  const params = changes.map(({ column, value }) => (column.form === 'text' ? value : JSON.stringify(value)));
  await client.query(`UPDATE ${of} SET ${sets.join(', ')} WHERE ctid = $1::tid`, [at, ...params]);
}

function reseal(cipher: AesGcmCipher, sealed: string, owner: string | null): string | null {
  try {
    return cipher.reseal(sealed, owner);
  } catch (error) {
    if (error instanceof UnsealError) return null;
    throw error;
  }
}

/** Spaces behind a sealed text hide how long it is: they are as many fewer as it became longer. */
function keepingLength(text: string, map: (text: string) => string): string {
  const made = map(text);
  return text.endsWith(' ') ? made.trimEnd().padEnd(text.length, ' ') : made;
}

/** The same value with every text in it passed through `map`. */
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, map)]));
}
