import { context, defineList, defineView, encodeId, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { customerPermissions, survivor } from '../customers';
import { communityView } from '../properties';
import { staffView } from '../staff';
import { SurveyBenchmark } from './benchmark/benchmark.type';
import type { SurveyContent } from './content/content.types';
import { toRaw } from './content/to-raw';
import { SurveyResponse } from './response/response.type';
import { Survey, SurveyKind, SurveyState } from './survey/survey.type';
import { SURVEY_READ, surveyPermissions } from './surveys.permissions';
import { SurveyTemplate } from './template/template.type';

const byCreation = {
  columns: [{ column: 'created_at', type: 'timestamptz' as const }],
  description: 'By the time of making.',
};
const byName = { columns: [{ column: 'sort_key', type: 'text' as const }], description: 'As people sort names.' };

export const surveyTemplateView: View = defineView({
  type: 'SurveyTemplate',
  idType: 'survey_template',
  table: 'atrium.survey_template',
  nodeAccess: SURVEY_READ,
  fields: {
    id: f.id('survey_template'),
    name: f.column('name'),
    description: f.column('description'),
    versions: f.array(
      () => surveyTemplateVersionView,
      'template_id',
      (t) => `${t}.number DESC`,
    ),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
  },
});

export const surveyTemplateVersionView: View = defineView({
  type: 'SurveyTemplateVersion',
  idType: 'survey_template_version',
  table: 'atrium.survey_template_version',
  nodeAccess: SURVEY_READ,
  fields: {
    id: f.id('survey_template_version'),
    number: f.column('number'),
    state: f.column('state'),
    content: f.sql(
      (t) => `${t}.content`,
      (value) => toRaw(value as SurveyContent),
    ),
    publishedAt: f.instant('published_at'),
  },
});

/** An id whose type stands beside it. */
const typed = (type: string, id: string) =>
  f.sql(
    (t) => `CASE WHEN ${t}.${id} IS NOT NULL THEN json_build_array(${type.replaceAll('{t}', t)}, ${t}.${id}) END`,
    (value) => {
      if (value === null) return null;
      const [idType, uuid] = value as [string, string];
      return encodeId(idType, uuid);
    },
  );

/** Invitations to it that one sees; for whoever sees all of them, those too of which no row is left. */
const invitations = (past: string, also: string) =>
  f.sql(
    (t) => `(SELECT count(*)::int FROM atrium.survey_invitation i
      WHERE i.tenant_id = ${t}.tenant_id AND i.survey_id = ${t}.id${also})${
        context().actor.communityScope === null ? ` + ${t}.${past}` : ''
      }`,
  );
/** A number of people in communities that somebody does not see is not theirs to know. */
const companys = (column: string) =>
  f.sql((t) => (context().actor.communityScope === null ? `${t}.${column}` : 'NULL::int'));

export const surveyView: View = defineView({
  type: 'Survey',
  idType: 'survey',
  table: 'atrium.survey',
  nodeAccess: SURVEY_READ,
  fields: {
    id: f.id('survey'),
    name: f.column('name'),
    template: f.one(() => surveyTemplateView, 'template_id'),
    templateVersion: f.one(() => surveyTemplateVersionView, 'template_version_id'),
    kind: f.column('kind'),
    audience: f.column('audience'),
    state: f.column('state'),
    isAnonymous: f.column('is_anonymous'),
    trigger: f.column('trigger_name'),
    delayHours: f.column('delay_hours'),
    validDays: f.column('valid_days'),
    segmentId: typed(`'segment'`, 'segment_id'),
    sampleSize: f.column('sample_size'),
    sampleSeed: f.column('sample_seed'),
    ratedStaff: f.one(() => staffView, 'rated_staff_id'),
    invitedCount: invitations('past_invited_count', ''),
    sparedCount: companys('spared_count'),
    answeredCount: invitations('past_answered_count', ' AND i.is_answered'),
    unreadCount: companys('unread_count'),
    invitingEndedAt: f.instant('inviting_ended_at'),
    failure: f.column('failure'),
    closesAt: f.instant('closes_at'),
    closedAt: f.instant('closed_at'),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
  },
});

export const surveyResponseView: View = defineView({
  type: 'SurveyResponse',
  idType: 'survey_response',
  table: 'atrium.survey_response',
  nodeAccess: [surveyPermissions['survey:read-answers']],
  fields: {
    id: f.id('survey_response'),
    survey: f.one(() => surveyView, 'survey_id'),
    templateVersion: f.one(() => surveyTemplateVersionView, 'template_version_id'),
    customer: f.guarded(customerPermissions['customer:read'], survivor('customer_id')),
    staff: f.one(() => staffView, 'staff_id'),
    ratedStaff: f.one(() => staffView, 'rated_staff_id'),
    community: f.one(() => communityView, 'community_id'),
    answeredOn: f.date('answered_on'),
    answeredAt: f.instant('answered_at'),
    answers: f.column('answers'),
    texts: f.column('texts'),
    isLow: f.column('is_low'),
    followUpId: typed('{t}.follow_up_type', 'follow_up_id'),
  },
});

export const surveyBenchmarkView: View = defineView({
  type: 'SurveyBenchmark',
  idType: 'survey_benchmark',
  table: 'atrium.survey_benchmark',
  nodeAccess: SURVEY_READ,
  fields: {
    id: f.id('survey_benchmark'),
    measure: f.column('dimension'),
    month: f.date('month'),
    value: f.decimal('value'),
    source: f.column('source'),
    sampleSize: f.column('sample_size'),
  },
});

export const SurveyBenchmarkList: ListTypes = defineList({
  view: surveyBenchmarkView,
  node: SurveyBenchmark,
  filters: { month: filter.date('month', 'By month, by the first day of it.') },
  orders: { MONTH: { columns: [{ column: 'month', type: 'date' }], description: 'By month.' } },
  defaultOrder: { field: 'MONTH', direction: 'DESC' },
});

export const SurveyTemplateList: ListTypes = defineList({
  view: surveyTemplateView,
  node: SurveyTemplate,
  orders: { NAME: byName },
  defaultOrder: { field: 'NAME' },
});

export const SurveyList: ListTypes = defineList({
  view: surveyView,
  node: Survey,
  filters: {
    state: filter.enum('SurveyState', SurveyState, 'state', 'Open or closed.'),
    kind: filter.enum('SurveyKind', SurveyKind, 'kind', 'How people come to be asked.'),
    template: filter.id('survey_template', 'template_id', 'Of this template.'),
  },
  orders: { NAME: byName, CREATED: byCreation },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
});

export const SurveyResponseList: ListTypes = defineList({
  view: surveyResponseView,
  node: SurveyResponse,
  filters: {
    survey: filter.id('survey', 'survey_id', 'Of this survey.'),
    customer: filter.related(
      'customer',
      'Given by this customer, under any of their numbers.',
      (t, ids) => `${t}.customer_id = ANY (ARRAY(SELECT unnest(c.id || c.alias_ids) FROM atrium.customer c
        WHERE c.id = ANY (${ids})))`,
    ),
    community: filter.id('community', 'community_id', 'About this community.'),
    isLow: filter.flag((t) => `${t}.is_low`, 'Does it fall under a rule for low scores?'),
    answeredOn: filter.date('answered_on', 'By day.'),
  },
  orders: { DAY: { columns: [{ column: 'answered_on', type: 'date' }], description: 'By day.' } },
  defaultOrder: { field: 'DAY', direction: 'DESC' },
});
