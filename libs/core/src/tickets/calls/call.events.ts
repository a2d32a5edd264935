import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

/** What happens to telephone calls. */
export const callEvents = {
  ended: defineEvent({
    name: 'call.ended',
    version: 1,
    aggregate: 'call',
    schema: z.object({
      callId: z.uuid(),
      direction: z.string(),
      customerId: z.uuid().nullable(),
      ticketId: z.uuid().nullable(),
      communityId: z.uuid().nullable(),
      agentId: z.uuid().nullable(),
      /** Seconds that were spoken; 0: nobody answered. */
      seconds: z.number().int(),
    }),
  }),
} as const;
