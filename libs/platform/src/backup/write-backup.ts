import type { Writable } from 'node:stream';
import type { FileStore } from '@atrium/sdk';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { CatalogError, catalogProblems } from '../database/catalog-check';
import { MIGRATION_LOCK } from '../database/migration-lock';
import { JOB_SCHEMA } from '../jobs/boss';
import { ArchiveWriter } from '../tenancy/archive-writer';
import {
  type CatalogTable,
  readForeignTables,
  readPartitions,
  readSealedSamples,
  readSequences,
  readTables,
} from './backup-catalog';
import { packFiles, type PackedFiles } from './backup-files';
import {
  BACKUP_FORMAT,
  BACKUP_VERSION,
  BackupError,
  type BackupManifest,
  type BackupTable,
  countLines,
  display,
  FILES_PART,
  MANIFEST,
  release,
} from './backup-format';

export interface BackupSource {
  /** The installation's database as a role that may act as `atrium_migrator`. */
  readonly adminUrl: string;
  /** The local store; `none` leaves contents out, `s3` says that they have backups of their own. */
  readonly files: FileStore | 'none' | 's3';
}

export interface BackupOptions {
  readonly madeAt: Date;
  /** Called once what the backup shows is fixed, with the name of the snapshot: whatever commits from now on is not in it. */
  readonly onSnapshot?: (snapshot: string) => Promise<void>;
  readonly onTable?: (table: BackupTable) => void;
}

/** The same text on every server, whatever its settings. */
export const COPY_SETTINGS = `SET LOCAL search_path = pg_catalog; SET LOCAL DateStyle = 'ISO, YMD';
  SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 3;
  SET LOCAL bytea_output = 'hex'; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0`;

/**
 * Writes the whole installation as one archive while it is in use: every table of the catalog as it was at one moment,
 * sequences, and the contents of files. Memory does not grow with it.
 * @throws BackupError, CatalogError where a table could not be had whole
 */
export async function writeBackup(
  { adminUrl, files }: BackupSource,
  sink: Writable,
  { madeAt, onSnapshot, onTable }: BackupOptions,
): Promise<BackupManifest> {
  return inSnapshot(adminUrl, async (client, tables, snapshot) => {
    await onSnapshot?.(snapshot);
    const archive = new ArchiveWriter(sink, madeAt);
    await archive.addText('README.txt', README);
    const written: BackupTable[] = [];
    for (const table of tables) {
      const entry = await copyTable(client, archive, table);
      written.push(entry);
      onTable?.(entry);
    }
    const manifest: BackupManifest = {
      format: BACKUP_FORMAT,
      version: BACKUP_VERSION,
      madeAt: madeAt.toISOString(),
      atrium: release(),
      ...(await describe(client)),
      tables: written,
      partitions: await readPartitions(client),
      // Read after the rows, and never behind them: sequences stand outside of snapshots.
      sequences: await readSequences(client),
      sealed: await readSealedSamples(client),
      leftOut: await readForeignTables(client),
      files: await addFiles(client, archive, files),
    };
    await archive.addText(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
    await archive.end();
    return manifest;
  });
}

async function inSnapshot<T>(
  adminUrl: string,
  task: (client: Client, tables: CatalogTable[], snapshot: string) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: adminUrl, application_name: 'atrium-backup' });
  await client.connect();
  try {
    // No migration between the snapshot and the locks: a table that it rewrites would look empty to the snapshot.
    await client.query(`SELECT pg_advisory_lock_shared(${MIGRATION_LOCK})`);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL ROLE atrium_migrator; ${COPY_SETTINGS}`);
    const { rows } = await client.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
    const problems = await catalogProblems(
      async (text, values) => (await client.query<Record<string, string>>(text, values)).rows,
    );
    if (problems.length > 0) throw new CatalogError(problems);
    const tables = await readTables(client);
    const unreadable = tables.filter(({ readable }) => !readable);
    if (unreadable.length > 0) {
      throw new BackupError(`atrium_migrator may not read ${unreadable.map(display).join(', ')}: nothing was written.`);
    }
    if (tables.length === 0) throw new BackupError('There is nothing of Atrium in this database.');
    await client.query(`LOCK TABLE ${tables.map(({ sql }) => sql).join(', ')} IN ACCESS SHARE MODE`);
    await client.query(`SELECT pg_advisory_unlock_shared(${MIGRATION_LOCK})`);
    return await task(client, tables, rows[0]!.snapshot);
  } finally {
    await client.end();
  }
}

async function copyTable(client: Client, archive: ArchiveWriter, table: CatalogTable): Promise<BackupTable> {
  const { schema, name, columns, sql } = table;
  const list = columns.map((column) => client.escapeIdentifier(column.name)).join(', ');
  let rows = 0;
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const chunk of client.query(copyTo(`COPY (SELECT ${list} FROM ${sql}) TO STDOUT`))) {
      rows += countLines(chunk as Buffer);
      yield chunk as Buffer;
    }
  }
  const part = await archive.add(`tables/${schema}.${name}.copy`, lines());
  return { schema, name, part, rows, columns: [...columns] };
}

async function describe(
  client: Client,
): Promise<Pick<BackupManifest, 'server' | 'jobSchema' | 'migrations' | 'plugins'>> {
  const { rows } = await client.query<Pick<BackupManifest, 'server' | 'jobSchema' | 'migrations' | 'plugins'>>(
    `SELECT current_setting('server_version') AS server,
       (SELECT version FROM ${JOB_SCHEMA}.version) AS "jobSchema",
       array(SELECT name::text FROM atrium.migration ORDER BY id) AS migrations,
       coalesce((SELECT json_agg(json_build_object('id', i.plugin, 'version', coalesce(p.version, ''),
           'migrations', array(SELECT m.name FROM app.plugin_migration m WHERE m.plugin = i.plugin ORDER BY m.name)) ORDER BY i.plugin)
         FROM (SELECT plugin FROM app.plugin_migration UNION SELECT id FROM app.plugin) i
         LEFT JOIN app.plugin p ON p.id = i.plugin), '[]') AS plugins`,
  );
  return rows[0]!;
}

async function addFiles(
  client: Client,
  archive: ArchiveWriter,
  files: BackupSource['files'],
): Promise<BackupManifest['files']> {
  if (typeof files === 'string') return { where: files, part: null, count: 0, missing: [] };
  const packed: PackedFiles = { count: 0, missing: [] };
  const part = await archive.add(FILES_PART, packFiles(client, files, packed), false);
  return { where: 'archive', part, ...packed };
}

const README = `Backup of an installation of Atrium, made by "atrium backup". Restore it with "atrium restore".

tables/         rows, one file a table, in the text format of PostgreSQL's COPY
files.tar       contents of uploaded files, by their keys in the store
manifest.json   what is here, with counts and SHA-256 of each part

It holds what every company has, hashes of passwords included. Keys are not in it: ENCRYPTION_KEY is kept apart.
`;
