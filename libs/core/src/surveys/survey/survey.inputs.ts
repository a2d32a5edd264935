import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  IntField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Survey, SurveyAudience } from './survey.type';

@InputType({ description: 'A survey to start. With `trigger` it is sent after that; without, to an audience at once.' })
export class StartSurveyInput {
  @IdField('survey_template', { description: 'The template; its latest published version is used.' })
  templateId: string;
  @TextField({ description: 'Name for staff.', max: 100 })
  name: string;
  @ValueField(() => SurveyAudience, { description: 'Who is asked.', defaultValue: SurveyAudience.CUSTOMERS })
  audience: SurveyAudience;
  @ValueField(() => Boolean, {
    description: 'Keep no link between answers and people. It cannot be changed later.',
    defaultValue: false,
  })
  isAnonymous: boolean;
  @TextField({ description: 'What it is sent after, see `surveyTriggers`.', nullable: true, max: 100, min: 1 })
  trigger?: string | null;
  @IntField({
    description: 'Hours between that and the invitation, at most 90 days.',
    min: 0,
    max: 2160,
    defaultValue: 0,
  })
  delayHours: number;
  @IntField({ description: 'Days that a link is good for.', min: 1, max: 365, defaultValue: 14 })
  validDays: number;
  @IdField('segment', { description: 'The customers to ask. For a campaign to customers.', nullable: true })
  segmentId?: string | null;
  @IntField({
    description: 'So many, drawn at random; all when left out. For campaigns.',
    min: 1,
    max: 1_000_000,
    nullable: true,
  })
  sampleSize?: number | null;
  @IdField('staff', { description: 'Whoever it judges: they can neither start nor close it.', nullable: true })
  ratedStaffId?: string | null;
  @IdField('team', { description: 'The team it judges: none of its members can start or close it.', nullable: true })
  ratedTeamId?: string | null;
  @ValueField(() => DateTimeScalar, { description: 'Closes by itself then.', nullable: true })
  closesAt?: Date | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A survey to close.' })
export class CloseSurveyInput {
  @IdField('survey', { description: 'The survey.' })
  id: string;
  @VersionField()
  version: number;
}

@ObjectType({ description: 'The survey.' })
export class SurveyPayload {
  @Field(() => Survey, { description: 'The survey.' })
  survey: unknown;
}
