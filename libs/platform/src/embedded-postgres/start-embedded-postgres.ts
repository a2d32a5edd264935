import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { embeddedPackage, findEmbeddedBinaries, type PostgresBinaries } from './binaries';
import { clusterPaths, createCluster, superuserUrl, writeSettings } from './cluster';
import { EmbeddedPostgresError } from './errors';
import { FileLock } from './file-lock';
import { placeBinaries } from './place-binaries';
import { existingMajor, locateDatabase, rememberPlace } from './placement';
import { endLeftOver } from './postmaster';
import { PgCtlServer } from './pg-ctl-server';
import { ServerStartError, type Hold, type ServerControl, type ServerFiles } from './server-control';
import { serverSettings, type SettingValue } from './server-settings';
import { SupervisedServer } from './supervised-server';

export interface EmbeddedPostgresOptions {
  /** Data folder of the installation; made when missing. The database lies in `postgres` inside it, see locateDatabase. */
  dataDir: string;
  /** Receives what an operator should know: first start, relocation. */
  log?: (message: string) => void;
  /** Fast and unsafe (no fsync): for tests, whose data may be lost. Counts for the process that starts the server. */
  volatile?: boolean;
  /** Server settings beyond those of serverSettings. Count for the process that starts the server. */
  settings?: Record<string, SettingValue>;
  /** Programs to run; those of the embedded package unless given. */
  binaries?: PostgresBinaries;
  /** How long to wait for another process that starts the database, and for the server itself. Milliseconds, default 60,000. */
  timeoutMs?: number;
  /** How the server is run; `pg_ctl` is for systems that have no named pipes. Default: by platform. */
  supervision?: 'pipe' | 'pg_ctl';
}

/** A share in a running server. The server ends when the last process that has one stops, exits or is killed. */
export interface EmbeddedPostgres {
  /** Superuser URL on the loopback interface, to the database `postgres`. */
  url: string;
  port: number;
  /** The data folder given, absolute and without symbolic links. */
  dataDir: string;
  /** Folder of the database: `data`, `password`, `server.log`. */
  root: string;
  /** False when another process had started the server already. */
  startedHere: boolean;
  /** Gives the share up; resolves when the server has ended, if no other process uses it. */
  stop(): Promise<void>;
}

const PORT_TRIES = 5;

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one that runs; makes the database at the first start.
 * As root the server runs as an unprivileged account. Safe to be called by several processes at once.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => {}, timeoutMs = 60_000 } = options;
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const startLock = await lockStart(dataDir, timeoutMs);
  try {
    const place = await locateDatabase(dataDir, log);
    const available = options.binaries ?? (await findEmbeddedBinaries());
    if (!available) {
      throw new EmbeddedPostgresError(
        `The package ${embeddedPackage()} is not installed: run "npm ci" without --omit=optional, or set DATABASE_URL.`,
      );
    }
    const binaries = await placeBinaries(available, { dataDir, user: place.user }, log);
    const files: ServerFiles = { binaries, root: place.root, user: place.user };
    const byPgCtl = (options.supervision ?? (process.platform === 'win32' ? 'pg_ctl' : 'pipe')) === 'pg_ctl';
    const control = byPgCtl ? new PgCtlServer(files) : new SupervisedServer(files);

    const joined = place.exists ? await control.attach(timeoutMs) : undefined;
    let hold = joined;
    if (!hold) {
      if (!place.exists) {
        log(`A database is made in ${place.root} (PostgreSQL ${binaries.version})`);
        await createCluster(place.root, { binaries, user: place.user, volatile: options.volatile });
        await rememberPlace(dataDir, place.root);
      }
      await refuseOtherMajor(dataDir, files);
      hold = await startServer(control, files, { ...options, timeoutMs });
    }
    const share = FileLock.tryAcquire(usersLock(dataDir), 'shared');
    if (!share) throw new EmbeddedPostgresError(`${usersLock(dataDir)} is locked by another program.`);
    return {
      url: await superuserUrl(place.root, hold.port),
      port: hold.port,
      dataDir,
      root: place.root,
      startedHere: joined === undefined,
      stop: stopOnce(dataDir, hold, share, timeoutMs),
    };
  } finally {
    startLock.release();
  }
}

