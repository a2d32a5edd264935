import { IdField, TextField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Customer } from '../customer/customer.type';
import { CustomerMerge } from './merge.type';

@InputType({ description: 'Makes one customer an alias of another.' })
export class MergeCustomersInput {
  @IdField('customer', { description: 'The customer that stays.' })
  survivorId: string;
  @IdField('customer', { description: 'The one that becomes its alias.' })
  duplicateId: string;
  @TextField({ description: 'Why.', nullable: true, max: 500 })
  reason?: string | null;
}

@InputType({ description: 'Undoes a merge.' })
export class UndoMergeInput {
  @IdField('customer_merge', { description: 'Which one.' })
  id: string;
}

@ObjectType({ description: 'Answer of mergeCustomers.' })
export class MergeCustomersPayload {
  @Field(() => CustomerMerge, { description: 'The merge; `undoMerge` takes its id.' })
  merge: CustomerMerge;
  @Field(() => Customer, { description: 'The customer that stays, now with what was entered under the other.' })
  survivor: Customer;
}

@ObjectType({ description: 'Answer of undoMerge.' })
export class UndoMergePayload {
  @Field(() => CustomerMerge, { description: 'The merge as it is now.' })
  merge: CustomerMerge;
  @Field(() => Customer, { description: 'The customer that stayed, as it is now.' })
  survivor: Customer;
  @Field(() => Customer, { description: 'The customer that was its alias, as it is now.' })
  duplicate: Customer;
}
