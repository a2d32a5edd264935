import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { db, type Actor, Files, systemActor, Transactions } from '@atrium/sdk';
import { withClient } from '@atrium/platform';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

const CREATE = `mutation ($input: CreateUploadInput!) {
  createUpload(input: $input) { file { id name contentType bytes uploaded url } url expiresAt }
}`;

interface Upload {
  createUpload: {
    file: { id: string; name: string; contentType: string; bytes: number; uploaded: boolean; url: string };
    url: string;
    expiresAt: string;
  };
}

let platform: TestPlatform;
let server: FastifyInstance;
let agent: TestClient;

const announce = async (bytes: number, fileName = '房屋.csv', client = agent): Promise<Upload['createUpload']> =>
  (await client.ok<Upload>(CREATE, { input: { fileName, contentType: 'text/csv', bytes } })).createUpload;
const pathOf = (url: string): string => new URL(url).pathname;
const put = (url: string, payload: string | Buffer | Readable, headers = {}): Promise<LightMyRequestResponse> =>
  server.inject({ method: 'PUT', url: pathOf(url), payload, headers: { 'content-type': 'text/csv', ...headers } });
const get = (url: string): Promise<LightMyRequestResponse> => server.inject({ method: 'GET', url: pathOf(url) });
const refusal = (answer: LightMyRequestResponse): unknown[] => {
  const { errors } = answer.json<{ errors: { message: string; extensions: { code: string } }[] }>();
  return [answer.statusCode, errors[0]!.extensions.code, errors[0]!.message];
};
const contents = (): string[] => {
  const root = join(platform.config.general.dataDir, 'files');
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : []));
};

beforeAll(async () => {
  platform = await createTestPlatform({ UPLOAD_MAX_BYTES: String(2 * 1024 * 1024) });
  server = platform.api.getHttpAdapter().getInstance() as never;
  agent = await platform.as('SERVICE_AGENT');
});
afterEach(() => platform.clock.reset());
afterAll(() => platform.close());

