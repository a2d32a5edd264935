import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, chown, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { binary, probeVersion, type PostgresBinaries } from './binaries';
import { EmbeddedPostgresError, errorProperty, systemErrorCode, UnusableBinariesError } from './errors';
import { spawnIdentity, type OsUser } from './os-user';
import { makePrivateFolder } from './placement';
import { renderSettings, type SettingValue } from './server-settings';

export const SUPERUSER = 'postgres';

const SETTINGS_FILE = 'atrium.conf';
const PREPARING = '.preparing-';

/** Paths below the folder of a database. */
export function clusterPaths(root: string): { data: string; password: string; log: string; port: string } {
  return {
    data: path.join(root, 'data'),
    password: path.join(root, 'password'),
    log: path.join(root, 'server.log'),
    port: path.join(root, 'port'),
  };
}

/**
 * Makes an empty database cluster: initdb works in a folder beside it, which is renamed when whole, so that a start that
 * was killed leaves nothing half-made. The caller holds the start lock.
 * @throws EmbeddedPostgresError with what initdb said
 */
export async function createCluster(
  root: string,
  options: { binaries: PostgresBinaries; user?: OsUser; volatile?: boolean },
): Promise<void> {
  const { user, binaries } = options;
  const postgres = binary(binaries, 'postgres');
  await probeVersion(postgres, user).catch((error: unknown) => {
    throw new UnusableBinariesError(`${postgres} does not run here: ${String(error)}`, { cause: error });
  });
  await removeHalfMade(root);
  const side = `${root}${PREPARING}${randomBytes(6).toString('hex')}`;
  await makePrivateFolder(side, user);
  const paths = clusterPaths(side);
  await writeFile(paths.password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (user) await chown(paths.password, user.uid, user.gid);
  try {
    await initdb(side, options, 'C.UTF-8');
  } catch (error) {
    // Not every C library has the locale C.UTF-8.
    if (!/invalid locale/i.test(String(error))) throw error;
    await initdb(side, options, 'C');
  }
  await appendFile(path.join(paths.data, 'postgresql.conf'), `\ninclude_if_exists = '${SETTINGS_FILE}'\n`);
  await rename(side, root);
}

async function removeHalfMade(root: string): Promise<void> {
  const folder = path.dirname(root);
  for (const entry of await readdir(folder)) {
    if (entry.startsWith(path.basename(root) + PREPARING)) await rm(path.join(folder, entry), { recursive: true });
  }
}

async function initdb(
  side: string,
  options: { binaries: PostgresBinaries; user?: OsUser; volatile?: boolean },
  locale: string,
): Promise<void> {
  const { data, password } = clusterPaths(side);
  await rm(data, { recursive: true, force: true });
  const args = [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    `--locale=${locale}`,
    '--lc-messages=C',
    '--data-checksums',
    // The provider that brings Unicode rules of its own, whatever the machine has; PostgreSQL 17 and later.
    ...(options.binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    ...(options.volatile ? ['--no-sync'] : []),
  ];
  try {
    await promisify(execFile)(binary(options.binaries, 'initdb'), args, { ...spawnIdentity(options.user), cwd: side });
  } catch (error) {
    const said = String(errorProperty(error, 'stderr') ?? '').trim();
    const hint = /could not look up effective user/.test(said)
      ? ' PostgreSQL needs an account in /etc/passwd for the user it runs as: add one, or set DATABASE_URL.'
      : '';
    throw new EmbeddedPostgresError(`The database could not be made in ${data}: ${said || String(error)}${hint}`, {
      cause: error,
    });
  }
}

/** Writes the settings of the next start. */
export async function writeSettings(
  root: string,
  settings: Record<string, SettingValue>,
  user: OsUser | undefined,
): Promise<void> {
  const file = path.join(clusterPaths(root).data, SETTINGS_FILE);
  await writeFile(file, renderSettings(settings), { mode: 0o600 });
  if (user) await chown(file, user.uid, user.gid);
}

/** The superuser's URL of a running server, by way of the loopback interface. */
export async function superuserUrl(root: string, port: number): Promise<string> {
  const password = (await readFile(clusterPaths(root).password, 'utf8')).trim();
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

/** The last lines the server logged after `offset` bytes. */
export async function logSince(root: string, offset: number): Promise<string> {
  const log = await readFile(clusterPaths(root).log).catch(() => Buffer.alloc(0));
  return log.subarray(offset).toString('utf8').trim();
}

/** Size of the server's log in bytes; one that has grown beyond 10 MiB is set aside first. */
export async function prepareLog(root: string): Promise<number> {
  const { log } = clusterPaths(root);
  try {
    const { size } = await stat(log);
    if (size < 10 * 1024 * 1024) return size;
    await rename(log, `${log}.1`);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
  return 0;
}
