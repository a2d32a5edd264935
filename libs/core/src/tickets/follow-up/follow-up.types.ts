import { DateTimeScalar, IdField, IntField, Node, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { TicketSeverity } from '../ticket/ticket.enums';
import { note } from '../ticket/ticket.inputs';
import { Ticket } from '../ticket/ticket.type';
import { CallOutcome, CallReason, FollowUpState, RatingSource } from './follow-up.enums';

const when = (description: string): PropertyDecorator => Field(() => DateTimeScalar, { nullable: true, description });
const words = (description: string): PropertyDecorator => Field(() => String, { nullable: true, description });
const score = (nullable: boolean) =>
  IntField({ description: 'From 1, not content at all, to 5, very content.', min: 1, max: 5, nullable });

@ObjectType({
  implements: () => Node,
  description:
    'How one resolution of a ticket is followed up: by survey, by the customer’s own rating, by a call (回访).',
})
export class TicketFollowUp extends Node {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
  @Field(() => FollowUpState, { description: 'How far it has come.' })
  state: FollowUpState;
  @Field(() => CallReason, { nullable: true, description: 'Why the customer is, or was, to be called.' })
  callReason: CallReason | null;
  @when('Since when somebody is to call; null while nobody is.')
  callDueAt: Date | null;
  @Field(() => Int, { description: 'Calls in which nobody was reached.' })
  attempts: number;
  @Field(() => Int, { nullable: true, description: 'What the customer thinks of it, 1 to 5.' })
  score: number | null;
  @Field(() => RatingSource, { nullable: true, description: 'How the customer said so.' })
  source: RatingSource | null;
  @words('What the customer said, or what came of the call.')
  comment: string | null;
  @when('When the customer was heard.')
  answeredAt: Date | null;
  @words('Who called last.')
  callerName: string | null;
  @Field(() => DateTimeScalar, { description: 'When the ticket is closed if nothing more is heard.' })
  closeAt: Date;
  @when('When it was over.')
  endedAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@InputType({ description: 'What came of a call to a customer.' })
export class RecordCallBackInput {
  @IdField('ticket_follow_up', { description: 'What is followed up.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => CallOutcome, { description: 'What came of it.' })
  outcome: CallOutcome;
  @score(true)
  score?: number | null;
  @TextField(note('What the customer said; needed where the ticket is reopened.'))
  note?: string | null;
  @ValueField(() => TicketSeverity, {
    description: 'Severity of the ticket that is reopened; as before, when left out.',
    nullable: true,
  })
  severity?: TicketSeverity | null;
}

@InputType({ description: 'What the customer thinks of what was done.' })
export class RateMyTicketInput {
  @IdField('ticket', { description: 'The ticket, which is RESOLVED or CLOSED.' })
  ticketId: string;
  @score(false)
  score: number;
  @TextField(note('More about it.'))
  comment?: string | null;
}

@ObjectType({ description: 'The follow-up and its ticket as they are now.' })
export class TicketFollowUpPayload {
  @Field(() => TicketFollowUp, { description: 'The follow-up.' })
  followUp: unknown;
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
}
