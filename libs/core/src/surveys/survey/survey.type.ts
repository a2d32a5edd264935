import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Staff } from '../../staff';
import { SurveyTemplate, SurveyTemplateVersion } from '../template/template.type';

export enum SurveyKind {
  CAMPAIGN = 'CAMPAIGN',
  TRIGGER = 'TRIGGER',
}
registerEnumType(SurveyKind, {
  name: 'SurveyKind',
  description: 'How people come to be asked.',
  valuesMap: {
    CAMPAIGN: { description: 'All of an audience at once, or a random sample of it.' },
    TRIGGER: { description: 'Each after something has happened.' },
  },
});

export enum SurveyAudience {
  CUSTOMERS = 'CUSTOMERS',
  STAFF = 'STAFF',
}
registerEnumType(SurveyAudience, {
  name: 'SurveyAudience',
  description: 'Who is asked.',
  valuesMap: { CUSTOMERS: { description: 'Customers.' }, STAFF: { description: 'Staff (员工满意度).' } },
});

export enum SurveyState {
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
}
registerEnumType(SurveyState, {
  name: 'SurveyState',
  description: 'Where a survey stands.',
  valuesMap: { OPEN: { description: 'Its links can be answered.' }, CLOSED: { description: 'It takes no answers.' } },
});

@ObjectType({ implements: () => Node, description: 'A survey (调查): a version of a template, put to an audience.' })
export class Survey extends Node {
  @Field({ description: 'Name for staff.' })
  name: string;
  @Field(() => SurveyTemplate, { description: 'Its template.' })
  template: SurveyTemplate;
  @Field(() => SurveyTemplateVersion, { description: 'The version it uses, whatever is published later.' })
  templateVersion: SurveyTemplateVersion;
  @Field(() => SurveyKind, { description: 'How people come to be asked.' })
  kind: SurveyKind;
  @Field(() => SurveyAudience, { description: 'Who is asked.' })
  audience: SurveyAudience;
  @Field(() => SurveyState, { description: 'Where it stands.' })
  state: SurveyState;
  @Field({ description: 'Are answers kept without any link to whoever gave them?' })
  isAnonymous: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'What it is sent after, see `surveyTriggers`; null for a campaign.',
  })
  trigger: string | null;
  @Field(() => Int, { description: 'Hours between that and the invitation.' })
  delayHours: number;
  @Field(() => Int, { description: 'Days that a link is good for.' })
  validDays: number;
  @Field(() => ID, { nullable: true, description: 'The segment that is asked; null: none.' })
  segmentId: string | null;
  @Field(() => Int, { nullable: true, description: 'How many of it are drawn; null: all.' })
  sampleSize: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'What the sample was drawn with: those with the smallest SHA-256 of seed and UUID were taken.',
  })
  sampleSeed: string | null;
  @Field(() => Staff, { nullable: true, description: 'The member of staff it judges; null: nobody by name.' })
  ratedStaff: Staff | null;
  @Field(() => Int, { description: 'How many were invited, of those one sees.' })
  invitedCount: number;
  @Field(() => Int, {
    nullable: true,
    description:
      'How many were spared, because they had been asked too often of late; null for whoever is limited to some communities.',
  })
  sparedCount: number | null;
  @Field(() => Int, { description: 'How many invitations have been answered, of those one sees.' })
  answeredCount: number;
  @Field(() => Int, {
    nullable: true,
    description:
      'Answers to an anonymous survey that were too few to be shown when it closed, and were erased unread; null for whoever is limited to some communities.',
  })
  unreadCount: number | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When all invitations of a campaign were made.' })
  invitingEndedAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Why the invitations could not be made.' })
  failure: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it closes by itself; null: it does not.' })
  closesAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was closed.' })
  closedAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was started.' })
  createdAt: Date;
}

@ObjectType({ description: 'Something that surveys can be sent after.' })
export class SurveyTriggerType {
  @Field({ description: 'For `startSurvey`, e.g. `occupancy.movedIn`.' })
  name: string;
  @Field({ description: 'What it is called, in the caller’s language.' })
  label: string;
  @Field({ description: 'When that is, in the caller’s language.' })
  description: string;
}