describe('an upload', () => {
  it('goes to its signed address and comes back from another', async () => {
    const { file, url } = await announce(12);
    expect(file).toMatchObject({ name: '房屋.csv', contentType: 'text/csv', bytes: 12, uploaded: false });
    expect((await get(file.url)).statusCode).toBe(404);
    const answer = await put(url, '房屋,code\n');
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      { bytes: 12, sha256: createHash('sha256').update('房屋,code\n').digest('hex') },
    ]);
    const download = await get(file.url);
    expect([download.statusCode, download.body]).toEqual([200, '房屋,code\n']);
    expect(download.headers).toMatchObject({
      'content-type': 'text/csv',
      'content-length': '12',
      'content-disposition': `attachment; filename="__.csv"; filename*=UTF-8''%E6%88%BF%E5%B1%8B.csv`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
  });

  it.each(['image/png', 'application/json', undefined])('is taken whatever it says it is: %s', async (type) => {
    const { url } = await announce(2);
    const answer = await server.inject({
      method: 'PUT',
      url: pathOf(url),
      payload: Readable.from([Buffer.from('{}')]),
      headers: type ? { 'content-type': type } : {},
    });
    expect(answer.statusCode).toBe(201);
  });

  it('is taken once', async () => {
    const { url } = await announce(3);
    const both = await Promise.all([put(url, 'abc'), put(url, 'xyz')]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    expect(refusal(await put(url, 'abc'))).toEqual([409, 'CONFLICT', expect.stringContaining('uploaded already')]);
  });

  it('is refused when it is longer than announced: by its header, and by its first byte too many', async () => {
    const before = contents().length;
    const { url } = await announce(10);
    const tooLong = [413, 'LIMIT_EXCEEDED', 'The upload is longer than the 10 bytes it was announced with.'];
    expect(refusal(await put(url, 'x'.repeat(11)))).toEqual(tooLong);
    expect(refusal(await put(url, Readable.from([Buffer.alloc(9), Buffer.alloc(9)])))).toEqual(tooLong);
    expect(contents()).toHaveLength(before);
    expect((await put(url, 'x'.repeat(10))).statusCode).toBe(201);
  });

  it('is refused in the middle of an endless body', async () => {
    await platform.api.listen(0, '127.0.0.1');
    const { url } = await announce(1000);
    const status = await new Promise<number | string>((resolve) => {
      const call = request(url, { method: 'PUT' }, (answer) => resolve(answer.statusCode ?? 0));
      const pump = (): void => {
        while (!call.destroyed && call.write(Buffer.alloc(65_536))) continue;
        if (!call.destroyed) call.once('drain', pump);
      };
      call.on('error', ({ message }) => resolve(message));
      pump();
    });
    expect(status).toBe(413);
  });

  it('is refused when it is cut off, and can be sent again', async () => {
    const { url } = await announce(10);
    expect(refusal(await put(url, 'x'.repeat(9)))).toEqual([
      400,
      'VALIDATION_FAILED',
      'The upload was cut off: 9 of 10 bytes came.',
    ]);
    expect((await put(url, 'x'.repeat(10))).statusCode).toBe(201);
  });

  it('is not even announced when it is larger than an upload may be', async () => {
    const input = { fileName: 'big.csv', contentType: 'text/csv', bytes: 300 * 1024 * 1024 };
    expect(await agent.with({ 'accept-language': 'en' }).fails(CREATE, { input })).toMatchObject({
      extensions: { code: 'LIMIT_EXCEEDED', limit: 2 * 1024 * 1024 },
    });
  });

  it.each([
    [{ fileName: '', contentType: 'text/csv', bytes: 1 }, 'input.fileName'],
    [{ fileName: 'a', contentType: 'csv', bytes: 1 }, 'input.contentType'],
    [{ fileName: 'a', contentType: 'text/csv', bytes: 0 }, 'input.bytes'],
  ])('is not announced as %j', async (input, path) => {
    const { extensions } = await agent.fails(CREATE, { input });
    expect([extensions.code, extensions.fields?.[0]?.path]).toEqual(['VALIDATION_FAILED', path]);
  });

  it('needs the permission', async () => {
    const auditor = await platform.as('AUDITOR');
    const input = { fileName: 'a.csv', contentType: 'text/csv', bytes: 1 };
    expect((await auditor.fails(CREATE, { input })).extensions.code).toBe('FORBIDDEN');
    expect((await platform.client().fails(CREATE, { input })).extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('a signed address', () => {
  it('is worth nothing when it is changed, used the other way round or late', async () => {
    const { file, url } = await announce(3);
    const bad = [403, 'FORBIDDEN', 'This address is not valid.'];
    const changed = url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(refusal(await put(changed, 'abc'))).toEqual(bad);
    expect(refusal(await put(file.url, 'abc'))).toEqual(bad);
    expect(refusal(await get(url))).toEqual(bad);
    platform.clock.advance({ minutes: 61 });
    expect(refusal(await put(url, 'abc'))).toEqual([403, 'FORBIDDEN', expect.stringContaining('has expired')]);
    platform.clock.reset();
    expect((await put(url, 'abc')).statusCode).toBe(201);
    platform.clock.advance({ minutes: 16 });
    expect(refusal(await get(file.url))[0]).toBe(403);
  });
});

describe('Files', () => {
  const as = <T>(task: () => Promise<T>, actor: Partial<Actor> = {}, tenant: 'a' | 'b' = 'a'): Promise<T> =>
    platform.api
      .get(Transactions)
      .run(
        { tenantId: platform.tenants[tenant].id, actor: { ...systemActor('spec'), ...actor }, operation: 'spec' },
        task,
      );
  const anna = { kind: 'STAFF', id: '01890a5d-ac96-774b-bcce-b302099a8057' } as const;
  const ben = { kind: 'STAFF', id: '01890a5d-ac96-774b-bcce-b302099a8058' } as const;
  const meta = { name: 'report.csv', contentType: 'text/csv', purpose: 'spec' };
  const make = (text: string, more = {}): Promise<string> =>
    files()
      .create({ ...meta, ...more }, (sink) => Promise.resolve(void sink.end(text)))
      .then(({ id }) => id);
  const files = (): Files => platform.api.get(Files);

  it('are reached by whoever made them and by the platform, and by nobody else', async () => {
    const id = await as(() => make('mine'), anna);
    const read = async (): Promise<string> => files().withPath(await files().get(id), (path) => Promise.resolve(path));
    expect(await as(() => files().get(id), anna)).toEqual({
      id,
      name: 'report.csv',
      contentType: 'text/csv',
      bytes: 4,
      key: expect.any(String) as string,
    });
    expect(await as(() => files().get(id))).toMatchObject({ id });
    const tasks: (() => Promise<unknown>)[] = [
      () => files().get(id),
      read,
      () => files().downloadUrl(id),
      () => files().remove(id),
    ];
    for (const task of tasks) {
      await expect(as(task, ben)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(as(task, {}, 'b')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    const { url } = await as(() => files().downloadUrl(id), anna);
    expect((await get(url)).body).toBe('mine');
  });

  it('are not there before they are uploaded', async () => {
    const { file } = await announce(1);
    const { rows } = await withClient(platform.database.adminUrl, (client) =>
      client.query<{ id: string }>(
        `SELECT id FROM atrium.file WHERE state = 'PENDING' ORDER BY created_at DESC LIMIT 1`,
      ),
    );
    expect(file.uploaded).toBe(false);
    await expect(as(() => files().get(rows[0]!.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leave neither row nor content when they cannot be written or the row is refused', async () => {
    const before = contents().length;
    const failing = (): Promise<unknown> =>
      files().create(meta, async (sink) => {
        sink.write('half');
        await Promise.resolve();
        throw new Error('broken');
      });
    await expect(as(failing)).rejects.toThrow('broken');
    await expect(as(() => make('x', { contentType: 'x'.repeat(300) }))).rejects.toMatchObject({ code: '23514' });
    expect(contents()).toHaveLength(before);
  });

  it('go with their content when they are removed, and stay when that is rolled back', async () => {
    const id = await as(() => make('going'), anna);
    const before = contents().length;
    await expect(
      as(async () => {
        await files().remove(id);
        throw new Error('undo');
      }, anna),
    ).rejects.toThrow('undo');
    expect(contents()).toHaveLength(before);
    await as(() => files().remove(id), anna);
    expect(contents()).toHaveLength(before - 1);
  });

  it('are swept when they have expired', async () => {
    const id = await as(() => make('old', { expiresAt: new Date(Date.now() + 1000) }), anna);
    platform.clock.advance({ minutes: 1 });
    await expect(as(() => files().get(id), anna)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await as(() => make('new'), anna);
    const left = await as(() => db().query('SELECT id FROM atrium.file WHERE id = $1', [id]));
    expect(left).toEqual([]);
  });

  it('keep their place in the store and their hash out of the audit log', async () => {
    const id = await as(() => make('secret place'), anna);
    const { rows } = await withClient(platform.database.adminUrl, (client) =>
      client.query<{ after: object }>(`SELECT after FROM atrium.audit_log WHERE entity_id = $1`, [id]),
    );
    expect(Object.keys(rows[0]!.after)).not.toEqual(expect.arrayContaining(['storage_key', 'sha256']));
    expect(rows[0]!.after).toMatchObject({ name: 'report.csv', purpose: 'spec' });
  });
});
