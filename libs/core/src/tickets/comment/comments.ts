import { AtriumError, context, db, Events, isCustomer, newId, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { TicketClocks, writeUrgency } from '../clock/ticket-clocks';
import { addToTicketSearch } from '../search/ticket-words';
import { isSettled, TicketState } from '../state/ticket-state';
import { markAllRead, markRead } from '../follow/readers';
import { CommentVisibility } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, payloadOf } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';

/** Comments on tickets: among staff, and between staff and the customer. */
@Injectable()
export class TicketComments {
  constructor(
    private readonly clocks: TicketClocks,
    private readonly events: Events,
  ) {}

  /**
   * Answers the new comment's UUID. What the customer reads is a response and a progress update. `CONFLICT` for a ticket
   * that went into another.
   */
  async add(ticketId: string, body: string, visibility: CommentVisibility): Promise<string> {
    const ticket = await lockTicket(ticketId);
    if (ticket.state === TicketState.MERGED) {
      throw new AtriumError('CONFLICT', ticketMessages.over, { params: { state: ticket.state } });
    }
    const id = newId();
    const at = now();
    const { actor } = context();
    const mine = isCustomer();
    await db().execute(
      `INSERT INTO atrium.ticket_comment (id, ticket_id, at, body, visibility, author_id, author_name, customer_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, ticketId, at, body, visibility, mine ? null : actor.id, mine ? null : actor.name, mine ? actor.id : null],
    );
    const isAnswer = visibility === CommentVisibility.CUSTOMER && !mine;
    await db().execute(
      {
        name: 'ticket_commented',
        text: `UPDATE atrium.ticket SET commented_at = $2, updated_at = now(),
            answered_at = CASE WHEN $3 THEN $2 ELSE answered_at END,
            first_response_at = CASE WHEN $3 THEN coalesce(first_response_at, $2) ELSE first_response_at END
          WHERE id = $1`,
      },
      [ticketId, at, isAnswer],
    );
    if (isAnswer && !isSettled(ticket.state) && !ticket.isHistoric) {
      await writeUrgency(ticketId, await this.clocks.meet(ticketId, ['FIRST_RESPONSE', 'PROGRESS_UPDATE'], at));
    }
    await markRead(ticketId, at);
    await addToTicketSearch([ticketId], body);
    await this.events.emit(
      ticketEvents.commented,
      { ...payloadOf(ticket), commentId: id, visibility, fromCustomer: mine },
      { aggregateId: ticketId },
    );
    return id;
  }

  /** One answer that the customers of many tickets read. The tickets are locked. */
  async addToAll(tickets: readonly LockedTicket[], body: string): Promise<void> {
    if (tickets.length === 0) return;
    const at = now();
    const { actor } = context();
    const ids = tickets.map(({ id }) => id);
    const commentIds = ids.map(() => newId());
    await db().execute(
      `INSERT INTO atrium.ticket_comment (id, ticket_id, at, body, visibility, author_id, author_name)
       SELECT g.id, g.ticket_id, $3, $4, 'CUSTOMER', $5, $6 FROM unnest($1::uuid[], $2::uuid[]) AS g(id, ticket_id)`,
      [commentIds, ids, at, body, actor.id, actor.name],
    );
    const open = tickets.filter(({ state, isHistoric }) => !isSettled(state) && !isHistoric).map(({ id }) => id);
    const due = await this.clocks.meetAll(open, ['FIRST_RESPONSE', 'PROGRESS_UPDATE'], at);
    await db().execute(
      `UPDATE atrium.ticket k SET commented_at = $2, answered_at = $2, updated_at = now(),
         first_response_at = coalesce(k.first_response_at, $2),
         due_at = CASE WHEN g.counts THEN coalesce(g.due_at, 'infinity') ELSE k.due_at END
       FROM unnest($1::uuid[], $3::timestamptz[], $4::boolean[]) AS g(id, due_at, counts) WHERE k.id = g.id`,
      [ids, at, ids.map((id) => due.get(id) ?? null), ids.map((id) => due.has(id))],
    );
    await markAllRead(ids, at);
    await addToTicketSearch(ids, body);
    await this.events.emitAll(
      ticketEvents.commented,
      tickets.map((ticket, index) => ({
        aggregateId: ticket.id,
        payload: {
          ...payloadOf(ticket),
          commentId: commentIds[index]!,
          visibility: CommentVisibility.CUSTOMER,
          fromCustomer: false,
        },
      })),
    );
  }
}
