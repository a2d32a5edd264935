import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { restoreLibraryLinks, type PostgresBinaries } from './binaries';
import { EmbeddedPostgresError } from './errors';
import { userCan, type OsUser } from './os-user';
import { SHARED_FOLDER } from './placement';

/**
 * Makes the binaries usable: restores the links the package lacks when install scripts were off, and copies the package
 * under /var/tmp when the server's account cannot reach it, or into `dataDir` when it must be mended but is read-only.
 */
export async function placeBinaries(
  binaries: PostgresBinaries,
  place: { dataDir: string; user?: OsUser },
  log: (message: string) => void,
): Promise<PostgresBinaries> {
  const { nativeDir } = binaries;
  if (!nativeDir) return binaries;
  const reachable = !place.user || (await userCan(place.user, requiredRights(nativeDir)));
  if (reachable) {
    try {
      await restoreLibraryLinks(nativeDir);
      return binaries;
    } catch (error) {
      log(`The PostgreSQL package cannot be mended in place, a copy is used (${String(error)})`);
    }
  }
  const digest = createHash('sha256').update(nativeDir).digest('hex').slice(0, 12);
  const folder = place.user ? SHARED_FOLDER : place.dataDir;
  const copy = path.join(folder, `atrium-postgres-${binaries.version}-${process.arch}-${digest}`);
  if (existsSync(copy)) await refuseForeignFolder(copy);
  if (!(await isWhole(copy))) {
    log(`PostgreSQL is copied to ${copy}`);
    await rm(copy, { recursive: true, force: true });
    await copyNative(nativeDir, copy);
    await refuseForeignFolder(copy);
  }
  return { ...binaries, nativeDir: copy, binDir: path.join(copy, 'bin') };
}

function requiredRights(nativeDir: string): { right: 'r' | 'x'; path: string }[] {
  return [
    { right: 'x', path: path.join(nativeDir, 'bin', 'postgres') },
    { right: 'r', path: path.join(nativeDir, 'share', 'postgresql', 'postgres.bki') },
    { right: 'r', path: path.join(nativeDir, 'share', 'postgresql', 'timezone') },
    { right: 'x', path: path.join(nativeDir, 'lib', 'postgresql') },
  ];
}

const COUNT_FILE = 'entries';

/** Cleaners of /var/tmp take single old files: compares the number of files with the number that was copied. */
async function isWhole(copy: string): Promise<boolean> {
  const expected = await readFile(path.join(copy, COUNT_FILE), 'utf8').catch(() => undefined);
  return expected !== undefined && Number(expected) === (await readdir(copy, { recursive: true })).length;
}

/** Copies into a folder of its own and renames it, so that a copy is whole or absent; two at once are both content. */
async function copyNative(nativeDir: string, target: string): Promise<void> {
  const part = `${target}.${randomBytes(6).toString('hex')}.part`;
  try {
    await cp(nativeDir, part, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a') && !/[/\\](?:pgxs|pkgconfig)$/.test(source),
    });
    await makeReadable(part);
    await restoreLibraryLinks(part);
    await writeFile(path.join(part, COUNT_FILE), String((await readdir(part, { recursive: true })).length + 1));
    await rename(part, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** An install under a strict umask leaves files that only their owner may read. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(file, 0o755);
    else if (entry.isFile()) await chmod(file, (await stat(file)).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** Anyone may create folders in /var/tmp: run nothing from one that another user prepared. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const { uid, mode } = await lstat(folder);
  const self = process.geteuid?.();
  const foreign = (self !== undefined && uid !== self) || (process.platform !== 'win32' && (mode & 0o022) !== 0);
  if (foreign) {
    throw new EmbeddedPostgresError(
      `${folder} belongs to user id ${uid} or others may write to it (mode ${(mode & 0o777).toString(8)}): ` +
        'its programs are not run. Remove the folder and start again.',
    );
  }
}
