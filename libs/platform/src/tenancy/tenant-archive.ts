import type { Writable } from 'node:stream';
import { ContentMissingError, type FileStore } from '@atrium/sdk';
import { Client } from 'pg';
import type { PluginFailure, PluginPart } from '../plugin-host/tenant-hooks';
import { archivePart, archiveTable, type PluginEntry, type TableEntry } from './archive-tables';
import { ArchiveWriter } from './archive-writer';
import { readTenantTables, type TenantTable } from './tenant-tables';

export const ARCHIVE_FORMAT = 'atrium-tenant-archive';
export const ARCHIVE_VERSION = 1;
/** Purpose of the files archives are kept as: no archive holds another. */
export const ARCHIVE_PURPOSE = 'TENANT_ARCHIVE';
/** Names of missing contents in the manifest; the number is always whole. */
const NAMED_MISSING = 1000;
const FILES = 200;

/** `manifest.json`, the last entry. See docs/operations/tenant-archive.md. */
export interface ArchiveManifest {
  readonly format: typeof ARCHIVE_FORMAT | 'atrium-accounting-seal';
  readonly version: typeof ARCHIVE_VERSION;
  readonly madeAt: string;
  readonly tenant: Readonly<Record<string, unknown>>;
  readonly tables: readonly TableEntry[];
  readonly notExported: readonly { readonly table: string; readonly reason: string }[];
  /** What plugins added beside their tables, and those that failed to: then what there is of them is not all. */
  readonly plugins: { readonly parts: readonly PluginEntry[]; readonly failed: readonly PluginFailure[] };
  readonly files: {
    readonly included: boolean;
    readonly count: number;
    readonly bytes: number;
    readonly missing: readonly string[];
  };
}

export interface ArchiveSource {
  /** The database as a role that may read the tenant's rows. */
  readonly databaseUrl: string;
  /** Role to act as, of those the login belongs to; default: the login itself. */
  readonly role?: 'atrium_migrator';
  /** UUID. */
  readonly tenantId: string;
  readonly store: FileStore;
  /** Has the parts written that plugins add; see `TenantHooks`. */
  readonly parts: (write: (part: PluginPart) => Promise<void>) => Promise<readonly PluginFailure[]>;
}

export interface ArchiveOptions {
  readonly madeAt: Date;
  readonly withFiles: boolean;
  readonly signal?: AbortSignal;
  /** Told of rows and files as they are written. */
  readonly progress?: (more: number) => Promise<void>;
}

/**
 * Writes everything a tenant has as one zip: a snapshot, as all tables were at one moment. Memory is that of one batch
 * of rows, whatever the size.
 */
