import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  IntField,
  Node,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { Staff } from '../../staff';
import { note } from '../ticket/ticket.inputs';
import { Ticket } from '../ticket/ticket.type';

export enum CallDirection {
  INBOUND = 'INBOUND',
  OUTBOUND = 'OUTBOUND',
}
registerEnumType(CallDirection, {
  name: 'CallDirection',
  description: 'Who called.',
  valuesMap: {
    INBOUND: { description: 'The company was called.' },
    OUTBOUND: { description: 'The company called.' },
  },
});

export enum CallState {
  RINGING = 'RINGING',
  TALKING = 'TALKING',
  ENDED = 'ENDED',
}
registerEnumType(CallState, {
  name: 'CallState',
  description: 'Where a call stands.',
  valuesMap: {
    RINGING: { description: 'Nobody has answered yet.' },
    TALKING: { description: 'It is going on.' },
    ENDED: { description: 'It is over; without `answeredAt` nobody answered.' },
  },
});

const when = (description: string): PropertyDecorator => Field(() => DateTimeScalar, { nullable: true, description });
const words = (description: string): PropertyDecorator => Field(() => String, { nullable: true, description });

@ObjectType({ implements: () => Node, description: 'A telephone call.' })
export class PhoneCall extends Node {
  @Field(() => CallDirection, { description: 'Who called.' })
  direction: CallDirection;
  @Field(() => CallState, { description: 'Where it stands.' })
  state: CallState;
  @Field({ description: 'The other party’s number; masked unless the reader holds `customer:read-contact`.' })
  number: string;
  @words('The queue it went through.')
  queue: string | null;
  @Field(() => Customer, { nullable: true, description: 'Who it was with; of a merged customer, the survivor.' })
  customer: Customer | null;
  @Field(() => Ticket, { nullable: true, description: 'What it was about.' })
  ticket: unknown;
  @Field(() => Staff, { nullable: true, description: 'Who of the company; null without `staff:read`.' })
  agent: Staff | null;
  @words('Name of who of the company.')
  agentName: string | null;
  @Field(() => DateTimeScalar, { description: 'When it began to ring.' })
  startedAt: Date;
  @when('When it was answered; null: it was missed, or still rings.')
  answeredAt: Date | null;
  @when('When it ended.')
  endedAt: Date | null;
  @Field(() => Int, { description: 'Seconds that were spoken.' })
  seconds: number;
  @words('Where the recording can be heard.')
  recordingUrl: string | null;
  @words('What was spoken about.')
  note: string | null;
  @Field(() => Int, { nullable: true, description: 'How well it was handled, from 1 to 5.' })
  score: number | null;
  @words('Why so.')
  scoreNote: string | null;
  @words('Who scored it.')
  scoredBy: string | null;
  @words('The exchange that told of it; null: somebody entered it.')
  exchange: string | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ description: 'Who is calling: what to show to whom it rings.' })
export class IncomingCall {
  @Field(() => PhoneCall, { nullable: true, description: 'The call that rings or goes on; null: none does.' })
  call: unknown;
  @Field(() => [Ticket], { description: 'What is open for the customer who calls, the most urgent first.' })
  openTickets: unknown[];
}

@ObjectType({ description: 'How a queue of callers stands.' })
export class CallQueue {
  @Field(() => String, { nullable: true, description: 'Its name; null for calls of no queue.' })
  name: string | null;
  @Field(() => Int, { description: 'Callers who wait now.' })
  waiting: number;
  @Field(() => Int, { description: 'Seconds that the first of them has waited; 0 when nobody waits.' })
  longestWaitSeconds: number;
  @Field(() => Int, { description: 'Callers who are spoken with now.' })
  talking: number;
  @Field(() => Int, { description: 'Calls answered since midnight.' })
  answered: number;
  @Field(() => Int, { description: 'Calls nobody answered since midnight.' })
  missed: number;
  @Field(() => Int, { description: 'Seconds that answered callers of today waited, the median.' })
  medianWaitSeconds: number;
}

const recording = { description: 'Where the recording can be heard: an https address.', max: 500, nullable: true };

@InputType({ description: 'A call that has ended.' })
export class LogCallInput {
  @ValueField(() => CallDirection, { description: 'Who called.' })
  direction: CallDirection;
  @TextField({ description: 'The other party’s number.', max: 40 })
  number: string;
  @ValueField(() => DateTimeScalar, {
    description: 'When it began; now less its length, when left out.',
    nullable: true,
  })
  startedAt?: Date | null;
  @IntField({ description: 'Seconds that were spoken; 0: nobody answered.', min: 0, max: 86_400 })
  seconds: number;
  @TextField(recording)
  recordingUrl?: string | null;
  @TextField({ description: 'The queue it went through.', max: 60, nullable: true })
  queue?: string | null;
  @IdField('customer', { description: 'Who it was with; left out: looked for by the number.', nullable: true })
  customerId?: string | null;
  @IdField('ticket', { description: 'What it was about.', nullable: true })
  ticketId?: string | null;
  @IdField('staff', { description: 'Who of the company spoke; left out: the caller of this mutation.', nullable: true })
  agentId?: string | null;
  @TextField(note('What was spoken about.'))
  note?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Whom and what a call was about. What is left out stays as it is.' })
export class UpdateCallInput {
  @IdField('phone_call', { description: 'The call.' })
  id: string;
  @VersionField()
  version: number;
  @IdField('customer', { description: 'Who it was with.', nullable: true })
  customerId?: string | null;
  @IdField('ticket', { description: 'What it was about.', nullable: true })
  ticketId?: string | null;
  @TextField(note('What was spoken about.'))
  note?: string | null;
}

@InputType({ description: 'How well a call was handled.' })
export class ScoreCallInput {
  @IdField('phone_call', { description: 'The call.' })
  id: string;
  @VersionField()
  version: number;
  @IntField({ description: 'From 1 to 5.', min: 1, max: 5 })
  score: number;
  @TextField(note('Why so.'))
  note?: string | null;
}

@ObjectType({ description: 'The call as it is now.' })
export class PhoneCallPayload {
  @Field(() => PhoneCall, { description: 'The call.' })
  call: unknown;
}

@ObjectType({ description: 'A telephone exchange that there is.' })
export class TelephonyExchangeOffer {
  @Field({ description: 'Name.' })
  exchange: string;
  @Field({ description: 'Does the company take its reports?' })
  isEnabled: boolean;
  @Field({ description: 'Where it reports to, signed with the company’s secret.' })
  reportPath: string;
}

@InputType({ description: 'An exchange with the company’s secret.' })
export class SetTelephonyExchangeInput {
  @TextField({ description: 'Name of the exchange.', max: 40, matches: /^[a-z][a-z0-9-]*$/, example: 'sandbox' })
  exchange: string;
  @TextField({
    description: 'Secret that the exchange signs with; it is not shown again. The one that is there when left out.',
    nullable: true,
    min: 16,
    max: 4000,
  })
  secret?: string | null;
  @ValueField(() => Boolean, { description: 'Take its reports?', defaultValue: true })
  isEnabled: boolean;
}

@ObjectType({ description: 'The exchange.' })
export class TelephonyExchangePayload {
  @Field(() => TelephonyExchangeOffer, { description: 'The exchange.' })
  exchange: TelephonyExchangeOffer;
}
