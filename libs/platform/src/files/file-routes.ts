import type { Readable, Writable } from 'node:stream';
import {
  AtriumError,
  type Clock,
  context,
  db,
  type FileStore,
  type Jobs,
  notFound,
  systemActor,
  type Transactions,
} from '@atrium/sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from '../graphql/authenticator';
import { REQUEST_ID_HEADER, requestScopeOf } from '../graphql/request-scope';
import { toGraphqlError } from '../graphql/errors/to-graphql-error';
import { readRange } from './byte-range';
import { isImage, judgeType, sniff } from './content-type';
import type { FileGrant, FileRight, FileTokens } from './file-tokens';
import { fileMessages } from './files.messages';
import { imageJob } from './image/image.job';
import { asAtriumError } from './pg-files';

interface Row {
  name: string;
  content_type: string;
  bytes: string;
  state: 'PENDING' | 'PROCESSING' | 'STORED' | 'REFUSED';
  storage_key: string | null;
  thumbnail_key: string | null;
  thumbnail_bytes: string;
}

/** How long the rest of a refused body is listened to. Milliseconds. */
const LINGER_MS = 5_000;

const STATUS: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  UNAUTHENTICATED: 401,
  LIMIT_EXCEEDED: 413,
  VALIDATION_FAILED: 400,
};

