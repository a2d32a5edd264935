import { DateTimeScalar, IdField, IntField, Node, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Staff } from '../../staff';
import { note } from '../ticket/ticket.inputs';
import { Ticket } from '../ticket/ticket.type';

@ObjectType({
  implements: () => Node,
  description: 'A check by staff of how a ticket was handled, apart from what the customer says (质检).',
})
export class TicketQualityCheck extends Node {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
  @Field(() => Staff, { nullable: true, description: 'Who had it when it was drawn; null without `staff:read`.' })
  ratedStaff: Staff | null;
  @Field(() => DateTimeScalar, { description: 'When it was drawn.' })
  drawnAt: Date;
  @Field(() => Int, { nullable: true, description: 'From 1, badly, to 5, very well; null until it is checked.' })
  score: number | null;
  @Field(() => String, { nullable: true, description: 'What was found.' })
  note: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was checked.' })
  checkedAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Who checked it.' })
  checkerName: string | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@InputType({ description: 'What to draw tickets to check from.' })
export class DrawQualityChecksInput {
  @ValueField(() => DateTimeScalar, { description: 'Closed from then on.' })
  from: Date;
  @ValueField(() => DateTimeScalar, { description: 'Closed before.' })
  to: Date;
  @IdField('community', { description: 'About this community alone.', nullable: true })
  communityId?: string | null;
  @IdField('team', { description: 'That this team had, alone.', nullable: true })
  teamId?: string | null;
  @IntField({ description: 'So many; all, where there are fewer.', min: 1, max: 500 })
  size: number;
}

@InputType({ description: 'What was found in a check.' })
export class RecordQualityCheckInput {
  @IdField('ticket_quality_check', { description: 'The check.' })
  id: string;
  @VersionField()
  version: number;
  @IntField({ description: 'From 1, badly, to 5, very well.', min: 1, max: 5 })
  score: number;
  @TextField(note('What was found; needed for a score below 3.'))
  note?: string | null;
}

@ObjectType({ description: 'What was drawn.' })
export class DrawQualityChecksPayload {
  @Field(() => [TicketQualityCheck], { description: 'The checks to be made.' })
  checks: unknown[];
  @Field(() => Int, { description: 'From so many tickets they were drawn.' })
  drawnFrom: number;
}

@ObjectType({ description: 'The check.' })
export class TicketQualityCheckPayload {
  @Field(() => TicketQualityCheck, { description: 'The check.' })
  check: unknown;
}
