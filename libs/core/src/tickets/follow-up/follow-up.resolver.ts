import { Allow, ForCustomers, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import {
  TicketSettings,
  ticketSettings,
  TicketSettingsPayload,
  updateTicketSettings,
  UpdateTicketSettingsInput,
} from '../settings/ticket-rules';
import { TicketPayload } from '../ticket/ticket.inputs';
import { ticketPermissions } from '../tickets.permissions';
import { RateMyTicketInput, RecordCallBackInput, TicketFollowUp, TicketFollowUpPayload } from './follow-up.types';
import { followUpView, TicketFollowUpList } from './follow-up.views';
import { FollowUps } from './follow-ups';

const READ = ticketPermissions['ticket:read'];
const CALL = ticketPermissions['ticket:follow-up'];
const CONFIGURE = ticketPermissions['ticket:configure'];

/** Following up what was done. */
@Resolver()
export class FollowUpResolver {
  constructor(private readonly followUps: FollowUps) {}

  @Allow(READ)
  @Query(() => TicketFollowUpList.Connection, {
    description: 'How tickets that are done are followed up; who is to be called comes first.',
  })
  ticketFollowUps(
    @Args({ type: () => TicketFollowUpList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(TicketFollowUpList.definition, info);
  }

  @Allow(READ)
  @Query(() => TicketFollowUp, { description: 'How one resolution of a ticket is followed up.' })
  ticketFollowUp(
    @IdArg('id', 'ticket_follow_up', { description: 'The follow-up.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(followUpView, id, info);
  }

  @Allow(CALL)
  @Mutation(() => TicketFollowUpPayload, {
    description:
      'Says what came of a call to the customer: it closes the ticket, reopens it, or is to be tried again. FORBIDDEN for who had the ticket.',
  })
  async recordCallBack(@Args('input') input: RecordCallBackInput): Promise<TicketFollowUpPayload> {
    const ticketId = await this.followUps.call(input);
    return { followUp: ref('ticket_follow_up', input.id), ticket: ref('ticket', ticketId) };
  }

  @ForCustomers()
  @Mutation(() => TicketPayload, {
    description:
      'Rates a ticket of one’s own that is done: with 3 or more it is closed, with less somebody calls. CONFLICT for one that is not done.',
  })
  async rateMyTicket(@Args('input') input: RateMyTicketInput): Promise<TicketPayload> {
    await this.followUps.rate(input);
    return { ticket: ref('ticket', input.ticketId) };
  }

  @Allow(READ, CONFIGURE)
  @Query(() => TicketSettings, { description: 'How the company follows up tickets that are done.' })
  ticketSettings(): Promise<TicketSettings> {
    return ticketSettings();
  }

  @Allow(CONFIGURE)
  @Mutation(() => TicketSettingsPayload, {
    description: 'Changes how the company follows up. FORBIDDEN for whoever sees only some communities.',
  })
  async updateTicketSettings(@Args('input') input: UpdateTicketSettingsInput): Promise<TicketSettingsPayload> {
    return { settings: await updateTicketSettings(input) };
  }
}
