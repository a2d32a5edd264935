import { defineJob } from '@atrium/sdk';
import { z } from 'zod';
import { AT_ONCE, MOST_SUBSCRIPTIONS } from './limits';

const shape = {
  version: 1,
  schema: z.object({ subscriptionId: z.uuid() }),
  // Each delivery has tries of its own: these are for a database that is away.
  retries: 25,
  timeoutSeconds: 60,
  // They hold no connection while a receiver takes its time. One company gets half of the slots: as many as it can need,
  // so that none of its webhooks waits for another.
  concurrency: 2 * MOST_SUBSCRIPTIONS * AT_ONCE,
} as const;

/** Sends what waits for one subscription whose receiver answers well. */
export const deliverJob = defineJob({ name: 'webhooks.deliver', ...shape });
/** For those that fail or are slow, in slots of their own: they keep nobody else waiting. */
export const retryJob = defineJob({ name: 'webhooks.retry', ...shape });
