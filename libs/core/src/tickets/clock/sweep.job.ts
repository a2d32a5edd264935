import { defineJob, type Jobs, now } from '@atrium/sdk';
import { z } from 'zod';

/** Tells of what the clocks of a company's tickets have reached. */
export const sweepClocks = defineJob({
  name: 'tickets.sweepClocks',
  version: 1,
  schema: z.object({}),
  timeoutSeconds: 120,
});

/** The planner looks at the minute that comes; what is due earlier than it looks next needs a job of its own. */
export const HORIZON_MS = 75_000;

/** Adds a sweep for each second in which something is due soon; one that waits already is not added again. */
export async function sweepSoon(jobs: Jobs, times: readonly number[]): Promise<void> {
  const at = now().getTime();
  const seconds = new Set(times.filter((time) => time <= at + HORIZON_MS).map((time) => Math.floor(time / 1_000) + 1));
  for (const second of [...seconds].sort((a, b) => a - b)) {
    const due = new Date(second * 1_000);
    const options = due.getTime() > at ? { singletonKey: due.toISOString(), startAfter: due } : { singletonKey: 'now' };
    await jobs.enqueue(sweepClocks, {}, options);
  }
}
