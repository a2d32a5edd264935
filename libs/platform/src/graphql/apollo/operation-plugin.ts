import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { AtriumError, defineMessages } from '@atrium/sdk';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { type CostThrottle, throttleOf } from '../../throttle/cost-throttle';
import { type ThrottleState, WITHOUT_LIMIT } from '../../throttle/budget.policy';
import type { GraphqlLimits } from '../limits/limits';
import { checkMeasure, Measurer } from '../limits/measurer';
import type { OperationRunner } from '../operation/operation-runner';
import { realtimeMessages } from '../../realtime/realtime.messages';
import type { GraphqlContext } from './graphql-context';

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

/** `extensions.cost` of every answer; 0 where a request was refused before it could be measured. */
export const costExtension = (requested: number, limits: GraphqlLimits): { requested: number; limit: number } => ({
  requested,
  limit: limits.maxCost,
});

/**
 * Takes the operation out of Apollo's hands once it is parsed and validated: refuses what goes over a limit, and
 * answers in the executor's place. Apollo itself never executes: at its first execution it would give every field of the
 * schema a resolver of its own, for good.
 */
export function operationPlugin(
  limits: GraphqlLimits,
  runner: OperationRunner,
  throttle: CostThrottle | null,
): ApolloServerPlugin<GraphqlContext> {
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

  return {
    async requestDidStart() {
      let cost = 0;
      let state: ThrottleState | undefined;
      return {
        async didResolveOperation(request) {
          try {
            check(request, (measured) => void (cost = measured));
            state = await throttle?.charge(request.contextValue.caller, Math.max(1, cost));
          } catch (error) {
            state = throttleOf(error);
            const status = state ? TOO_MANY_REQUESTS : BAD_REQUEST;
            throw new GraphQLError('', {
              originalError: error as Error,
              extensions: { http: { status } },
            });
          }
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
            takesText: true,
          });
          const { http } = request.response;
          if (!('data' in singleResult)) http.status = BAD_REQUEST;
          return { http, body: { kind: 'single', singleResult } };
        },

        async willSendResponse({ response: { body }, contextValue }) {
          if (body.kind !== 'single') return;
          const { singleResult } = body;
          state ??= (await throttle?.look(contextValue.caller)) ?? WITHOUT_LIMIT;
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
