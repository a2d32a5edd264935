import { type Clock, isSupport, type Locale, type OperationContext, readField, runInContext, Log } from '@atrium/sdk';
import {
  type DocumentNode,
  execute as executeWithGraphqlJs,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { OperationSession, SessionFactory } from '../../database/session-factory';
import type { Caller } from '../authenticator';
import { toGraphqlError } from '../errors/to-graphql-error';
import type { Executor, GraphqlSettings } from '../settings';
import { commitUncertain, deadlineExceeded, within } from './deadline';
import { runMutation, type Outcome } from './run-mutation';
import type { TextAnswers } from './text-answers';

/** Milliseconds the database may take to confirm a commit. */
const COMMIT_TIMEOUT_MS = 10_000;

export interface OperationRequest {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What resolvers get as their context. */
  readonly contextValue: unknown;
  /** The event, for a subscription. */
  readonly rootValue?: unknown;
  readonly caller: Caller;
  readonly requestId: string;
  /** Points, as computed from the document. */
  readonly cost: number;
  /** Whoever asks writes the answer with `writeAnswer`: its data may be text. */
  readonly takesText?: boolean;
}

export interface OperationRuntime {
  readonly sessions: SessionFactory;
  readonly clock: Clock;
  readonly settings: Pick<GraphqlSettings, 'requestTimeoutMs' | 'production' | 'execute'>;
  readonly texts?: TextAnswers;
}

/** Tasks to run once the operation is committed. */
export type AfterCommit = (() => void | Promise<void>)[];

const log = new Log('Operation');

/**
 * Runs one operation from its first resolver to its commit: the one owner of its transaction, whatever the transport.
 * What it answers is ready to be sent. Nothing is answered as done that did not commit, and no way out leaves a
 * transaction open: it is committed, rolled back, or its connection destroyed when the deadline has passed.
 */
export async function runOperation(
  runtime: OperationRuntime,
  request: OperationRequest,
): Promise<FormattedExecutionResult> {
  const { settings } = runtime;
  const { operation, caller, requestId } = request;
  const after: AfterCommit = [];
  const session = openSession(runtime, request);
  const ctx: OperationContext = {
    requestId,
    tenant: caller.tenant,
    actor: caller.actor,
    locale: caller.locale,
    client: caller.client,
    clock: runtime.clock,
    db: session,
    afterCommit: (task) => void after.push(task),
  };
  // In the context, so that log lines of errors name the tenant.
  const answer = (result: ExecutionResult): FormattedExecutionResult =>
    runInContext(ctx, () => formatted(result, requestId, caller.locale, settings.production));

  const isMutation = operation.operation === 'mutation';
  const { execute, args } = prepared(settings.execute ?? executeWithGraphqlJs, request);
  let outcome: Outcome;
  try {
    const running = runInContext(ctx, () =>
      isMutation
        ? runMutation(execute, args, operation, session, after)
        : runQuery(execute, args, operation, request.takesText ? runtime.texts : undefined),
    );
    const ms = settings.requestTimeoutMs;
    outcome = await within(ms, running, () => deadlineExceeded(ms));
  } catch (error) {
    // Resolvers may still be at it: ending the connection stops their statements and refuses the next.
    session.destroy(error as Error);
    return answer({ data: null, errors: [error as never] });
  }

  const { result, keep } = outcome;
  if (!keep) {
    await session.rollback();
    return answer(result);
  }
  try {
    await within(COMMIT_TIMEOUT_MS, session.commit(), () => commitUncertain(COMMIT_TIMEOUT_MS));
  } catch (error) {
    session.destroy(error as Error);
    // What a query has read stays true.
    return answer(isMutation ? { data: null, errors: [error as never, ...(result.errors ?? [])] } : result);
  }
  for (const task of after) runAfterCommit(task, requestId);
  return answer(result);
}

function openSession({ sessions, clock }: OperationRuntime, request: OperationRequest): OperationSession {
  const { operation, caller, requestId } = request;
  return sessions.open({
    tenantId: caller.tenant?.id ?? null,
    actor: caller.actor,
    communityScope: caller.actor.communityScope,
    // A mutation of an operator in a tenant is refused; should one not be, the database refuses it.
    readOnly: operation.operation !== 'mutation' || isSupport(caller),
    operation: operation.operation,
    requestId,
    client: caller.client,
    clock,
  });
}

function prepared(execute: Executor, request: OperationRequest): { execute: Executor; args: ExecutionArgs } {
  const { schema, document, operation, variables, contextValue, rootValue } = request;
  return {
    execute,
    args: {
      schema,
      document,
      operationName: operation.name?.value,
      variableValues: variables,
      contextValue,
      rootValue,
      fieldResolver: readField,
    },
  };
}

async function runQuery(
  execute: Executor,
  args: ExecutionArgs,
  operation: OperationDefinitionNode,
  texts: TextAnswers | undefined,
): Promise<Outcome> {
  const result = await (texts && operation.operation === 'query' ? texts.run(args, operation) : execute(args));
  return { result, keep: !result.errors };
}

function formatted(
  { data, errors }: ExecutionResult,
  requestId: string,
  locale: Locale,
  production: boolean,
): FormattedExecutionResult {
  if (!errors?.length) return { data };
  // Without `data` it was not executed: the variables did not fit.
  const stage = data === undefined ? 'request' : 'execution';
  const made = errors.map((error) =>
    toGraphqlError(error, { requestId, locale }, stage, { hideSuggestions: production }),
  );
  return data === undefined ? { errors: made } : { errors: made, data };
}

function runAfterCommit(task: () => void | Promise<void>, requestId: string): void {
  const failed = (error: unknown): void =>
    log.error('A task after the commit of a request failed', { requestId, error });
  try {
    void Promise.resolve(task()).catch(failed);
  } catch (error) {
    failed(error);
  }
}
