import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { AtriumError, defineMessages } from '@atrium/sdk';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { type CostThrottle, throttleOf } from '../../throttle/cost-throttle';
import { refusedCost, type ThrottleState, WITHOUT_LIMIT } from '../../throttle/budget.policy';
import type { GraphqlLimits } from '../limits/limits';
import { checkMeasure, costExtension, Measurer } from '../limits/measurer';
import type { PersistedDocuments } from '../persisted/persisted-documents';
import { noteRequest } from '../operation/operation.metrics';
import { requestScope } from '../request-scope';
import type { OperationRunner } from '../operation/operation-runner';
import { realtimeMessages } from '../../realtime/realtime.messages';
import type { GraphqlContext } from './graphql-context';

const OK = 200;
const BAD_REQUEST = 400;
const TOO_MANY_REQUESTS = 429;

const messages = defineMessages('operation', {
  unknown: { en: 'The document has no operation named "{name}".', 'zh-CN': '查询语句中没有名为“{name}”的操作。' },
  unnamed: {
    en: 'The document has several operations: name the one to run.',
    'zh-CN': '查询语句包含多个操作，请指定要执行的操作名称。',
  },
});

const unknownOperation = (name: string | null | undefined): AtriumError =>
  name
    ? new AtriumError('VALIDATION_FAILED', messages.unknown, { params: { name } })
    : new AtriumError('VALIDATION_FAILED', messages.unnamed);

export interface OperationPluginParts {
  readonly limits: GraphqlLimits;
  readonly runner: OperationRunner;
  readonly throttle: CostThrottle | null;
  readonly documents: PersistedDocuments;
}

/** A document that is always good: stands in for one that is refused, until the plugin may say so. */
const STAND_IN = '{ __typename }';

/**
 * Takes the operation out of Apollo's hands once it is parsed and validated: refuses what goes over a limit, and
 * answers in the executor's place. Apollo itself never executes: at its first execution it would give every field of the
 * schema a resolver of its own, for good.
 */
export function operationPlugin(parts: OperationPluginParts): ApolloServerPlugin<GraphqlContext> {
  const { limits, runner, throttle, documents } = parts;
  let measurer: Measurer | undefined;

  const check = (request: GraphQLRequestContext<GraphqlContext>, note: (cost: number) => void): void => {
    const { document, operation } = request;
    if (!document || !operation) throw unknownOperation(request.request.operationName);
    if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
      throw new AtriumError('VALIDATION_FAILED', realtimeMessages.byWebSocket);
    }
    measurer ??= new Measurer(request.schema);
    const measured = measurer.measure(document, operation, request.request.variables ?? {});
    if (!measured) return;
    note(measured.cost);
    checkMeasure(measured, limits);
  };

  /** Puts the document in place that is asked for, or a stand-in and the reason why not: Apollo lets nobody refuse here. */
  const find = async ({ request, contextValue: { caller } }: GraphQLRequestContext<GraphqlContext>) => {
    try {
      await throttle?.checkOpen(caller);
      request.query = await documents.resolve(caller, request);
    } catch (error) {
      request.query = STAND_IN;
      request.operationName = undefined;
      return error as Error;
    } finally {
      // Apollo would look for it in a store of its own.
      if (request.extensions) delete request.extensions.persistedQuery;
    }
    return null;
  };

  return {
    async requestDidStart(started) {
      let cost = 0;
      let state: ThrottleState | undefined;
      /** The caller has paid, or is told that it cannot. */
      let settled = false;
      const problem = await find(started);
      const charge = async (request: GraphQLRequestContext<GraphqlContext>): Promise<void> => {
        if (problem) throw problem;
        check(request, (measured) => void (cost = measured));
        state = await throttle?.charge(request.contextValue.caller, Math.max(1, cost));
        settled = true;
      };
      return {
        async didResolveOperation(request) {
          try {
            await charge(request);
          } catch (error) {
            state = throttleOf(error);
            settled = state !== undefined;
            throw new GraphQLError('', {
              originalError: error as Error,
              extensions: { http: { status: statusOf(error) } },
            });
          }
        },

        // Whatever is refused before it runs was read, parsed, perhaps validated: that is paid for as well.
        async didEncounterErrors({ contextValue, source = '' }) {
          if (settled) return;
          settled = true;
          // Whoever cannot be charged because the database is away is told what was wrong all the same.
          state = await throttle?.fine(contextValue.caller, refusedCost(source)).catch(() => undefined);
        },

        async responseForOperation(request) {
          const { document, operation, contextValue, schema } = request;
          if (!document || !operation) throw unknownOperation(request.request.operationName);
          const singleResult = await runner.run({
            schema,
            document,
            operation,
            variables: request.request.variables ?? {},
            contextValue,
            caller: contextValue.caller,
            requestId: contextValue.requestId,
            cost,
            takesText: true,
          });
          const { http } = request.response;
          if (!('data' in singleResult)) http.status = BAD_REQUEST;
          return { http, body: { kind: 'single', singleResult } };
        },

        async willSendResponse({ response: { body }, contextValue, operation }) {
          if (body.kind !== 'single') return;
          const { singleResult } = body;
          noteRequest(operation?.operation ?? 'none', singleResult, cost, requestScope().began);
          state ??= (await throttle?.look(contextValue.caller).catch(() => undefined)) ?? WITHOUT_LIMIT;
          singleResult.extensions = {
            ...singleResult.extensions,
            cost: costExtension(cost, limits),
            throttle: state,
          };
        },
      };
    },
  };
}

/** Clients that ask by hash expect to be told with 200 that it is unknown, as by Apollo's own server. */
const statusOf = (error: unknown): number => {
  if (throttleOf(error)) return TOO_MANY_REQUESTS;
  return error instanceof AtriumError && error.code === 'PERSISTED_QUERY_NOT_FOUND' ? OK : BAD_REQUEST;
};
