import { mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';
/** What a run needs there with some to spare, and what then stays for everything else. Bytes. */
const ROOM = 2 ** 30;
const SPARE = 4 * 2 ** 30;
const PREFIX = 'atrium-run-';
const DAY_MS = 86_400_000;

/**
 * A folder for what one run of tests throws away, in memory where there is room: a database is over a thousand files,
 * and file systems on disks are slow to make and remove so many. Whoever asks for it removes it.
 */
export function makeRunFolder(): string {
  if (!hasRoom()) return mkdtempSync(join(tmpdir(), PREFIX));
  // What a run that was killed has left behind would take memory for good.
  for (const name of readdirSync(MEMORY).filter((one) => one.startsWith(PREFIX))) {
    const folder = join(MEMORY, name);
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - made > DAY_MS) rmSync(folder, { recursive: true, force: true });
  }
  return mkdtempSync(join(MEMORY, PREFIX));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM && process.availableMemory() > SPARE;
  } catch {
    return false; // no such folder: not Linux
  }
}
