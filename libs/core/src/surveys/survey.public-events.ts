import { type PublicEvent, publicEvent, publicField } from '@atrium/sdk';
import { surveyEvents as events } from './surveys.events';
import { surveyPermissions } from './surveys.permissions';

const { id, nullable } = publicField;
const survey = { surveyId: id('survey'), templateId: id('survey_template') };

/** What of surveys programs outside may be told: never who has answered an anonymous one, nor what anybody wrote. */
export const surveyPublicEvents: readonly PublicEvent[] = [
  publicEvent(events.scoredLow, {
    description: { en: 'An answer falls under a rule for low scores.', 'zh-CN': '出现低分评价。' },
    permission: surveyPermissions['survey:read-answers'],
    place: { community: 'communityId' },
    data: {
      ...survey,
      responseId: id('survey_response'),
      customerId: nullable(id('customer')),
      communityId: nullable(id('community')),
      unitId: nullable(id('unit')),
    },
  }),
  publicEvent(events.closed, {
    description: { en: 'A survey takes no more answers.', 'zh-CN': '调查已结束。' },
    permission: surveyPermissions['survey:read'],
    place: 'company',
    data: survey,
  }),
];
