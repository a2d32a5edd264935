import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type ByteRange,
  type ContentEntry,
  ContentMissingError,
  FileStore,
  isUuid,
  StoreFullError,
  type WrittenContent,
} from '@atrium/sdk';
import { ByteMeter } from './byte-meter';

const KEY = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{32}$/;
export const isContentKey = (key: string): boolean => KEY.test(key);

/** End of the name of what is being written. */
const PART = '.part';
const NO_SPACE = new Set(['ENOSPC', 'EDQUOT']);

/** Contents as files below one folder of this machine. What is being written bears another name until it is whole. */
export class LocalFileStore extends FileStore {
  constructor(private readonly root: string) {
    super();
  }

  async write(
    folder: string,
    produce: (sink: Writable) => Promise<void>,
    { maxBytes }: { maxBytes: number },
  ): Promise<WrittenContent> {
    if (!isUuid(folder)) throw new Error(`Not a tenant: ${JSON.stringify(folder)}`);
    const name = randomBytes(16).toString('hex');
    const key = `${folder}/${name.slice(0, 2)}/${name}`;
    const target = this.pathOf(key);
    const part = `${target}${PART}`;
    try {
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      const meter = new ByteMeter(maxBytes);
      await fill(part, meter, produce);
      await rename(part, target);
      return { key, bytes: meter.bytes, sha256: meter.sha256(), head: meter.head };
    } catch (error) {
      await rm(part, { force: true });
      throw NO_SPACE.has((error as NodeJS.ErrnoException).code ?? '') ? new StoreFullError(error) : error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const file = await open(this.pathOf(key)).catch((error: unknown) => {
      throw missing(error);
    });
    return file.createReadStream(range);
  }

  async withPath<T>(key: string, task: (path: string) => Promise<T>): Promise<T> {
    const target = this.pathOf(key);
    await stat(target).catch((error: unknown) => {
      throw missing(error);
    });
    return task(target);
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async removeAll(folder: string): Promise<number> {
    if (!isUuid(folder)) throw new Error(`Not a tenant: ${JSON.stringify(folder)}`);
    const root = path.join(this.root, folder);
    const all = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    await rm(root, { recursive: true, force: true });
    return all.filter((entry) => entry.isFile()).length;
  }

  async *list(folder: string): AsyncIterable<ContentEntry> {
    for await (const { key, path: file } of this.files(folder)) {
      if (!KEY.test(key)) continue;
      const found = await stat(file).catch(() => null);
      if (found) yield { key, bytes: found.size, writtenAt: found.mtime };
    }
  }

  async removeUnfinished(folder: string, before: Date): Promise<number> {
    let removed = 0;
    for await (const { key, path: file } of this.files(folder)) {
      if (!key.endsWith(PART)) continue;
      const found = await stat(file).catch(() => null);
      if (!found || found.mtime >= before) continue;
      await rm(file, { force: true });
      removed += 1;
    }
    return removed;
  }

  private async *files(folder: string): AsyncIterable<{ key: string; path: string }> {
    if (!isUuid(folder)) throw new Error(`Not a tenant: ${JSON.stringify(folder)}`);
    const root = path.join(this.root, folder);
    for (const shelf of await readdir(root).catch(() => [])) {
      for (const name of await readdir(path.join(root, shelf)).catch(() => [])) {
        yield { key: `${folder}/${shelf}/${name}`, path: path.join(root, shelf, name) };
      }
    }
  }

  private pathOf(key: string): string {
    if (!KEY.test(key)) throw new Error(`Not a key of this store: ${JSON.stringify(key)}`);
    return path.join(this.root, key);
  }
}

/** Whoever writes and whoever stores end together; of two failures that of the store is the cause. */
async function fill(file: string, meter: ByteMeter, produce: (sink: Writable) => Promise<void>): Promise<void> {
  const stored = pipeline(meter, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
  const produced = produce(meter).then(
    () => void (meter.writableEnded || meter.end()),
    (error: Error) => {
      meter.destroy(error);
      throw error;
    },
  );
  const [storing, producing] = await Promise.allSettled([stored, produced]);
  if (storing.status === 'rejected') throw storing.reason;
  if (producing.status === 'rejected') throw producing.reason;
}

const missing = (error: unknown): unknown =>
  (error as NodeJS.ErrnoException).code === 'ENOENT' ? new ContentMissingError(error) : error;
