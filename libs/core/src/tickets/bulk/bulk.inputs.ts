import { DateTimeScalar, IdField, NestedField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { AssignmentStrategy } from '../assignment/assignment.policy';
import { HoldReason, TicketState } from '../state/ticket-state';
import { TicketKind, TicketSeverity } from '../ticket/ticket.enums';
import { note } from '../ticket/ticket.inputs';
import { Ticket } from '../ticket/ticket.type';

@InputType({ description: 'A ticket as the caller has seen it.' })
export class SeenTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
  @VersionField()
  version: number;
}

@InputType({ description: 'A move of several tickets.' })
export class MoveTicketsInput {
  @ValueField(() => TicketState, { description: 'Where they go.' })
  to: TicketState;
  @IdField('ticket_sub_state', { description: 'The company’s own name for where they go.', nullable: true })
  subStateId?: string | null;
  @TextField(note('Why, or what was done.'))
  note?: string | null;
  @ValueField(() => HoldReason, { description: 'What they wait for: needed for ON_HOLD.', nullable: true })
  holdReason?: HoldReason | null;
}

@InputType({ description: 'Several tickets to be given to somebody.' })
export class AssignTicketsInput {
  @ValueField(() => AssignmentStrategy, {
    description: 'How the person is chosen, for each ticket anew; MANUAL, when left out.',
    nullable: true,
  })
  strategy?: AssignmentStrategy | null;
  @IdField('team', { description: 'The team they are for, or to choose from.', nullable: true })
  teamId?: string | null;
  @IdField('staff', { description: 'Who is to do them, with MANUAL.', nullable: true })
  assigneeId?: string | null;
  @TextField(note('What is to be known.'))
  note?: string | null;
}

@InputType({ description: 'What several tickets say from now on. What is left out stays as it is.' })
export class SetTicketsInput {
  @ValueField(() => TicketKind, { description: 'What they are about.', nullable: true })
  kind?: TicketKind | null;
  @ValueField(() => TicketSeverity, { description: 'How much is at stake.', nullable: true })
  severity?: TicketSeverity | null;
  @IdField('ticket_category', { description: 'Category.', nullable: true })
  categoryId?: string | null;
  @ValueField(() => DateTimeScalar, { description: 'The time their customers are promised.', nullable: true })
  promisedAt?: Date | null;
}

@InputType({ description: 'Several tickets to be put off.' })
export class DeferTicketsInput {
  @ValueField(() => DateTimeScalar, { description: 'Until when.' })
  until: Date;
  @TextField({ ...note('Why.'), nullable: false, min: 1 })
  note: string;
}

@InputType({ isOneOf: true, description: 'One thing to be done.' })
export class TicketsChangeInput {
  @NestedField(() => MoveTicketsInput, { description: 'Moves them on, as `moveTicket` does.', nullable: true })
  move?: MoveTicketsInput;
  @NestedField(() => AssignTicketsInput, {
    description: 'Gives them to somebody, as `assignTicket` does.',
    nullable: true,
  })
  assign?: AssignTicketsInput;
  @NestedField(() => SetTicketsInput, { description: 'Changes what they say. Needs `ticket:assign`.', nullable: true })
  set?: SetTicketsInput;
  @NestedField(() => DeferTicketsInput, { description: 'Puts them off. Needs `ticket:assign`.', nullable: true })
  defer?: DeferTicketsInput;
}

@InputType({ description: 'One thing to be done to each of several tickets.' })
export class ChangeTicketsInput {
  @NestedField(() => SeenTicketInput, { description: 'The tickets, at most 100.', list: true })
  tickets: SeenTicketInput[];
  @NestedField(() => TicketsChangeInput, { description: 'What is done to them.' })
  change: TicketsChangeInput;
}

@ObjectType({ description: 'A ticket that stays as it was, and why.' })
export class RefusedTicketChange {
  @Field(() => ID, { description: 'Id of the ticket.' })
  ticketId: string;
  @Field({ description: 'For programs: the code its own mutation would answer, e.g. `INVALID_TRANSITION`.' })
  code: string;
  @Field({ description: 'For people, in the caller’s language.' })
  message: string;
}

@ObjectType({ description: 'What became of each.' })
export class ChangeTicketsPayload {
  @Field(() => [Ticket], { description: 'Those that were changed.' })
  changed: unknown[];
  @Field(() => [RefusedTicketChange], { description: 'Those that were not.' })
  refused: RefusedTicketChange[];
}
