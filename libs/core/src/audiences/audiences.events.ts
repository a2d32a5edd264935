import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

const segment = z.object({ segmentId: z.uuid() });
const of = <P extends object>(name: string, schema: z.ZodType<P>) =>
  defineEvent({ name, version: 1, aggregate: 'segment', schema });

/** What happens to segments. Of members they say nothing. */
export const segmentEvents = {
  /** Its rule, or whether it is frozen, has changed. */
  segmentChanged: of('segment.changed', segment),
  /** Its frozen members have been taken (anew). */
  membersTaken: of('segment.membersTaken', segment.extend({ snapshotId: z.uuid() })),
  deleted: of('segment.deleted', segment),
} as const;
