import './surveys.segments';
import type { ContextDefinition } from '@atrium/sdk';
import { Surveys1700000530000 } from './migrations/1700000530000-surveys';
import { AfterAnswers1700000599100 } from './migrations/1700000599100-after-answers';
import { surveyPublicEvents } from './survey.public-events';
import { SurveysModule } from './surveys.module';
import { surveyRetention } from './surveys.retention';

export const surveysContext: ContextDefinition = {
  name: 'surveys',
  module: SurveysModule,
  entities: [],
  migrations: [Surveys1700000530000, AfterAnswers1700000599100],
  publicEvents: surveyPublicEvents,
  retention: surveyRetention,
};
