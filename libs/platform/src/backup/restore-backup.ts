import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pluginNames } from '@atrium/sdk';
import type { Client } from 'pg';
import { cipherOf } from '../auth/aes-gcm-cipher';
import type { Config } from '../config';
import type { MigrationClass } from '../database/data-source';
import { migrate } from '../database/migrate';
import { type PreparedDatabase, prepareInstallation, prepareServer } from '../database/prepare';
import { withClient } from '../database/roles';
import { localStoreFolder } from '../files/files.module';
import type { LoadedPlugin } from '../plugin-host/arrange-plugins';
import { BackupArchive } from './backup-archive';
import { readSchemas, readSealedSamples } from './backup-catalog';
import { StagedFiles } from './backup-files';
import { BackupError, type BackupManifest, type BackupTable } from './backup-format';
import { loadBackup } from './load-backup';
import { COPY_SETTINGS } from './write-backup';

export interface RestoreTarget {
  /** The server as its administrator, or the database itself where `databaseName` is null. */
  readonly adminUrl: string;
  readonly databaseName: string | null;
  readonly config: Config;
  /** Those of this release. */
  readonly migrations: readonly MigrationClass[];
  readonly plugins: readonly LoadedPlugin[];
}

export interface RestoreOptions {
  /** Erases what the database holds. Default: a database with companies or operators is refused. */
  readonly replace?: boolean;
  /** False leaves contents of files out. */
  readonly files?: boolean;
  /** Goes on although the installation's key does not open what is sealed: that stays closed for ever. */
  readonly withoutKey?: boolean;
  /** Plugins whose rows are left out because their code is not to be had. */
  readonly withoutPlugins?: readonly string[];
  readonly onTable?: (table: BackupTable) => void;
}

export interface RestoreReport {
  readonly manifest: BackupManifest;
  readonly rows: number;
  readonly tables: number;
  readonly files: number;
  /** Columns with sealed values that the key opened. */
  readonly sealed: number;
  /** Migrations that this release has and the backup had not: run after it was restored. */
  readonly upgraded: readonly string[];
  readonly database: PreparedDatabase;
}

/**
 * Restores an archive into a database that nobody uses. The archive is verified whole before anything is written. The
 * tables are made by the migrations the backup had, filled in one transaction, and brought up to this release.
 * @throws BackupError
 */
export async function restoreBackup(
  file: string,
  target: RestoreTarget,
  options: RestoreOptions = {},
): Promise<RestoreReport> {
  const archive = await BackupArchive.open(file);
  try {
    const { manifest } = archive;
    const at = partsOfThen(manifest, target, options.withoutPlugins ?? []);
    requireFileStore(manifest, target.config, options);
    if (!options.withoutKey) requireKey(manifest.sealed, target.config);
    await archive.verify();

    const { adminUrl, databaseName, config } = target;
    const url = await prepareServer(adminUrl, databaseName, config);
    await withClient(url, (client) => clear(client, options.replace ?? false));
    await migrate(url, at.migrations, at.plugins, { check: false });
    const done = await withClient(url, (client) => fill(client, archive, at.tables, target.config, options));
    const database = await prepareInstallation(adminUrl, databaseName, config, target.migrations, target.plugins);
    // The planner knows nothing of the new rows.
    await withClient(url, (client) => client.query('SET ROLE atrium_migrator; ANALYZE'));
    const rows = at.tables.reduce((sum, table) => sum + table.rows, 0);
    return { manifest, rows, tables: at.tables.length, ...done, upgraded: database.migrated.applied, database };
  } finally {
    archive.close();
  }
}

interface PartsOfThen {
  readonly migrations: readonly MigrationClass[];
  readonly plugins: readonly LoadedPlugin[];
  readonly tables: readonly BackupTable[];
}

/** What of this release the backup's had as well; all that the backup had must be among it. */
function partsOfThen(
  manifest: BackupManifest,
  { migrations, plugins }: RestoreTarget,
  without: readonly string[],
): PartsOfThen {
  const had = new Set(manifest.migrations);
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = manifest.migrations.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new BackupError(
      `The backup was made by Atrium ${manifest.atrium}, with migrations that this release does not know: ` +
        `${unknown.join(', ')}. Restore it with that release or a newer one.`,
    );
  }
  const here = installedJobSchema();
  if (manifest.jobSchema !== here) {
    throw new BackupError(
      `The job tables of the backup have version ${manifest.jobSchema}, and this release makes ${here}. ` +
        `Restore it with Atrium ${manifest.atrium}, which made it, then upgrade.`,
    );
  }
  const left = new Set(without.map((id) => pluginNames(id).schema));
  const wanted = manifest.plugins.filter(({ id }) => !without.includes(id));
  return {
    migrations: migrations.filter(({ name }) => had.has(name)),
    plugins: wanted.map(({ id, version, migrations: names }) => pluginOfThen(id, version, names, plugins)),
    tables: manifest.tables.filter(({ schema }) => !left.has(schema)),
  };
}

