import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { FileSweep } from '@atrium/platform';
import { type Actor, Files, FileStore, newId, StoreFullError, systemActor, Transactions } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { Logger } from '@nestjs/common';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import sharp from 'sharp';
import { counted } from '../observability/support';
import { type S3Server, startS3 } from './support/s3';

const FILE = 'id name contentType bytes uploaded state problem { code message } width height url thumbnailUrl';
const CREATE = `mutation ($input: CreateUploadInput!) { createUpload(input: $input) { file { ${FILE} } url } }`;
const READ = `query ($id: ID!) { file(id: $id) { ${FILE} } }`;
const WATCH = `subscription ($id: ID!) { fileChanged(id: $id) { state width thumbnailUrl } }`;
interface Made {
  id: string;
  contentType: string;
  bytes: number;
  uploaded: boolean;
  state: string;
  problem: { code: string; message: string } | null;
  width: number | null;
  height: number | null;
  url: string;
  thumbnailUrl: string | null;
}

/** A photo as telephones make them: lying on its side, with the place where it was taken. */
const photo = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#3a7' } })
    .withExif({ IFD0: { Copyright: 'hidden-words', Make: 'Phone' }, IFD3: { GPSLatitude: '31/1 14/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

describe.each(['local', 's3'])('files in the %s store', (kind) => {
  let platform: TestPlatform;
  let server: FastifyInstance;
  let agent: TestClient;
  let other: TestClient;
  /** Where there is one. */
  let s3: S3Server | null = null;

  beforeAll(async () => {
    if (kind === 's3') s3 = await startS3();
    platform = await createTestPlatform({ IMAGE_MAX_PIXELS: '1000000', ...s3?.env });
    server = platform.api.getHttpAdapter().getInstance() as never;
    agent = (await platform.as('SERVICE_AGENT')).with({ 'accept-language': 'en' });
    other = await platform.as('ADMIN', { tenant: 'b' });
  });
  afterEach(() => platform.clock.reset());
  afterAll(async () => {
    await platform.close();
    await s3?.stop();
  });

  const get = (url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> =>
    server.inject({ method: 'GET', url: new URL(url).pathname, headers });
  async function send(
    content: Buffer,
    contentType: string,
  ): Promise<{ id: string; url: string; answer: LightMyRequestResponse }> {
    const input = { fileName: '照片.jpg', contentType, bytes: content.length };
    const { createUpload } = await agent.ok<{ createUpload: { file: Made; url: string } }>(CREATE, { input });
    const url = new URL(createUpload.url).pathname;
    return { id: createUpload.file.id, url, answer: await server.inject({ method: 'PUT', url, payload: content }) };
  }
  const read = async (id: string): Promise<Made> => (await agent.ok<{ file: Made }>(READ, { id })).file;
  async function stored(content: Buffer, type: string): Promise<Made> {
    const { id, answer } = await send(content, type);
    expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
    await platform.runJobs();
    return read(id);
  }
  const store = (): FileStore => platform.api.get(FileStore);
  const keys = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { key } of store().list(platform.tenants.a.id)) found.push(key);
    return found;
  };
  /** Leaves no room for anything more; answers what makes room again. */
  function fill(): () => void {
    if (s3) {
      s3.full(true);
      return () => s3!.full(false);
    }
    const real = store().write.bind(store());
    // The kernel's own refusal, from a device that is always full.
    const full = jest
      .spyOn(store(), 'write')
      .mockImplementation((folder, _, limit) => real(folder, () => writeFile('/dev/full', 'x'), limit));
    return () => full.mockRestore();
  }
  const shelfOf = (tenant: string): string => join(platform.config.general.dataDir, 'files', tenant, 'aa');
  /** What a process leaves that dies while it writes; answers its name. */
  async function begin(tenant: string): Promise<string> {
    const name = randomBytes(16).toString('hex');
    if (s3) return s3.begin(`${tenant}/aa/${name}`);
    mkdirSync(shelfOf(tenant), { recursive: true });
    writeFileSync(join(shelfOf(tenant), `${name}.part`), 'half');
    return `${name}.part`;
  }
  const unfinished = async (): Promise<string[]> =>
    s3
      ? s3.unfinished()
      : Object.values(platform.tenants)
          .flatMap(({ id }) => readdirSync(shelfOf(id)))
          .filter((name) => name.endsWith('.part'))
          .sort();
  const as = <T>(task: () => Promise<T>, actor: Partial<Actor> = {}): Promise<T> =>
    platform.api
      .get(Transactions)
      .run({ tenantId: platform.tenants.a.id, actor: { ...systemActor('spec'), ...actor }, operation: 'spec' }, task);

  it('an image is turned upright, loses what it hides, and gets a thumbnail before anybody can have it', async () => {
    const content = await photo(900, 600);
    expect(content.toString('latin1')).toContain('hidden-words');
    const { id, answer } = await send(content, 'image/jpeg');
    expect(answer.statusCode).toBe(201);
    const socket = await platform.socket(agent);
    const watching = await socket.subscribe<{ fileChanged: Made }>(WATCH, { id });
    expect((await watching.next()).data).toEqual({
      fileChanged: { state: 'PROCESSING', width: null, thumbnailUrl: null },
    });
    const raw = await read(id);
    expect((await get(raw.url)).statusCode).toBe(404);

    await platform.runJobs();
    expect((await watching.next()).data).toMatchObject({ fileChanged: { state: 'STORED', width: 600 } });
    await socket.close();
    const file = await read(id);
    expect(file).toMatchObject({ state: 'STORED', uploaded: true, width: 600, height: 900, problem: null });
    const [image, thumbnail] = [await get(file.url), await get(file.thumbnailUrl!)];
    expect(image.headers).toMatchObject({ 'content-type': 'image/jpeg', 'content-length': String(file.bytes) });
    expect(image.rawPayload.toString('latin1')).not.toContain('hidden-words');
    const facts = await sharp(image.rawPayload).metadata();
    expect([facts.format, facts.width, facts.height, facts.exif, facts.orientation]).toEqual([
      'jpeg',
      600,
      900,
      undefined,
      undefined,
    ]);
    expect(thumbnail.headers).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff' });
    expect(await sharp(thumbnail.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 320, height: 480 });
  });

  it('an image with too many pixels, a damaged one and one in name alone are refused, and say why', async () => {
    const before = (await keys()).length;
    const large = await stored(await photo(1200, 1000), 'image/jpeg');
    expect(large).toMatchObject({ state: 'REFUSED', uploaded: false, bytes: 0, thumbnailUrl: null });
    expect(large.problem).toEqual({ code: 'imageTooLarge', message: expect.stringContaining('pixels') as string });
    expect((await get(large.url)).statusCode).toBe(404);
    const whole = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#123' } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    expect((await stored(whole.subarray(0, whole.length / 2), 'image/png')).problem?.code).toBe('imageDamaged');
    expect(await stored(whole, 'image/png')).toMatchObject({ state: 'STORED', width: 300 });

    const { id, answer } = await send(whole, 'image/jpeg');
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'VALIDATION_FAILED', declared: 'image/jpeg', found: 'image/png' } }] },
    ]);
    expect(await read(id)).toMatchObject({ state: 'PENDING', uploaded: false });
    expect(await keys()).toHaveLength(before + 2);
    for (const contentType of ['image/svg+xml', 'text/html', 'image/heic']) {
      const input = { fileName: 'a', contentType, bytes: 9 };
      expect((await agent.fails(CREATE, { input })).extensions.fields?.[0]).toMatchObject({
        path: 'input.contentType',
        code: 'TYPE_NOT_ALLOWED',
      });
    }
  });

  it('a part of a file can be asked for', async () => {
    const { url } = await stored(Buffer.from('0123456789'), 'text/plain');
    const part = await get(url, { range: 'bytes=2-5' });
    expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, '2345', 'bytes 2-5/10']);
    const beyond = await get(url, { range: 'bytes=10-' });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, 'bytes */10']);
    const whole = await get(url);
    expect([whole.statusCode, whole.body, whole.headers['accept-ranges']]).toEqual([200, '0123456789', 'bytes']);
  });

  it('an address of one company is nothing to the session of another', async () => {
    const file = await stored(await photo(90, 60), 'image/jpeg');
    const bearer = (client: TestClient): Record<string, string> => ({ authorization: `Bearer ${client.token}` });
    for (const url of [file.url, file.thumbnailUrl!]) {
      expect((await get(url, bearer(agent))).statusCode).toBe(200);
      expect((await get(url, bearer(other))).statusCode).toBe(404);
      expect((await get(url, { authorization: 'Bearer nonsense' })).statusCode).toBe(401);
    }
    const colleague = await platform.as('SERVICE_AGENT');
    for (const client of [other, colleague]) {
      expect((await client.fails(READ, { id: file.id })).extensions.code).toBe('NOT_FOUND');
      const socket = await platform.socket(client);
      const refused = await (await socket.subscribe(WATCH, { id: file.id })).end();
      expect(refused.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      await socket.close();
    }
  });

  it('what nothing refers to goes after a day, with contents that no file is for; what is kept stays', async () => {
    const [kept, left] = [await stored(await photo(90, 60), 'image/jpeg'), await stored(Buffer.from('x'), 'text/csv')];
    const { viewer } = await agent.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }');
    const me = { kind: 'STAFF', id: platform.uuid(viewer.actor.id) } as const;
    const keep = (id: string, types: string[]): Promise<unknown> =>
      platform.api.get(Files).keep(platform.uuid(id), { purpose: 'ticket', path: 'input.photoId', types });
    await expect(as(() => keep(left.id, ['image/*']), me)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.photoId', code: 'TYPE_NOT_ALLOWED' }],
    });
    await expect(as(() => keep(kept.id, ['image/*']), { ...me, id: newId() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await as(() => keep(kept.id, ['image/*']), me);
    const orphan = await store().write(platform.tenants.a.id, (sink) => Promise.resolve(void sink.end('orphan')), {
      maxBytes: 10,
    });
    const theirs = await store().write(platform.tenants.b.id, (sink) => Promise.resolve(void sink.end('theirs')), {
      maxBytes: 10,
    });
    await begin(platform.tenants.a.id);
    const sweep = (): ReturnType<FileSweep['sweep']> =>
      platform.api.get(FileSweep).sweep(platform.tenants.a.id, new AbortController().signal);
    expect(await sweep()).toEqual({ expired: 0, orphans: 0, unfinished: 0 });

    platform.clock.advance({ hours: 25 });
    expect(await sweep()).toMatchObject({ orphans: 1, unfinished: 1 });
    platform.clock.reset();
    await expect(store().read(orphan.key)).rejects.toThrow('not in the store');
    expect(await text(await store().read(theirs.key))).toBe('theirs');
    expect((await agent.fails(READ, { id: left.id })).extensions.code).toBe('NOT_FOUND');
    const still = await read(kept.id);
    expect((await get(still.url)).statusCode).toBe(200);
    expect((await get(still.thumbnailUrl!)).statusCode).toBe(200);
    expect(await keys()).toHaveLength(2);
  });

  it('a large content comes back whole, and nothing half written stays: too long, broken off, or on a full disk', async () => {
    const before = await keys();
    const write = (produce: Parameters<FileStore['write']>[1]): ReturnType<FileStore['write']> =>
      store().write(platform.tenants.a.id, produce, { maxBytes: 9_000_000 });
    const whole = await write((sink) => Promise.resolve(void sink.end(Buffer.alloc(9_000_000, 'x'))));
    expect((await text(await store().read(whole.key))).length).toBe(9_000_000);
    expect(await text(await store().read(whole.key, { start: 8_999_998, end: 8_999_999 }))).toBe('xx');
    await store().remove(whole.key);
    await expect(write((sink) => Promise.resolve(void sink.end(Buffer.alloc(9_000_001))))).rejects.toThrow('longer');
    const broken = async (sink: NodeJS.WritableStream): Promise<void> => {
      sink.write('half');
      await Promise.resolve();
      throw new Error('broken');
    };
    await expect(write(broken)).rejects.toThrow('broken');
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const full = await counted('atrium_files_total{outcome="full"}');
    const roomAgain = fill();
    const short = (sink: NodeJS.WritableStream): Promise<void> => Promise.resolve(void sink.end('a,b'));
    await expect(write(short)).rejects.toBeInstanceOf(StoreFullError);
    const meta = { name: 'a.csv', contentType: 'text/csv', purpose: 'spec' };
    await expect(as(() => platform.api.get(Files).create(meta, short))).rejects.toMatchObject({
      code: 'INTERNAL',
      retryable: true,
      template: { key: 'file.storeFull' },
    });
    // The same under an upload: the caller is told, and the file still waits for its content.
    const { id, url, answer } = await send(Buffer.from('a,b'), 'text/csv');
    expect([answer.statusCode, answer.json()]).toMatchObject([
      507,
      { errors: [{ extensions: { code: 'INTERNAL', messageKey: 'file.storeFull', retryable: true } }] },
    ]);
    expect(await read(id)).toMatchObject({ state: 'PENDING', uploaded: false });
    expect(error.mock.calls.flat().join()).toContain(kind === 'local' ? 'ENOSPC' : 'XMinioStorageFull');
    error.mockRestore();
    expect(await counted('atrium_files_total{outcome="full"}')).toBe(full + 3);
    expect(await keys()).toEqual(before);
    roomAgain();
    expect((await server.inject({ method: 'PUT', url, payload: Buffer.from('a,b') })).statusCode).toBe(201);
    expect(await read(id)).toMatchObject({ state: 'STORED', uploaded: true });
  });

  it('what was begun and never finished goes at night, on however many pages it is listed', async () => {
    const { a, b } = platform.tenants;
    const begun = await Promise.all([a.id, a.id, a.id, a.id, a.id, b.id].map(begin));
    expect(await platform.api.get(FileSweep).sweep(a.id, new AbortController().signal)).toMatchObject({
      unfinished: 0,
    });
    expect(await unfinished()).toEqual(begun.sort());
    // One of them is ended by somebody else just then.
    if (s3) {
      s3.beforeAbort = (upload) => {
        s3!.beforeAbort = null;
        s3!.forget(upload);
      };
    }
    await platform.runSchedules();
    platform.clock.advance({ days: 2 });
    await platform.runSchedules();
    await platform.runJobs();
    expect(await unfinished()).toEqual([]);
  });
});
