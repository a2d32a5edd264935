import {
  DecimalScalar,
  IdempotencyKeyField,
  IdField,
  IntField,
  LocalDateScalar,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import type { PriceUnit } from '../expression/variables';
import type { RoundingMode } from '../exact/rounding';
import type { DueRule, Formula, Proration, SharedBy, TierSpan, Timing } from '../item/fee-item';
import {
  type BelongsTo,
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
import { FeeItem } from './fee-item.type';

@InputType({ description: 'One step of a price.' })
export class FeeTierInput {
  @ValueField(() => DecimalScalar, {
    nullable: true,
    description: 'End of the tier in units of consumption, at most 4 decimals; null for the last.',
  })
  upTo?: string | null;
  @ValueField(() => DecimalScalar, { description: 'Price with tax, 0 or more, at most 6 decimals.' })
  price: string;
}

@InputType({ description: 'A formula with the unit of its price.' })
export class FeeExpressionInput {
  @TextField({ description: 'The formula: see docs/api/fee-expressions.md.', max: 2000, multiline: true })
  text: string;
  @ValueField(() => PriceUnitEnum, { description: 'What the variable `price` is for.', defaultValue: 'MONEY' })
  priceUnit: PriceUnit;
}

@InputType({ description: 'How a line is rounded: once a calendar month.' })
export class FeeRoundingInput {
  @ValueField(() => DecimalScalar, { description: '"0.01", "0.1" or "1" of the currency.' })
  step: string;
  @ValueField(() => RoundingModeEnum, { description: 'How.', defaultValue: 'HALF_UP' })
  mode: RoundingMode;
}

@InputType({ description: 'When a charge is due; never before it was billed.' })
export class FeeDueInput {
  @ValueField(() => DueKindEnum, { description: 'The rule.' })
  kind: DueRule['kind'];
  @IntField({ description: 'For DAY_OF_MONTH: 1 to 31, at most the month’s last.', nullable: true, min: 1, max: 31 })
  day?: number | null;
  @IntField({
    description: 'For DAY_OF_MONTH: so many months after the period’s first (in advance) or last (in arrears).',
    nullable: true,
    min: 0,
    max: 12,
  })
  monthsLater?: number | null;
  @IntField({ description: 'For DAYS_AFTER_BILLING.', nullable: true, min: 0, max: 366 })
  days?: number | null;
  @ValueField(() => OnFreeDayEnum, { description: 'On a Saturday or Sunday.', defaultValue: 'STAYS' })
  onFreeDay: DueRule['onFreeDay'];
}

@InputType({ description: 'The late-fee clause (违约金).' })
export class LateFeeInput {
  @ValueField(() => DecimalScalar, { description: 'Part of the principal for each day, such as "0.0005".' })
  dailyRate: string;
  @IntField({ description: 'Days after the due day for which nothing is asked.', min: 0, max: 366 })
  graceDays: number;
  @ValueField(() => DecimalScalar, {
    description: 'Most it comes to, × the principal; 1 when left out.',
    nullable: true,
  })
  capFactor?: string | null;
}

@InputType({ description: 'How an item is charged, without its prices.' })
export class FeeDefinitionInput {
  @ValueField(() => FormulaEnum, { description: 'What a charge is made from.' })
  formula: Formula;
  @NestedField(() => FeeExpressionInput, { description: 'For EXPRESSION alone.', nullable: true })
  expression?: FeeExpressionInput | null;
  @ValueField(() => TierSpanEnum, { description: 'For METERED alone.', nullable: true })
  tierSpan?: TierSpan | null;
  @ValueField(() => SharedByEnum, { description: 'For SHARED alone.', nullable: true })
  sharedBy?: SharedBy | null;
  @NestedField(() => FeeRoundingInput, { description: 'How lines are rounded.' })
  rounding: FeeRoundingInput;
  @IntField({ description: 'Months charged at once: 1, 2, 3, 6 or 12.', min: 1, max: 12 })
  cycleMonths: number;
  @IntField({ description: 'A month in which a cycle begins.', min: 1, max: 12, defaultValue: 1 })
  firstMonth: number;
  @ValueField(() => TimingEnum, { description: 'In advance or in arrears.' })
  timing: Timing;
  @NestedField(() => FeeDueInput, { description: 'When a charge is due.' })
  due: FeeDueInput;
  @ValueField(() => ProrationEnum, { description: 'How a part of a month is counted.' })
  proration: Proration;
  @ValueField(() => DecimalScalar, { description: 'Part of the net price, such as "0.06"; prices include it.' })
  taxRate: string;
  @NestedField(() => LateFeeInput, {
    description: 'Late fee; asked for only where the community’s service contract has the clause.',
    nullable: true,
  })
  lateFee?: LateFeeInput | null;
}

@InputType({ description: 'A fee item (收费项目).' })
export class CreateFeeItemInput {
  @TextField({ description: 'Code, unique in the company.', max: 40 })
  code: string;
  @TextField({ description: 'Name, as bills show it.', max: 100 })
  name: string;
  @TextField({
    description: 'ISO 4217 code: the company’s currency, which is taken when left out.',
    nullable: true,
    min: 3,
    max: 3,
  })
  currency?: string | null;
  @ValueField(() => BelongsToEnum, { description: 'Whose money it is.', defaultValue: 'COMPANY' })
  belongsTo: BelongsTo;
  @TextField({ description: 'Code of the goods or service on tax invoices (税收分类编码).', nullable: true, max: 40 })
  taxCode?: string | null;
  @TextField({ description: 'Key in another system, unique.', nullable: true, max: 100 })
  externalId?: string | null;
  @ValueField(() => LocalDateScalar, { description: 'First day of this definition and of its prices.' })
  startsOn: string;
  @NestedField(() => FeeDefinitionInput, { description: 'How it is charged.' })
  definition: FeeDefinitionInput;
  @NestedField(() => FeeTierInput, { description: 'The price: one, or tiers; none for SHARED.', list: true })
  @ArrayMaxSize(20)
  tiers: FeeTierInput[];
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to what a fee item is called. What is left out stays as it is.' })
export class UpdateFeeItemInput {
  @IdField('fee_item', { description: 'The fee item.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Name.', nullable: true, min: 1, max: 100 })
  name?: string | null;
  @TextField({ description: 'Tax code; empty for none.', nullable: true, max: 40 })
  taxCode?: string | null;
  @ValueField(() => Boolean, { description: 'No longer to be assigned.', nullable: true })
  isArchived?: boolean | null;
}

@InputType({ description: 'How a fee item is charged from a day on.' })
export class ChangeFeeDefinitionInput {
  @IdField('fee_item', { description: 'The fee item.' })
  feeItemId: string;
  @ValueField(() => LocalDateScalar, { description: 'First day; runs of months that begin on it or later use it.' })
  startsOn: string;
  @NestedField(() => FeeDefinitionInput, { description: 'How it is charged. The formula stays what it is.' })
  definition: FeeDefinitionInput;
}

@InputType({ description: 'The price of a fee item from a day on. No charge that is there changes.' })
export class ChangeFeePriceInput {
  @IdField('fee_item', { description: 'The fee item.' })
  feeItemId: string;
  @ValueField(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @NestedField(() => FeeTierInput, { description: 'The price: one, or tiers.', list: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  tiers: FeeTierInput[];
}

@ObjectType({ description: 'The fee item.' })
export class FeeItemPayload {
  @Field(() => FeeItem, { description: 'The fee item.' })
  feeItem: unknown;
  @Field(() => [String], {
    description: 'What was saved all the same, such as a late fee that courts are likely to lower.',
  })
  warnings: string[];
}