const usersLock = (dataDir: string): string => path.join(dataDir, 'postgres-users.lock');

async function lockStart(dataDir: string, timeoutMs: number): Promise<FileLock> {
  const lock = await FileLock.acquire(path.join(dataDir, 'postgres-start.lock'), 'exclusive', timeoutMs);
  if (lock) return lock;
  throw new EmbeddedPostgresError(
    `Another process has been starting or stopping the database of ${dataDir} for more than ${timeoutMs} ms.`,
  );
}

/** Whoever stops holds the start lock until the server has ended: a start at the same time finds it running or gone. */
function stopOnce(dataDir: string, hold: Hold, share: FileLock, timeoutMs: number): () => Promise<void> {
  const stop = async (): Promise<void> => {
    if (!existsSync(dataDir)) {
      share.release();
      return hold.leave(true, timeoutMs);
    }
    const startLock = await lockStart(dataDir, timeoutMs);
    try {
      share.release();
      const alone = FileLock.tryAcquire(usersLock(dataDir), 'exclusive');
      alone?.release();
      await hold.leave(alone !== undefined, timeoutMs);
    } finally {
      startLock.release();
    }
  };
  let stopping: Promise<void> | undefined;
  return () => {
    if (!stopping) {
      // The server's pipes do not keep the process alive; while it ends, something must.
      const awake = setInterval(() => {}, 1000);
      stopping = stop().finally(() => clearInterval(awake));
    }
    return stopping;
  };
}

async function refuseOtherMajor(dataDir: string, { root, binaries }: ServerFiles): Promise<void> {
  const major = await existingMajor(dataDir);
  if (major === binaries.major) return;
  throw new EmbeddedPostgresError(
    `The database in ${root} was made by PostgreSQL ${major}, and PostgreSQL ${binaries.version} cannot read it. ` +
      'Restore a backup into a new data folder, or run it with the version that made it.',
  );
}

async function startServer(
  control: ServerControl,
  files: ServerFiles,
  options: { volatile?: boolean; settings?: Record<string, SettingValue>; timeoutMs: number },
): Promise<Hold> {
  const { root, user, binaries } = files;
  const paths = clusterPaths(root);
  await endLeftOver({ binaries, dataDirectory: paths.data, user }, options.timeoutMs);
  const deadline = Date.now() + options.timeoutMs;
  let port = await freePort(Number(await readFile(paths.port, 'utf8').catch(() => '0')));
  for (let portTries = 1; ;) {
    const settings = serverSettings({ port, volatile: options.volatile, overrides: options.settings });
    await writeSettings(root, settings, user);
    try {
      const hold = await control.start(options.timeoutMs);
      await writeFile(paths.port, String(port), { mode: 0o600 });
      if (user) await chown(paths.port, user.uid, user.gid);
      return hold;
    } catch (error) {
      if (!(error instanceof ServerStartError)) throw error;
      if (/could not bind|Address already in use/i.test(error.logged) && portTries < PORT_TRIES) {
        portTries += 1;
        port = await freePort(0);
      } else if (/shared memory block .* still in use/i.test(error.logged) && Date.now() < deadline) {
        // Children of a killed server see its death only a moment later.
        await delay(20);
      } else {
        throw new EmbeddedPostgresError(`${error.message}\nThe server's log is ${paths.log}.`, { cause: error });
      }
    }
  }
}

/** The preferred port when it is free (so that tools keep their connection), else any free one of 127.0.0.1. */
function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (preferred === 0 ? reject(error) : resolve(freePort(0))));
    server.listen({ host: '127.0.0.1', port: preferred, exclusive: true }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
