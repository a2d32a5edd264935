import { Allow, encodeId, IdArg, readList, readOne, ref, requirePermission } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { DecideConsentInput, DecideConsentPayload } from '../consent/consent.inputs';
import { ConsentStatus } from '../consent/consent.policy';
import { ConsentsService } from '../consent/consents.service';
import { CustomerList } from '../customers.lists';
import { customerView } from '../customers.views';
import {
  RemoveSensitiveProfileInput,
  RemoveSensitiveProfilePayload,
  SetSensitiveProfileInput,
  SetSensitiveProfilePayload,
} from '../profile/sensitive-profile.inputs';
import { SensitiveProfilesService } from '../profile/sensitive-profiles.service';
import {
  CreateCustomerInput,
  CreateCustomerPayload,
  UpdateCustomerInput,
  UpdateCustomerPayload,
} from './customer.inputs';
import { Customer } from './customer.type';
import { CustomersService } from './customers.service';

@Resolver()
export class CustomerResolver {
  constructor(
    private readonly service: CustomersService,
    private readonly consents: ConsentsService,
    private readonly profiles: SensitiveProfilesService,
  ) {}

  @Allow('customer:read')
  @Query(() => CustomerList.Connection, { description: 'Customers; those merged into another one are left out.' })
  customers(@Args({ type: () => CustomerList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(CustomerList.definition, info);
  }

  @Allow('customer:read')
  @Query(() => Customer, {
    description: 'One customer. A merged one answers as itself, with `mergedInto` naming its survivor.',
  })
  customer(
    @IdArg('id', 'customer', { description: 'Id of a customer.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readOne(customerView, id, info);
  }

  @Allow('customer:manage')
  @Mutation(() => CreateCustomerPayload, { description: 'Enters a customer.' })
  async createCustomer(@Args('input') input: CreateCustomerInput) {
    return { customer: ref('customer', await this.service.create(input)) };
  }

  @Allow('customer:manage')
  @Mutation(() => UpdateCustomerPayload, { description: 'Changes a customer; CONFLICT for a merged one.' })
  async updateCustomer(@Args('input') input: UpdateCustomerInput) {
    await this.service.update(input);
    return { customer: ref('customer', input.id) };
  }

  @Allow('customer:manage')
  @Mutation(() => DecideConsentPayload, { description: 'Notes that a customer agrees to messages.' })
  grantConsent(@Args('input') input: DecideConsentInput) {
    return this.decide(input, ConsentStatus.GRANTED);
  }

  @Allow('customer:manage')
  @Mutation(() => DecideConsentPayload, {
    description: 'Notes that a customer wants no messages, or no longer; the decision before it stays in the history.',
  })
  withdrawConsent(@Args('input') input: DecideConsentInput) {
    return this.decide(input, ConsentStatus.WITHDRAWN);
  }

  @Allow('customer:manage')
  @Mutation(() => SetSensitiveProfilePayload, {
    description: 'Keeps something sensitive about a person who agreed to it; needs `customer:read-sensitive` too.',
  })
  async setSensitiveProfile(@Args('input') input: SetSensitiveProfileInput) {
    requirePermission('customer:read-sensitive');
    const id = await this.profiles.set(input);
    return { profile: ref('sensitive_profile', id), customer: ref('customer', input.customerId) };
  }

  @Allow('customer:manage')
  @Mutation(() => RemoveSensitiveProfilePayload, {
    description: 'Removes something sensitive about a person; needs `customer:read-sensitive` too.',
  })
  async removeSensitiveProfile(@Args('input') input: RemoveSensitiveProfileInput) {
    requirePermission('customer:read-sensitive');
    const customerId = await this.profiles.remove(input.id);
    return { removedProfileId: encodeId('sensitive_profile', input.id), customer: ref('customer', customerId) };
  }

  private async decide(input: DecideConsentInput, status: ConsentStatus) {
    const id = await this.consents.decide(input, status);
    return { consent: ref('customer_consent', id), customer: ref('customer', input.customerId) };
  }
}
