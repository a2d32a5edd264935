import { SetMetadata } from '@nestjs/common';
import type { ZodType } from 'zod';
import { checkName, checkWhole, definitionError } from '../jobs/limits';
import type { JobCause } from '../jobs/jobs';

/**
 * Something that has happened. Payloads are checked against `schema` when emitted and again when handled. They carry ids
 * and facts, never secrets and no more of a person than handlers need: whoever may look at dead letters sees them.
 */
export interface EventDefinition<P extends object = object> {
  /** `context.happened`, e.g. `customer.created`. A plugin's events begin with its id. */
  readonly name: string;
  /** Rises when the payload changes shape; `upgrade` turns an older payload into this one. */
  readonly version: number;
  readonly schema: ZodType<P>;
  /** Kind of object it happened to, e.g. `customer`. The events of one object reach each handler in their order. */
  readonly aggregate: string;
  readonly upgrade?: (payload: unknown, version: number) => unknown;
  /** Delivered also while the tenant is closed; other events wait until it is opened again, or go with its erasure. */
  readonly whileClosed?: boolean;
}

/** @throws Error naming what is wrong with the definition */
export function defineEvent<P extends object>(event: EventDefinition<P>): EventDefinition<P> {
  const { name, version, aggregate } = event;
  const what = `Event ${name}`;
  checkName(what, name, 'customer.created');
  checkWhole(what, 'version', version, 1, 1_000);
  if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(aggregate)) definitionError(what, 'aggregate must be like customer');
  return event;
}

/** An event of an aggregate, for {@link Events.emitAll}. */
export interface EventItem<P extends object> {
  /** UUID of the object it happened to. */
  readonly aggregateId: string;
  readonly payload: P;
}

export abstract class Events {
  /**
   * Writes the event in the current transaction: it is delivered when, and only when, that commits. Events are kept for
   * the handlers there are at that moment (those of plugins that are enabled for the tenant); without any, nothing is
   * written.
   *
   * Events of one aggregate are delivered in the order in which they were emitted. A second transaction that emits for
   * the same aggregate waits until the first has ended, as it would for the aggregate's row.
   *
   * @throws Error when the payload does not fit the schema
   */
  abstract emit<P extends object>(
    event: EventDefinition<P>,
    payload: P,
    options: { readonly aggregateId: string },
  ): Promise<void>;

  /**
   * Many events of one kind in one statement, for imports. The order per aggregate is that of `items`; against other
   * transactions it holds where the caller has written the aggregates' rows before.
   */
  abstract emitAll<P extends object>(event: EventDefinition<P>, items: readonly EventItem<P>[]): Promise<void>;

  /**
   * Does anybody of the current tenant handle this event? Where many payloads are costly to make, ask before; an event
   * that nobody handles is not kept.
   */
  abstract handled(event: EventDefinition): Promise<boolean>;
}

/** One try to have an event handled. */
export interface EventDelivery {
  /** Id of the event: the same for every try and every handler. */
  readonly id: string;
  readonly name: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  /** UUID of the tenant it happened in. */
  readonly tenantId: string;
  /** When the transaction began that caused it. */
  readonly occurredAt: Date;
  readonly cause: JobCause;
  /** 1 for the first try. */
  readonly attempt: number;
  /** No further try follows: when this one fails, the event becomes a dead letter of this handler. */
  readonly last: boolean;
  /** How many earlier events of the aggregate are dead letters of this handler: this one overtakes them. */
  readonly overtakes: number;
  /** How many later events of the aggregate this handler has handled already: more than 0 only after a replay. */
  readonly overtakenBy: number;
  /** Aborted when the worker shuts down or the time is up: stop at the next safe point by `signal.throwIfAborted()`. */
  readonly signal: AbortSignal;
}

export interface EventHandlerOptions {
  /**
   * Name of the handler within its context or plugin; default: the method's. With the owner's name it identifies the
   * handler: events that wait are kept for that name, so keep it when the method is renamed.
   */
  name?: string;
  /** Tries after the first, with exponential back-off, before the event is a dead letter. 0 to 25; default 8. */
  retries?: number;
  /** Seconds before the first retry, doubled each time, at most an hour. Default 2. */
  backoffSeconds?: number;
  /** Seconds a try may take; then it is given up, rolled back and repeated. 1 to 600; default 30. */
  timeoutSeconds?: number;
  /** Most tenants (or shares of one) served at once by this handler in one worker process. Default: the shared slots. */
  concurrency?: number;
}

export const EVENT_HANDLER_METADATA = 'atrium:event-handler';

export interface EventHandlerMetadata {
  readonly event: EventDefinition;
  readonly options: EventHandlerOptions;
}

/**
 * The method handles events of this kind, each in a tenant-scoped transaction of its own, which also acknowledges the
 * delivery: what it wrote and the acknowledgement commit together, so within the database an event is handled once.
 * Until it is, or is a dead letter, later events of the same aggregate wait. Work that takes long or reaches outside
 * the database belongs in a job that the handler enqueues.
 */
export const EventHandler =
  <P extends object>(event: EventDefinition<P>, options: EventHandlerOptions = {}) =>
  <M extends (payload: P, delivery: EventDelivery) => Promise<void>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    const { name = key, retries = 8, backoffSeconds = 2, timeoutSeconds = 30, concurrency = 1 } = options;
    const what = `Handler ${name} of ${event.name}`;
    if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(name)) definitionError(what, 'the name must be like awardPoints');
    checkWhole(what, 'retries', retries, 0, 25);
    checkWhole(what, 'backoffSeconds', backoffSeconds, 1, 3_600);
    checkWhole(what, 'timeoutSeconds', timeoutSeconds, 1, 600);
    checkWhole(what, 'concurrency', concurrency, 1, 1_000);
    const metadata = { event: event as unknown as EventDefinition, options };
    SetMetadata(EVENT_HANDLER_METADATA, metadata satisfies EventHandlerMetadata)(
      target,
      key,
      descriptor as TypedPropertyDescriptor<unknown>,
    );
  };
