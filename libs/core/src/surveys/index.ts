export { surveysContext } from './surveys.context';
export { lowAnswer } from './response/low-answer';
export { type LowScorePayload, surveyEvents } from './surveys.events';
export { surveyPermissions } from './surveys.permissions';
export {
  SurveyBenchmarkList,
  surveyBenchmarkView,
  SurveyList,
  SurveyResponseList,
  surveyResponseView,
  SurveyTemplateList,
  surveyTemplateVersionView,
  surveyTemplateView,
  surveyView,
} from './surveys.views';
export { QuestionKind, type SurveyContent, SurveyDimension } from './content/content.types';
export { movedIn } from './invitation/triggers';
export { drawSample } from './invitation/sample.policy';
export { type ReadySurvey, startReadySurvey } from './survey/ready-survey';
