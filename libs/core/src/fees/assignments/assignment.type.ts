import { DateTimeScalar, DecimalScalar, LocalDateScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { Unit } from '../../properties';
import { graphqlEnum } from '../enums';
import { FeeItem, FeeTier } from '../items/fee-item.type';
import { Meter } from '../meters/meter.inputs';

export const PayerRoleEnum = graphqlEnum('FeePayerRole', 'What somebody is to a fee.', {
  PAYER: 'Pays it.',
  JOINT: 'Is liable for it as a whole besides (连带责任).',
});
export type PayerRole = keyof typeof PayerRoleEnum;

export const DiscountStateEnum = graphqlEnum('FeeDiscountState', 'Where a discount stands.', {
  APPLIED: 'Applied for.',
  INSPECTED: 'Inspected.',
  APPROVED: 'Approved: it counts on its days.',
  REJECTED: 'Rejected.',
});
export type DiscountState = keyof typeof DiscountStateEnum;

@ObjectType({ implements: () => Node, description: 'The area a unit is billed for from a day on.' })
export class BillingArea extends Node {
  @Field(() => Unit, { description: 'The unit.' })
  unit: unknown;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => DecimalScalar, { description: 'Measured area, m².' })
  area: string;
  @Field(() => DecimalScalar, { description: 'The area is billed times this.' })
  coefficient: string;
}

@ObjectType({ description: 'A price in place of the item’s.' })
export class OwnPrice {
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it no longer holds.' })
  endsOn: string | null;
  @Field(() => [FeeTier], { description: 'One, or tiers.' })
  tiers: FeeTier[];
}

@ObjectType({
  implements: () => Node,
  description: 'Somebody who pays a fee or is liable for it, whatever the occupancies say.',
})
export class FeePayer extends Node {
  @Field(() => Customer, { description: 'The customer.' })
  customer: unknown;
  @Field(() => PayerRoleEnum, { description: 'Pays, or is liable besides.' })
  role: string;
  @Field(() => DecimalScalar, { description: 'Weight among those who pay.' })
  share: string;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it no longer holds.' })
  endsOn: string | null;
}

@ObjectType({
  implements: () => Node,
  description: 'A discount on an assignment: applied for, inspected, approved; it ends by itself.',
})
export class FeeDiscount extends Node {
  @Field(() => FeeAssignment, { description: 'The assignment.' })
  assignment: unknown;
  @Field({ description: 'Why, as the company names it.' })
  kind: string;
  @Field(() => DecimalScalar, { description: 'Part that is charged.' })
  factor: string;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it no longer holds.' })
  endsOn: string | null;
  @Field(() => DiscountStateEnum, { description: 'Where it stands.' })
  state: string;
  @Field({ description: 'Reason that was given.' })
  reason: string;
  @Field(() => String, { nullable: true, description: 'What the inspection found.' })
  inspection: string | null;
  @Field(() => String, { nullable: true, description: 'Why it was decided so.' })
  decision: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was inspected.' })
  inspectedAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided.' })
  decidedAt: Date | null;
}

@ObjectType({ implements: () => Node, description: 'A fee item for a unit or parking space (收费分配).' })
export class FeeAssignment extends Node {
  @Field(() => FeeItem, { description: 'The fee item.' })
  feeItem: unknown;
  @Field(() => Unit, { description: 'The unit.' })
  unit: unknown;
  @Field(() => LocalDateScalar, { description: 'First day that is charged.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day that is no longer charged.' })
  endsOn: string | null;
  @Field(() => DecimalScalar, { description: 'How many of what is priced.' })
  quantity: string;
  @Field(() => Meter, { nullable: true, description: 'The meter of a metered item.' })
  meter: unknown;
  @Field(() => String, { nullable: true, description: 'Key in another system.' })
  externalId: string | null;
  @Field(() => [OwnPrice], { description: 'Prices in place of the item’s.' })
  ownPrices: OwnPrice[];
  @Field(() => [FeePayer], { description: 'Who pays, where it is not whom the occupancies say.' })
  payers: FeePayer[];
  @Field(() => [FeeDiscount], { description: 'Discounts, in whatever state.' })
  discounts: FeeDiscount[];
  @Field(() => Int, { description: 'Rises with each change.' })
  version: number;
}
