import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

export const tenantEvents = {
  /** A company has signed up and has been given all it needs to begin. */
  signedUp: defineEvent({
    name: 'tenant.signedUp',
    version: 1,
    aggregate: 'tenant',
    schema: z.object({ tenantId: z.uuid(), plan: z.string() }),
  }),
} as const;
