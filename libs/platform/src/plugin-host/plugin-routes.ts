import {
  anonymousActor,
  AtriumError,
  notFound,
  type PluginRequest,
  type PluginResponse,
  type PluginRoute,
  systemActor,
  type Transactions,
  unauthenticated,
} from '@atrium/sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toGraphqlError } from '../graphql/errors/to-graphql-error';
import { REQUEST_ID_HEADER, requestScopeOf, runInRequestScope } from '../graphql/request-scope';
import { within } from '../graphql/operation/deadline';
import { pluginMessages, routeTooSlow } from './plugin.messages';
import type { RegisteredPlugin } from './plugin-registry';
import type { PluginRunner } from './plugin-runner';

/** Longest body of a request. Bytes. */
const BODY_LIMIT = 1024 * 1024;

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  TENANT_SUSPENDED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  INVALID_TRANSITION: 409,
  LIMIT_EXCEEDED: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
};

/** What a response of a plugin may not say: the address is the platform's. */
const REFUSED_HEADERS: ReadonlySet<string> = new Set([
  'set-cookie',
  'content-length',
  'transfer-encoding',
  'connection',
]);

type Params = { tenant: string } & Record<string, string>;

/** `/x/<id>/<slug of the company>…`: each answers whom its own check lets in, and only where the plugin is enabled. */
export class PluginRoutes {
  constructor(
    private readonly plugins: readonly RegisteredPlugin[],
    private readonly runner: PluginRunner,
    private readonly transactions: Transactions,
    private readonly timeoutMs: number,
  ) {}

  /** In a scope of their own, because bodies of any type come as they are here. */
  register(server: FastifyInstance): void {
    void server.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
      scope.setErrorHandler((error, request, reply) => this.fail(error, request, reply));
      for (const plugin of this.plugins) {
        for (const route of plugin.definition.http ?? []) {
          scope.route<{ Params: Params }>({
            method: route.method,
            url: `/x/${plugin.definition.id}/:tenant${route.path}`,
            bodyLimit: BODY_LIMIT,
            handler: (request, reply) =>
              runInRequestScope(requestScopeOf(request.headers), () => this.answer(plugin, route, request, reply)),
          });
        }
      }
      done();
    });
  }

  private async answer(
    plugin: RegisteredPlugin,
    route: PluginRoute,
    request: FastifyRequest<{ Params: Params }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { id } = plugin.definition;
    const { requestId, locale } = requestScopeOf(request.headers);
    const tenant = await this.transactions.findTenant({ slug: request.params.tenant });
    // A company that is not there and one without the plugin look alike.
    if (!tenant) throw notFound('Page');
    const readOnly = route.method === 'GET';
    if (!readOnly && tenant.status === 'SUSPENDED') throw new AtriumError('TENANT_SUSPENDED', pluginMessages.suspended);
    const given = requestOf(request);
    const spot = { place: 'route', name: `${route.method} ${route.path}` } as const;
    const common = { tenantId: tenant.id, operation: `${plugin.names.camel}.http`, requestId, locale };
    const name = await this.transactions.run({ ...common, actor: anonymousActor, readOnly: true }, () =>
      this.runner
        .inOperation(plugin, (ctx) => this.patiently(id, route.check(ctx as never, given)), spot)
        .catch((error: unknown) => {
          throw error instanceof AtriumError && error.code === 'PLUGIN_DISABLED' ? notFound('Page') : error;
        }),
    );
    if (name === null) throw unauthenticated();
    const response = await this.transactions.run(
      { ...common, actor: systemActor(`${id}: ${name}`.slice(0, 200)), readOnly },
      () => this.runner.inOperation(plugin, (ctx) => this.patiently(id, route.handle(ctx as never, given)), spot),
    );
    return send(reply.header(REQUEST_ID_HEADER, requestId), response);
  }

  /** The transaction around it ends with the waiting. */
  private patiently<T>(id: string, task: Promise<T>): Promise<T> {
    return within(this.timeoutMs, task, () => routeTooSlow(id, this.timeoutMs));
  }

  private fail(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const scope = requestScopeOf(request.headers);
    const isLate = error instanceof AtriumError && error.extra.what === 'time';
    const { message, extensions } = toGraphqlError(error, scope, 'execution', { hideSuggestions: true });
    void reply
      .status(isLate ? 503 : (STATUS[String(extensions?.code)] ?? 400))
      .header(REQUEST_ID_HEADER, scope.requestId)
      .send({ errors: [{ message, extensions }] });
  }
}

function requestOf({ method, params, query, headers, body, ip }: FastifyRequest<{ Params: Params }>): PluginRequest {
  const content = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const { tenant: _, ...named } = params;
  return {
    method,
    params: named,
    query: firsts(query as Record<string, string | string[] | undefined>),
    headers: firsts(headers),
    body: content,
    ip: ip ?? null,
    json: () => {
      try {
        return JSON.parse(content.toString('utf8')) as unknown;
      } catch {
        throw new AtriumError('VALIDATION_FAILED', pluginMessages.badJson);
      }
    },
  };
}

const firsts = (values: Readonly<Record<string, string | string[] | undefined>>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));

/** Whatever a plugin answers, it does not run as a page of ours. */
function send(reply: FastifyReply, { status = 200, headers = {}, body }: PluginResponse): FastifyReply {
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body);
  reply.status(status).type(isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8');
  for (const [name, value] of Object.entries(headers)) {
    if (!REFUSED_HEADERS.has(name.toLowerCase())) reply.header(name, value);
  }
  reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', reply.getHeader('cache-control') ?? 'private, no-store');
  return reply.send(isJson ? JSON.stringify(body) : (body ?? ''));
}
