import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { EmbeddedPostgresError, systemErrorCode } from './errors';
import { unprivilegedUser, userCan, type OsUser } from './os-user';

/** Where files go that the server's account could not reach below the project. */
export const SHARED_FOLDER = '/var/tmp';

/** Where the files of the database are, or will be, and who runs the server. */
export interface Placement {
  /** Holds the data folder, the password and the server's log; owned by the server's account. */
  root: string;
  exists: boolean;
  /** Set when we are root and must drop to another account. */
  user?: OsUser;
}

const pointerFile = (dataDir: string): string => path.join(dataDir, 'postgres-location');

async function knownRoot(dataDir: string): Promise<{ root: string; elsewhere: boolean }> {
  const pointer = await readFile(pointerFile(dataDir), 'utf8').catch(() => undefined);
  return { root: pointer?.trim() ?? path.join(dataDir, 'postgres'), elsewhere: pointer !== undefined };
}

/** Major version of the database a data folder has, without touching anything; undefined when it has none. */
export async function existingMajor(dataDir: string): Promise<number | undefined> {
  const { root } = await knownRoot(dataDir);
  const version = await readFile(path.join(root, 'data', 'PG_VERSION'), 'utf8').catch(() => undefined);
  return version === undefined ? undefined : Number.parseInt(version, 10);
}

const runsAsRoot = (): boolean => process.geteuid?.() === 0;

/**
 * Finds the place of the database of a data folder: `postgres` inside it, or, when root starts it below a folder that
 * the server's account may not enter, a folder under /var/tmp that the file `postgres-location` names.
 * @throws EmbeddedPostgresError when the files are gone or belong to someone else
 */
export async function locateDatabase(dataDir: string, log: (message: string) => void): Promise<Placement> {
  const { root, elsewhere } = await knownRoot(dataDir);
  const owner = await stat(root).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (elsewhere && !owner) {
    throw new EmbeddedPostgresError(
      `The database of ${dataDir} was kept in ${root}, and that folder is gone. ` +
        `Put it back, or remove ${pointerFile(dataDir)} to begin with an empty database.`,
    );
  }
  if (!runsAsRoot()) {
    const uid = process.geteuid?.();
    if (owner && uid !== undefined && owner.uid !== uid) {
      throw new EmbeddedPostgresError(
        `The database in ${root} belongs to user id ${owner.uid}, and this process runs as ${uid}. ` +
          'Start as that user (or as root), or set DATA_DIR to another folder.',
      );
    }
    return { root, exists: owner !== undefined };
  }
  const user = await unprivilegedUser(owner);
  if (await userCan(user, [{ right: 'x', path: path.dirname(root) }]))
    return { root, exists: owner !== undefined, user };
  if (elsewhere)
    throw new EmbeddedPostgresError(
      `User ${user.name} may not enter ${path.dirname(root)}, which holds the database of ${dataDir}.`,
    );

  const target = path.join(SHARED_FOLDER, `atrium-${randomBytes(6).toString('hex')}`);
  log(
    `User ${user.name}, who runs the database, may not enter ${dataDir}: it is kept in ${target}. ` +
      'For lasting use set DATA_DIR to a folder which that user may enter; temporary folders are cleaned by some systems.',
  );
  if (owner) {
    await moveDatabase(root, target, user);
    await rememberPlace(dataDir, target);
  }
  return { root: target, exists: owner !== undefined, user };
}

/** Notes where a database outside its data folder is; to be called once that database exists. */
export async function rememberPlace(dataDir: string, root: string): Promise<void> {
  if (path.dirname(root) !== dataDir) await writeFile(pointerFile(dataDir), `${root}\n`);
}

/** Puts a database that was made elsewhere where its account can reach it; the old folder stays until the new is whole. */
async function moveDatabase(from: string, to: string, user: OsUser): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (systemErrorCode(error) !== 'EXDEV') throw error;
    await cp(from, `${to}.part`, { recursive: true, preserveTimestamps: true });
    for (const entry of await readdir(`${to}.part`, { recursive: true })) {
      await chown(path.join(`${to}.part`, entry), user.uid, user.gid);
    }
    await chmod(`${to}.part`, 0o700);
    await chown(`${to}.part`, user.uid, user.gid);
    await rename(`${to}.part`, to);
    await rm(from, { recursive: true });
  }
}

/** Makes a folder for the server's account alone. */
export async function makePrivateFolder(folder: string, user: OsUser | undefined): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  if (user) await chown(folder, user.uid, user.gid);
}
