import type { ClientBase } from 'pg';
import type { PluginPart } from '../plugin-host/tenant-hooks';
import type { ArchiveWriter, Entry } from './archive-writer';
import type { TenantTable } from './tenant-tables';

/** Rows fetched at a time: what is in memory. */
const BATCH = 500;
/** Rows handed on at a time: texts of some ten KiB are collected at once, larger ones only when memory has grown. */
const PIECE = 50;

/**
 * Values that are sealed or hashed whatever their column is called: the form of our cipher, of argon2 and of our tokens.
 */
const SECRET_VALUES = /"(?:(?:v1|v2\.[\w-]{8})\.[\w-]{38,}|\$argon2[^"]*|atr_[a-z]_[0-9a-z]{26}_[\w-]{43})"/g;

export interface TableEntry extends Entry {
  readonly table: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly leftOut: readonly string[];
}

/** One part that a plugin adds, as JSON Lines. */
export interface PluginEntry extends Entry {
  readonly plugin: string;
  readonly name: string;
  readonly rows: number;
}

/**
 * Writes a plugin's part row by row. Rows that stop coming end the entry with those that came, so that the archive stays
 * whole; then this rejects with the reason, and `written` has been told what is there.
 */
export async function archivePart(
  archive: ArchiveWriter,
  { plugin, name, rows }: PluginPart,
  written: (entry: PluginEntry) => void,
): Promise<void> {
  let count = 0;
  let failure: Error | null = null;
  async function* lines(): AsyncGenerator<string> {
    try {
      for await (const row of rows) {
        const line = JSON.stringify(row);
        count += 1;
        yield `${line.replace(SECRET_VALUES, '"***"')}\n`;
      }
    } catch (error) {
      failure = error as Error;
    }
  }
  const entry = await archive.add(`plugins/${plugin}/${name}.jsonl`, lines());
  written({ ...entry, plugin, name, rows: count });
  if (failure) throw failure;
}

/** A table that the role of this process may not read: an archive without it would be called whole and not be. */
export class UnreadableTableError extends Error {
  constructor(table: string) {
    super(`The table ${table} cannot be read, so no whole archive can be made: grant its reader SELECT`);
    this.name = 'UnreadableTableError';
  }
}

/** Writes a tenant's rows of one table as JSON Lines, in the order of their ids, inside the client's transaction. */
export async function archiveTable(
  client: ClientBase,
  archive: ArchiveWriter,
  tenantId: string,
  table: TenantTable,
  options: { leaveOut?: readonly string[]; signal?: AbortSignal; progress?: (rows: number) => Promise<void> } = {},
): Promise<TableEntry> {
  if (!table.readable) throw new UnreadableTableError(table.name);
  const { leaveOut = [], signal, progress } = options;
  const columns = table.columns.filter((column) => !leaveOut.includes(column));
  let rows = 0;
  async function* lines(): AsyncGenerator<string> {
    await client.query(
      `DECLARE archive NO SCROLL CURSOR FOR SELECT row_to_json(r)::text AS line
       FROM (SELECT ${columns.join(', ')} FROM ${table.name} WHERE tenant_id = $1 ORDER BY id) r`,
      [tenantId],
    );
    for (;;) {
      signal?.throwIfAborted();
      const batch = await client.query<{ line: string }>(`FETCH ${BATCH} FROM archive`);
      if (batch.rows.length === 0) break;
      rows += batch.rows.length;
      for (let from = 0; from < batch.rows.length; from += PIECE) {
        const piece = batch.rows.slice(from, from + PIECE);
        yield `${piece.map(({ line }) => line.replace(SECRET_VALUES, '"***"')).join('\n')}\n`;
      }
      await progress?.(batch.rows.length);
    }
    await client.query('CLOSE archive');
  }
  const entry = await archive.add(`tables/${table.name.replaceAll('"', '')}.jsonl`, lines());
  return { ...entry, table: table.name, rows, columns, leftOut: [...table.secret, ...leaveOut] };
}
