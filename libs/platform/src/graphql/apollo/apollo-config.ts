import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Authenticator } from '../authenticator';
import { explain } from '../errors/explain';
import { toGraphqlError } from '../errors/to-graphql-error';
import { documentCache } from '../limits/document-cache';
import type { OperationRunner } from '../operation/operation-runner';
import { writeAnswer } from '../operation/text-answers';
import type { PersistedDocuments } from '../persisted/persisted-documents';
import { requestScope } from '../request-scope';
import type { SchemaMaker } from '../schema/schema-maker';
import type { SchemaTransform } from '../schema/transform-schema';
import type { GraphqlSettings } from '../settings';
import type { AtriumDriverConfig } from './driver';
import type { GraphqlContext } from './graphql-context';
import type { CostThrottle } from '../../throttle/cost-throttle';
import { operationPlugin } from './operation-plugin';

/** Everything Nest and Apollo are told. */
export function apolloConfig(
  settings: GraphqlSettings,
  authenticator: Authenticator,
  runner: OperationRunner,
  transform: SchemaTransform,
  maker: SchemaMaker,
  documents: PersistedDocuments,
  throttle: CostThrottle | null = null,
): Omit<AtriumDriverConfig, 'driver'> {
  const { limits, production } = settings;
  const problemOptions = { hideSuggestions: production };

  const context = async (request: FastifyRequest): Promise<GraphqlContext> => {
    const scope = requestScope();
    try {
      const caller = await authenticator.authenticate({ headers: request.headers, ip: request.ip });
      scope.locale = caller.locale;
      return { caller, requestId: scope.requestId };
    } catch (error) {
      const status = explain(error, 'request', problemOptions).error.code === 'UNAUTHENTICATED' ? 401 : 500;
      throw new GraphQLError('', { originalError: error as Error, extensions: { http: { status } } });
    }
  };

  return {
    limits,
    hideSuggestions: production,
    path: settings.path,
    transformResolvers: transform.note,
    transformSchema: maker.make,
    context,
    operations: operationPlugin({ limits, runner, throttle, documents }),
    formatError: (formatted, error) => toGraphqlError(error, requestScope(), 'request', problemOptions) ?? formatted,
    documentStore: documentCache(limits.documentCacheSize),
    stringifyResult: writeAnswer,
    parseOptions: { maxTokens: limits.maxTokens },
    allowBatchedHttpRequests: limits.maxBatch > 1,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    graphiql: false,
    autoTransformHttpErrors: false,
    includeStacktraceInErrorResponses: false,
    cache: 'bounded',
  };
}
