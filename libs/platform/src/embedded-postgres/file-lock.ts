import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { errorProperty } from './errors';

export type LockMode = 'exclusive' | 'shared';

const SQLITE_BUSY = 5;
const POLL_MS = 10;

/** Held locks stay reachable: a collected SQLite handle would be closed, and its lock with it. */
const held = new Set<FileLock>();

/**
 * A lock on a file that the operating system drops when its process ends, however it ends: nothing to recover after
 * kill -9, and no process id to mistake for another's. Node offers no flock or fcntl; SQLite, which it bundles, takes
 * such a lock on Linux, macOS and Windows when a transaction begins.
 */
export class FileLock {
  private constructor(private readonly database: DatabaseSync) {}

  /** Takes the lock now, or returns undefined when another holder (in this process too) excludes it. */
  static tryAcquire(file: string, mode: LockMode): FileLock | undefined {
    return FileLock.acquireSync(file, mode, 0);
  }

  /** Waits for the lock and blocks the process meanwhile; returns undefined after `timeoutMs` milliseconds. */
  static acquireSync(file: string, mode: LockMode, timeoutMs: number): FileLock | undefined {
    const database = new DatabaseSync(file, { timeout: timeoutMs });
    try {
      database.exec('PRAGMA journal_mode = MEMORY');
      database.exec(mode === 'exclusive' ? 'BEGIN EXCLUSIVE' : 'BEGIN; SELECT count(*) FROM sqlite_schema');
    } catch (error) {
      database.close();
      if (errorProperty(error, 'errcode') === SQLITE_BUSY) return undefined;
      throw error;
    }
    const lock = new FileLock(database);
    held.add(lock);
    return lock;
  }

  /** Waits for the lock; returns undefined after `timeoutMs` milliseconds. */
  static async acquire(file: string, mode: LockMode, timeoutMs: number): Promise<FileLock | undefined> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const lock = FileLock.tryAcquire(file, mode);
      if (lock || Date.now() >= deadline) return lock;
      await delay(POLL_MS);
    }
  }

  /** Gives the lock back; a second call does nothing. */
  release(): void {
    if (held.delete(this)) this.database.close();
  }
}
