import { type AtriumError, type ErrorCode, renderMessage } from '@atrium/sdk';
import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { RequestScope } from '../request-scope';
import { isDatabaseError } from './database-error';
import { explain, type Stage } from './explain';
import type { ProblemOptions } from './graphql-problem';

const log = new Logger('Graphql');

/** `errors[].extensions` of every answer. */
export interface ErrorExtensions {
  readonly [key: string]: unknown;
  readonly code: ErrorCode;
  readonly messageKey: string;
  readonly fields?: readonly { path: string; code: string; message: string }[];
  readonly retryable: boolean;
  readonly requestId: string;
}

/**
 * The one way errors take to the caller. What the caller is not meant to see is answered as `INTERNAL` and logged
 * with the request id, without the values of the statement.
 */
export function toGraphqlError(
  error: unknown,
  scope: RequestScope,
  stage: Stage,
  options: ProblemOptions,
): GraphQLFormattedError {
  const { error: explained, hidden } = explain(error, stage, options);
  const place = error instanceof GraphQLError ? error : undefined;
  if (hidden !== null) logHidden(hidden, scope, place);
  return {
    message: renderMessage(explained.template, scope.locale, explained.params),
    ...(place?.locations?.length ? { locations: place.locations } : {}),
    ...(place?.path ? { path: place.path } : {}),
    extensions: extensionsOf(explained, scope),
  };
}

export function extensionsOf(error: AtriumError, { requestId, locale }: RequestScope): ErrorExtensions {
  const fields = error.fields?.map(({ path, code, message, params }) => ({
    path,
    code,
    message: renderMessage(message, locale, params),
  }));
  return {
    ...error.extra,
    code: error.code,
    messageKey: error.template.key,
    ...(fields ? { fields } : {}),
    retryable: error.retryable,
    requestId,
  };
}

export function logHidden(error: unknown, { requestId }: RequestScope, place?: GraphQLError): void {
  const where = place?.path ? ` at ${place.path.join('.')}` : '';
  const database = isDatabaseError(error)
    ? ` [${[error.code, error.table, error.column, error.constraint].filter(Boolean).join(' ')}]`
    : '';
  const text = error instanceof Error ? error.message : `thrown ${String(error)}`;
  log.error(`Request ${requestId}${where}${database}: ${text}`, error instanceof Error ? error.stack : undefined);
}
