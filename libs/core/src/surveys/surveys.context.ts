import type { ContextDefinition } from '@atrium/sdk';
import { Surveys1700000530000 } from './migrations/1700000530000-surveys';
import { SurveysModule } from './surveys.module';
import { surveyRetention } from './surveys.retention';

export const surveysContext: ContextDefinition = {
  name: 'surveys',
  module: SurveysModule,
  entities: [],
  migrations: [Surveys1700000530000],
  retention: surveyRetention,
};
