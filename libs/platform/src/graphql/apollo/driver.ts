import { ApolloServer, type ApolloServerOptionsWithSchema, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { AtriumError } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WITHOUT_LIMIT } from '../../throttle/budget.policy';
import { toGraphqlError } from '../errors/to-graphql-error';
import { costExtension, overLimit } from '../limits/measurer';
import type { GraphqlLimits } from '../limits/limits';
import { inSpan } from '../../observability/tracing';
import { noteRequest } from '../operation/operation.metrics';
import { REQUEST_ID_HEADER, requestScopeOf, runInRequestScope, type RequestScope } from '../request-scope';
import type { GraphqlContext } from './graphql-context';

export interface AtriumDriverConfig extends ApolloDriverConfig {
  readonly limits: GraphqlLimits;
  readonly hideSuggestions: boolean;
  /** Apart from `plugins`, because Nest's are typed by the other copy (ESM) of Apollo. */
  readonly operations: ApolloServerPlugin<GraphqlContext>;
}

type ServerOptions = ApolloServerOptionsWithSchema<GraphqlContext>;

/**
 * Apollo behind one Fastify route that gives every request its id and language before anything can fail, checks the
 * size of what came, and answers what Fastify refuses (a body that is no JSON, or too large) like any other error.
 */
@Injectable()
export class AtriumDriver extends ApolloDriver {
  constructor(modules: ModulesContainer) {
    super(modules);
  }

  protected override async registerFastify(config: ApolloDriverConfig): Promise<void> {
    const { limits, hideSuggestions, operations, ...options } = config as AtriumDriverConfig;
    const app = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    const plugins = [
      operations,
      ApolloServerPluginCacheControlDisabled(),
      ...(options.plugins ?? []),
      drainPlugin(app),
    ];
    const server = new ApolloServer<GraphqlContext>({ ...options, plugins } as unknown as ServerOptions);
    await server.start();
    const handle = fastifyApolloHandler(server, { context: options.context as never });
    const refuse = (reply: FastifyReply, error: unknown, status: number, scope: RequestScope): FastifyReply => {
      const errors = [toGraphqlError(error, scope, 'request', { hideSuggestions })];
      noteRequest('none', { errors }, 0, scope.began);
      return reply
        .code(status)
        .header(REQUEST_ID_HEADER, scope.requestId)
        .type('application/json; charset=utf-8')
        .send(JSON.stringify({ errors, extensions: { cost: costExtension(0, limits), throttle: WITHOUT_LIMIT } }));
    };

    app.route({
      url: options.path!,
      method: ['GET', 'POST'],
      bodyLimit: limits.maxRequestBytes,
      handler: (request, reply) => {
        const scope = requestScopeOf(request.headers);
        const tooLarge = sizeProblem(request, limits);
        if (tooLarge) return refuse(reply, tooLarge, 400, scope);
        reply.headers({ [REQUEST_ID_HEADER]: scope.requestId, 'cache-control': 'private, no-store' });
        const answer = (): Promise<unknown> =>
          runInRequestScope(scope, () => handle.call(app, request, reply) as Promise<unknown>);
        const { traceparent } = request.headers;
        const parent = typeof traceparent === 'string' ? traceparent : null;
        return inSpan(
          'graphql request',
          { kind: 'server', parent, attributes: { 'atrium.request.id': scope.requestId } },
          answer,
        );
      },
      errorHandler: (error, request, reply) => {
        void refuse(reply, error, error.statusCode ?? 500, requestScopeOf(request.headers));
      },
    });
    this.apolloServer = server as never;
  }
}

/** Apollo takes operations until the HTTP server has closed, which knows how long it may wait: see ObservabilityModule. */
const drainPlugin = (app: FastifyInstance): ApolloServerPlugin<GraphqlContext> => ({
  serverWillStart: () => Promise.resolve({ drainServer: () => app.close() }),
});

function sizeProblem({ body, query }: FastifyRequest, limits: GraphqlLimits): AtriumError | null {
  const operations: unknown[] = Array.isArray(body) ? body : [body ?? query];
  if (operations.length > limits.maxBatch) return overLimit('batch', operations.length, limits.maxBatch);
  for (const operation of operations) {
    const document = (operation as { query?: unknown } | null | undefined)?.query;
    const bytes = typeof document === 'string' ? Buffer.byteLength(document) : 0;
    if (bytes > limits.maxDocumentBytes) return overLimit('documentBytes', bytes, limits.maxDocumentBytes);
  }
  return null;
}
