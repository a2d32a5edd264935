import { member } from './core-makers';
import { FRESH, freshly, made, OMITTED, type Samples, value } from './samples';
import {
  answeredTemplate,
  draftTemplate,
  emptyTeam,
  openSurvey,
  publishedTemplate,
  residents,
  settingsVersion,
  surveyContent,
} from './survey-makers';

/** What fields of surveys demand. */
export const surveySamples: Samples['values'] = {
  'CreateSurveyTemplateInput.content': [made(surveyContent)],
  'UpdateSurveyTemplateInput.content': [made(surveyContent)],
  'Mutation.publishSurveyTemplate.input.id': [freshly(draftTemplate)],
  'StartSurveyInput.templateId': [freshly(publishedTemplate)],
  'StartSurveyInput.segmentId': [freshly(residents)],
  'StartSurveyInput.audience': [value('CUSTOMERS')],
  'StartSurveyInput.trigger': [OMITTED],
  // Nobody starts a survey that judges themselves.
  'StartSurveyInput.ratedStaffId': [freshly(async (world, tools) => (await member(world, tools)).id)],
  'StartSurveyInput.ratedTeamId': [freshly(emptyTeam)],
  'StartSurveyInput.sampleSize': [OMITTED],
  'StartSurveyInput.closesAt': [OMITTED],
  'Mutation.closeSurvey.input.id': [freshly((world) => openSurvey(world))],
  'SurveyResultsInput.templateId': [made(answeredTemplate)],
  'SurveyResultsInput.breakdown': [value('COMMUNITY')],
  'SurveyResultsInput.from': [value('2026-01-01')],
  'SurveyResultsInput.to': [value('2026-12-01')],
  'SurveyResultsInput.region': [OMITTED],
  'SurveyResultsInput.customerKind': [OMITTED],
  'SurveyResultsInput.propertyUsage': [OMITTED],
  'RecordSurveyBenchmarkInput.month': [value('2026-03-01')],
  'RecordSurveyBenchmarkInput.value': [value('80')],
  'Mutation.deleteSurveyBenchmark.input.id': [FRESH],
  'UpdateSurveySettingsInput.version': [made(settingsVersion)],
};
