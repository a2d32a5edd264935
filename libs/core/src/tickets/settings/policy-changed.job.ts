import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

/** Sets the clocks of open tickets anew after a policy or calendar has changed. */
export const policyChanged = defineJob({
  name: 'tickets.resetClocks',
  version: 1,
  schema: z.object({ policyId: z.uuid().optional(), calendarId: z.uuid().optional() }),
  timeoutSeconds: 600,
});
