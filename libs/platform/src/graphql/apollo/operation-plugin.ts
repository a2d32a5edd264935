import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GraphqlLimits } from '../limits/limits';
import { checkMeasure, Measurer } from '../limits/measurer';
import type { OperationRunner } from '../operation/operation-runner';
import type { GraphqlContext } from './graphql-context';

const BAD_REQUEST = 400;

/** `extensions.cost` of every answer; 0 where a request was refused before it could be measured. */
export const costExtension = (requested: number, limits: GraphqlLimits): { requested: number; limit: number } => ({
  requested,
  limit: limits.maxCost,
});

/**
 * Takes the operation out of Apollo's hands once it is parsed and validated: refuses what goes over a limit, and
 * answers in the executor's place.
 */
export function operationPlugin(limits: GraphqlLimits, runner: OperationRunner): ApolloServerPlugin<GraphqlContext> {
  let measurer: Measurer | undefined;

  const check = (request: GraphQLRequestContext<GraphqlContext>, note: (cost: number) => void): void => {
    const { document, operation } = request;
    if (!document || !operation) return;
    measurer ??= new Measurer(request.schema);
    const measured = measurer.measure(document, operation, request.request.variables ?? {});
    if (!measured) return;
    note(measured.cost);
    checkMeasure(measured, limits);
  };

  return {
    async requestDidStart() {
      let cost = 0;
      return {
        async didResolveOperation(request) {
          try {
            check(request, (measured) => void (cost = measured));
          } catch (error) {
            throw new GraphQLError('', {
              originalError: error as Error,
              extensions: { http: { status: BAD_REQUEST } },
            });
          }
        },

        async responseForOperation(request) {
          const { document, operation, contextValue, schema } = request;
          // An operation name that is not in the document: Apollo says so.
          if (!document || !operation) return null;
          const singleResult = await runner.run({
            schema,
            document,
            operation,
            variables: request.request.variables ?? {},
            contextValue,
            caller: contextValue.caller,
            requestId: contextValue.requestId,
          });
          const { http } = request.response;
          if (!('data' in singleResult)) http.status = BAD_REQUEST;
          return { http, body: { kind: 'single', singleResult } };
        },

        async willSendResponse({ response: { body } }) {
          if (body.kind !== 'single') return;
          const { singleResult } = body;
          singleResult.extensions = { ...singleResult.extensions, cost: costExtension(cost, limits) };
        },
      };
    },
  };
}
