import {
  DomainEventListener,
  EVENT_HANDLER_METADATA,
  type EventDefinition,
  type EventDelivery,
  type EventHandlerMetadata,
  type EventHandlerOptions,
} from '@atrium/sdk';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { discoverHandlers } from '../jobs/discover-handlers';
import { HandlerOwners } from '../jobs/handler-owners';
import { HANDLER_LABEL } from '../observability/labels';

/** Kinds of jobs that have a handler look at its events begin with this. */
export const EVENT_JOB_PREFIX = 'event.';

export interface RegisteredEventHandler {
  /** `owner.handler`: what its deliveries are kept under. */
  readonly name: string;
  readonly owner: string;
  /** By name: one, or those a listener is for. */
  readonly events: ReadonlyMap<string, EventDefinition>;
  readonly retries: number;
  readonly backoffSeconds: number;
  readonly timeoutSeconds: number;
  readonly concurrency: number | undefined;
  readonly handle: (payload: object, delivery: EventDelivery) => Promise<void>;
  /** Is an event of the current tenant to be kept for it? Left out: always. */
  readonly wants?: (event: EventDefinition) => Promise<boolean>;
}

type Handling = Pick<RegisteredEventHandler, 'owner' | 'handle' | 'wants'>;

/** Every `@EventHandler` and {@link DomainEventListener} of the loaded modules. Two of one name stop the start. */
@Injectable()
export class EventRegistry implements OnModuleInit {
  private readonly handlers = new Map<string, RegisteredEventHandler>();
  private readonly byEvent = new Map<string, readonly RegisteredEventHandler[]>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly owners: HandlerOwners,
  ) {}

  onModuleInit(): void {
    const found = discoverHandlers<EventHandlerMetadata>(this.discovery, this.scanner, EVENT_HANDLER_METADATA);
    for (const { wrapper, method, metadata, call } of found) {
      const { event, options } = metadata;
      const handling = { owner: this.owners.ownerOf(wrapper), handle: call };
      this.add([event], { ...options, name: options.name ?? method }, handling);
    }
    for (const wrapper of this.discovery.getProviders()) {
      const listener: unknown = wrapper.isDependencyTreeStatic() ? wrapper.instance : null;
      if (!(listener instanceof DomainEventListener)) continue;
      const { options } = listener;
      this.add(listener.events(), options, {
        owner: this.owners.ownerOf(wrapper),
        handle: (payload, delivery) => listener.handle(payload, delivery),
        wants: (event) => listener.wants(event),
      });
    }
    for (const handler of this.handlers.values()) {
      for (const name of handler.events.keys()) this.byEvent.set(name, [...this.of(name), handler]);
    }
  }

  private add(
    events: readonly EventDefinition[],
    options: EventHandlerOptions & { readonly name: string },
    handling: Handling,
  ): void {
    const name = `${camel(handling.owner)}.${options.name}`;
    const { retries = 8, backoffSeconds = 2, timeoutSeconds = 30, concurrency } = options;
    if (this.handlers.has(name)) throw new Error(`Two event handlers are named ${name}: give one of them a name`);
    HANDLER_LABEL.declare(name);
    const byName = new Map(events.map((event) => [event.name, event]));
    this.handlers.set(name, {
      name,
      ...handling,
      events: byName,
      retries,
      backoffSeconds,
      timeoutSeconds,
      concurrency,
    });
  }

  all(): readonly RegisteredEventHandler[] {
    return [...this.handlers.values()];
  }

  of(eventName: string): readonly RegisteredEventHandler[] {
    return this.byEvent.get(eventName) ?? [];
  }
}

/** A context's name as part of a job's: `fee-reminders` → `feeReminders`. */
const camel = (owner: string): string => owner.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
