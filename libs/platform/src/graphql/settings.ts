import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Config } from '../config';
import type { GraphqlLimits } from './limits/limits';

/** Runs a prepared operation, as graphql-js `execute` does. */
export type Executor = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

export interface GraphqlSettings {
  /** Path of the endpoint. */
  readonly path: string;
  readonly limits: GraphqlLimits;
  /** Milliseconds an operation may run before it is given up and rolled back. */
  readonly requestTimeoutMs: number;
  /** Errors then suggest no names of the schema. */
  readonly production: boolean;
  /** Replaces graphql-js `execute`. */
  readonly execute?: Executor;
  /** Operations that run at once, see Admission: as many as there are connections. */
  readonly concurrency?: number;
  /** Of one company, while others ask too. */
  readonly tenantConcurrency?: number;
  /** Part of the time, up to 1, that operations of one company run while others ask too. */
  readonly tenantShare?: number;
  /** How often a query is executed field by field before its text is tried, see TextAnswers. */
  readonly textsTriedAt?: number;
}

export const GRAPHQL_SETTINGS = Symbol('atrium:graphql-settings');

const MAX_REQUEST_BYTES = 1024 * 1024;
const DOCUMENTS_KEPT = 1_000;

export const graphqlSettings = ({ general, http, graphql, database }: Config): GraphqlSettings => ({
  path: '/graphql',
  requestTimeoutMs: http.requestTimeoutMs,
  production: general.mode === 'production',
  concurrency: database.apiPoolSize,
  tenantConcurrency: graphql.tenantConcurrency,
  tenantShare: graphql.tenantSharePercent / 100,
  limits: {
    maxCost: graphql.maxCost,
    maxDepth: graphql.maxDepth,
    maxAliases: graphql.maxAliases,
    maxTokens: graphql.maxTokens,
    maxDocumentBytes: graphql.documentMaxBytes,
    maxRequestBytes: Math.max(MAX_REQUEST_BYTES, graphql.documentMaxBytes * graphql.batchMax),
    maxBatch: graphql.batchMax,
    documentCacheSize: DOCUMENTS_KEPT,
  },
});
