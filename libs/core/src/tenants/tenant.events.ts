import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

const status = z.enum(['TRIAL', 'ACTIVE', 'SUSPENDED', 'CLOSED']);

export const tenantEvents = {
  /** A company has signed up and has been given all it needs to begin. */
  signedUp: defineEvent({
    name: 'tenant.signedUp',
    version: 1,
    aggregate: 'tenant',
    schema: z.object({ tenantId: z.uuid(), plan: z.string() }),
  }),
  /** It was suspended, resumed, closed or, by a plan, became a paying one. Who and why is in the platform's log. */
  statusChanged: defineEvent({
    name: 'tenant.statusChanged',
    version: 1,
    aggregate: 'tenant',
    schema: z.object({ tenantId: z.uuid(), from: status, to: status }),
    whileClosed: true,
  }),
  /** It has another plan, or other limits were agreed apart from it; then both are the same. */
  planChanged: defineEvent({
    name: 'tenant.planChanged',
    version: 1,
    aggregate: 'tenant',
    schema: z.object({ tenantId: z.uuid(), from: z.string(), to: z.string() }),
    whileClosed: true,
  }),
} as const;
