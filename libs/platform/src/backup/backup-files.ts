import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ContentMissingError, type FileStore, newId } from '@atrium/sdk';
import type { ClientBase } from 'pg';
import { extract, pack } from 'tar-stream';
import { isContentKey } from '../files/local-file-store';
import { BackupError } from './backup-format';

/** Keys of missing contents that are named. */
const NAMED_MISSING = 1000;
const BATCH = 1000;

export interface PackedFiles {
  count: number;
  readonly missing: string[];
}

/**
 * Contents of the tenants that the snapshot has, as a tar; `packed` is told of them as they go. It goes through the store,
 * not the rows: what a future column refers to is there as well.
 */
export function packFiles(client: ClientBase, store: FileStore, packed: PackedFiles): Readable {
  const tar = pack();
  const fill = async (): Promise<void> => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM atrium.tenant ORDER BY id');
    for (const { id } of rows) {
      for await (const { key, bytes } of store.list(id)) {
        let content: Readable;
        try {
          content = await store.read(key);
        } catch (error) {
          // Removed since the snapshot: if a row of the snapshot names it, it is counted as missing.
          if (error instanceof ContentMissingError) continue;
          throw error;
        }
        await pipeline(content, tar.entry({ name: key, size: bytes, mode: 0o600, type: 'file' }));
        packed.count += 1;
      }
    }
    await findMissing(client, store, packed);
    tar.finalize();
  };
  fill().catch((error: Error) => tar.destroy(error));
  return tar as unknown as Readable;
}

/** Rows of the snapshot whose content is not there, be it that it was removed a moment ago. */
async function findMissing(client: ClientBase, store: FileStore, { missing }: PackedFiles): Promise<void> {
  await client.query(
    `DECLARE contents NO SCROLL CURSOR FOR
     SELECT key FROM atrium.file CROSS JOIN LATERAL (VALUES (storage_key), (thumbnail_key)) AS k (key)
     WHERE state = 'STORED' AND key IS NOT NULL`,
  );
  for (;;) {
    const { rows } = await client.query<{ key: string }>(`FETCH ${BATCH} FROM contents`);
    if (rows.length === 0) break;
    for (const { key } of rows) {
      const there = await store
        .withPath(key, () => Promise.resolve(true))
        .catch((error: unknown) => {
          if (error instanceof ContentMissingError) return false;
          throw error;
        });
      if (!there && missing.length < NAMED_MISSING) missing.push(key);
    }
  }
  await client.query('CLOSE contents');
}

/** Contents on their way back: beside the store until {@link StagedFiles.keep}, so that a restore that fails leaves none. */
export class StagedFiles {
  private constructor(
    private readonly root: string,
    private readonly stage: string,
  ) {}

  /** @param root folder of the local store */
  static async open(root: string): Promise<StagedFiles> {
    // Inside of the store's folder, which may be a volume of its own: a rename must not have to copy.
    const stage = path.join(root, `.restore-${newId()}`);
    await mkdir(stage, { recursive: true, mode: 0o700 });
    return new StagedFiles(root, stage);
  }

  /** Answers the number of contents. */
  async unpack(tar: Readable): Promise<number> {
    let count = 0;
    const entries = extract();
    const done = pipeline(tar, entries);
    done.catch(() => undefined); // heard below
    for await (const entry of entries) {
      const { name, type } = entry.header;
      if (type !== 'file' || !isContentKey(name)) throw new BackupError(`The archive holds no content: ${name}.`);
      const target = path.join(this.stage, name);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await pipeline(
        entry as unknown as Readable,
        createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }),
      );
      count += 1;
    }
    await done;
    return count;
  }

  /** Puts them where they belong. A content of the same name is the same content: names are drawn at random. */
  async keep(): Promise<void> {
    for (const tenant of await readdir(this.stage)) {
      for (const shelf of await readdir(path.join(this.stage, tenant))) {
        const target = path.join(this.root, tenant, shelf);
        await mkdir(target, { recursive: true, mode: 0o700 });
        for (const name of await readdir(path.join(this.stage, tenant, shelf))) {
          await rename(path.join(this.stage, tenant, shelf, name), path.join(target, name));
        }
      }
    }
    await this.discard();
  }

  async discard(): Promise<void> {
    await rm(this.stage, { recursive: true, force: true });
  }
}
