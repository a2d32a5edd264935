import { AtriumError, decodeId, newId, OF_CALLER, unauthenticated, type Watched, type WatchRoot } from '@atrium/sdk';
import {
  type DocumentNode,
  type FormattedExecutionResult,
  getArgumentValues,
  getVariableValues,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../graphql/authenticator';
import { toGraphqlError } from '../graphql/errors/to-graphql-error';
import type { GraphqlLimits } from '../graphql/limits/limits';
import { checkMeasure, costExtension, Measurer, overLimit } from '../graphql/limits/measurer';
import { noteRequest } from '../graphql/operation/operation.metrics';
import type { OperationRunner } from '../graphql/operation/operation-runner';
import type { PersistedDocuments } from '../graphql/persisted/persisted-documents';
import { refusedCost, type ThrottleState, WITHOUT_LIMIT } from '../throttle/budget.policy';
import type { CostThrottle } from '../throttle/cost-throttle';
import type { ChangeFeed } from './change-feed';
import type { Connections } from './connections';
import type { Gate } from './gate';
import type { LiveConnection } from './live-connection';
import { LiveQuery } from './live-query';
import { realtimeMessages } from './realtime.messages';

export interface SubscribePayload {
  /** Empty where the document is named by its hash alone. */
  readonly query: string;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** A subscription that may begin. */
export interface Prepared {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly cost: number;
  readonly topic: string;
  readonly key: string | null;
  readonly each: boolean;
}

export interface SubscriptionParts {
  readonly schema: GraphQLSchema;
  readonly limits: GraphqlLimits;
  readonly hideSuggestions: boolean;
  /** What each field of the schema's Subscription watches. */
  readonly watched: ReadonlyMap<string, Watched>;
  readonly runner: OperationRunner;
  readonly feed: ChangeFeed;
  readonly connections: Connections;
  readonly gate: Gate;
  readonly documents: PersistedDocuments;
  readonly throttle: CostThrottle | null;
}

const DOCUMENTS_KEPT = 500;

/** From what a client sends to messages: the checks Apollo makes of a request over HTTP, and the reading. */
export class Subscriptions {
  private readonly measurer: Measurer;
  private readonly documents = new LRUCache<string, DocumentNode>({ max: DOCUMENTS_KEPT });

  constructor(private readonly parts: SubscriptionParts) {
    this.measurer = new Measurer(parts.schema);
  }

  /**
   * Begins one, or answers the errors of its document. Throws when it may not begin; what is refused is paid for as over
   * HTTP. Begun in one step with the look for room, so that the next one counts it.
   */
  async start(
    connection: LiveConnection,
    payload: SubscribePayload,
  ): Promise<{ prepared: Prepared; query: LiveQuery } | readonly GraphQLError[]> {
    const { documents, throttle } = this.parts;
    const caller = connection.caller!;
    await throttle?.checkOpen(caller);
    let refused: readonly GraphQLError[] | Error;
    try {
      const query = (await documents.resolve(caller, payload)) ?? '';
      // Gone meanwhile: nobody would end what begins now.
      if (!connection.isOpen) return [new GraphQLError('The connection is closed')];
      const prepared = this.prepare(connection, { ...payload, query });
      if (!isErrors(prepared)) return { prepared, query: this.begin(connection, prepared) };
      refused = prepared;
    } catch (error) {
      refused = error as Error;
    }
    await throttle?.fine(caller, refusedCost(payload.query));
    if (refused instanceof Error) throw refused;
    return refused;
  }

  private prepare(connection: LiveConnection, payload: SubscribePayload): Prepared | readonly GraphQLError[] {
    const { schema, limits, connections } = this.parts;
    connections.checkRoom(connection);
    const bytes = Buffer.byteLength(payload.query);
    if (bytes > limits.maxDocumentBytes) throw overLimit('documentBytes', bytes, limits.maxDocumentBytes);
    const document = this.parsed(payload.query);
    if (Array.isArray(document)) return document as GraphQLError[];
    const operation = getOperationAST(document as DocumentNode, payload.operationName);
    if (!operation)
      return [new GraphQLError('Unknown operation', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })];
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
      throw new AtriumError('VALIDATION_FAILED', realtimeMessages.onlySubscriptions);
    }
    const given = payload.variables ?? {};
    const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given, {
      maxErrors: 50,
    });
    if (!coerced) return errors;
    const measured = this.measurer.measure(document as DocumentNode, operation, given);
    if (measured) checkMeasure(measured, limits);
    const about = this.watchedBy(operation, coerced, connection.caller);
    return { document: document as DocumentNode, operation, variables: given, cost: measured?.cost ?? 0, ...about };
  }

  private begin(connection: LiveConnection, prepared: Prepared): LiveQuery {
    const { feed, gate } = this.parts;
    const { topic, key, each } = prepared;
    const query = new LiveQuery({
      topic,
      tenantId: connection.caller?.tenant?.id ?? '',
      key,
      each,
      read: (changedId) => gate.run(() => this.read(connection, prepared, changedId)),
      ended: (one) => {
        feed.remove(one);
        connection.queries.delete(one);
      },
    });
    // Watched from before the first read on, so that nothing slips in between.
    feed.add(query);
    connection.queries.add(query);
    return query;
  }

  /** One message: a query of its own, as the subscriber of this moment. */
  private async read(
    connection: LiveConnection,
    { document, operation, variables, cost }: Prepared,
    changedId: string | null,
  ): Promise<FormattedExecutionResult> {
    const { schema, limits, runner, throttle } = this.parts;
    const requestId = newId();
    const began = performance.now();
    let caller: Caller;
    let state: ThrottleState = WITHOUT_LIMIT;
    try {
      caller = await connection.authenticate();
      // Each message is a query of its own, and pays as one.
      if (throttle) state = await throttle.charge(caller, Math.max(1, cost));
    } catch (error) {
      if (error instanceof AtriumError && error.code === 'UNAUTHENTICATED') connection.refuse(error);
      const locale = connection.caller?.locale ?? 'en';
      const { hideSuggestions } = this.parts;
      return { data: null, errors: [toGraphqlError(error, { requestId, locale }, 'execution', { hideSuggestions })] };
    }
    const result = await runner.run({
      schema,
      document,
      operation,
      variables,
      contextValue: { caller, requestId },
      rootValue: { changedId } satisfies WatchRoot,
      caller,
      requestId,
      cost,
    });
    noteRequest('subscription', result, cost, began);
    return { ...result, extensions: { ...result.extensions, cost: costExtension(cost, limits), throttle: state } };
  }

  private parsed(text: string): DocumentNode | GraphQLError[] {
    const known = this.documents.get(text);
    if (known) return known;
    const { schema, limits } = this.parts;
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: limits.maxTokens });
    } catch (error) {
      return [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
    }
    const problems = validate(schema, document);
    if (problems.length > 0) return problems.map((problem) => coded(problem, 'GRAPHQL_VALIDATION_FAILED'));
    this.documents.set(text, document);
    return document;
  }

  /** A valid subscription has one field at its root, directly or in a fragment. */
  private watchedBy(
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    caller: Caller | null,
  ): Pick<Prepared, 'topic' | 'key' | 'each'> {
    const [node] = operation.selectionSet.selections;
    if (node?.kind !== Kind.FIELD) {
      throw new AtriumError('VALIDATION_FAILED', realtimeMessages.plainField);
    }
    const field: GraphQLField<unknown, unknown> = this.parts.schema.getSubscriptionType()!.getFields()[
      node.name.value
    ]!;
    const { topic, key, each = false } = this.parts.watched.get(field.name)!;
    if (key === undefined) return { topic: topic.name, key: null, each: true };
    if (key === OF_CALLER) {
      if (caller?.actor.id == null) throw unauthenticated();
      return { topic: topic.name, key: caller.actor.id, each };
    }
    const id = getArgumentValues(field, node, variables)[key];
    if (id == null) return { topic: topic.name, key: null, each: true };
    // One that is none is refused by the reader, which says what is wrong with it.
    const decoded = decodeId(id);
    return { topic: topic.name, key: decoded.ok ? decoded.uuid : newId(), each };
  }
}

const isErrors = (prepared: Prepared | readonly GraphQLError[]): prepared is readonly GraphQLError[] =>
  Array.isArray(prepared);

const coded = (error: GraphQLError, code: string): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { ...error.extensions, code },
  });
