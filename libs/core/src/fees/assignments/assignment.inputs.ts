import {
  DecimalScalar,
  IdempotencyKeyField,
  IdField,
  LocalDateScalar,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { FeeTierInput } from '../items/fee-item.inputs';
import { BillingArea, FeeAssignment, FeeDiscount, type PayerRole, PayerRoleEnum } from './assignment.type';

const FROM = { description: 'First day.' };
const TO = { description: 'First day on which it no longer holds; null: until further notice.', nullable: true };

@InputType({ description: 'A price in place of the item’s.' })
export class OwnPriceInput {
  @ValueField(() => LocalDateScalar, FROM)
  startsOn: string;
  @ValueField(() => LocalDateScalar, TO)
  endsOn?: string | null;
  @NestedField(() => FeeTierInput, { description: 'The price: one, or tiers.', list: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  tiers: FeeTierInput[];
}

@InputType({ description: 'Somebody who pays a fee, or is liable for it, whatever the occupancies of the unit say.' })
export class FeePayerInput {
  @IdField('customer', { description: 'The customer.' })
  customerId: string;
  @ValueField(() => PayerRoleEnum, { description: 'Pays, or is liable besides.', defaultValue: 'PAYER' })
  role: PayerRole;
  @ValueField(() => DecimalScalar, {
    description: 'Weight among those who pay, at most 4 decimals.',
    defaultValue: '1',
  })
  share: string;
  @ValueField(() => LocalDateScalar, FROM)
  startsOn: string;
  @ValueField(() => LocalDateScalar, TO)
  endsOn?: string | null;
}

@InputType({ description: 'A fee item for a unit or parking space.' })
export class AssignFeeInput {
  @IdField('fee_item', { description: 'The fee item.' })
  feeItemId: string;
  @IdField('unit', { description: 'The unit.' })
  unitId: string;
  @ValueField(() => LocalDateScalar, { description: 'First day that is charged.' })
  startsOn: string;
  @ValueField(() => LocalDateScalar, { ...TO, description: 'First day that is no longer charged.' })
  endsOn?: string | null;
  @ValueField(() => DecimalScalar, {
    description: 'How many of what is priced, at most 4 decimals.',
    defaultValue: '1',
  })
  quantity: string;
  @IdField('meter', {
    description: 'The meter, for a metered item or a formula that asks for consumption.',
    nullable: true,
  })
  meterId?: string | null;
  @NestedField(() => OwnPriceInput, { description: 'Prices in place of the item’s.', list: true, nullable: true })
  @ArrayMaxSize(50)
  ownPrices?: OwnPriceInput[] | null;
  @NestedField(() => FeePayerInput, {
    description: 'Who pays, where it is not whom the occupancies of the unit say.',
    list: true,
    nullable: true,
  })
  @ArrayMaxSize(50)
  payers?: FeePayerInput[] | null;
  @TextField({ description: 'Key in another system, unique.', nullable: true, max: 100 })
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({
  description:
    'Changes to an assignment. What is left out stays; a list that is given takes the place of the old one. Charges that are there stay as they are.',
})
export class UpdateFeeAssignmentInput {
  @IdField('fee_assignment', { description: 'The assignment.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => DecimalScalar, { description: 'How many of what is priced.', nullable: true })
  quantity?: string | null;
  @NestedField(() => OwnPriceInput, { description: 'Prices in place of the item’s.', list: true, nullable: true })
  @ArrayMaxSize(50)
  ownPrices?: OwnPriceInput[] | null;
  @NestedField(() => FeePayerInput, { description: 'Who pays.', list: true, nullable: true })
  @ArrayMaxSize(50)
  payers?: FeePayerInput[] | null;
}

@InputType({ description: 'The end of an assignment.' })
export class EndFeeAssignmentInput {
  @IdField('fee_assignment', { description: 'The assignment.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => LocalDateScalar, { description: 'First day that is no longer charged.' })
  endsOn: string;
}

@InputType({ description: 'A discount that is applied for, such as that of a vacant home (空置房).' })
export class ApplyFeeDiscountInput {
  @IdField('fee_assignment', { description: 'The assignment.' })
  assignmentId: string;
  @TextField({
    description: 'Why, as the company names it, such as `VACANT`.',
    max: 40,
    matches: /^[A-Z][A-Z0-9_]*$/,
    example: 'VACANT',
  })
  kind: string;
  @ValueField(() => DecimalScalar, { description: 'Part that is charged: "0.70" is 70 % (七折). At most 6 decimals.' })
  factor: string;
  @ValueField(() => LocalDateScalar, FROM)
  startsOn: string;
  @ValueField(() => LocalDateScalar, { description: 'First day on which it has ended by itself.' })
  endsOn: string;
  @TextField({ description: 'Reason that is given.', max: 500 })
  reason: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'What an inspection found.' })
export class InspectFeeDiscountInput {
  @IdField('fee_discount', { description: 'The discount.' })
  id: string;
  @TextField({ description: 'What was found.', max: 1000, multiline: true })
  finding: string;
}

@InputType({ description: 'The decision on a discount.' })
export class DecideFeeDiscountInput {
  @IdField('fee_discount', { description: 'The discount.' })
  id: string;
  @ValueField(() => Boolean, { description: 'Approved?' })
  approve: boolean;
  @TextField({ description: 'Why.', nullable: true, max: 500 })
  note?: string | null;
}

@InputType({ description: 'The earlier end of a discount, e.g. because somebody moved in.' })
export class EndFeeDiscountInput {
  @IdField('fee_discount', { description: 'The discount.' })
  id: string;
  @ValueField(() => LocalDateScalar, { description: 'First day on which it no longer holds.' })
  endsOn: string;
}

@InputType({ description: 'The area a unit is billed for from a day on.' })
export class SetBillingAreaInput {
  @IdField('unit', { description: 'The unit.' })
  unitId: string;
  @ValueField(() => LocalDateScalar, FROM)
  startsOn: string;
  @ValueField(() => DecimalScalar, { description: 'Measured area, m², at most 2 decimals.' })
  area: string;
  @ValueField(() => DecimalScalar, { description: 'The area is billed times this.', defaultValue: '1' })
  coefficient: string;
}

@ObjectType({ description: 'The assignment.' })
export class FeeAssignmentPayload {
  @Field(() => FeeAssignment, { description: 'The assignment.' })
  assignment: unknown;
}

@ObjectType({ description: 'The discount.' })
export class FeeDiscountPayload {
  @Field(() => FeeDiscount, { description: 'The discount.' })
  discount: unknown;
}

@ObjectType({ description: 'The billing area.' })
export class BillingAreaPayload {
  @Field(() => BillingArea, { description: 'The billing area.' })
  billingArea: unknown;
}
