import type { EventDefinition, EventDelivery, EventHandlerOptions } from './events';

/**
 * One handler of many events, known when the process starts, that are kept for it only where somebody of the tenant asks
 * for them. A provider that extends it is found by itself. Events reach it like any `@EventHandler`, those of one object in
 * their order whatever their kinds.
 */
export abstract class DomainEventListener {
  /** `name` is its name within its context: events that wait are kept for it. */
  abstract readonly options: EventHandlerOptions & { readonly name: string };
  abstract events(): readonly EventDefinition[];
  /**
   * Asked in the transaction that emits, with the rights of whoever acts there: is this event to be kept for
   * {@link DomainEventListener.handle}? Nothing is written for one that nobody wants.
   */
  abstract wants(event: EventDefinition): Promise<boolean>;
  abstract handle(payload: object, delivery: EventDelivery): Promise<void>;
}
