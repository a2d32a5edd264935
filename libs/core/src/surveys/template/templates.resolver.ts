import { Allow, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { SURVEY_READ, surveyPermissions } from '../surveys.permissions';
import { SurveyTemplateList, surveyTemplateView } from '../surveys.views';
import {
  CreateSurveyTemplateInput,
  PublishSurveyTemplateInput,
  SurveyTemplatePayload,
  UpdateSurveyTemplateInput,
} from './template.inputs';
import { SurveyTemplate } from './template.type';
import { TemplatesService } from './templates.service';

const MANAGE = surveyPermissions['survey:manage'];
const CONTENT =
  'VALIDATION_FAILED names everything that is wrong with what it asks by its path: unknown, later and circular questions of a rule, questions that nobody can be asked.';
const WHOLE = 'FORBIDDEN for whoever is limited to some communities.';

@Resolver(() => SurveyTemplate)
export class TemplatesResolver {
  constructor(private readonly service: TemplatesService) {}

  @Allow(...SURVEY_READ)
  @Query(() => SurveyTemplateList.Connection, { description: 'Templates of surveys.' })
  surveyTemplates(
    @Args({ type: () => SurveyTemplateList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(SurveyTemplateList.definition, info);
  }

  @Allow(...SURVEY_READ)
  @Query(() => SurveyTemplate, { description: 'One template of surveys.' })
  surveyTemplate(
    @IdArg('id', 'survey_template', { description: 'The template.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(surveyTemplateView, id, info);
  }

  @Allow(MANAGE)
  @Mutation(() => SurveyTemplatePayload, { description: `Makes a template with a draft. ${CONTENT} ${WHOLE}` })
  async createSurveyTemplate(@Args('input') input: CreateSurveyTemplateInput): Promise<SurveyTemplatePayload> {
    return { template: ref('survey_template', await this.service.create(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => SurveyTemplatePayload, { description: `Changes a template and its draft. ${CONTENT} ${WHOLE}` })
  async updateSurveyTemplate(@Args('input') input: UpdateSurveyTemplateInput): Promise<SurveyTemplatePayload> {
    await this.service.update(input);
    return { template: ref('survey_template', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => SurveyTemplatePayload, {
    description: `Publishes the draft: from then on it never changes, and surveys that are started use it; open ones keep theirs. CONFLICT where there is no draft. ${WHOLE}`,
  })
  async publishSurveyTemplate(@Args('input') input: PublishSurveyTemplateInput): Promise<SurveyTemplatePayload> {
    await this.service.publish(input);
    return { template: ref('survey_template', input.id) };
  }
}
