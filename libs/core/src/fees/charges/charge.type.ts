import { DateTimeScalar, JsonScalar, LocalDateScalar, Money, Node } from '@atrium/sdk';
import { Field, ObjectType } from '@nestjs/graphql';
import { FeeAssignment } from '../assignments/assignment.type';
import { Customer } from '../../customers';
import { Community, Unit } from '../../properties';
import { graphqlEnum } from '../enums';
import { FeeItem } from '../items/fee-item.type';

export const ChargeKindEnum = graphqlEnum('ChargeKind', 'How a charge came about.', {
  REGULAR: 'By a billing run.',
  CORRECTION: 'The difference of a correction, such as a new measurement.',
  OPENING: 'A debt from before, taken over from another system (期初欠费).',
  SERVICE: 'For a service that was ordered.',
});

@ObjectType({ description: 'What is charged for one calendar month, rounded once.' })
export class ChargeLine {
  @Field({ description: '`YYYY-MM`.' })
  month: string;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { description: 'First day that no longer belongs to it.' })
  endsOn: string;
  @Field(() => Money, { description: 'With tax.' })
  amount: Money;
  @Field(() => Money, { description: 'Tax in it.' })
  tax: Money;
  @Field(() => [String], { description: 'How it came about, in the caller’s language.' })
  explanation: string[];
  @Field(() => JsonScalar, {
    description:
      'How it came about, for programs: formula, inputs, factors and rounding, each number as exact text. Empty for a debt that was taken over.',
  })
  trace: unknown;
}

@ObjectType({
  implements: () => Node,
  description: 'What a customer owes for a period (应收): frozen with price, area and payer, never edited.',
})
export class Charge extends Node {
  @Field(() => FeeItem, { description: 'The fee item.' })
  feeItem: unknown;
  @Field(() => FeeAssignment, { nullable: true, description: 'The assignment it was made from.' })
  assignment: unknown;
  @Field(() => Community, { description: 'The community.' })
  community: unknown;
  @Field(() => Unit, { nullable: true, description: 'The unit.' })
  unit: unknown;
  @Field(() => Customer, { description: 'Who pays.' })
  customer: unknown;
  @Field(() => ChargeKindEnum, { description: 'How it came about.' })
  kind: string;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { description: 'First day that no longer belongs to it.' })
  endsOn: string;
  @Field(() => LocalDateScalar, { description: 'When it is due.' })
  dueOn: string;
  @Field(() => LocalDateScalar, { description: 'When it was billed.' })
  billedOn: string;
  @Field(() => Money, { description: 'With tax.' })
  amount: Money;
  @Field(() => Money, { description: 'Tax in it.' })
  tax: Money;
  @Field(() => Money, {
    description: 'What approved corrections made of the amount; below zero where they lowered it.',
  })
  adjusted: Money;
  @Field(() => Money, { description: 'What was given up of the amount as a bad debt (核销).' })
  writtenOff: Money;
  @Field(() => Money, { description: 'What is left to pay of the amount.' })
  principalDue: Money;
  @Field(() => Money, { description: 'What is left to pay of its late fee, as far as that is posted.' })
  lateFeeDue: Money;
  @Field(() => Money, { description: 'What is left to pay of the costs of collecting it.' })
  costsDue: Money;
  @Field(() => Money, { description: 'All that is left to pay.' })
  outstanding: Money;
  @Field(() => [ChargeLine], { description: 'Its months.' })
  lines: ChargeLine[];
  @Field(() => String, { nullable: true, description: 'Fee basis of the service contract (收费依据).' })
  feeBasis: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was voided (作废).' })
  voidedAt: Date | null;
}
