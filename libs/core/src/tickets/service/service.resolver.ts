import { Allow, ForCustomers, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ticketPermissions } from '../tickets.permissions';
import { createServiceItem, updateServiceItem } from './price-list';
import { Quotations } from './quotations';
import {
  CompleteServiceInput,
  CreateQuotationInput,
  CreateServiceItemInput,
  DecideQuotationInput,
  Quotation,
  QuotationIdInput,
  QuotationPayload,
  ServiceItemPayload,
  UpdateServiceItemInput,
} from './service.types';
import { QuotationList, quotationView, ServiceItemList } from './service.views';

const READ = ticketPermissions['ticket:read'];
const WORK = ticketPermissions['ticket:work'];
const CONFIGURE = ticketPermissions['ticket:configure'];
const WHOLE = 'FORBIDDEN for whoever sees only some communities.';

/** The price list and quotations. */
@Resolver()
export class ServiceResolver {
  constructor(private readonly work: Quotations) {}

  @ForCustomers({ staffWith: [READ, CONFIGURE] })
  @Query(() => ServiceItemList.Connection, { description: 'The price list of paid services, open to customers.' })
  serviceItems(
    @Args({ type: () => ServiceItemList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(ServiceItemList.definition, info);
  }

  @Allow(READ)
  @Query(() => QuotationList.Connection, { description: 'Quotations of all tickets one sees, the latest first.' })
  quotations(
    @Args({ type: () => QuotationList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(QuotationList.definition, info);
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => Quotation, { description: 'One quotation; of customers, one for a ticket of their own.' })
  quotation(
    @IdArg('id', 'quotation', { description: 'The quotation.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(quotationView, id, info);
  }

  @Allow(CONFIGURE)
  @Mutation(() => ServiceItemPayload, {
    description: `Adds an entry to the price list. CONFLICT for a name taken. ${WHOLE}`,
  })
  async createServiceItem(@Args('input') input: CreateServiceItemInput): Promise<ServiceItemPayload> {
    return { serviceItem: ref('service_item', await createServiceItem(input)) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => ServiceItemPayload, { description: `Changes an entry of the price list. ${WHOLE}` })
  async updateServiceItem(@Args('input') input: UpdateServiceItemInput): Promise<ServiceItemPayload> {
    await updateServiceItem(input);
    return { serviceItem: ref('service_item', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => QuotationPayload, {
    description: 'Writes a quotation. CONFLICT for a ticket without a customer or a community, or one that is done.',
  })
  async createQuotation(@Args('input') input: CreateQuotationInput): Promise<QuotationPayload> {
    return { quotation: ref('quotation', await this.work.create(input)) };
  }

  @Allow(WORK)
  @Mutation(() => QuotationPayload, { description: 'Offers a quotation to the customer, who is told.' })
  async offerQuotation(@Args('input') input: QuotationIdInput): Promise<QuotationPayload> {
    await this.work.offer(input);
    return { quotation: ref('quotation', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => QuotationPayload, { description: 'Takes a quotation back that is not done.' })
  async withdrawQuotation(@Args('input') input: QuotationIdInput): Promise<QuotationPayload> {
    await this.work.withdraw(input);
    return { quotation: ref('quotation', input.id) };
  }

  @ForCustomers({ staffWith: [WORK] })
  @Mutation(() => QuotationPayload, {
    description:
      'Accepts or declines a quotation: the customer, or staff for a customer who said so. CONFLICT when it is no longer good.',
  })
  async decideQuotation(@Args('input') input: DecideQuotationInput): Promise<QuotationPayload> {
    await this.work.decide(input);
    return { quotation: ref('quotation', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => QuotationPayload, { description: 'Says that a paid service is done, and what of it was used.' })
  async completeService(@Args('input') input: CompleteServiceInput): Promise<QuotationPayload> {
    await this.work.complete(input);
    return { quotation: ref('quotation', input.id) };
  }

  @ForCustomers({ staffWith: [WORK] })
  @Mutation(() => QuotationPayload, {
    description:
      'Confirms what was done, which is charged then, or objects to it: the customer, or staff for a customer who said so.',
  })
  async confirmService(@Args('input') input: DecideQuotationInput): Promise<QuotationPayload> {
    await this.work.confirm(input);
    return { quotation: ref('quotation', input.id) };
  }
}
