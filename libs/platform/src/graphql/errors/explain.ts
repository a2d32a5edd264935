import { AtriumError, commonMessages, defineMessages, type ErrorCode } from '@atrium/sdk';
import { HttpException } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { QueryFailedError } from 'typeorm';
import { explainDatabaseError, isDatabaseError } from './database-error';
import { explainGraphqlProblem, type ProblemOptions } from './graphql-problem';

/** Where an error came up. Before execution, what graphql-js says is about the request; later it is about us. */
export type Stage = 'request' | 'execution';

export interface Explanation {
  readonly error: AtriumError;
  /** Not for the caller to see: to be logged with the request id. */
  readonly hidden: unknown;
}

const messages = defineMessages('http', {
  refused: { en: 'The request was refused: {problem}', 'zh-CN': '请求被拒绝：{problem}' },
});

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'VALIDATION_FAILED',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'LIMIT_EXCEEDED',
  415: 'VALIDATION_FAILED',
  422: 'VALIDATION_FAILED',
  429: 'RATE_LIMITED',
  503: 'INTERNAL',
};

/** What an error means to the caller. */
export function explain(error: unknown, stage: Stage, options: ProblemOptions): Explanation {
  const cause = unwrap(error, stage);
  if (cause instanceof AtriumError) {
    return { error: cause, hidden: cause.code === 'INTERNAL' && !cause.logged ? cause : null };
  }
  if (isDatabaseError(cause)) {
    const explained = explainDatabaseError(cause);
    if (explained) return { error: explained, hidden: explained.code === 'INTERNAL' ? cause : null };
  }
  if (cause instanceof GraphQLError && (stage === 'request' || isArgumentProblem(cause))) {
    return { error: explainGraphqlProblem(cause, options), hidden: null };
  }
  const status = statusOf(cause);
  const code = status === null ? undefined : CODE_OF_STATUS[status];
  if (code) {
    const params = { problem: (cause as Error).message };
    return { error: new AtriumError(code, messages.refused, { params, retryable: status === 503 }), hidden: null };
  }
  return {
    error: new AtriumError('INTERNAL', commonMessages.internal, { cause }),
    hidden: cause ?? new Error(`${String(cause)} was thrown`),
  };
}

function unwrap(error: unknown, stage: Stage): unknown {
  if (error instanceof GraphQLError && error.originalError) {
    // Apollo's wrapper says of what kind graphql-js's error is, and a variable's says where in it the value is wrong.
    if (stage === 'request' && error.originalError instanceof GraphQLError) return error;
    return unwrap(error.originalError, stage);
  }
  return error instanceof QueryFailedError ? (error.driverError as unknown) : error;
}

/** An argument whose variable was left out or null is the caller's mistake, found as late as in execution. */
const isArgumentProblem = (error: GraphQLError): boolean =>
  error.nodes !== undefined && error.message.startsWith('Argument "');

/** HTTP status of an error made by Nest or by Fastify (a body that is no JSON, too large, of another type). */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return null;
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  const fromFastify = error instanceof SyntaxError || (typeof code === 'string' && code.startsWith('FST_'));
  return fromFastify && typeof statusCode === 'number' ? statusCode : null;
}
