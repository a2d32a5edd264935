import { Allow } from '@atrium/sdk';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { SURVEY_READ } from '../surveys.permissions';
import { SurveyResultsInput } from './results.inputs';
import { ResultsService } from './results.service';
import { SurveyResults } from './results.types';

@Resolver()
export class ResultsResolver {
  constructor(private readonly service: ResultsService) {}

  @Allow(...SURVEY_READ)
  @Query(() => SurveyResults, {
    description:
      'Results of the surveys of a template: indexes with confidence intervals, gaps, delivered value, by group and over time, beside earlier months and the industry.',
  })
  surveyResults(@Args('input', { description: 'Which results.' }) input: SurveyResultsInput): Promise<SurveyResults> {
    return this.service.results(input);
  }
}
