import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  IntField,
  NestedField,
  Node,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayNotEmpty } from 'class-validator';
import { Staff } from '../../staff';
import { Team } from '../../teams';
import { note } from '../ticket/ticket.inputs';
import { Ticket } from '../ticket/ticket.type';
import { AppointmentState, WorkOrderState } from './work.enums';

const when = (description: string): PropertyDecorator => Field(() => DateTimeScalar, { nullable: true, description });
const words = (description: string): PropertyDecorator => Field(() => String, { nullable: true, description });
const instant = (description: string) => ValueField(() => DateTimeScalar, { description });
const title = { description: 'What is to be done, in a line.', max: 200 };

@ObjectType({ implements: () => Node, description: 'One team’s part of a ticket, with its own state and time.' })
export class WorkOrder extends Node {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
  @Field(() => Int, { description: 'Number within the ticket.' })
  number: number;
  @Field({ description: 'What is to be done.' })
  title: string;
  @Field(() => WorkOrderState, { description: 'Where it stands.' })
  state: WorkOrderState;
  @Field(() => [WorkOrderState], { description: 'States it can go to from here.' })
  allowedMoves: WorkOrderState[];
  @Field(() => Team, { nullable: true, description: 'The team that has it.' })
  team: Team | null;
  @Field(() => Staff, { nullable: true, description: 'Who has it; null without `staff:read`.' })
  assignee: Staff | null;
  @words('Name of who has it.')
  assigneeName: string | null;
  @when('By when it is to be done.')
  dueAt: Date | null;
  @when('When it was begun.')
  startedAt: Date | null;
  @when('When it was done or cancelled.')
  endedAt: Date | null;
  @words('What was done, or why not.')
  result: string | null;
  @Field(() => [Appointment], { description: 'Visits for it.' })
  appointments: Appointment[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ implements: () => Node, description: 'A visit at a time that was agreed on (预约上门).' })
export class Appointment extends Node {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
  @Field(() => Staff, { nullable: true, description: 'Who comes; null without `staff:read`.' })
  staff: Staff | null;
  @Field({ description: 'Name of who comes.' })
  staffName: string;
  @Field(() => DateTimeScalar, { description: 'Begins.' })
  startsAt: Date;
  @Field(() => DateTimeScalar, { description: 'Ends.' })
  endsAt: Date;
  @Field(() => AppointmentState, { description: 'What became of it.' })
  state: AppointmentState;
  @Field(() => Int, { description: 'How often it was moved.' })
  movedCount: number;
  @words('What is to be known, or what became of it.')
  note: string | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ implements: () => Node, description: 'A window that the customer may choose.' })
export class AppointmentOffer extends Node {
  @Field({ description: 'Name of who would come.' })
  staffName: string;
  @Field(() => DateTimeScalar, { description: 'Begins.' })
  startsAt: Date;
  @Field(() => DateTimeScalar, { description: 'Ends.' })
  endsAt: Date;
}

@ObjectType({ description: 'Free working time of somebody who can do it.' })
export class AppointmentWindow {
  @Field(() => Staff, { description: 'Who.' })
  staff: unknown;
  @Field(() => DateTimeScalar, { description: 'Begins.' })
  startsAt: Date;
  @Field(() => DateTimeScalar, { description: 'Ends.' })
  endsAt: Date;
}

@InputType({ description: 'A team’s part of a ticket.' })
export class CreateWorkOrderInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @TextField(title)
  title: string;
  @IdField('team', { description: 'The team that is to do it.', nullable: true })
  teamId?: string | null;
  @IdField('staff', { description: 'Who is to do it.', nullable: true })
  assigneeId?: string | null;
  @ValueField(() => DateTimeScalar, { description: 'By when.', nullable: true })
  dueAt?: Date | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a work order. What is left out stays as it is.' })
