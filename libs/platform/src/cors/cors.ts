/** What is needed of a request. */
export interface CorsRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
export interface CorsReply {
  header(name: string, value: string): CorsReply;
  code(status: number): CorsReply;
  send(body?: string): unknown;
}

const METHODS = 'GET, POST, PUT';
const HEADERS = 'authorization, content-type, accept-language, x-request-id';
const EXPOSED = 'x-request-id, retry-after';
/** Seconds a browser may remember what it was told. */
const MAX_AGE = '600';

/**
 * Answers per origin: the one that asks, when it is registered, and nothing otherwise. Never a wildcard, and no cookies:
 * credentials are bearer tokens, so `Access-Control-Allow-Credentials` is not said.
 */
export async function answerCors(
  { method, headers }: CorsRequest,
  reply: CorsReply,
  isAllowed: (origin: string) => Promise<boolean>,
): Promise<unknown> {
  const { origin } = headers;
  if (typeof origin !== 'string') return undefined;
  reply.header('vary', 'Origin');
  const allowed = await isAllowed(origin);
  if (allowed) reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', EXPOSED);
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return undefined;
  if (!allowed) return reply.code(403).send();
  return reply
    .header('access-control-allow-methods', METHODS)
    .header('access-control-allow-headers', HEADERS)
    .header('access-control-max-age', MAX_AGE)
    .code(204)
    .send();
}
