import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A part of a rule, and whether it holds for a customer today.' })
export class SegmentReason {
  @Field({ description: 'Where it stands, e.g. `rule.all.0.choice`.' })
  path: string;
  @Field(() => Int, { description: 'How deep it stands: 0 for the rule as a whole, whose parts follow it.' })
  depth: number;
  @Field({ description: 'What it asks, in the caller’s language.' })
  words: string;
  @Field(() => Boolean, { description: 'Does it hold?' })
  holds: boolean;
  @Field(() => Int, {
    nullable: true,
    description: 'How many records (occupancies, …) that the caller sees meet it; null for what asks no record.',
  })
  matching: number | null;
}

@ObjectType({ description: 'Why a customer is in a segment, or is not.' })
export class SegmentCustomer {
  @Field(() => Boolean, { description: 'Is the customer, or the one it was merged into, a member?' })
  isMember: boolean;
  @Field(() => [SegmentReason], {
    description: 'The rule, part by part, as it stands today; members of a frozen segment were taken earlier.',
  })
  reasons: SegmentReason[];
}
