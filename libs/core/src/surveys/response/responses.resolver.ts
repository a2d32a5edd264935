import { Allow, db, encodeId, IdArg, notFound, readList, readOne, SurveyFollowUps } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { Args, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { surveyPermissions } from '../surveys.permissions';
import { SurveyResponseList, surveyResponseView } from '../surveys.views';
import { SurveyResponse } from './response.type';

const READ = surveyPermissions['survey:read-answers'];

@Resolver(() => SurveyResponse)
export class ResponsesResolver {
  @Allow(READ)
  @Query(() => SurveyResponseList.Connection, {
    description:
      'Single answers, about communities that the caller sees. Those to anonymous surveys appear in groups, later.',
  })
  surveyResponses(
    @Args({ type: () => SurveyResponseList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(SurveyResponseList.definition, info);
  }

  @Allow(READ)
  @Query(() => SurveyResponse, { description: 'One answer.' })
  surveyResponse(
    @IdArg('id', 'survey_response', { description: 'The answer.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(surveyResponseView, id, info);
  }
}

@Injectable()
export class LinkedFollowUps extends SurveyFollowUps {
  async link(responseId: string, { idType, id }: { idType: string; id: string }): Promise<void> {
    // Refuses what would be no id to anybody.
    encodeId(idType, id);
    const linked = await db().execute(
      'UPDATE atrium.survey_response SET follow_up_type = $2, follow_up_id = $3 WHERE id = $1',
      [responseId, idType, id],
    );
    if (linked === 0) throw notFound('SurveyResponse');
  }
}
