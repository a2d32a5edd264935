import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  IntField,
  Money,
  MoneyInput,
  NestedField,
  Node,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { note } from '../ticket/ticket.inputs';
import { Ticket } from '../ticket/ticket.type';

export enum RecoveryKind {
  APOLOGY = 'APOLOGY',
  EXPLANATION = 'EXPLANATION',
  COMPENSATION = 'COMPENSATION',
}
registerEnumType(RecoveryKind, {
  name: 'TicketRecoveryKind',
  description: 'How amends are made (服务补救).',
  valuesMap: {
    APOLOGY: { description: 'We say that we are sorry (致歉).' },
    EXPLANATION: { description: 'We say how it came about (解释).' },
    COMPENSATION: { description: 'We give something for it (补偿).' },
  },
});

export enum CompensationForm {
  CREDIT = 'CREDIT',
  FEE_WAIVER = 'FEE_WAIVER',
  POINTS = 'POINTS',
}
registerEnumType(CompensationForm, {
  name: 'TicketCompensationForm',
  description: 'What is given.',
  valuesMap: {
    CREDIT: { description: 'An amount that the customer has prepaid then.' },
    FEE_WAIVER: { description: 'Something off a charge.' },
    POINTS: { description: 'Points of the loyalty programme.' },
  },
});

export enum RecoveryState {
  REQUESTED = 'REQUESTED',
  MADE = 'MADE',
  REJECTED = 'REJECTED',
}
registerEnumType(RecoveryState, {
  name: 'TicketRecoveryState',
  description: 'Where amends stand.',
  valuesMap: {
    REQUESTED: { description: 'Above what the person may give: somebody else is to decide.' },
    MADE: { description: 'Made, and in the books where they cost something.' },
    REJECTED: { description: 'Not made.' },
  },
});

@ObjectType({ implements: () => Node, description: 'Amends for what went wrong, about a ticket (服务补救).' })
export class TicketRecovery extends Node {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
  @Field(() => RecoveryKind, { description: 'How amends are made.' })
  kind: RecoveryKind;
  @Field(() => CompensationForm, { nullable: true, description: 'What is given, of a compensation.' })
  form: CompensationForm | null;
  @Field(() => RecoveryState, { description: 'Where it stands.' })
  state: RecoveryState;
  @Field(() => Money, { nullable: true, description: 'How much, or what the points are worth.' })
  amount: Money | null;
  @Field(() => Int, { nullable: true, description: 'How many points.' })
  points: number | null;
  @Field({ description: 'What the customer is told.' })
  words: string;
  @Field({ description: 'Why, for staff.' })
  reason: string;
  @Field({ description: 'Who made or asked for it.' })
  requesterName: string;
  @Field(() => String, { nullable: true, description: 'Who decided, where it took somebody else.' })
  deciderName: string | null;
  @Field(() => String, { nullable: true, description: 'Why it was decided so.' })
  decision: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was made.' })
  madeAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@InputType({ description: 'Something that is given.' })
export class CompensationInput {
  @ValueField(() => CompensationForm, { description: 'What is given.' })
  form: CompensationForm;
  @NestedField(() => MoneyInput, { description: 'How much, or what the points are worth: limits count that.' })
  amount: MoneyInput;
  @IntField({ description: 'How many points, of POINTS.', min: 1, max: 10_000_000, nullable: true })
  points?: number | null;
  @IdField('charge', { description: 'The charge, of FEE_WAIVER: one that the customer pays.', nullable: true })
  chargeId?: string | null;
}

@InputType({ description: 'Amends for what went wrong.' })
export class MakeAmendsInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @ValueField(() => RecoveryKind, { description: 'How amends are made.' })
  kind: RecoveryKind;
  @TextField({ description: 'What the customer is told.', max: 2000, multiline: true })
  words: string;
  @TextField({ description: 'Why, for staff.', max: 500 })
  reason: string;
  @NestedField(() => CompensationInput, { description: 'What is given, of a compensation.', nullable: true })
  compensation?: CompensationInput | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'The decision on amends that somebody asks for.' })
export class DecideAmendsInput {
  @IdField('ticket_recovery', { description: 'The amends.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => Boolean, { description: 'Make them?' })
  approve: boolean;
  @TextField(note('Why; needed for a no.'))
  note?: string | null;
}

@ObjectType({ description: 'What somebody may still give this month by themselves.' })
export class CompensationAllowance {
  @Field(() => Money, { description: 'At most for one ticket.' })
  perTicket: Money;
  @Field(() => Money, { description: 'At most in a month.' })
  perMonth: Money;
  @Field(() => Money, { description: 'What is left of this month.' })
  left: Money;
}

@ObjectType({ description: 'The amends as they are now.' })
export class TicketRecoveryPayload {
  @Field(() => TicketRecovery, { description: 'The amends.' })
  recovery: unknown;
}
