import { context, ForCustomers, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { CommentOnMyTicketInput, TicketCommentPayload } from '../comment/comment.inputs';
import { TicketComments } from '../comment/comments';
import { illegalMove } from '../state/ticket-moves.policy';
import { MoveTicket } from '../state/move-ticket';
import { TicketState } from '../state/ticket-state';
import { CreateTicket } from '../ticket/create-ticket';
import { lockTicket } from '../ticket/ticket-rows';
import { CommentVisibility } from '../ticket/ticket.enums';
import { TicketPayload } from '../ticket/ticket.inputs';
import { MyTicketList } from '../tickets.views';
import { EndMyTicketInput, ReopenMyTicketInput, ReportTicketInput } from './my-tickets.inputs';

const { NEW, TRIAGED, CLOSED, REOPENED, CANCELLED } = TicketState;

/** What customers do with tickets of their own; the database shows them no others. */
@Resolver()
export class MyTicketsResolver {
  constructor(
    private readonly creation: CreateTicket,
    private readonly moves: MoveTicket,
    private readonly comments: TicketComments,
  ) {}

  @ForCustomers()
  @Query(() => MyTicketList.Connection, { description: 'Tickets of the customer who calls.' })
  myTickets(
    @Args({ type: () => MyTicketList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(MyTicketList.definition, info, (ticket, values) => [
      `${ticket}.customer_id = ANY (${values.add(context().actor.customerIds ?? [], 'uuid[]')})`,
    ]);
  }

  @ForCustomers()
  @Mutation(() => TicketPayload, { description: 'Reports something.' })
  async reportTicket(@Args('input') input: ReportTicketInput): Promise<TicketPayload> {
    return { ticket: ref('ticket', await this.creation.byCustomer(input)) };
  }

  @ForCustomers()
  @Mutation(() => TicketCommentPayload, { description: 'Writes to whoever works on a ticket of one’s own.' })
  async commentOnMyTicket(@Args('input') { ticketId, body }: CommentOnMyTicketInput): Promise<TicketCommentPayload> {
    const id = await this.comments.add(ticketId, body, CommentVisibility.CUSTOMER);
    return { comment: ref('ticket_comment', id), ticket: ref('ticket', ticketId) };
  }

  @ForCustomers()
  @Mutation(() => TicketPayload, {
    description: 'Says that a ticket is not done after all. INVALID_TRANSITION unless it is RESOLVED or CLOSED.',
  })
  async reopenMyTicket(@Args('input') { id, version, note }: ReopenMyTicketInput): Promise<TicketPayload> {
    await this.moves.move(await lockTicket(id, version), { to: REOPENED, note });
    return { ticket: ref('ticket', id) };
  }

  @ForCustomers()
  @Mutation(() => TicketPayload, {
    description: 'Says that one is content. INVALID_TRANSITION unless it is RESOLVED.',
  })
  async closeMyTicket(@Args('input') { id, version }: EndMyTicketInput): Promise<TicketPayload> {
    await this.moves.move(await lockTicket(id, version), { to: CLOSED });
    return { ticket: ref('ticket', id) };
  }

  @ForCustomers()
  @Mutation(() => TicketPayload, {
    description: 'Takes a ticket back. INVALID_TRANSITION once somebody has it to do.',
  })
  async cancelMyTicket(@Args('input') { id, version }: EndMyTicketInput): Promise<TicketPayload> {
    const ticket = await lockTicket(id, version);
    if (ticket.state !== NEW && ticket.state !== TRIAGED) throw illegalMove(ticket.state, CANCELLED);
    await this.moves.move(ticket, { to: CANCELLED });
    return { ticket: ref('ticket', id) };
  }
}
