import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

const ofEvent = z.object({ eventId: z.uuid() });
/** When the event was to begin or end as it was enqueued: one that has been moved since has a job of its own. */
const atTime = ofEvent.extend({ at: z.iso.datetime() });

export const jobs = {
  invite: defineJob({ name: 'communityEvents.invite', version: 1, schema: ofEvent, timeoutSeconds: 600 }),
  remind: defineJob({ name: 'communityEvents.remind', version: 1, schema: atTime, timeoutSeconds: 600 }),
  finish: defineJob({ name: 'communityEvents.finish', version: 1, schema: atTime, timeoutSeconds: 600 }),
  tellCancelled: defineJob({ name: 'communityEvents.tellCancelled', version: 1, schema: ofEvent, timeoutSeconds: 600 }),
  tellMoved: defineJob({ name: 'communityEvents.tellMoved', version: 1, schema: atTime, timeoutSeconds: 600 }),
} as const;
