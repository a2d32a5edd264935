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
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import { Customer } from '../../customers';
import { Community } from '../../properties';
import { graphqlEnum } from '../enums';
import { Payment } from '../payments/payment.types';

export const ReceiptStateEnum = graphqlEnum('ReceiptState', 'Where a receipt stands.', {
  ISSUED: 'It was given to the payer.',
  VOIDED: 'It is void (作废); its number is not given again.',
});
export const FeeDocumentKindEnum = graphqlEnum('FeeDocumentKind', 'What a paper of the books is.', {
  RECEIPT: 'A receipt (收据).',
  STATEMENT: 'A statement of account (对账单).',
  PAYMENT_NOTICE: 'Payment notices (缴费通知单).',
  DISCLOSURE: 'Income and expenses of a community, for its owners (收支公示).',
  EVIDENCE: 'What proves a claim: charges, demands with their proof, contract.',
});
export type FeeDocumentKind = keyof typeof FeeDocumentKindEnum;
export const FeeDocumentStateEnum = graphqlEnum('FeeDocumentState', 'Where the printing of a paper stands.', {
  QUEUED: 'A job makes it.',
  READY: 'Its file is there.',
  FAILED: 'It could not be made; ask for it again.',
});

@ObjectType({
  implements: () => Node,
  description: 'A receipt of a payment (收据), numbered without gaps by company and year.',
})
export class Receipt extends Node {
  @Field({ description: 'Number, such as `2026-000123`.' })
  number: string;
  @Field(() => Payment, { description: 'The payment.' })
  payment: unknown;
  @Field(() => Customer, { description: 'Who paid.' })
  customer: unknown;
  @Field(() => Money, { description: 'How much.' })
  amount: Money;
  @Field(() => LocalDateScalar, { description: 'When it was issued.' })
  issuedOn: string;
  @Field(() => ReceiptStateEnum, { description: 'Where it stands.' })
  state: string;
  @Field(() => String, { nullable: true, description: 'Why it is void.' })
  voidReason: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is void.' })
  voidedAt: Date | null;
  @Field(() => Int, { description: 'How often it was printed.' })
  prints: number;
  @Field(() => Int, { description: 'Rises with each change.' })
  version: number;
}

@ObjectType({ implements: () => Node, description: 'A paper of the books as a PDF, made by a job.' })
export class FeeDocument extends Node {
  @Field(() => FeeDocumentKindEnum, { description: 'What it is.' })
  kind: string;
  @Field(() => FeeDocumentStateEnum, { description: 'Where its printing stands.' })
  state: string;
  @Field(() => Community, { description: 'The community.' })
  community: unknown;
  @Field(() => Customer, { nullable: true, description: 'Whom it is about; null: all who owe in the community.' })
  customer: unknown;
  @Field(() => Receipt, { nullable: true, description: 'The receipt.' })
  receipt: unknown;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day of a statement.' })
  from: string | null;
  @Field(() => LocalDateScalar, { description: 'Last day of a statement; else the day it is about.' })
  through: string;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
}

@InputType({ description: 'A payment to be receipted.' })
export class IssueReceiptInput {
  @IdField('payment', { description: 'The payment.' })
  paymentId: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A receipt to be printed once more.' })
export class ReprintReceiptInput {
  @IdField('receipt', { description: 'The receipt.' })
  id: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A receipt that is void.' })
export class VoidReceiptInput {
  @IdField('receipt', { description: 'The receipt.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Why.', max: 500 })
  reason: string;
}

@InputType({ description: 'A statement of account.' })
export class PrintStatementInput {
  @IdField('customer', { description: 'The customer.' })
  customerId: string;
  @IdField('community', {
    description: 'The community; the one that the customer was charged in last when left out.',
    nullable: true,
  })
  communityId?: string | null;
  @ValueField(() => LocalDateScalar, { description: 'First day.' })
  from: string;
  @ValueField(() => LocalDateScalar, { description: 'Last day, included.' })
  through: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A payment notice of a customer.' })
export class PrintPaymentNoticeInput {
  @IdField('customer', { description: 'The customer.' })
  customerId: string;
  @IdField('community', {
    description: 'The community; the one that the customer was charged in last when left out.',
    nullable: true,
  })
  communityId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Payment notices of all who owe something in a community.' })
export class PrintPaymentNoticesInput {
  @IdField('community', { description: 'The community.' })
  communityId: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A line of a disclosure that the books do not know.' })
export class FeeDisclosureLineInput {
  @ValueField(() => Boolean, { description: 'It came in; else it went out.' })
  isIncome: boolean;
  @TextField({ description: 'What it is.', max: 200 })
  label: string;
  @NestedField(() => MoneyInput, { description: 'How much, above 0.' })
  amount: MoneyInput;
}

@InputType({ description: 'Income and expenses of a community over some months.' })
export class PrintFeeDisclosureInput {
  @IdField('community', { description: 'The community.' })
  communityId: string;
  @TextField({ description: 'First month, `YYYY-MM`.', max: 7, matches: /^\d{4}-\d{2}$/, example: '2026-01' })
  from: string;
  @TextField({ description: 'Last month, `YYYY-MM`.', max: 7, matches: /^\d{4}-\d{2}$/, example: '2026-03' })
  through: string;
  @TextField({ description: 'What is to be said of it.', nullable: true, max: 5000, multiline: true })
  text?: string | null;
  @NestedField(() => FeeDisclosureLineInput, {
    description: 'What the books do not know: expenses, use of the maintenance fund.',
    list: true,
  })
  @ArrayMaxSize(200)
  lines: FeeDisclosureLineInput[];
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The receipt, and the paper that is printed of it.' })
export class ReceiptPayload {
  @Field(() => Receipt, { description: 'The receipt.' })
  receipt: unknown;
  @Field(() => FeeDocument, { nullable: true, description: 'The paper; null where none is printed.' })
  document: unknown;
}

@ObjectType({ description: 'The paper.' })
export class FeeDocumentPayload {
  @Field(() => FeeDocument, { description: 'The paper: poll it until it is ready.' })
  document: unknown;
}
