import { DateTimeScalar, IdempotencyKeyField, LocalDateScalar, Money, Node, TextField, ValueField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { graphqlEnum } from '../enums';
import { FeeItem } from '../items/fee-item.type';

export const PeriodStateEnum = graphqlEnum('FeePeriodState', 'Where a month of the books stands.', {
  OPEN: 'It takes entries.',
  CLOSED: 'It takes none (已结账).',
  REOPENING: 'Somebody asked for it to be reopened; it takes none until that is approved.',
});

export const AccountKindEnum = graphqlEnum('FeeAccountKind', 'What an account is for.', {
  RECEIVABLE: 'Receivables (应收账款).',
  CONTRACT_LIABILITY: 'Billed ahead of its period (合同负债).',
  PREPAID: 'Prepaid by customers (预存款).',
  DEPOSIT: 'Deposits (押金).',
  COLLECTED_FOR_OTHERS: 'Collected for others (代收代付).',
  OWNERS_INCOME: 'The owners’ common income (公共收益).',
  CASH: 'Money received, by method.',
  REVENUE: 'Revenue, by item (主营业务收入).',
  LATE_FEE: 'Late fees (违约金).',
  COSTS: 'Costs of collection charged on.',
  DISCOUNT: 'Discounts and waivers (减免).',
  TAX: 'Output tax (应交税费).',
  BAD_DEBT: 'Bad debts (坏账).',
  ROUNDING: 'Rounding of cash.',
  OPENING: 'Opening balances (期初).',
  COMPENSATION: 'Given to customers for what went wrong (补偿支出).',
});

@ObjectType({ implements: () => Node, description: 'A month of the books.' })
export class FeePeriod extends Node {
  @Field(() => LocalDateScalar, { description: 'Its first day.' })
  month: string;
  @Field(() => PeriodStateEnum, { description: 'Where it stands.' })
  state: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last closed.' })
  closedAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Why it is to be reopened.' })
  reopenReason: string | null;
}

@ObjectType({ description: 'What was entered to an account over some months.' })
export class AccountTotal {
  @Field({ description: 'Code of the account.' })
  code: string;
  @Field(() => AccountKindEnum, { description: 'What it is for.' })
  kind: string;
  @Field(() => FeeItem, { nullable: true, description: 'The fee item, where there is an account for each.' })
  feeItem: unknown;
  @Field(() => Money, { description: 'Debited.' })
  debit: Money;
  @Field(() => Money, { description: 'Credited.' })
  credit: Money;
}

const MONTH = { description: 'The month, `YYYY-MM`.', max: 7, matches: /^\d{4}-\d{2}$/, example: '2026-03' };

@InputType({ description: 'A month to close.' })
export class CloseFeeMonthInput {
  @TextField(MONTH)
  month: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A closed month to reopen.' })
export class AskToReopenFeeMonthInput {
  @TextField(MONTH)
  month: string;
  @TextField({ description: 'Why.', max: 500 })
  reason: string;
}

@InputType({ description: 'The decision on reopening a month.' })
export class DecideFeeMonthInput {
  @TextField(MONTH)
  month: string;
  @ValueField(() => Boolean, { description: 'Reopen it?' })
  approve: boolean;
}

@ObjectType({ description: 'The month.' })
export class FeePeriodPayload {
  @Field(() => FeePeriod, { description: 'The month.' })
  period: unknown;
}
