import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

/** Takes the members of a frozen segment. All or nothing: a try that dies leaves nothing behind. */
export const takeMembersJob = defineJob({
  name: 'segments.takeMembers',
  version: 1,
  schema: z.object({ snapshotId: z.uuid() }),
  retries: 3,
  timeoutSeconds: 1800,
  concurrency: 2,
});