export async function writeTenantArchive(
  source: ArchiveSource,
  sink: Writable,
  options: ArchiveOptions,
): Promise<ArchiveManifest> {
  return inSnapshot(source, async (client) => {
    const { tenantId, store } = source;
    const { madeAt, withFiles } = options;
    const archive = new ArchiveWriter(sink, madeAt);
    await archive.addText('README.txt', README);
    const all = await readTenantTables(client);
    const tables: TableEntry[] = [];
    for (const table of all.filter(({ notExported }) => notExported === null)) {
      tables.push(await archiveTable(client, archive, tenantId, table, options));
    }
    const plugins = await archivePlugins(archive, source, options);
    const files = withFiles ? await archiveFiles(client, archive, store, tenantId, options) : NO_FILES;
    const manifest: ArchiveManifest = {
      format: ARCHIVE_FORMAT,
      version: ARCHIVE_VERSION,
      madeAt: madeAt.toISOString(),
      tenant: await tenantRow(client, tenantId),
      tables,
      notExported: all.flatMap(({ name, notExported }) =>
        notExported === null ? [] : { table: name, reason: notExported },
      ),
      plugins,
      files,
    };
    await archive.addText('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
    await archive.end();
    return manifest;
  });
}

/** The books of a tenant: what its tables declare as accounting, and a manifest of hashes that seals it. */
export async function writeAccountingSeal(
  client: Client,
  tenantId: string,
  tables: readonly TenantTable[],
  sink: Writable,
  madeAt: Date,
): Promise<ArchiveManifest> {
  const archive = new ArchiveWriter(sink, madeAt);
  const entries: TableEntry[] = [];
  for (const table of tables.filter(({ accounting }) => accounting)) {
    entries.push(await archiveTable(client, archive, tenantId, table, { leaveOut: table.notSealed }));
  }
  const manifest: ArchiveManifest = {
    format: 'atrium-accounting-seal',
    version: ARCHIVE_VERSION,
    madeAt: madeAt.toISOString(),
    tenant: await tenantRow(client, tenantId),
    tables: entries,
    notExported: [],
    plugins: { parts: [], failed: [] },
    files: NO_FILES,
  };
  await archive.addText('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  await archive.end();
  return manifest;
}

const NO_FILES: ArchiveManifest['files'] = { included: false, count: 0, bytes: 0, missing: [] };

const README = `Archive of one company of Atrium.

manifest.json   what is here: each table with its number of rows and the SHA-256 of its file
tables/         one JSON object a line, one file a table; ids and references as they were
plugins/        what plugins have added beside their tables
files/          contents of uploaded files, named by the id they have in tables/atrium.file.jsonl
`;

async function archivePlugins(
  archive: ArchiveWriter,
  { parts: handOver }: ArchiveSource,
  { signal, progress }: ArchiveOptions,
): Promise<ArchiveManifest['plugins']> {
  const parts: PluginEntry[] = [];
  const failed = await handOver((part) => {
    signal?.throwIfAborted();
    return archivePart(archive, part, (entry) => void parts.push(entry));
  });
  signal?.throwIfAborted();
  await progress?.(parts.reduce((sum, { rows }) => sum + rows, 0));
  return { parts, failed };
}

async function archiveFiles(
  client: Client,
  archive: ArchiveWriter,
  store: FileStore,
  tenantId: string,
  { signal, progress }: ArchiveOptions,
): Promise<ArchiveManifest['files']> {
  let count = 0;
  let bytes = 0;
  const missing: string[] = [];
  for (let after: string | null = null; ;) {
    const { rows }: { rows: { id: string; storage_key: string }[] } = await client.query(
      `SELECT id, storage_key FROM atrium.file
       WHERE tenant_id = $1 AND state = 'STORED' AND purpose <> '${ARCHIVE_PURPOSE}' AND ($2::uuid IS NULL OR id > $2)
       ORDER BY id LIMIT ${FILES}`,
      [tenantId, after],
    );
    for (const { id, storage_key } of rows) {
      signal?.throwIfAborted();
      try {
        const entry = await archive.add(`files/${id}`, await store.read(storage_key));
        count += 1;
        bytes += entry.bytes;
      } catch (error) {
        if (!(error instanceof ContentMissingError)) throw error;
        if (missing.length < NAMED_MISSING) missing.push(id);
      }
      await progress?.(1);
    }
    if (rows.length < FILES) return { included: true, count, bytes, missing };
    after = rows.at(-1)!.id;
  }
}

async function tenantRow(client: Client, tenantId: string): Promise<Record<string, unknown>> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id, slug, name, locale, time_zone AS "timeZone", currency FROM atrium.tenant WHERE id = $1',
    [tenantId],
  );
  if (!rows[0]) throw new Error(`There is no tenant ${tenantId}`);
  return rows[0];
}

/** On a connection of its own, because a snapshot is held for as long as the archive is written. */
async function inSnapshot<T>(
  { databaseUrl, role, tenantId }: ArchiveSource,
  task: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'atrium-archive' });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (role) await client.query(`SET LOCAL ROLE ${role}`);
    // Nobody waits for it, and what it waits for (a slow disk) may take its time.
    await client.query(
      `SELECT set_config('app.tenant_id', $1, true), set_config('statement_timeout', '300000', true),
         set_config('idle_in_transaction_session_timeout', '0', true)`,
      [tenantId],
    );
    return await task(client);
  } finally {
    await client.end();
  }
}
