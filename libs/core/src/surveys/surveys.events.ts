import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

const survey = z.object({ surveyId: z.uuid(), templateId: z.uuid() });
const lowScore = survey.extend({
  responseId: z.uuid(),
  /** Questions, or rows of a matrix as `question.row`, with the score given. */
  scores: z.array(z.object({ question: z.string(), score: z.number() })).min(1),
  customerId: z.uuid().nullable(),
  communityId: z.uuid().nullable(),
  unitId: z.uuid().nullable(),
  ratedStaffId: z.uuid().nullable(),
  /** What the survey was sent for, e.g. the ticket; null for a campaign. */
  occasion: z.string().nullable(),
});
export type LowScorePayload = z.infer<typeof lowScore>;

/** What happens in surveys. Of answers to anonymous ones nothing tells who gave them. */
export const surveyEvents = {
  /** Somebody has answered an invitation. `responseId` null: to an anonymous survey, whose answers lead nowhere. */
  answered: defineEvent({
    name: 'survey.answered',
    version: 1,
    aggregate: 'surveyInvitation',
    schema: survey.extend({
      invitationId: z.uuid(),
      customerId: z.uuid().nullable(),
      staffId: z.uuid().nullable(),
      responseId: z.uuid().nullable(),
    }),
  }),
  /**
   * An answer falls under a rule of its template for low scores: a matter for the service desk. Of an anonymous survey,
   * once the answer can be read; then whoever gave it is not named.
   */
  scoredLow: defineEvent({ name: 'survey.scoredLow', version: 1, aggregate: 'surveyResponse', schema: lowScore }),
  closed: defineEvent({ name: 'survey.closed', version: 1, aggregate: 'survey', schema: survey }),
} as const;
