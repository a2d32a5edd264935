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
import { ArrayMaxSize } from 'class-validator';
import { Charge } from '../charges/charge.type';
import { Customer } from '../../customers';
import { Community } from '../../properties';
import { graphqlEnum } from '../enums';
import { FeeItem } from '../items/fee-item.type';
import type { Component } from '../payment/allocation.policy';

export const PaymentMethodEnum = graphqlEnum('PaymentMethod', 'How money came in.', {
  CASH: 'Cash (现金).',
  BANK_TRANSFER: 'Bank transfer (银行转账).',
  DIRECT_DEBIT: 'Direct debit (银行代扣).',
  CARD: 'Bank card (刷卡).',
  WECHAT: 'WeChat Pay (微信).',
  ALIPAY: 'Alipay (支付宝).',
  CHEQUE: 'Cheque (支票).',
  OTHER: 'Something else.',
});
export type PaymentMethod = keyof typeof PaymentMethodEnum;

export const ComponentEnum: { readonly [K in Component]: K } = graphqlEnum(
  'ChargeComponent',
  'What is owed of a charge.',
  {
    PRINCIPAL: 'The fee itself.',
    LATE_FEE: 'Its late fee (违约金).',
    COSTS: 'Costs of collecting it.',
  },
);

@ObjectType({ description: 'A part of a payment, and what it paid.' })
export class PaymentAllocation {
  @Field(() => Charge, { nullable: true, description: 'The charge; null: kept as the customer’s prepaid balance.' })
  charge: unknown;
  @Field(() => ComponentEnum, { nullable: true, description: 'What of the charge.' })
  component: string | null;
  @Field(() => Money, { description: 'How much; below zero where it was taken back (红冲).' })
  amount: Money;
}

@ObjectType({ implements: () => Node, description: 'Money that was received (实收).' })
export class Payment extends Node {
  @Field(() => Customer, { description: 'Who paid.' })
  customer: unknown;
  @Field(() => Community, { description: 'Where it was received.' })
  community: unknown;
  @Field(() => PaymentMethodEnum, { description: 'How.' })
  method: string;
  @Field(() => Money, { description: 'How much.' })
  amount: Money;
  @Field(() => Money, { description: 'What was given back or reversed of it.' })
  returned: Money;
  @Field(() => LocalDateScalar, { description: 'Value date.' })
  receivedOn: string;
  @Field(() => String, { nullable: true, description: 'Reference of a bank or gateway, unique in the company.' })
  reference: string | null;
  @Field(() => String, { nullable: true, description: 'Note.' })
  note: string | null;
  @Field(() => [PaymentAllocation], { description: 'What it paid, refunds and reversals included.' })
  allocations: PaymentAllocation[];
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
}

@ObjectType({ description: 'Money of a customer that waits for charges (预存).' })
export class PrepaidBalance {
  @Field(() => FeeItem, { nullable: true, description: 'The only item it pays (专款专用); null: free.' })
  feeItem: unknown;
  @Field(() => Money, { description: 'How much.' })
  amount: Money;
}

@InputType({ description: 'What a part of a payment is for.' })
export class DesignationInput {
  @IdField('charge', { description: 'An open charge of the customer.' })
  chargeId: string;
  @ValueField(() => ComponentEnum, { description: 'Only this of it.', nullable: true })
  component?: Component | null;
  @NestedField(() => MoneyInput, { description: 'So much; all that is owed when left out.', nullable: true })
  amount?: MoneyInput | null;
}

@InputType({ description: 'A payment.' })
export class RecordPaymentInput {
  @IdField('customer', { description: 'Whose charges it pays.' })
  customerId: string;
  @IdField('community', {
    description:
      'Where it was received; the community of the oldest open charge, or of the customer’s unit, when left out.',
    nullable: true,
  })
  communityId?: string | null;
  @ValueField(() => PaymentMethodEnum, { description: 'How.' })
  method: PaymentMethod;
  @NestedField(() => MoneyInput, { description: 'How much.' })
  amount: MoneyInput;
  @ValueField(() => LocalDateScalar, {
    description: 'Value date, not after today: late fees are computed as of it. Today when left out.',
    nullable: true,
  })
  receivedOn?: string | null;
  @TextField({
    description: 'Reference of a bank or gateway: the same one counts once.',
    nullable: true,
    max: 100,
    min: 1,
  })
  reference?: string | null;
  @NestedField(() => DesignationInput, {
    description: 'What it is for, as the payer says; the rest goes to the oldest due.',
    list: true,
    nullable: true,
  })
  @ArrayMaxSize(200)
  designated?: DesignationInput[] | null;
  @IdField('fee_item', {
    description: 'Fee item that what remains is kept for; free for all when left out.',
    nullable: true,
  })
  restForItemId?: string | null;
  @TextField({ description: 'Note.', nullable: true, max: 500 })
  note?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Money that is given back.' })
export class RefundPaymentInput {
  @IdField('payment', { description: 'The payment.' })
  paymentId: string;
  @NestedField(() => MoneyInput, { description: 'How much: never more than is left of it.' })
  amount: MoneyInput;
  @TextField({ description: 'Why.', max: 500 })
  reason: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A payment that was entered wrongly or did not go through.' })
export class ReversePaymentInput {
  @IdField('payment', { description: 'The payment.' })
  paymentId: string;
  @TextField({ description: 'Why.', max: 500 })
  reason: string;
}

@ObjectType({ description: 'The payment.' })
export class PaymentPayload {
  @Field(() => Payment, { description: 'The payment.' })
  payment: unknown;
}
