import {
  Allow,
  ChangedId,
  ForCustomers,
  IdArg,
  type Ref,
  readList,
  readOne,
  ref,
  requireVisible,
  Watch,
} from '@atrium/sdk';
import { Args, Field, Info, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { AssignTicket } from '../assignment/assign-ticket';
import { AssignTicketInput, TakeTicketInput } from '../assignment/assignment.inputs';
import { AddTicketCommentInput, TicketCommentPayload } from '../comment/comment.inputs';
import { TicketComments } from '../comment/comments';
import { MoveTicket } from '../state/move-ticket';
import { ticketPermissions } from '../tickets.permissions';
import { ticketTopic } from '../tickets.topic';
import { TicketList, ticketView } from '../tickets.views';
import { ChangeTicket } from './change-ticket';
import { CreateTicket } from './create-ticket';
import {
  CreateTicketInput,
  DeferTicketInput,
  EscalateTicketInput,
  MergeTicketsInput,
  MergeTicketsPayload,
  MoveTicketInput,
  TicketPayload,
  UpdateTicketInput,
} from './ticket.inputs';
import { Ticket } from './ticket.type';

const READ = ticketPermissions['ticket:read'];
const WORK = ticketPermissions['ticket:work'];
const DISPATCH = ticketPermissions['ticket:assign'];

@ObjectType({ description: 'What has changed among the tickets.' })
export class TicketChange {
  @Field(() => Ticket, {
    nullable: true,
    description:
      'The ticket as it is now. Null when all tickets are watched, at the beginning and when many have changed: lists should be read anew.',
  })
  ticket: Ref | null;
}

@Resolver()
export class TicketResolver {
  constructor(
    private readonly creation: CreateTicket,
    private readonly changes: ChangeTicket,
    private readonly moves: MoveTicket,
    private readonly assignment: AssignTicket,
    private readonly comments: TicketComments,
  ) {}

  @Allow(READ)
  @Query(() => TicketList.Connection, { description: 'Tickets, the most urgent first.' })
  tickets(@Args({ type: () => TicketList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(TicketList.definition, info);
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => Ticket, { description: 'One ticket; of customers, one of their own.' })
  ticket(
    @IdArg('id', 'ticket', { description: 'The ticket.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(ticketView, id, info);
  }

  @Allow(READ)
  @Watch(() => TicketChange, {
    topic: ticketTopic,
    key: 'id',
    description: 'A ticket, now and after each change; without an id, every ticket one sees as it changes.',
  })
  async ticketChanged(
    @IdArg('id', 'ticket', { nullable: true, description: 'Id of a ticket; all when left out.' }) id: string | null,
    @ChangedId() changed: string | null,
  ): Promise<TicketChange> {
    const which = id ?? changed;
    if (which !== null) await requireVisible(ticketView, which);
    return { ticket: which === null ? null : ref('ticket', which) };
  }

  @Allow(ticketPermissions['ticket:create'])
  @Mutation(() => TicketPayload, {
    description: 'Takes down a ticket, with a snapshot of who reported it and where; its clocks begin.',
  })
  async createTicket(@Args('input') input: CreateTicketInput): Promise<TicketPayload> {
    return { ticket: ref('ticket', await this.creation.byStaff(input)) };
  }

  @Allow(DISPATCH)
  @Mutation(() => TicketPayload, {
    description: 'Changes what a ticket says. Another kind or severity changes what is promised of it.',
  })
  async updateTicket(@Args('input') input: UpdateTicketInput): Promise<TicketPayload> {
    await this.changes.update(input);
    return { ticket: ref('ticket', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => TicketPayload, {
    description:
      'Moves a ticket on. INVALID_TRANSITION tells in `allowed` where it can go; cancelling and closing need `ticket:assign`.',
  })
  async moveTicket(@Args('input') { id, version, ...told }: MoveTicketInput): Promise<TicketPayload> {
    await this.moves.byStaff(id, version, told);
    return { ticket: ref('ticket', id) };
  }

  @Allow(DISPATCH, WORK)
  @Mutation(() => TicketPayload, {
    description:
      'Gives a ticket to a team or a person, chosen by the strategy. Without `ticket:assign` a team’s leader gives what the team has to its members.',
  })
  async assignTicket(@Args('input') input: AssignTicketInput): Promise<TicketPayload> {
    await this.assignment.assign(input);
    return { ticket: ref('ticket', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => TicketPayload, {
    description: 'Takes a ticket from the pool for oneself. CONFLICT when somebody else was faster.',
  })
  async takeTicket(@Args('input') { id }: TakeTicketInput): Promise<TicketPayload> {
    await this.assignment.take(id);
    return { ticket: ref('ticket', id) };
  }

  @Allow(DISPATCH)
  @Mutation(() => TicketPayload, { description: 'Puts a ticket off until a time, when it comes back by itself.' })
  async deferTicket(@Args('input') input: DeferTicketInput): Promise<TicketPayload> {
    await this.changes.defer(input);
    return { ticket: ref('ticket', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => TicketPayload, {
    description:
      'Escalates a ticket by hand, e.g. because the press asks: people of roles are told, severity may rise.',
  })
  async escalateTicket(@Args('input') input: EscalateTicketInput): Promise<TicketPayload> {
    await this.changes.escalate(input);
    return { ticket: ref('ticket', input.id) };
  }

  @Allow(DISPATCH)
  @Mutation(() => MergeTicketsPayload, { description: 'Merges a ticket into another that tells the same.' })
  async mergeTickets(@Args('input') input: MergeTicketsInput): Promise<MergeTicketsPayload> {
    await this.changes.merge(input);
    return { merged: ref('ticket', input.id), into: ref('ticket', input.intoId) };
  }

  @Allow(WORK)
  @Mutation(() => TicketCommentPayload, {
    description: 'Comments on a ticket, for staff alone or for the customer, too.',
  })
  async addTicketComment(
    @Args('input') { ticketId, body, visibility }: AddTicketCommentInput,
  ): Promise<TicketCommentPayload> {
    const id = await this.comments.add(ticketId, body, visibility);
    return { comment: ref('ticket_comment', id), ticket: ref('ticket', ticketId) };
  }
}
