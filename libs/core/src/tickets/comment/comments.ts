import { AtriumError, context, db, Events, isCustomer, newId, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { TicketClocks, writeUrgency } from '../clock/ticket-clocks';
import { isSettled, TicketState } from '../state/ticket-state';
import { markRead } from '../follow/readers';
import { CommentVisibility } from '../ticket/ticket.enums';
import { lockTicket, payloadOf } from '../ticket/ticket-rows';
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
    await this.events.emit(
      ticketEvents.commented,
      { ...payloadOf(ticket), commentId: id, visibility, fromCustomer: mine },
      { aggregateId: ticketId },
    );
    return id;
  }
}
