import {
  EVENT_HANDLER_METADATA,
  type EventDefinition,
  type EventDelivery,
  type EventHandlerMetadata,
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
  readonly event: EventDefinition;
  readonly retries: number;
  readonly backoffSeconds: number;
  readonly timeoutSeconds: number;
  readonly concurrency: number | undefined;
  readonly handle: (payload: object, delivery: EventDelivery) => Promise<void>;
}

/** Every `@EventHandler` of the loaded modules. Two of one name stop the start. */
@Injectable()
export class EventRegistry implements OnModuleInit {
  private readonly handlers = new Map<string, RegisteredEventHandler>();
  private byEvent = new Map<string, readonly RegisteredEventHandler[]>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly owners: HandlerOwners,
  ) {}

  onModuleInit(): void {
    const found = discoverHandlers<EventHandlerMetadata>(this.discovery, this.scanner, EVENT_HANDLER_METADATA);
    for (const { wrapper, method, metadata, call } of found) {
      const { event, options } = metadata;
      const owner = this.owners.ownerOf(wrapper);
      const name = `${camel(owner)}.${options.name ?? method}`;
      const { retries = 8, backoffSeconds = 2, timeoutSeconds = 30, concurrency } = options;
      if (this.handlers.has(name)) throw new Error(`Two event handlers are named ${name}: give one of them a name`);
      HANDLER_LABEL.declare(name);
      this.handlers.set(name, {
        name,
        owner,
        event,
        retries,
        backoffSeconds,
        timeoutSeconds,
        concurrency,
        handle: call,
      });
    }
    this.byEvent = Map.groupBy(this.handlers.values(), ({ event }) => event.name);
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
