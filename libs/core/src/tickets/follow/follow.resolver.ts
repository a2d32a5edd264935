import { Allow, encodeId, ForCustomers, now, readMany, ref, requireVisible } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { TicketPayload } from '../ticket/ticket.inputs';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import {
  DeleteTicketFilterInput,
  DeleteTicketFilterPayload,
  FollowTicketInput,
  LinkTicketsInput,
  MarkTicketReadInput,
  SavedTicketFilter,
  SavedTicketFilterPayload,
  SaveTicketFilterInput,
  TicketLinkPayload,
  UnlinkTicketsInput,
} from './follow.inputs';
import { linkTickets, unlinkTickets } from './links';
import { follow, markRead } from './readers';
import { deleteFilter, ownFilters, savedFilterView, saveFilter } from './saved-filters';

const READ = ticketPermissions['ticket:read'];

/** What people mark for themselves, and what tickets are to each other. */
@Resolver()
export class FollowResolver {
  @ForCustomers({ staffWith: [READ] })
  @Mutation(() => TicketPayload, { description: 'Says that one has read all there is on a ticket up to now.' })
  async markTicketRead(@Args('input') { ticketId }: MarkTicketReadInput): Promise<TicketPayload> {
    await requireVisible(ticketView, ticketId);
    await markRead(ticketId, now());
    return { ticket: ref('ticket', ticketId) };
  }

  @Allow(READ)
  @Mutation(() => TicketPayload, { description: 'Observes a ticket, or makes it a favourite, or no longer.' })
  async followTicket(@Args('input') { ticketId, observe, favourite }: FollowTicketInput): Promise<TicketPayload> {
    await requireVisible(ticketView, ticketId);
    await follow(ticketId, observe, favourite);
    return { ticket: ref('ticket', ticketId) };
  }

  @Allow(ticketPermissions['ticket:assign'])
  @Mutation(() => TicketLinkPayload, { description: 'Says what a ticket is to another.' })
  async linkTickets(@Args('input') { ticketId, otherId, kind }: LinkTicketsInput): Promise<TicketLinkPayload> {
    await linkTickets(ticketId, otherId, kind);
    return { ticket: ref('ticket', ticketId) };
  }

  @Allow(ticketPermissions['ticket:assign'])
  @Mutation(() => TicketLinkPayload, { description: 'Takes a link away.' })
  async unlinkTickets(@Args('input') { id }: UnlinkTicketsInput): Promise<TicketLinkPayload> {
    return { ticket: ref('ticket', await unlinkTickets(id)) };
  }

  @Allow(READ)
  @Query(() => [SavedTicketFilter], { description: 'Filters one has kept, by name.' })
  async savedTicketFilters(@Info() info: GraphQLResolveInfo): Promise<unknown[]> {
    return readMany(savedFilterView, await ownFilters(), info);
  }

  @Allow(READ)
  @Mutation(() => SavedTicketFilterPayload, { description: 'Keeps a filter for oneself.' })
  async saveTicketFilter(@Args('input') { name, filter }: SaveTicketFilterInput): Promise<SavedTicketFilterPayload> {
    return { savedTicketFilter: ref('ticket_filter', await saveFilter(name, filter)) };
  }

  @Allow(READ)
  @Mutation(() => DeleteTicketFilterPayload, { description: 'Deletes a filter of one’s own.' })
  async deleteTicketFilter(@Args('input') { id }: DeleteTicketFilterInput): Promise<DeleteTicketFilterPayload> {
    await deleteFilter(id);
    return { deletedId: encodeId('ticket_filter', id) };
  }
}
