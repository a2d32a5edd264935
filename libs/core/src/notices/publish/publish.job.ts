import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

/** Publishes a notice whose time has come. */
export const publishJob = defineJob({
  name: 'notices.publish',
  version: 1,
  schema: z.object({ noticeId: z.uuid() }),
  retries: 10,
  backoffSeconds: 5,
  timeoutSeconds: 300,
  concurrency: 4,
});
