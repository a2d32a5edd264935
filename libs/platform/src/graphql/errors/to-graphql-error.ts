import { type AtriumError, type ErrorCode, renderMessage, Log } from '@atrium/sdk';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ErrorScope } from '../request-scope';
import { explain, type Stage } from './explain';
import type { ProblemOptions } from './graphql-problem';

const log = new Log('Graphql');

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
  scope: ErrorScope,
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

export function extensionsOf(error: AtriumError, { requestId, locale }: ErrorScope): ErrorExtensions {
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

export function logHidden(error: unknown, { requestId }: ErrorScope, place?: GraphQLError): void {
  log.error('Request failed', { requestId, field: place?.path?.join('.'), error });
}