export class UpdateWorkOrderInput {
  @IdField('work_order', { description: 'The work order.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...title, nullable: true, min: 1 })
  title?: string | null;
  @IdField('team', { description: 'The team that is to do it.', nullable: true })
  teamId?: string | null;
  @IdField('staff', { description: 'Who is to do it.', nullable: true })
  assigneeId?: string | null;
  @ValueField(() => DateTimeScalar, { description: 'By when.', nullable: true })
  dueAt?: Date | null;
}

@InputType({ description: 'A move of a work order.' })
export class MoveWorkOrderInput {
  @IdField('work_order', { description: 'The work order.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => WorkOrderState, { description: 'Where it goes; see `allowedMoves`.' })
  to: WorkOrderState;
  @TextField(note('What was done, or why it is cancelled: needed for that.'))
  result?: string | null;
}

@InputType({ description: 'Who owns a ticket that several teams work on.' })
export class CoordinateTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
  @VersionField()
  version: number;
  @IdField('staff', { description: 'Who; nobody, when left out.', nullable: true })
  coordinatorId?: string | null;
}

@InputType({ description: 'Where to look for free windows.' })
export class AppointmentWindowsInput {
  @IdField('ticket', { description: 'The ticket: who works there and can do it is looked at.' })
  ticketId: string;
  @IdField('team', { description: 'Of this team alone.', nullable: true })
  teamId?: string | null;
  @instant('From.')
  from: Date;
  @instant('To; at most 31 days later.')
  to: Date;
  @IntField({ description: 'Length in minutes.', min: 10, max: 480, defaultValue: 120 })
  minutes: number;
}

@InputType({ description: 'A window with somebody.' })
export class OfferedWindowInput {
  @IdField('staff', { description: 'Who would come.' })
  staffId: string;
  @instant('Begins.')
  startsAt: Date;
  @instant('Ends.')
  endsAt: Date;
}

@InputType({ description: 'Windows for the customer to choose from, in place of those offered before.' })
export class OfferAppointmentsInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @NestedField(() => OfferedWindowInput, { description: 'The windows, 1 to 20.', list: true })
  @ArrayNotEmpty()
  @ArrayMaxSize(20)
  windows: OfferedWindowInput[];
}

@InputType({ description: 'An appointment.' })
export class BookAppointmentInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @IdField('work_order', { description: 'The work order it is for.', nullable: true })
  workOrderId?: string | null;
  @IdField('staff', { description: 'Who comes.' })
  staffId: string;
  @instant('Begins, in the future.')
  startsAt: Date;
  @instant('Ends.')
  endsAt: Date;
  @TextField(note('What is to be known.'))
  note?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A window that the customer chooses.' })
export class BookMyAppointmentInput {
  @IdField('appointment_offer', { description: 'The offered window.' })
  offerId: string;
}

@InputType({ description: 'Another time for an appointment, or somebody else.' })
export class MoveAppointmentInput {
  @IdField('appointment', { description: 'The appointment.' })
  id: string;
  @VersionField()
  version: number;
  @IdField('staff', { description: 'Who comes; as before, when left out.', nullable: true })
  staffId?: string | null;
  @instant('Begins, in the future.')
  startsAt: Date;
  @instant('Ends.')
  endsAt: Date;
}

@InputType({ description: 'What became of an appointment.' })
export class EndAppointmentInput {
  @IdField('appointment', { description: 'The appointment.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => AppointmentState, { description: 'Anything but BOOKED.' })
  outcome: AppointmentState;
  @TextField(note('More about it.'))
  note?: string | null;
}

@InputType({ description: 'An appointment of one’s own that is called off.' })
export class CancelMyAppointmentInput {
  @IdField('appointment', { description: 'The appointment.' })
  id: string;
  @VersionField()
  version: number;
}

@ObjectType({ description: 'The work order as it is now.' })
export class WorkOrderPayload {
  @Field(() => WorkOrder, { description: 'The work order.' })
  workOrder: unknown;
}

@ObjectType({ description: 'The appointment as it is now.' })
export class AppointmentPayload {
  @Field(() => Appointment, { description: 'The appointment.' })
  appointment: unknown;
}

@ObjectType({ description: 'The ticket with what is offered.' })
export class OfferAppointmentsPayload {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
}
