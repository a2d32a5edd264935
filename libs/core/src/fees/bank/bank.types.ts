import {
  IdempotencyKeyField,
  IdField,
  LocalDateScalar,
  Money,
  NestedField,
  Node,
  TextField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import { Customer } from '../../customers';
import { graphqlEnum } from '../enums';
import { DesignationInput, Payment } from '../payments/payment.types';

export const BankLineStateEnum = graphqlEnum('BankLineState', 'Where a line of a bank statement stands.', {
  WAITING: 'Whose it is somebody has to say.',
  MATCHED: 'It is a payment.',
  IGNORED: 'It is no payment of a customer.',
});
export const BankMatchedByEnum = graphqlEnum('BankMatchedBy', 'How a line was matched.', {
  REFERENCE: 'A payment had the bank’s reference.',
  CODE: 'The remark names a customer’s code.',
  PAYER: 'The payer has a customer’s name, and paid what that customer owes.',
  STAFF: 'Somebody decided.',
});

@ObjectType({ implements: () => Node, description: 'Money that came in by a bank statement (银行流水).' })
export class BankLine extends Node {
  @Field({ description: 'The company’s account; empty where the statement does not say.' })
  account: string;
  @Field({ description: 'The bank’s number of the transaction.' })
  reference: string;
  @Field(() => LocalDateScalar, { description: 'When it came in.' })
  bookedOn: string;
  @Field(() => Money, { description: 'How much.' })
  amount: Money;
  @Field(() => String, { nullable: true, description: 'Name of whoever paid, as the bank has it.' })
  payerName: string | null;
  @Field(() => String, { nullable: true, description: 'Account it came from.' })
  payerAccount: string | null;
  @Field(() => String, { nullable: true, description: 'What the payer wrote.' })
  remark: string | null;
  @Field(() => BankLineStateEnum, { description: 'Where it stands.' })
  state: string;
  @Field(() => BankMatchedByEnum, { nullable: true, description: 'How it was matched.' })
  matchedBy: string | null;
  @Field(() => Payment, { nullable: true, description: 'The payment it is.' })
  payment: unknown;
  @Field(() => Customer, { nullable: true, description: 'Whose it is.' })
  customer: unknown;
  @Field(() => String, { nullable: true, description: 'Why it is ignored.' })
  reason: string | null;
  @Field(() => Int, { description: 'Rises with each change.' })
  version: number;
}

@ObjectType({ description: 'A customer whom a line can be of.' })
export class BankLineCandidate {
  @Field(() => Customer, { description: 'The customer.' })
  customer: unknown;
  @Field(() => Money, { description: 'What the customer owed on the day it came in, late fees included.' })
  owed: Money;
  @Field(() => Boolean, { description: 'Is the amount all of it, its oldest charges, or one charge?' })
  fits: boolean;
}

@InputType({ description: 'Whose a line is.' })
export class MatchBankLineInput {
  @IdField('bank_line', { description: 'A line that waits.' })
  id: string;
  @VersionField()
  version: number;
  @IdField('customer', { description: 'The customer.' })
  customerId: string;
  @NestedField(() => DesignationInput, {
    description: 'What it is for; the oldest due first when left out.',
    list: true,
    nullable: true,
  })
  @ArrayMaxSize(200)
  designated?: DesignationInput[] | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A line that is no payment of a customer.' })
export class IgnoreBankLineInput {
  @IdField('bank_line', { description: 'A line that waits.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Why.', max: 500 })
  reason: string;
}

@ObjectType({ description: 'The line.' })
export class BankLinePayload {
  @Field(() => BankLine, { description: 'The line.' })
  line: unknown;
}
