import { Allow, encodeId, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { SURVEY_READ, surveyPermissions } from '../surveys.permissions';
import { SurveyBenchmarkList } from '../surveys.views';
import {
  DeleteSurveyBenchmarkInput,
  DeleteSurveyBenchmarkPayload,
  RecordSurveyBenchmarkInput,
  SurveyBenchmark,
  SurveyBenchmarkPayload,
} from './benchmark.type';
import { deleteBenchmark, recordBenchmark } from './benchmarks';

const MANAGE = surveyPermissions['survey:manage'];

@Resolver(() => SurveyBenchmark)
export class BenchmarksResolver {
  @Allow(...SURVEY_READ)
  @Query(() => SurveyBenchmarkList.Connection, { description: 'Figures of the industry.' })
  surveyBenchmarks(
    @Args({ type: () => SurveyBenchmarkList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(SurveyBenchmarkList.definition, info);
  }

  @Allow(MANAGE)
  @Mutation(() => SurveyBenchmarkPayload, { description: 'Enters a figure of the industry, or corrects it.' })
  async recordSurveyBenchmark(@Args('input') input: RecordSurveyBenchmarkInput): Promise<SurveyBenchmarkPayload> {
    return { benchmark: ref('survey_benchmark', await recordBenchmark(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => DeleteSurveyBenchmarkPayload, { description: 'Deletes a figure of the industry.' })
  async deleteSurveyBenchmark(
    @Args('input') { id }: DeleteSurveyBenchmarkInput,
  ): Promise<DeleteSurveyBenchmarkPayload> {
    await deleteBenchmark(id);
    return { deletedId: encodeId('survey_benchmark', id) };
  }
}
