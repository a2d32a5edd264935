import { Allow, context, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import {
  SurveySettings,
  surveySettings,
  SurveySettingsPayload,
  updateSurveySettings,
  UpdateSurveySettingsInput,
} from '../settings/survey-settings';
import { OfferedTriggers } from '../invitation/offered-triggers';
import { SURVEY_READ, surveyPermissions } from '../surveys.permissions';
import { SurveyList, surveyView } from '../surveys.views';
import { CloseSurveyInput, StartSurveyInput, SurveyPayload } from './survey.inputs';
import { Survey, SurveyTriggerType } from './survey.type';
import { SurveysService } from './surveys.service';

const MANAGE = surveyPermissions['survey:manage'];
const RATED = 'FORBIDDEN for whoever the survey judges, themselves or with their team.';

@Resolver(() => Survey)
export class SurveysResolver {
  constructor(
    private readonly service: SurveysService,
    private readonly offered: OfferedTriggers,
  ) {}

  @Allow(...SURVEY_READ)
  @Query(() => SurveyList.Connection, { description: 'Surveys of the company.' })
  surveys(@Args({ type: () => SurveyList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(SurveyList.definition, info);
  }

  @Allow(...SURVEY_READ)
  @Query(() => Survey, { description: 'One survey.' })
  survey(
    @IdArg('id', 'survey', { description: 'The survey.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(surveyView, id, info);
  }

  @Allow(...SURVEY_READ)
  @Query(() => [SurveyTriggerType], {
    description: 'What surveys can be sent after; of plugins, what those that are enabled declare.',
  })
  async surveyTriggers(): Promise<SurveyTriggerType[]> {
    const { locale } = context();
    return (await this.offered.all()).map(({ name, label, description }) => ({
      name,
      label: label[locale],
      description: description[locale],
    }));
  }

  @Allow(...SURVEY_READ, surveyPermissions['survey:settings'])
  @Query(() => SurveySettings, { description: 'How the company asks and shows.' })
  surveySettings(): Promise<SurveySettings> {
    return surveySettings();
  }

  @Allow(MANAGE)
  @Mutation(() => SurveyPayload, {
    description: `Starts a survey. Of a segment those are asked whom the caller sees. CONFLICT where the template has no published version. ${RATED}`,
  })
  async startSurvey(@Args('input') input: StartSurveyInput): Promise<SurveyPayload> {
    return { survey: ref('survey', await this.service.start(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => SurveyPayload, {
    description: `Closes a survey: links take no more answers, and what waited for others is told as far as it may be. ${RATED} FORBIDDEN for one of the whole company where the caller is limited to some communities.`,
  })
  async closeSurvey(@Args('input') input: CloseSurveyInput): Promise<SurveyPayload> {
    await this.service.close(input);
    return { survey: ref('survey', input.id) };
  }

  @Allow(surveyPermissions['survey:settings'])
  @Mutation(() => SurveySettingsPayload, {
    description: 'Changes how the company asks and shows. FORBIDDEN for whoever is limited to some communities.',
  })
  async updateSurveySettings(@Args('input') input: UpdateSurveySettingsInput): Promise<SurveySettingsPayload> {
    return { settings: await updateSurveySettings(input) };
  }
}