/** `PUT` and `GET /files/:token`: whoever has the address has the right it carries, and no other. */
export class FileRoutes {
  constructor(
    private readonly tokens: FileTokens,
    private readonly store: FileStore,
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {}

  /** In a scope of their own, because bodies of any type come as streams here and nowhere else. */
  register(server: FastifyInstance): void {
    void server.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
      scope.setErrorHandler((error, request, reply) => this.fail(error, request, reply));
      scope.put<{ Params: { token: string } }>('/files/:token', (request, reply) => this.put(request, reply));
      scope.get<{ Params: { token: string } }>('/files/:token', (request, reply) => this.get(request, reply));
      done();
    });
  }

  private async put(
    request: FastifyRequest<{ Params: { token: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const grant = await this.open(request, 'put');
    const row = await this.find(grant);
    if (row.state !== 'PENDING') throw new AtriumError('CONFLICT', fileMessages.alreadyUploaded);
    const expected = Number(row.bytes);
    if (Number(request.headers['content-length']) > expected) throw longer(expected);
    const content = await this.store.write(grant.tenantId, (sink) => receive(request.raw, sink), {
      maxBytes: expected,
    });
    try {
      if (content.bytes < expected) {
        throw new AtriumError('VALIDATION_FAILED', fileMessages.cutOff, { params: { given: content.bytes, expected } });
      }
      const declared = row.content_type;
      const verdict = judgeType(declared, await sniff(content.head));
      if (!verdict.ok) {
        const params = { declared, found: verdict.found };
        throw new AtriumError('VALIDATION_FAILED', fileMessages.notWhatItSays, { params, extra: params });
      }
      await this.run(grant, 'uploadFile', async () => {
        const state = isImage(declared) ? 'PROCESSING' : 'STORED';
        const kept = await db().execute(
          `UPDATE atrium.file SET state = $4, storage_key = $2, sha256 = $3 WHERE id = $1 AND state = 'PENDING'`,
          [grant.fileId, content.key, content.sha256, state],
        );
        if (kept === 0) throw new AtriumError('CONFLICT', fileMessages.alreadyUploaded);
        if (state === 'PROCESSING') await this.jobs.enqueue(imageJob, { id: grant.fileId });
      });
    } catch (error) {
      await this.store.remove(content.key);
      throw error;
    }
    return reply.status(201).send({ bytes: content.bytes, sha256: content.sha256.toString('hex') });
  }

  private async get(
    request: FastifyRequest<{ Params: { token: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const grant = await this.open(request, 'get', 'thumbnail');
    const content = contentOf(await this.find(grant), grant.right);
    // Never shown in place: what somebody uploaded must not run under our address.
    reply
      .header('content-type', content.type)
      .header('content-disposition', attachment(content.name))
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'private, no-store')
      .header('accept-ranges', 'bytes');
    const range = readRange(request.headers.range, content.bytes);
    if (range === 'unsatisfiable') {
      reply.header('content-range', `bytes */${content.bytes}`);
      throw new AtriumError('VALIDATION_FAILED', fileMessages.badRange, { params: { bytes: content.bytes } });
    }
    if (!range) return reply.header('content-length', content.bytes).send(await this.store.read(content.key));
    return reply
      .status(206)
      .header('content-length', range.end - range.start + 1)
      .header('content-range', `bytes ${range.start}-${range.end}/${content.bytes}`)
      .send(await this.store.read(content.key, range));
  }

  /** What the address allows. A caller who also says who it is must belong to the file's company. */
  private async open(
    { params, headers, ip }: FastifyRequest<{ Params: { token: string } }>,
    ...rights: FileRight[]
  ): Promise<FileGrant> {
    const read = this.tokens.read(params.token, rights, this.clock.now());
    if (!read.ok) {
      throw new AtriumError('FORBIDDEN', read.why === 'EXPIRED' ? fileMessages.expired : fileMessages.badToken);
    }
    if (headers.authorization !== undefined) {
      const { tenant } = await this.authenticator.authenticate({ headers, ip });
      if (tenant?.id !== read.grant.tenantId) throw notFound('File');
    }
    return read.grant;
  }

  private async find(grant: FileGrant): Promise<Row> {
    const [row] = await this.run(
      grant,
      'findFile',
      () =>
        db().query<Row>(
          `SELECT name, content_type, bytes, state, storage_key, thumbnail_key, thumbnail_bytes FROM atrium.file
           WHERE id = $1 AND expires_at > $2`,
          [grant.fileId, context().clock.now()],
        ),
      true,
    );
    if (!row) throw notFound('File');
    return row;
  }

  private run<T>(grant: FileGrant, operation: string, task: () => Promise<T>, readOnly = false): Promise<T> {
    return this.transactions.run({ tenantId: grant.tenantId, actor: systemActor('files'), operation, readOnly }, task);
  }

  private fail(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const scope = requestScopeOf(request.headers);
    const { message, extensions } = toGraphqlError(asAtriumError(error), scope, 'execution', { hideSuggestions: true });
    const key = extensions?.messageKey;
    const special = key === fileMessages.storeFull.key ? 507 : key === fileMessages.badRange.key ? 416 : undefined;
    void reply
      .status(special ?? STATUS[String(extensions?.code)] ?? 500)
      .type('application/json; charset=utf-8')
      .header(REQUEST_ID_HEADER, scope.requestId)
      .send({ errors: [{ message, extensions }] });
    closeSoon(request);
  }
}

/** An image is there when it has been processed, not before. */
function contentOf(row: Row, right: FileRight): { key: string; bytes: number; type: string; name: string } {
  const key = right === 'thumbnail' ? row.thumbnail_key : row.storage_key;
  if (row.state !== 'STORED' || key === null) throw notFound('File');
  return right === 'thumbnail'
    ? { key, bytes: Number(row.thumbnail_bytes), type: 'image/webp', name: `${row.name}.webp` }
    : { key, bytes: Number(row.bytes), type: row.content_type, name: row.name };
}

/**
 * Ends a connection whose request is still being sent some time after it was answered: at once, the answer would be
 * lost on a caller who only reads it when everything is sent.
 */
function closeSoon({ raw }: FastifyRequest): void {
  if (raw.readableEnded) return;
  const timer = setTimeout(() => raw.destroy(), LINGER_MS);
  timer.unref();
  raw.once('end', () => clearTimeout(timer));
  raw.resume();
}

/**
 * Passes a request's body on. `pipeline` would destroy the request when the sink fails, and with it the connection that
 * the answer has to take: what still comes is thrown away instead.
 */
function receive(body: Readable, sink: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      body.unpipe(sink);
      body.resume();
      reject(error);
    };
    body.once('error', fail);
    body.once('close', () => body.readableEnded || fail(new Error('The client went away')));
    sink.once('error', fail);
    sink.once('finish', resolve);
    body.pipe(sink);
  });
}

const longer = (max: number): AtriumError =>
  new AtriumError('LIMIT_EXCEEDED', fileMessages.longerThanSaid, { params: { max }, extra: { limit: max } });

/** RFC 6266: a plain name for old programs, the true one beside it. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
