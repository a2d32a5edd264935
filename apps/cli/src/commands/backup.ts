import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { coreContexts } from '@atrium/core';
import {
  type BackupManifest,
  type Config,
  loadConfig,
  type LoadedPlugin,
  migrationsOf,
  openFileStore,
  prepareServer,
  resolveDatabase,
  restoreBackup,
  writeBackup,
} from '@atrium/platform';
import type { ContextDefinition } from '@atrium/sdk';
import { installedPlugins } from '../installed-plugins';
import { EMBEDDED_DATABASE } from './up';

export interface BackupCommandOptions {
  out?: string;
  files?: boolean;
}

export interface RestoreCommandOptions {
  files?: boolean;
  replace?: boolean;
  withoutKey?: boolean;
  withoutPlugin?: string[];
}

export interface BackupSurroundings {
  readonly config: Config;
  readonly print: (line: string) => void;
  readonly contexts?: readonly ContextDefinition[];
  readonly plugins?: readonly LoadedPlugin[];
  readonly now?: () => Date;
  /** See BackupOptions. */
  readonly onSnapshot?: (snapshot: string) => Promise<void>;
}

const local = (): BackupSurroundings => ({ config: loadConfig(), print: console.log });

/** Writes the whole installation to one file that only its owner reads, while it is in use. */
export async function backupCommand(
  { out, files = true }: BackupCommandOptions,
  surroundings = local(),
): Promise<BackupManifest> {
  const { config, print, now = () => new Date(), onSnapshot } = surroundings;
  const madeAt = now();
  const target = path.resolve(out ?? `atrium-${madeAt.toISOString().replace(/[:.]/g, '-')}.backup.zip`);
  const where = !files ? 'none' : config.files.store === 's3' ? 's3' : await openFileStore(config);
  const part = `${target}.part`;
  return atServer(config, async (adminUrl, databaseName) => {
    const url = await prepareServer(adminUrl, databaseName, config);
    let manifest: BackupManifest;
    try {
      const sink = createWriteStream(part, { flags: 'w', mode: 0o600, flush: true });
      manifest = await writeBackup({ adminUrl: url, files: where }, sink, {
        madeAt,
        ...(onSnapshot && { onSnapshot }),
      });
      await rename(part, target);
      await syncFolder(path.dirname(target));
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    print(`${target}: ${rows} rows of ${manifest.tables.length} tables, ${manifest.files.count} contents of files.`);
    for (const { schema, name } of manifest.leftOut) print(`Not of Atrium, and left out: ${schema}.${name}`);
    if (manifest.files.where === 's3') print('Contents of files lie in the bucket and are not in it.');
    const { missing } = manifest.files;
    if (missing.length > 0) print(`Rows name contents that are not in the store: ${missing.join(', ')}`);
    return manifest;
  });
}

/** Restores an archive into the configured database; see docs/operations/backup.md. */
export async function restoreCommand(
  file: string,
  options: RestoreCommandOptions,
  surroundings = local(),
): Promise<void> {
  const { config, print, contexts = coreContexts } = surroundings;
  const plugins = surroundings.plugins ?? installedPlugins(config);
  await atServer(config, async (adminUrl, databaseName) => {
    const target = { adminUrl, databaseName, config, migrations: migrationsOf(contexts), plugins };
    const { files, replace = false, withoutKey = false, withoutPlugin: withoutPlugins = [] } = options;
    const done = await restoreBackup(file, target, {
      replace,
      withoutKey,
      withoutPlugins,
      ...(files === undefined ? {} : { files }),
    });
    const { manifest } = done;
    print(`Restored what Atrium ${manifest.atrium} held at ${manifest.madeAt}:`);
    print(`${done.rows} rows of ${done.tables} tables, ${done.files} contents of files.`);
    if (withoutKey) print('ENCRYPTION_KEY was not tried: what another key sealed stays closed.');
    else if (done.sealed > 0) print(`ENCRYPTION_KEY opens what is sealed in ${done.sealed} columns.`);
    else print('Nothing in it is sealed, so ENCRYPTION_KEY was not tried.');
    if (done.upgraded.length > 0) print(`Upgraded to this release: ${done.upgraded.join(', ')}`);
    if (manifest.files.where !== 'archive')
      print('The backup holds no contents of files: see that the store has them.');
  });
}

/** The configured server, for the time of a command; the database's name where the server is the embedded one. */
export async function atServer<T>(
  { database, general }: Config,
  task: (adminUrl: string, databaseName: string | null) => Promise<T>,
): Promise<T> {
  const server = await resolveDatabase({
    databaseUrl: database.url,
    dataDir: general.dataDir,
    log: () => undefined,
  });
  try {
    return await task(server.url, server.source === 'url' ? null : EMBEDDED_DATABASE);
  } finally {
    await server.stop();
  }
}

/** A name that the disk has not taken note of is gone after a power cut. Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
