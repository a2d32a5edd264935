import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

/** Makes an uploaded image fit to be passed on. */
export const imageJob = defineJob({
  name: 'file.image',
  version: 1,
  schema: z.object({ id: z.uuid() }),
  retries: 5,
  timeoutSeconds: 120,
  leaseSeconds: 30,
  concurrency: 2,
});
