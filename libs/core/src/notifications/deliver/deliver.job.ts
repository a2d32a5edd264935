import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

/** Sends what is due for the tenant, for a turn of a second; then the tenant stands in line again. */
export const deliverJob = defineJob({
  name: 'notifications.deliver',
  version: 1,
  schema: z.object({}),
  retries: 25,
  backoffSeconds: 2,
  timeoutSeconds: 120,
  leaseSeconds: 15,
  concurrency: 8,
});
