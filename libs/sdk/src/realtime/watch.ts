import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { type ReturnTypeFunc, Subscription } from '@nestjs/graphql';
import type { Topic } from './topics';

export const WATCH_METADATA = 'atrium:watch';

/** The caller's own UUID as the key: what is for this person. */
export const OF_CALLER: unique symbol = Symbol('atrium:of-caller');

/** What a subscription watches. */
export interface WatchOptions {
  readonly topic: Topic;
  /**
   * The argument (an `IdArg`) whose object is watched, or {@link OF_CALLER}. Where the argument is left out, or there is
   * none, everything of the topic that the caller may see is watched.
   */
  readonly key?: string | typeof OF_CALLER;
  /**
   * Each change is answered for itself ({@link ChangedId} says of which row), not the state of the one row watched:
   * always so where no single row is watched.
   */
  readonly each?: boolean;
}

/** As a method carries it. */
export type Watched = WatchOptions;

/**
 * A subscription. The method is its *reader*: it runs once when somebody subscribes, so that the first message is the
 * state of now, and again for each change, every time like a query of its own: as the subscriber, with the permission
 * asked for, in a read-only transaction under the subscriber's tenant and scope. What it answers is sent.
 *
 * Stands beside `Allow` or `SignedIn`, like `Query`:
 *
 * ```ts
 * @Allow('ticket:read')
 * @Watch(() => Ticket, { topic: ticketTopic, key: 'id', description: 'A ticket, now and after each change.' })
 * ticketChanged(@IdArg('id', 'ticket', { description: 'Id of a ticket.' }) id: string, @Info() info: GraphQLResolveInfo) {
 *   return readOne(ticketView, id, info);
 * }
 * ```
 */
export const Watch = (
  type: ReturnTypeFunc,
  { description, name, ...options }: WatchOptions & { description: string; name?: string },
): MethodDecorator =>
  applyDecorators(
    Subscription(type, { description, ...(name === undefined ? {} : { name }) }),
    SetMetadata(WATCH_METADATA, options satisfies Watched),
  );

/** Platform only: the root value a reader runs with. */
export interface WatchRoot {
  readonly changedId: string | null;
}

/**
 * A reader's parameter: UUID of the row that has changed. Null where there is none to name: at the beginning, and when
 * changes may have been missed or are too many to name, so that a list should be read anew.
 */
export const ChangedId = createParamDecorator(
  (_data: unknown, execution: ExecutionContext): string | null =>
    execution.getArgByIndex<WatchRoot | undefined>(0)?.changedId ?? null,
);