function pluginOfThen(
  id: string,
  version: string,
  names: readonly string[],
  plugins: readonly LoadedPlugin[],
): LoadedPlugin {
  const plugin = plugins.find(({ definition }) => definition.id === id);
  const all = plugin?.definition.data?.migrations ?? [];
  const unknown = names.filter((name) => !all.some((migration) => migration.name === name));
  if (!plugin || unknown.length > 0) {
    const what = plugin ? `is here in a version without ${unknown.join(', ')}` : 'is not in ATRIUM_PLUGINS';
    throw new BackupError(
      `The backup holds tables of the plugin ${id} ${version}, which ${what}. ` +
        `Install that version or a newer one, or leave its rows out with --without-plugin ${id}.`,
    );
  }
  const { definition } = plugin;
  const data = definition.data && {
    ...definition.data,
    migrations: all.filter(({ name }) => names.includes(name)),
  };
  return { ...plugin, definition: { ...definition, ...(data ? { data } : {}) } };
}

/** Version of the job tables that the installed pg-boss makes. */
function installedJobSchema(): number {
  for (let folder = dirname(require.resolve('pg-boss')); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'));
    if (manifest?.pgboss) return manifest.pgboss.schema;
  }
  throw new Error('pg-boss does not say which version of its tables it makes');
}

function readManifest(file: string): { pgboss?: { schema: number } } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { pgboss?: { schema: number } };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function requireFileStore({ files }: BackupManifest, config: Config, options: RestoreOptions): void {
  if (files.part && options.files !== false && config.files.store !== 'local') {
    throw new BackupError(
      'The backup holds contents of files, and FILE_STORE is s3: restore with --no-files, and copy what files.tar of ' +
        'the archive holds into the bucket under the same names.',
    );
  }
}

/** Leaves a database without schemas of ours; what was in use is not touched unless that is asked for. */
async function clear(client: Client, replace: boolean): Promise<void> {
  const { rows: sessions } = await client.query<{ role: string; n: number }>(
    `SELECT usename AS role, count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND usename IN ('atrium_app', 'atrium_worker') GROUP BY 1 ORDER BY 1`,
  );
  if (sessions.length > 0) {
    const who = sessions.map(({ role, n }) => `${n} of ${role}`).join(', ');
    throw new BackupError(`The database is in use (connections: ${who}). Stop every API and worker first.`);
  }
  await client.query('SET ROLE atrium_migrator');
  const inUse = await findUse(client);
  if (inUse && !replace) {
    throw new BackupError(
      `The database is not empty: ${inUse}. Restore into an empty one, or erase what it holds with --replace.`,
    );
  }
  const schemas = (await readSchemas(client)).map((schema) => client.escapeIdentifier(schema));
  await client.query('BEGIN');
  if (schemas.length > 0) await client.query(`DROP SCHEMA ${schemas.join(', ')} CASCADE`);
  await client.query('SET LOCAL ROLE atrium_owner; CREATE SCHEMA atrium');
  await client.query('COMMIT');
}

/** Who has rows here; null where nobody has. */
async function findUse(client: Client): Promise<string | null> {
  const uses = [
    ['atrium.tenant', 'companies'],
    ['platform.operator', 'operators'],
  ] as const;
  for (const [table, what] of uses) {
    const { rows: found } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
      table,
    ]);
    if (!found[0]!.there) continue;
    const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    if (rows[0]!.n > 0) return `${rows[0]!.n} ${what}`;
  }
  return null;
}

/** All rows, then all contents, then the commit: whatever fails leaves neither. */
async function fill(
  client: Client,
  archive: BackupArchive,
  tables: readonly BackupTable[],
  config: Config,
  options: RestoreOptions,
): Promise<{ files: number; sealed: number }> {
  const { part, count } = archive.manifest.files;
  const staged = part && options.files !== false ? await StagedFiles.open(localStoreFolder(config)) : null;
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL ROLE atrium_migrator; ${COPY_SETTINGS}`);
    await loadBackup(client, archive, tables, options.onTable);
    const samples = await readSealedSamples(client);
    if (!options.withoutKey) requireKey(samples, config);
    const files = staged && part ? await staged.unpack(await archive.stream(part)) : 0;
    if (staged && files !== count) {
      throw new BackupError(`${files} contents of files came out, and the manifest says ${count}.`);
    }
    await staged?.keep();
    await client.query('COMMIT');
    return { files, sealed: options.withoutKey ? 0 : samples.length };
  } catch (error) {
    await staged?.discard();
    throw error;
  }
}

/** One value of each sealed column must open: the key is not in the backup, and another one opens nothing. */
function requireKey(samples: BackupManifest['sealed'], config: Config): void {
  const cipher = cipherOf(config);
  const closed = samples.filter(({ value, tenantId }) => !cipher.opens(value, tenantId));
  if (closed.length === 0) return;
  throw new BackupError(
    `ENCRYPTION_KEY does not open what is sealed in ${closed.map(({ column }) => column).join(', ')}: it is not the key ` +
      'of the installation that was backed up. Nothing was restored. Set that key; where it is lost, --without-key ' +
      'restores the rest, and what is sealed cannot be read again.',
  );
}
