import { defineJob, Events } from '@atrium/sdk';
import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { z } from 'zod';
import { JobRegistry } from '../jobs/job-registry';
import { EventDeliverer } from './event-deliverer';
import { EVENT_JOB_PREFIX, EventRegistry } from './event-registry';
import { EventPurge } from './event-purge';
import { PgEvents } from './pg-events';

/** Every process can emit; workers deliver, by a kind of job for each handler. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [EventRegistry, EventDeliverer, EventPurge, { provide: Events, useClass: PgEvents }],
  exports: [Events, EventRegistry],
})
export class EventsModule implements OnModuleInit {
  constructor(
    private readonly events: EventRegistry,
    private readonly jobs: JobRegistry,
    private readonly deliverer: EventDeliverer,
  ) {}

  onModuleInit(): void {
    for (const handler of this.events.all()) {
      this.jobs.add({
        definition: defineJob({
          name: EVENT_JOB_PREFIX + handler.name,
          version: 1,
          schema: z.object({}),
          retries: 25,
          // Each event has a time of its own; the job as a whole ends by its turn.
          timeoutSeconds: 86_400,
          concurrency: handler.concurrency,
        }),
        transaction: false,
        owner: handler.owner,
        handle: (_, run) => this.deliverer.run(handler, run),
      });
    }
  }
}
