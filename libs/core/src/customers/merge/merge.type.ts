import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Customer } from '../customer/customer.type';
import { DuplicateReason } from './duplicates.policy';

registerEnumType(DuplicateReason, {
  name: 'DuplicateReason',
  description: 'What two customers have in common.',
  valuesMap: {
    SAME_IDENTITY_NUMBER: { description: 'The number of an identity document.' },
    SAME_PHONE: { description: 'A phone.' },
    SAME_EMAIL: { description: 'An e-mail address.' },
    SAME_NAME: { description: 'The name, spaces and punctuation aside.' },
    SAME_UNIT: { description: 'A unit with which both have to do.' },
  },
});

@ObjectType({ description: 'Another customer that is likely the same.' })
export class PossibleDuplicate {
  @Field(() => Customer, { description: 'The other one.' })
  customer: Customer;
  @Field(() => Int, { description: 'How likely they are one, 0 to 100.' })
  score: number;
  @Field(() => [DuplicateReason], { description: 'What they have in common.' })
  reasons: DuplicateReason[];
}

@ObjectType({ description: 'Two customers that are likely one.' })
export class DuplicatePair {
  @Field(() => Customer, { description: 'The one that was entered first.' })
  customer: Customer;
  @Field(() => Customer, { description: 'The one that was entered later.' })
  duplicate: Customer;
  @Field(() => Int, { description: 'How likely they are one, 0 to 100.' })
  score: number;
  @Field(() => [DuplicateReason], { description: 'What they have in common.' })
  reasons: DuplicateReason[];
}

@ObjectType({ implements: () => Node, description: 'A duplicate merged into a customer.' })
export class CustomerMerge extends Node {
  @Field(() => Customer, { nullable: true, description: 'The customer that stays; null outside your communities.' })
  survivor: Customer | null;
  @Field(() => Customer, {
    nullable: true,
    description: 'The one that became an alias; null outside your communities.',
  })
  duplicate: Customer | null;
  @Field(() => String, { nullable: true, description: 'Why.' })
  reason: string | null;
  @Field(() => DateTimeScalar, { description: 'When.' })
  mergedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was undone; null while it stands.' })
  undoneAt: Date | null;
}
