import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver, { type Middleware } from 's3rver';

const BUCKET = 'atrium-files';
const UPLOADS = '._S3rver_uploads';
/** Uploads on a page of the list: few, so that few make several pages. */
const PAGE = 2;

export interface S3Server {
  /** The configuration that leads to it. */
  readonly env: Record<string, string>;
  /** From now on, is there room for what is sent? */
  full(isFull: boolean): void;
  /** Begins an upload that nobody finishes; answers its id. */
  begin(key: string): Promise<string>;
  /** Ids of the uploads that were begun and not finished. */
  unfinished(): string[];
  /** What is done before an upload is ended half-way, with its id. */
  beforeAbort: ((uploadId: string) => void) | null;
  /** Forgets an upload, as if somebody else had ended it. */
  forget(uploadId: string): void;
  stop(): Promise<void>;
}

/** An S3-compatible server with a bucket. */
export async function startS3(): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), 'atrium-s3-'));
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  const shelf = join(directory, BUCKET, UPLOADS);
  const forget = (id: string): void => rmSync(join(shelf, id), { recursive: true });
  let isFull = false;
  // Calls that the package does not have, on the uploads that it keeps; behind its check of who calls.
  const more: Middleware = async (ctx, next) => {
    const { method, query, path } = ctx;
    if (method === 'GET' && 'uploads' in query) {
      answer(ctx, 200, listed(shelf, query));
    } else if (method === 'DELETE' && query.uploadId) {
      result.beforeAbort?.(query.uploadId);
      if (!existsSync(join(shelf, query.uploadId))) return answer(ctx, 404, problem('NoSuchUpload', path));
      forget(query.uploadId);
      ctx.status = 204;
    } else if (method === 'PUT' && isFull) {
      answer(ctx, 507, problem('XMinioStorageFull', path));
    } else {
      await next();
    }
  };
  server.middleware.splice(-1, 0, more);
  const { port } = (await server.run()) as AddressInfo;
  const result: S3Server = {
    env: {
      FILE_STORE: 's3',
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: BUCKET,
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    },
    full: (now) => void (isFull = now),
    begin: async (key) => {
      const id = randomUUID();
      await server.store.initiateUpload(BUCKET, key, id, {});
      return id;
    },
    unfinished: () => readdirSync(shelf).sort(),
    beforeAbort: null,
    forget,
    stop: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return result;
}

function answer(ctx: Parameters<Middleware>[0], status: number, body: string): void {
  ctx.status = status;
  ctx.type = 'application/xml';
  ctx.body = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}

const problem = (code: string, path: string): string =>
  `<Error><Code>${code}</Code><Message>${code}</Message><Resource>${path}</Resource></Error>`;

/** A page of uploads that were begun and not finished, in the order of their keys and ids. */
function listed(shelf: string, query: Record<string, string | undefined>): string {
  const { prefix = '', 'key-marker': key = '', 'upload-id-marker': id = '' } = query;
  const all = (existsSync(shelf) ? readdirSync(shelf) : [])
    .map((one) => ({ id: one, file: join(shelf, one, 'key') }))
    .map(({ id: one, file }) => ({ id: one, key: readFileSync(file, 'utf8'), begun: statSync(file).mtime }))
    .filter((one) => one.key.startsWith(prefix) && (one.key > key || (one.key === key && one.id > id)))
    .sort((a, b) => (`${a.key} ${a.id}` < `${b.key} ${b.id}` ? -1 : 1));
  const page = all.slice(0, PAGE);
  const last = page.at(-1);
  const uploads = page.map(
    (one) =>
      `<Upload><Key>${one.key}</Key><UploadId>${one.id}</UploadId><Initiated>${one.begun.toISOString()}</Initiated></Upload>`,
  );
  return `<ListMultipartUploadsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Bucket>${BUCKET}</Bucket>
    <NextKeyMarker>${last?.key ?? ''}</NextKeyMarker><NextUploadIdMarker>${last?.id ?? ''}</NextUploadIdMarker>
    <MaxUploads>${PAGE}</MaxUploads><IsTruncated>${all.length > PAGE}</IsTruncated>${uploads.join('')}
  </ListMultipartUploadsResult>`;
}
