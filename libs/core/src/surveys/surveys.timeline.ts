import { defineMessages, registerTimelineSource, renderMessage } from '@atrium/sdk';
import { surveyPermissions } from './surveys.permissions';

const sentences = defineMessages('timeline.survey', {
  invited: { en: 'Invited to the survey {name}', 'zh-CN': '受邀参与调查“{name}”' },
  answered: { en: 'Answered the survey {name}', 'zh-CN': '填写了调查“{name}”' },
  low: { en: 'With a low score.', 'zh-CN': '含低分评价。' },
});

const name = (s: string): string =>
  `(SELECT v.name FROM atrium.survey v WHERE v.tenant_id = ${s}.tenant_id AND v.id = ${s}.survey_id)`;
const common = { source: 'surveys', customer: 'customer_id' };

registerTimelineSource({
  ...common,
  kind: 'SURVEY_INVITED',
  permission: surveyPermissions['survey:read'],
  table: 'atrium.survey_invitation',
  at: (s) => `${s}.created_at`,
  facts: { name },
  link: { idType: 'survey', id: (s) => `${s}.survey_id` },
  title: (facts, locale) => renderMessage(sentences.invited, locale, facts),
});

// Answers to anonymous surveys name no customer, so there are none here.
registerTimelineSource({
  ...common,
  kind: 'SURVEY_ANSWERED',
  permission: surveyPermissions['survey:read-answers'],
  table: 'atrium.survey_response',
  at: (s) => `${s}.answered_at`,
  where: (s) => `${s}.answered_at IS NOT NULL`,
  facts: { name, low: (s) => `${s}.is_low` },
  link: { idType: 'survey_response', id: (s) => `${s}.id` },
  title: (facts, locale) => renderMessage(sentences.answered, locale, facts),
  summary: ({ low }, locale) => (low ? renderMessage(sentences.low, locale) : null),
});
