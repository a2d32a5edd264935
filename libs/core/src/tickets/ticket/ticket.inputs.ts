import {
  DateTimeScalar,
  IdField,
  IdempotencyKeyField,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { HoldReason, TicketState } from '../state/ticket-state';
import { EscalationReason, TicketChannel, TicketKind, TicketSeverity } from './ticket.enums';
import { description, note, title, wants } from './texts';
import { Ticket } from './ticket.type';

export { description, note, title, wants };

const instant = (what: string) => ValueField(() => DateTimeScalar, { description: what, nullable: true });

@InputType({ description: 'A combination of place, subject and problem, which must be that of a category.' })
export class TicketCombinationInput {
  @TextField({ description: 'Place, e.g. 卫生间.', max: 60, min: 0 })
  place: string;
  @TextField({ description: 'Subject, e.g. 水管.', max: 60, min: 0 })
  subject: string;
  @TextField({ description: 'Problem, e.g. 漏水.', max: 60, min: 0 })
  problem: string;
}

@InputType({ description: 'A ticket as it is taken down.' })
export class CreateTicketInput {
  @ValueField(() => TicketKind, { description: 'What it is about.' })
  kind: TicketKind;
  @ValueField(() => TicketChannel, { description: 'How it came in.' })
  channel: TicketChannel;
  @ValueField(() => TicketSeverity, {
    description: 'How much is at stake; as the category says, when left out, else GENERAL.',
    nullable: true,
  })
  severity?: TicketSeverity | null;
  @TextField(title)
  title: string;
  @TextField(description)
  description?: string | null;
  @TextField(wants)
  wants?: string | null;
  @ValueField(() => Boolean, { description: 'Does the customer ask for a manager?', nullable: true })
  managerAsked?: boolean | null;
  @IdField('ticket_category', { description: 'Category.', nullable: true })
  categoryId?: string | null;
  @NestedField(() => TicketCombinationInput, { description: 'The category by what it combines.', nullable: true })
  combination?: TicketCombinationInput | null;
  @IdField('community', { description: 'The community it is about; known from what lies in it.', nullable: true })
  communityId?: string | null;
  @IdField('building', { description: 'The building it is about.', nullable: true })
  buildingId?: string | null;
  @IdField('unit', { description: 'The unit it is about.', nullable: true })
  unitId?: string | null;
  @IdField('equipment', { description: 'The piece of equipment it is about.', nullable: true })
  equipmentId?: string | null;
  @IdField('customer', { description: 'Whose it is; left out, the caller is looked for by telephone.', nullable: true })
  customerId?: string | null;
  @TextField({ description: 'Name of the caller, where it is not the customer’s.', max: 100, nullable: true })
  callerName?: string | null;
  @TextField({ description: 'Telephone of the caller.', max: 40, nullable: true })
  callerPhone?: string | null;
  @ValueField(() => Boolean, {
    description: 'Make a customer of a caller whom nobody knows. Needs `customer:manage`.',
    nullable: true,
  })
  enterCaller?: boolean | null;
  @ValueField(() => Boolean, { description: 'The caller does not want to be named: nobody is.', nullable: true })
  isAnonymous?: boolean | null;
  @instant('By when the authority wants an answer (12345).')
  authorityDueAt?: Date | null;
  @instant('The time the customer was promised.')
  promisedAt?: Date | null;
  @TextField({ description: 'Its key in another system, unique among tickets.', max: 100, nullable: true })
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a ticket. What is left out stays as it is.' })
export class UpdateTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => TicketKind, { description: 'What it is about; its promises change with it.', nullable: true })
  kind?: TicketKind | null;
  @ValueField(() => TicketSeverity, {
    description: 'How much is at stake; its promises change with it.',
    nullable: true,
  })
  severity?: TicketSeverity | null;
  @TextField({ ...title, nullable: true, min: 1 })
  title?: string | null;
  @TextField(description)
  description?: string | null;
  @TextField(wants)
  wants?: string | null;
  @ValueField(() => Boolean, { description: 'Does the customer ask for a manager?', nullable: true })
  managerAsked?: boolean | null;
  @IdField('ticket_category', { description: 'Category.', nullable: true })
  categoryId?: string | null;
  @instant('By when the authority wants an answer (12345).')
  authorityDueAt?: Date | null;
  @instant('A time in the future that the customer is promised; the customer sees it.')
  promisedAt?: Date | null;
  @instant('By when there is to be relief (先缓解).')
  reliefDueAt?: Date | null;
  @instant('When there was relief.')
  relievedAt?: Date | null;
  @instant('By when the cause is to be cured (后根治).')
  cureDueAt?: Date | null;
  @instant('When the cause was cured.')
  curedAt?: Date | null;
  @TextField(note('What was found on site.'))
  investigation?: string | null;
  @TextField(note('Why it happened.'))
  cause?: string | null;
  @TextField(note('What was done at once.'))
  emergencyMeasure?: string | null;
}

@InputType({ description: 'A move of a ticket from one state to another.' })
export class MoveTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => TicketState, { description: 'Where it goes; see `allowedMoves`.' })
  to: TicketState;
  @IdField('ticket_sub_state', { description: 'The company’s own name for where it goes.', nullable: true })
  subStateId?: string | null;
  @TextField(note('Why, or what was done. Needed to hand back, hold, cancel and reopen.'))
  note?: string | null;
  @ValueField(() => HoldReason, { description: 'What it waits for: needed for ON_HOLD.', nullable: true })
  holdReason?: HoldReason | null;
  @TextField(note('What was found on site: needed to resolve what is MAJOR or CRITICAL.'))
  investigation?: string | null;
  @TextField(note('Why it happened: needed to resolve what is MAJOR or CRITICAL.'))
  cause?: string | null;
  @TextField(note('What was done at once: needed to resolve what is MAJOR or CRITICAL.'))
  emergencyMeasure?: string | null;
  @ValueField(() => TicketSeverity, { description: 'Severity from now on, e.g. when it is reopened.', nullable: true })
  severity?: TicketSeverity | null;
}

@InputType({ description: 'A ticket to be put off.' })
export class DeferTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => DateTimeScalar, { description: 'Until when; it comes back by itself.' })
  until: Date;
  @TextField({ ...note('Why.'), nullable: false, min: 1 })
  note: string;
}

@InputType({ description: 'A ticket that those above have to know of.' })
export class EscalateTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => EscalationReason, { description: 'Why.' })
  reason: EscalationReason;
  @TextField({ ...note('What they have to know.'), nullable: false, min: 1 })
  note: string;
  @ValueField(() => TicketSeverity, {
    description: 'Severity from now on; its promises change with it.',
    nullable: true,
  })
  severity?: TicketSeverity | null;
  @IdField('role', {
    description: 'Roles whose people are told; left out: those who dispatch.',
    list: true,
    nullable: true,
  })
  roleIds?: string[] | null;
}

@InputType({ description: 'A ticket that goes into another.' })
export class MergeTicketsInput {
  @IdField('ticket', { description: 'The ticket that goes.' })
  id: string;
  @VersionField()
  version: number;
  @IdField('ticket', { description: 'The ticket it goes into.' })
  intoId: string;
}

@ObjectType({ description: 'The ticket as it is now.' })
export class TicketPayload {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
}

@ObjectType({ description: 'Both tickets as they are now.' })
export class MergeTicketsPayload {
  @Field(() => Ticket, { description: 'The ticket that went.' })
  merged: unknown;
  @Field(() => Ticket, { description: 'The ticket it went into.' })
  into: unknown;
}
