import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

/** Prints a paper of the books. */
export const printJob = defineJob({
  name: 'fees.print',
  version: 1,
  schema: z.object({ id: z.uuid() }),
  retries: 3,
  timeoutSeconds: 300,
  concurrency: 1,
});
