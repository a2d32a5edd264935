import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  LocalDateScalar,
  Money,
  MoneyInput,
  NestedField,
  Node,
  TextField,
  ValueField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { Community, Unit } from '../../properties';
import { graphqlEnum } from '../enums';
import { FeeItem } from '../items/fee-item.type';
import { type PaymentMethod, PaymentMethodEnum } from '../payments/payment.types';
import type { DepositKind, DepositState } from './deposit.policy';

export const DepositKindEnum: { readonly [K in DepositKind]: K } = graphqlEnum(
  'DepositKind',
  'What a deposit is for.',
  {
    RENOVATION: 'A renovation (装修押金): inspected before anything is given back.',
    KEYS: 'Keys and access cards (门禁卡押金).',
    LEASE: 'A lease (租赁押金).',
    OTHER: 'Something else.',
  },
);

export const DepositStateEnum: { readonly [K in DepositState]: K } = graphqlEnum(
  'DepositState',
  'Where a deposit stands.',
  {
    APPLIED: 'Applied for; nothing was received.',
    HELD: 'Received: it is owed back.',
    INSPECTED: 'What it is for was inspected.',
    SETTLED: 'All of it was deducted or given back.',
    CANCELLED: 'Cancelled before anything was received.',
  },
);

export const DepositEntryKindEnum = graphqlEnum('DepositEntryKind', 'What became of a deposit.', {
  RECEIVED: 'It was received.',
  DEDUCTED: 'A part was kept for damage or a fee.',
  REFUNDED: 'A part was given back.',
});

@ObjectType({ implements: () => Node, description: 'What became of a deposit.' })
export class DepositEntry extends Node {
  @Field(() => DepositEntryKindEnum, { description: 'What it was.' })
  kind: string;
  @Field(() => Money, { description: 'How much.' })
  amount: Money;
  @Field(() => PaymentMethodEnum, { nullable: true, description: 'How it came in or went out.' })
  method: string | null;
  @Field(() => FeeItem, { nullable: true, description: 'What a deduction is income of.' })
  feeItem: unknown;
  @Field(() => String, { nullable: true, description: 'Why.' })
  reason: string | null;
  @Field(() => LocalDateScalar, { description: 'Day.' })
  enteredOn: string;
}

@ObjectType({ implements: () => Node, description: 'A deposit (押金): owed back, no income.' })
export class Deposit extends Node {
  @Field(() => Customer, { description: 'Who gives it.' })
  customer: unknown;
  @Field(() => Community, { description: 'The community.' })
  community: unknown;
  @Field(() => Unit, { nullable: true, description: 'The unit.' })
  unit: unknown;
  @Field(() => DepositKindEnum, { description: 'What it is for.' })
  kind: string;
  @Field({ description: 'The same in words.' })
  purpose: string;
  @Field(() => DepositStateEnum, { description: 'Where it stands.' })
  state: string;
  @Field(() => Money, { description: 'How much is asked for.' })
  asked: Money;
  @Field(() => Money, { description: 'How much is held of it.' })
  held: Money;
  @Field(() => String, { nullable: true, description: 'What the inspection found.' })
  inspection: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was inspected.' })
  inspectedAt: Date | null;
  @Field(() => [DepositEntry], { description: 'What became of it.' })
  entries: DepositEntry[];
}

@InputType({ description: 'A deposit that somebody is to give.' })
export class ApplyForDepositInput {
  @IdField('customer', { description: 'Who gives it.' })
  customerId: string;
  @IdField('community', { description: 'The community.' })
  communityId: string;
  @IdField('unit', { description: 'The unit, of that community.', nullable: true })
  unitId?: string | null;
  @ValueField(() => DepositKindEnum, { description: 'What it is for.' })
  kind: DepositKind;
  @TextField({ description: 'The same in words, such as what is renovated.', max: 500, min: 1 })
  purpose: string;
  @NestedField(() => MoneyInput, { description: 'How much.' })
  amount: MoneyInput;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

const DEPOSIT = { description: 'The deposit.' };

@InputType({ description: 'A deposit that was received, all of it.' })
export class ReceiveDepositInput {
  @IdField('deposit', DEPOSIT)
  id: string;
  @ValueField(() => PaymentMethodEnum, { description: 'How it came in.' })
  method: PaymentMethod;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'What an inspection found.' })
export class InspectDepositInput {
  @IdField('deposit', DEPOSIT)
  id: string;
  @TextField({ description: 'What was found.', max: 1000, min: 1, multiline: true })
  finding: string;
}

@InputType({ description: 'A part of a deposit that is kept.' })
export class DeductFromDepositInput {
  @IdField('deposit', DEPOSIT)
  id: string;
  @NestedField(() => MoneyInput, { description: 'How much, with tax: never more than is held.' })
  amount: MoneyInput;
  @IdField('fee_item', { description: 'What it is income of.' })
  feeItemId: string;
  @TextField({ description: 'Why.', max: 500, min: 1 })
  reason: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A part of a deposit that is given back.' })
export class RefundDepositInput {
  @IdField('deposit', DEPOSIT)
  id: string;
  @NestedField(() => MoneyInput, { description: 'How much; all that is held when left out.', nullable: true })
  amount?: MoneyInput | null;
  @ValueField(() => PaymentMethodEnum, { description: 'How it goes out.' })
  method: PaymentMethod;
  @TextField({ description: 'Note.', max: 500, nullable: true })
  reason?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A deposit that is not wanted after all.' })
export class CancelDepositInput {
  @IdField('deposit', DEPOSIT)
  id: string;
}

@ObjectType({ description: 'The deposit.' })
export class DepositPayload {
  @Field(() => Deposit, { description: 'The deposit.' })
  deposit: unknown;
}
