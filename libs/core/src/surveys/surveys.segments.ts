import {
  defineSegmentField,
  defineSegmentRecord,
  registerSegmentFields,
  type SegmentField,
  type SegmentReference,
} from '@atrium/sdk';
import { surveyPermissions } from './surveys.permissions';

const zone = '(SELECT z.time_zone FROM atrium.tenant z)';
const survey: SegmentReference = {
  idType: 'survey',
  table: 'atrium.survey',
  title: (row) => `${row}.name`,
  community: null,
};

const field =
  (of: string) =>
  (leaf: string, rest: Omit<SegmentField, 'name' | 'of'>): SegmentField =>
    defineSegmentField({ ...rest, name: `${of}.${leaf}`, of });
const invitation = field('surveyInvitation');
const answer = field('surveyAnswer');

const which = {
  type: 'REFERENCE' as const,
  label: { en: 'survey', 'zh-CN': '调查' },
  sql: (row: string): string => `${row}.survey_id`,
  reference: survey,
};

// Answers to anonymous surveys name no customer, so that no rule finds anybody by them.
registerSegmentFields(
  { owner: 'surveys', plugin: null },
  {
    records: [
      defineSegmentRecord({
        name: 'surveyInvitation',
        table: 'atrium.survey_invitation',
        customer: 'customer_id',
        permission: surveyPermissions['survey:read'],
        label: { en: 'invitation to a survey', 'zh-CN': '调查邀请' },
        description: { en: 'A survey that the customer was asked to answer.', 'zh-CN': '客户收到的调查邀请。' },
      }),
      defineSegmentRecord({
        name: 'surveyAnswer',
        table: 'atrium.survey_response',
        customer: 'customer_id',
        permission: surveyPermissions['survey:read-answers'],
        label: { en: 'answer to a survey', 'zh-CN': '调查答卷' },
        description: {
          en: 'An answer that the customer has given; those to anonymous surveys are nobody’s.',
          'zh-CN': '客户填写的答卷；匿名调查的答卷不对应任何客户。',
        },
      }),
    ],
    fields: [
      invitation('survey', {
        ...which,
        description: { en: 'The survey that was asked.', 'zh-CN': '受邀参与的调查。' },
      }),
      invitation('invitedOn', {
        type: 'DATE',
        label: { en: 'day of the invitation', 'zh-CN': '邀请日期' },
        description: { en: 'Day on which the customer was invited.', 'zh-CN': '发出邀请的日期。' },
        sql: (row) => `(${row}.created_at AT TIME ZONE ${zone})::date`,
      }),
      invitation('isAnswered', {
        type: 'BOOLEAN',
        label: { en: 'answered', 'zh-CN': '已填写' },
        description: { en: 'Has the customer answered?', 'zh-CN': '客户是否已填写。' },
        sql: (row) => `${row}.is_answered`,
      }),
      answer('survey', {
        ...which,
        description: { en: 'The survey that was answered.', 'zh-CN': '所填写的调查。' },
      }),
      answer('answeredOn', {
        type: 'DATE',
        label: { en: 'day of the answer', 'zh-CN': '填写日期' },
        description: { en: 'Day on which the customer answered.', 'zh-CN': '客户填写的日期。' },
        sql: (row) => `${row}.answered_on`,
      }),
      answer('isLow', {
        type: 'BOOLEAN',
        label: { en: 'low score', 'zh-CN': '低分评价' },
        description: { en: 'Does it fall under a rule for low scores?', 'zh-CN': '是否属于低分评价。' },
        sql: (row) => `${row}.is_low`,
      }),
      answer('satisfaction', {
        type: 'NUMBER',
        label: { en: 'satisfaction', 'zh-CN': '满意度' },
        description: {
          en: 'Mean of its questions about satisfaction, on a scale from 0 to 100.',
          'zh-CN': '答卷中满意度题目的平均得分（0 至 100）。',
        },
        unit: { en: 'points', 'zh-CN': '分' },
        sql: (row) => `${row}.satisfaction`,
      }),
      answer('recommendation', {
        type: 'NUMBER',
        label: { en: 'readiness to recommend', 'zh-CN': '推荐意愿' },
        description: {
          en: 'Mean of its NPS questions, 0 to 10.',
          'zh-CN': '答卷中推荐意愿（NPS）题目的平均得分（0 至 10）。',
        },
        unit: { en: 'points', 'zh-CN': '分' },
        sql: (row) => `${row}.recommendation`,
      }),
    ],
  },
);
