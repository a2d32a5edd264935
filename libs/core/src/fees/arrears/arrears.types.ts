import { DecimalScalar, LocalDateScalar, Money } from '@atrium/sdk';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Community } from '../../properties';
import { Staff } from '../../staff';
import { graphqlEnum } from '../enums';
import { FeeItem } from '../items/fee-item.type';

export const FeeReportByEnum = graphqlEnum('FeeReportBy', 'What rows of a report are of.', {
  COMMUNITY: 'One row a community.',
  FEE_ITEM: 'One row a fee item.',
  COMMUNITY_AND_FEE_ITEM: 'One row a fee item of a community.',
});
export type FeeReportBy = keyof typeof FeeReportByEnum;

@ObjectType({ description: 'What is owing, by days since it was due (账龄).' })
export class ArrearsRow {
  @Field(() => Community, { nullable: true, description: 'The community; null in the total and in rows of items.' })
  community: unknown;
  @Field(() => FeeItem, { nullable: true, description: 'The fee item; null in the total and in rows of communities.' })
  feeItem: unknown;
  @Field(() => Staff, { nullable: true, description: 'Who collects it; null where nobody does, and in other reports.' })
  collector: unknown;
  @Field(() => Money, { description: 'Not due yet.' })
  notDue: Money;
  @Field(() => Money, { description: 'Due today or up to 30 days ago.' })
  days0To30: Money;
  @Field(() => Money, { description: 'Due 31 to 90 days ago.' })
  days31To90: Money;
  @Field(() => Money, { description: 'Due 91 to 180 days ago.' })
  days91To180: Money;
  @Field(() => Money, { description: 'Due 181 to 365 days ago.' })
  days181To365: Money;
  @Field(() => Money, { description: 'Due longer ago.' })
  over365Days: Money;
  @Field(() => Money, { description: 'All of it.' })
  total: Money;
}

@ObjectType({ description: 'Arrears (欠费) of today. The rows add up to the total.' })
export class ArrearsReport {
  @Field(() => LocalDateScalar, { description: 'The day.' })
  asOf: string;
  @Field(() => [ArrearsRow], { description: 'Rows that owe something.' })
  rows: ArrearsRow[];
  @Field(() => ArrearsRow, { description: 'The sum.' })
  total: ArrearsRow;
}

@ObjectType({ description: 'What was collected.' })
export class FeeRatesRow {
  @Field(() => Community, { nullable: true, description: 'The community; null in the total and in rows of items.' })
  community: unknown;
  @Field(() => FeeItem, { nullable: true, description: 'The fee item; null in the total and in rows of communities.' })
  feeItem: unknown;
  @Field(() => Staff, { nullable: true, description: 'Who collects it; null where nobody does, and in other reports.' })
  collector: unknown;
  @Field(() => Money, { description: 'Charged for the month, net of corrections, without what was written off.' })
  charged: Money;
  @Field(() => Money, { description: 'Paid of that.' })
  paid: Money;
  @Field(() => DecimalScalar, { nullable: true, description: 'Collection rate (收费率): paid ÷ charged.' })
  collectionRate: string | null;
  @Field(() => Int, { nullable: true, description: 'Units that were charged; null in rows of items.' })
  units: unknown;
  @Field(() => Int, { nullable: true, description: 'Units of those that owe nothing of it; null in rows of items.' })
  settledUnits: unknown;
  @Field(() => DecimalScalar, { nullable: true, description: 'Household rate (户收费率): units settled ÷ charged.' })
  householdRate: string | null;
  @Field(() => Money, { description: 'Paid in the month of what was due before it.' })
  recovered: Money;
  @Field(() => Money, { description: 'Still owing of what was due before it.' })
  stillOwing: Money;
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Recovery rate (清欠率): recovered ÷ (recovered + still owing).',
  })
  recoveryRate: string | null;
}

@ObjectType({ description: 'Rates of a month. The rows add up to the total.' })
export class FeeRatesReport {
  @Field(() => LocalDateScalar, { description: 'First day of the month.' })
  month: string;
  @Field(() => Boolean, { description: 'As they were kept when the month was over; else as they stand now.' })
  isSnapshot: boolean;
  @Field(() => [FeeRatesRow], { description: 'Rows.' })
  rows: FeeRatesRow[];
  @Field(() => FeeRatesRow, { description: 'The sum.' })
  total: FeeRatesRow;
}
