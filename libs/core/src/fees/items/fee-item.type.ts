import { DateTimeScalar, DecimalScalar, LocalDateScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import {
  BelongsToEnum,
  DueKindEnum,
  FormulaEnum,
  OnFreeDayEnum,
  PriceUnitEnum,
  ProrationEnum,
  RoundingModeEnum,
  SharedByEnum,
  TierSpanEnum,
  TimingEnum,
} from './fee-item.enums';

@ObjectType({ description: 'One step of a price.' })
export class FeeTier {
  @Field(() => DecimalScalar, { nullable: true, description: 'End of the tier; null for the last.' })
  upTo: string | null;
  @Field(() => DecimalScalar, { description: 'Price with tax.' })
  price: string;
}

@ObjectType({ description: 'A formula with the unit of its price.' })
export class FeeExpression {
  @Field({ description: 'The formula.' })
  text: string;
  @Field(() => PriceUnitEnum, { description: 'What `price` is for.' })
  priceUnit: string;
}

@ObjectType({ description: 'How a line is rounded.' })
export class FeeRounding {
  @Field(() => DecimalScalar, { description: 'To a multiple of this.' })
  step: string;
  @Field(() => RoundingModeEnum, { description: 'How.' })
  mode: string;
}

@ObjectType({ description: 'When a charge is due.' })
export class FeeDue {
  @Field(() => DueKindEnum, { description: 'The rule.' })
  kind: string;
  @Field(() => Int, { nullable: true, description: 'Day of the month.' })
  day: number | null;
  @Field(() => Int, { nullable: true, description: 'Months later.' })
  monthsLater: number | null;
  @Field(() => Int, { nullable: true, description: 'Days after billing.' })
  days: number | null;
  @Field(() => OnFreeDayEnum, { description: 'On a Saturday or Sunday.' })
  onFreeDay: string;
}

@ObjectType({ description: 'A late-fee clause.' })
export class LateFeeClause {
  @Field(() => DecimalScalar, { description: 'Part of the principal for each day.' })
  dailyRate: string;
  @Field(() => Int, { description: 'Days after the due day for which nothing is asked.' })
  graceDays: number;
  @Field(() => DecimalScalar, { nullable: true, description: 'Most it comes to, × the principal; null: 1.' })
  capFactor: string | null;
}

@ObjectType({ description: 'How an item is charged from a day on.' })
export class FeeDefinition {
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => FormulaEnum, { description: 'What a charge is made from.' })
  formula: string;
  @Field(() => FeeExpression, { nullable: true, description: 'For EXPRESSION.' })
  expression: FeeExpression | null;
  @Field(() => TierSpanEnum, { nullable: true, description: 'For METERED.' })
  tierSpan: string | null;
  @Field(() => SharedByEnum, { nullable: true, description: 'For SHARED.' })
  sharedBy: string | null;
  @Field(() => FeeRounding, { description: 'How lines are rounded.' })
  rounding: FeeRounding;
  @Field(() => Int, { description: 'Months charged at once.' })
  cycleMonths: number;
  @Field(() => Int, { description: 'A month in which a cycle begins.' })
  firstMonth: number;
  @Field(() => TimingEnum, { description: 'In advance or in arrears.' })
  timing: string;
  @Field(() => FeeDue, { description: 'When a charge is due.' })
  due: FeeDue;
  @Field(() => ProrationEnum, { description: 'How a part of a month is counted.' })
  proration: string;
  @Field(() => DecimalScalar, { description: 'Part of the net price; prices include it.' })
  taxRate: string;
  @Field(() => LateFeeClause, { nullable: true, description: 'Late fee.' })
  lateFee: LateFeeClause | null;
}

@ObjectType({ description: 'The price from a day on, until the next begins.' })
export class FeePrice {
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => [FeeTier], { description: 'One, or tiers.' })
  tiers: FeeTier[];
}

@ObjectType({ implements: () => Node, description: 'Something that is charged, with how (收费项目).' })
export class FeeItem extends Node {
  @Field({ description: 'Code, unique in the company.' })
  code: string;
  @Field({ description: 'Name.' })
  name: string;
  @Field({ description: 'ISO 4217 code.' })
  currency: string;
  @Field(() => BelongsToEnum, { description: 'Whose money it is.' })
  belongsTo: string;
  @Field(() => String, { nullable: true, description: 'Tax code on invoices.' })
  taxCode: string | null;
  @Field(() => String, { nullable: true, description: 'Key in another system.' })
  externalId: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is no longer assigned.' })
  archivedAt: Date | null;
  @Field(() => [FeeDefinition], { description: 'How it is charged, oldest first.' })
  definitions: FeeDefinition[];
  @Field(() => [FeePrice], { description: 'Its prices, oldest first.' })
  prices: FeePrice[];
  @Field(() => Int, { description: 'Rises with each change of its name and the like.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
}
