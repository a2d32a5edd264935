import { defineJob, defineSchedule } from '@atrium/sdk';
import { z } from 'zod';

/** Invites the audience of a campaign, batch by batch: what is done is not done again. */
export const inviteAudienceJob = defineJob({
  name: 'surveys.inviteAudience',
  version: 1,
  schema: z.object({ surveyId: z.uuid() }),
  retries: 5,
  timeoutSeconds: 3600,
  concurrency: 2,
});

/** Invites one customer after something has happened. */
export const inviteOneJob = defineJob({
  name: 'surveys.inviteOne',
  version: 1,
  schema: z.object({
    surveyId: z.uuid(),
    customerId: z.uuid(),
    occasion: z.string().min(1).max(100),
    unitId: z.uuid().nullable(),
    ratedStaffId: z.uuid().nullable(),
  }),
});

/** Releases what waits of a survey; the last time once it is closed. */
export const releaseSurveyJob = defineJob({
  name: 'surveys.release',
  version: 1,
  schema: z.object({ surveyId: z.uuid() }),
  timeoutSeconds: 600,
  concurrency: 2,
});

/** Every night what waits is released as far as it may be. */
export const nightlyRelease = defineSchedule({
  name: 'surveys.releaseNightly',
  at: { daily: '01:30' },
  timeoutSeconds: 1800,
});
/** Surveys whose time is over are closed. */
export const closingTime = defineSchedule({ name: 'surveys.closeDue', at: { cron: '*/15 * * * *' } });
