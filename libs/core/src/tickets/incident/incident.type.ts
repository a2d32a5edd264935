import { DateTimeScalar, IdField, IntField, Node, TextField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Community } from '../../properties';
import { note } from '../ticket/texts';

export enum IncidentState {
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
}
registerEnumType(IncidentState, {
  name: 'IncidentState',
  description: 'Where an incident stands.',
  valuesMap: {
    OPEN: { description: 'It takes tickets.' },
    CLOSED: { description: 'It is over; its tickets go their own ways.' },
  },
});

@ObjectType({ description: 'What was answered to everybody at once.' })
export class IncidentAnswer {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at: Date;
  @Field({ description: 'The words.' })
  body: string;
  @Field(() => String, { nullable: true, description: 'Who wrote it.' })
  authorName: string | null;
  @Field(() => Int, { description: 'How many tickets it reached at that moment; those that came later got it, too.' })
  reached: number;
}

@ObjectType({ implements: () => Node, description: 'What many tickets are about (群诉).' })
export class Incident extends Node {
  @Field({ description: 'Number for people, e.g. I2026-0007.' })
  number: string;
  @Field({ description: 'What it is, in a line.' })
  title: string;
  @Field(() => String, { nullable: true, description: 'What happened.' })
  description: string | null;
  @Field(() => Community, { nullable: true, description: 'The community it is in; null: several.' })
  community: Community | null;
  @Field(() => IncidentState, { description: 'Where it stands.' })
  state: IncidentState;
  @Field(() => Int, { description: 'From so many tickets on it is a crisis.' })
  threshold: number;
  @Field(() => Int, { description: 'Tickets under it.' })
  ticketCount: number;
  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  openedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it became a crisis.' })
  escalatedAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was closed.' })
  closedAt: Date | null;
  @Field(() => String, { nullable: true, description: 'How it ended.' })
  outcome: string | null;
  @Field(() => [IncidentAnswer], { description: 'What was answered to everybody, in order.' })
  answers: IncidentAnswer[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

const title = { description: 'What it is, in a line.', max: 200 };
const description = { description: 'What happened.', max: 8000, nullable: true, multiline: true };
const threshold = { description: 'From so many tickets on it is a crisis; 5, when left out.', min: 2, max: 10_000 };
const ROLES = 'Roles whose people are told when it becomes a crisis, besides those who dispatch.';
const TICKETS = 'Tickets, at most 200 at once.';

@InputType({ description: 'An incident that several tickets are about.' })
export class OpenIncidentInput {
  @TextField(title)
  title: string;
  @TextField(description)
  description?: string | null;
  @IdField('community', { description: 'The community it is in; left out: several.', nullable: true })
  communityId?: string | null;
  @IntField({ ...threshold, nullable: true })
  threshold?: number | null;
  @IdField('role', { description: ROLES, list: true, nullable: true })
  roleIds?: string[] | null;
  @IdField('ticket', { description: TICKETS, list: true, nullable: true })
  ticketIds?: string[] | null;
}

@InputType({ description: 'Changes to an incident. What is left out stays as it is.' })
export class UpdateIncidentInput {
  @IdField('incident', { description: 'The incident.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...title, nullable: true, min: 1 })
  title?: string | null;
  @TextField(description)
  description?: string | null;
  @IntField({ ...threshold, nullable: true })
  threshold?: number | null;
  @IdField('role', { description: ROLES, list: true, nullable: true })
  roleIds?: string[] | null;
}

@InputType({ description: 'Tickets that are about an incident.' })
export class AddToIncidentInput {
  @IdField('incident', { description: 'The incident.' })
  id: string;
  @IdField('ticket', { description: TICKETS, list: true })
  ticketIds: string[];
}

@InputType({ description: 'A ticket that is about something else after all.' })
export class TakeFromIncidentInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
}

@InputType({ description: 'One answer to all.' })
export class AnswerIncidentInput {
  @IdField('incident', { description: 'The incident.' })
  id: string;
  @TextField({ description: 'What every customer reads.', max: 8000, multiline: true })
  body: string;
}

@InputType({ description: 'An incident that is over.' })
export class CloseIncidentInput {
  @IdField('incident', { description: 'The incident.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...note('How it ended.'), nullable: false, min: 1 })
  outcome: string;
}

@ObjectType({ description: 'The incident as it is now.' })
export class IncidentPayload {
  @Field(() => Incident, { description: 'The incident.' })
  incident: unknown;
}
