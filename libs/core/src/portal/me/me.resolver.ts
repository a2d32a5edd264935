import { context, encodeId, ForCustomers, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import {
  ConsentSource,
  ConsentsService,
  ConsentStatus,
  ContactsService,
  Customer,
  CustomersService,
  customerView,
  OccupancyList,
} from '../../customers';
import { ViewerActor } from '../../tenants';
import { CODE_DIGITS } from '../code/send-code';
import {
  ConfirmMyContactInput,
  DecideMyConsentInput,
  DecideMyConsentPayload,
  MyContactPayload,
  RemoveMyContactInput,
  RemoveMyContactPayload,
  RequestMyContactInput,
  RequestMyContactPayload,
  UpdateMyContactInput,
  UpdateMyProfileInput,
  UpdateMyProfilePayload,
} from './me.inputs';
import { OwnContacts, ownId } from './own-contacts';

/** What customers see and change of themselves. */
@Resolver()
export class MeResolver {
  constructor(
    private readonly customers: CustomersService,
    private readonly consents: ConsentsService,
    private readonly contacts: ContactsService,
    private readonly own: OwnContacts,
  ) {}

  @ForCustomers()
  @Query(() => Customer, {
    description: 'The customer who calls: profile, contacts, consents, documents, homes, timeline.',
  })
  me(@Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readOne(customerView, ownId(), info);
  }

  @ForCustomers()
  @Query(() => OccupancyList.Connection, {
    description: 'What the customer who calls is or was to units, each with the unit and where it lies.',
  })
  homes(@Args({ type: () => OccupancyList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(OccupancyList.definition, info, (occupancy, values) => [
      `${occupancy}.customer_id = ANY (${values.add(context().actor.customerIds ?? [], 'uuid[]')})`,
    ]);
  }

  @ForCustomers()
  @Mutation(() => UpdateMyProfilePayload, { description: 'Changes one’s own language and preferred channel.' })
  async updateMyProfile(@Args('input') input: UpdateMyProfileInput): Promise<UpdateMyProfilePayload> {
    await this.customers.update({ id: ownId(), ...input });
    return { customer: ref('customer', ownId()) };
  }

  @ForCustomers()
  @Mutation(() => DecideMyConsentPayload, {
    description:
      'Agrees to messages of a kind over a channel, or wants no more of them. Earlier decisions stay in the history.',
  })
  async decideMyConsent(@Args('input') { agree, ...input }: DecideMyConsentInput): Promise<DecideMyConsentPayload> {
    const id = await this.consents.decide(
      { ...input, customerId: ownId(), source: ConsentSource.ONLINE },
      agree ? ConsentStatus.GRANTED : ConsentStatus.WITHDRAWN,
    );
    return { consent: ref('customer_consent', id), customer: ref('customer', ownId()) };
  }

  @ForCustomers()
  @Mutation(() => RequestMyContactPayload, {
    description:
      'Sends a code to a phone or an address that is to become one’s own contact: `confirmMyContact` adds it.',
  })
  async requestMyContact(@Args('input') input: RequestMyContactInput): Promise<RequestMyContactPayload> {
    return { ...(await this.own.request(input)), digits: CODE_DIGITS };
  }

  @ForCustomers()
  @Mutation(() => MyContactPayload, {
    description: 'Adds the contact a code was sent to, verified; from then on it serves to sign in.',
  })
  async confirmMyContact(@Args('input') input: ConfirmMyContactInput): Promise<MyContactPayload> {
    const id = await this.own.confirm(input);
    return { contact: ref('customer_contact', id), customer: ref('customer', ownId()) };
  }

  @ForCustomers()
  @Mutation(() => MyContactPayload, { description: 'Changes the label of one’s own contact, or prefers it.' })
  async updateMyContact(@Args('input') input: UpdateMyContactInput): Promise<MyContactPayload> {
    await this.contacts.update(input);
    return { contact: ref('customer_contact', input.id), customer: ref('customer', ownId()) };
  }

  @ForCustomers()
  @Mutation(() => RemoveMyContactPayload, {
    description: 'Removes one’s own contact; CONFLICT for the last one, without which nobody could sign in.',
  })
  async removeMyContact(@Args('input') { id }: RemoveMyContactInput): Promise<RemoveMyContactPayload> {
    await this.own.remove(id);
    return { removedContactId: encodeId('customer_contact', id), customer: ref('customer', ownId()) };
  }
}

/** The customer behind `viewer`. */
@Resolver(() => ViewerActor)
export class ViewerCustomerResolver {
  @ResolveField(() => Customer, { nullable: true, description: 'The customer; null for other kinds.' })
  customer(@Parent() { kind }: ViewerActor, @Info() info: GraphQLResolveInfo): Promise<unknown> | null {
    return kind === 'CUSTOMER' ? readOne(customerView, ownId(), info) : null;
  }
}
