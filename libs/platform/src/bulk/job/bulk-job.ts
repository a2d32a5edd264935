import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

/** Runs one import or export. Long, and resumed from its checkpoint when its worker dies. */
export const bulkJob = defineJob({
  name: 'bulk.run',
  version: 1,
  schema: z.object({ id: z.uuid() }),
  retries: 5,
  timeoutSeconds: 6 * 3600,
  leaseSeconds: 30,
  concurrency: 2,
});
