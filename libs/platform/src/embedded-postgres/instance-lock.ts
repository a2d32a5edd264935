import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FileLock } from './file-lock';
import { isAlive } from './postmaster';

/** Who runs on a data folder. */
export interface RunningInstance {
  pid: number;
  /** Address of its API; undefined while it starts. */
  url?: string;
  /** Time of its start, ISO 8601. */
  startedAt: string;
}

/** Another instance runs on the data folder. */
export class InstanceRunningError extends Error {
  override readonly name = 'InstanceRunningError';

  constructor(
    readonly dataDir: string,
    readonly instance: RunningInstance | undefined,
  ) {
    const who = instance
      ? `process ${instance.pid}${instance.url ? ` at ${instance.url}` : ', still starting'}, since ${instance.startedAt}`
      : 'a process that has not said which';
    super(
      `Atrium already runs on the data folder ${dataDir}: ${who}. Nothing was started or changed. ` +
        'Use that one, stop it first, or set DATA_DIR to another folder.',
    );
  }
}

/** Held by the one instance that runs on a data folder. */
export interface InstanceLock {
  /** Makes the address known to a second start. */
  announce(url: string): void;
  release(): void;
}

/** How long a holder may take from having the lock to having written who it is. Milliseconds. */
const INTRODUCTION_MS = 2_000;

/**
 * Makes this process the one instance on the data folder, until it releases the lock or ends; a lock left by a killed
 * process is free again at once.
 * @throws InstanceRunningError that names the other's process id and address
 */
export async function acquireInstanceLock(dataDir: string, url?: string): Promise<InstanceLock> {
  await mkdir(dataDir, { recursive: true });
  const folder = await realpath(dataDir);
  const card = path.join(folder, 'instance.json');
  const deadline = Date.now() + INTRODUCTION_MS;
  for (;;) {
    const lock = FileLock.tryAcquire(path.join(folder, 'instance.lock'), 'exclusive');
    if (lock) return hold(lock, card, url);
    const other = readCard(card);
    // A dead process's card: the holder has not written its own yet.
    if (other && isAlive(other.pid)) throw new InstanceRunningError(folder, other);
    if (Date.now() >= deadline) throw new InstanceRunningError(folder, undefined);
    await delay(10);
  }
}

function hold(lock: FileLock, card: string, url: string | undefined): InstanceLock {
  const startedAt = new Date().toISOString();
  const introduce = (address: string | undefined): void => {
    const instance: RunningInstance = { pid: process.pid, url: address, startedAt };
    writeFileSync(`${card}.new`, JSON.stringify(instance));
    renameSync(`${card}.new`, card);
  };
  introduce(url);
  let released = false;
  return {
    announce: introduce,
    release: () => {
      if (released) return;
      released = true;
      rmSync(card, { force: true });
      lock.release();
    },
  };
}

function readCard(card: string): RunningInstance | undefined {
  try {
    return JSON.parse(readFileSync(card, 'utf8')) as RunningInstance;
  } catch {
    return undefined;
  }
}
