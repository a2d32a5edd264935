import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { assetsVersion, isAssetName, loadAsset } from './graphiql-assets';
import { GRAPHIQL_PATH, graphiqlContentSecurityPolicy, renderGraphiqlPage, type GraphiqlPage } from './graphiql-page';

const decompress = promisify(gunzip);
const FOR_EVER = 'public, max-age=31536000, immutable';

export type GraphiqlOptions = Omit<GraphiqlPage, 'nonce'>;

export interface GraphiqlAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/**
 * Answers GET requests for the page (`basePath`) and its assets (`basePath/assets/…`); 404 for any other path.
 * @returns a function of the request's path (a query string is ignored) and its Accept-Encoding header
 */
export function createGraphiqlHandler(
  options: GraphiqlOptions,
): (path: string, acceptEncoding?: string) => Promise<GraphiqlAnswer> {
  const { basePath = GRAPHIQL_PATH } = options;
  if (!/^(\/[\w.-]+)+$/.test(basePath))
    throw new RangeError(`basePath must be a path such as ${GRAPHIQL_PATH}, was ${JSON.stringify(basePath)}`);
  return async (path, acceptEncoding = '') => {
    const [plain = ''] = path.split('?', 1);
    if (plain === basePath || plain === `${basePath}/`) return page({ ...options, basePath });
    const assets = `${basePath}/assets/${assetsVersion()}/`;
    return plain.startsWith(assets) ? asset(plain.slice(assets.length), acceptEncoding) : notFound();
  };
}

/** Serves GraphiQL from an application; call it before `app.init()`. */
export function mountGraphiql(app: NestFastifyApplication, options: GraphiqlOptions): void {
  const { basePath = GRAPHIQL_PATH } = options;
  const answer = createGraphiqlHandler(options);
  const fastify = app.getHttpAdapter().getInstance();
  for (const route of [basePath, `${basePath}/*`]) {
    fastify.get(route, async (request, reply) => {
      const { status, headers, body } = await answer(request.url, request.headers['accept-encoding']?.toString());
      return reply.code(status).headers(headers).send(body);
    });
  }
}

function page(options: GraphiqlOptions): GraphiqlAnswer {
  const nonce = randomBytes(18).toString('base64');
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': graphiqlContentSecurityPolicy({ ...options, nonce }),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: renderGraphiqlPage({ ...options, nonce }),
  };
}

async function asset(name: string, acceptEncoding: string): Promise<GraphiqlAnswer> {
  if (!isAssetName(name)) return notFound();
  const { contentType, gzipped } = await loadAsset(name);
  const headers = {
    'content-type': contentType,
    'cache-control': FOR_EVER,
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
  };
  if (/\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(acceptEncoding))
    return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipped };
  return { status: 200, headers, body: await decompress(gzipped) };
}

function notFound(): GraphiqlAnswer {
  return {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    body: 'Not found',
  };
}
