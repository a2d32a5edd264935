import { Allow, ChangedId, IdArg, type Ref, ref, requireVisible, Watch } from '@atrium/sdk';
import { Field, ObjectType, Resolver } from '@nestjs/graphql';
import { customerTopic } from '../customers.topic';
import { customerView } from '../customers.views';
import { Customer } from './customer.type';

@ObjectType({ description: 'What has changed among the customers.' })
export class CustomerChange {
  @Field(() => Customer, {
    nullable: true,
    description:
      'The customer as it is now. Null when all customers are watched, at the beginning and when many have changed: lists should be read anew.',
  })
  customer: Ref | null;
}

@Resolver()
export class CustomerChangedResolver {
  @Allow('customer:read')
  @Watch(() => CustomerChange, {
    topic: customerTopic,
    key: 'id',
    description:
      'A customer with all that hangs on it, now and after each change; without an id, every customer you may see as it changes. One that is removed is not told of.',
  })
  async customerChanged(
    @IdArg('id', 'customer', { nullable: true, description: 'Id of a customer; all when left out.' })
    id: string | null,
    @ChangedId() changed: string | null,
  ): Promise<CustomerChange> {
    const which = id ?? changed;
    if (which !== null) await requireVisible(customerView, which);
    return { customer: which === null ? null : ref('customer', which) };
  }
}
