import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

/** What happens to webhooks that their administrators should know. */
export const webhookEvents = {
  /** It disabled itself: the receiver said that it is gone, or every delivery had failed for days. */
  webhookDisabled: defineEvent({
    name: 'webhook.disabled',
    version: 1,
    aggregate: 'webhook',
    schema: z.object({ subscriptionId: z.uuid(), reason: z.enum(['GONE', 'FAILING']) }),
  }),
} as const;
