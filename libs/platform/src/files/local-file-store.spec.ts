import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ContentMissingError, FileTooLargeError, newId } from '@atrium/sdk';
import { LocalFileStore } from './local-file-store';

const tenant = newId();
let root: string;
let store: LocalFileStore;
const files = (): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : []));
const from =
  (...parts: string[]) =>
  (sink: Writable): Promise<void> =>
    pipeline(Readable.from(parts), sink);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'atrium-files-'));
  store = new LocalFileStore(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the local file store', () => {
  it('keeps what is written, with its length and hash, for its owner alone', async () => {
    const { key, bytes, sha256 } = await store.write(tenant, from('房屋', ',code\n'), { maxBytes: 100 });
    expect([bytes, sha256]).toEqual([12, createHash('sha256').update('房屋,code\n').digest()]);
    expect(await text(await store.read(key))).toBe('房屋,code\n');
    expect(await store.withPath(key, (path) => readFile(path, 'utf8'))).toBe('房屋,code\n');
    expect(statSync(join(root, key)).mode & 0o077).toBe(0);
    expect(key.startsWith(`${tenant}/`)).toBe(true);
  });

  it('keeps an empty content', async () => {
    const { key, bytes } = await store.write(tenant, () => Promise.resolve(), { maxBytes: 0 });
    expect([bytes, await text(await store.read(key))]).toEqual([0, '']);
  });

  it('gives every content a key of its own', async () => {
    const keys = await Promise.all(
      Array.from({ length: 20 }, () => store.write(tenant, from('same'), { maxBytes: 4 })),
    );
    expect(new Set(keys.map(({ key }) => key)).size).toBe(20);
  });

  it('stops at the first byte too many and leaves nothing', async () => {
    let sent = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          sent += 1000;
          yield Buffer.alloc(1000);
        }
      })(),
    );
    const writing = store.write(tenant, (sink) => pipeline(endless, sink), { maxBytes: 5_000 });
    await expect(writing).rejects.toThrow(new FileTooLargeError(5_000));
    expect(sent).toBeLessThan(200_000);
    expect(files()).toEqual([]);
  });

  it('leaves nothing when whoever writes fails', async () => {
    const failing = async (sink: Writable): Promise<void> => {
      sink.write('half a ');
      await Promise.resolve();
      throw new Error('no more');
    };
    await expect(store.write(tenant, failing, { maxBytes: 100 })).rejects.toThrow('no more');
    expect(files()).toEqual([]);
  });

  it('says what is wrong with the disk rather than what came of it', async () => {
    writeFileSync(join(root, tenant), 'in the way');
    await expect(store.write(tenant, from('x'), { maxBytes: 1 })).rejects.toMatchObject({
      code: expect.stringMatching(/^E(EXIST|NOTDIR)$/),
    });
  });

  it('forgets what is removed, also twice', async () => {
    const { key } = await store.write(tenant, from('x'), { maxBytes: 1 });
    await store.remove(key);
    await store.remove(key);
    await expect(store.read(key)).rejects.toThrow(ContentMissingError);
    await expect(store.withPath(key, () => Promise.resolve())).rejects.toThrow(ContentMissingError);
  });

  it.each(['../secrets.json', `${tenant}/aa/../../x`, '/etc/passwd', '', `${tenant}/aa`])(
    'reaches nothing by the key %j',
    async (key) => {
      await expect(store.read(key)).rejects.toThrow('Not a key of this store');
      await expect(store.remove(key)).rejects.toThrow('Not a key of this store');
    },
  );

  it('takes only a tenant for a folder', async () => {
    await expect(store.write('..', from('x'), { maxBytes: 1 })).rejects.toThrow('Not a tenant');
  });
});
