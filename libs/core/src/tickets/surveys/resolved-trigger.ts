import { db, type EventDelivery, EventHandler, registerSurveyTrigger, SurveyTriggers } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { TicketState } from '../state/ticket-state';
import { ticketEvents, type TicketPayload } from '../tickets.events';

/** A ticket was resolved: each time it is. */
export const ticketResolved = registerSurveyTrigger({
  name: 'ticket.resolved',
  label: { en: 'Ticket resolved', 'zh-CN': '工单办结' },
  description: {
    en: 'A ticket of a customer was resolved; of one that was reopened, again.',
    'zh-CN': '客户的工单已办结；重新打开后再次办结时也会触发。',
  },
});

const OCCASION = /^ticket ([0-9a-f-]{36}) \d+$/;
/** What a survey after a resolution is sent for: each time that the ticket is resolved is another. */
export const occasionOf = (ticketId: string, reopened: number): string => `ticket ${ticketId} ${reopened}`;

/** UUID of the ticket that a survey was sent for; null where it was for something else. */
export const ticketOf = (occasion: string | null): string | null => OCCASION.exec(occasion ?? '')?.[1] ?? null;

/** Has customers asked how their tickets were dealt with. Whoever did the work is who is judged. */
@Injectable()
export class ResolvedTrigger {
  constructor(private readonly triggers: SurveyTriggers) {}

  @EventHandler(ticketEvents.moved, { name: 'surveyResolved' })
  async resolved({ ticketId, customerId, to }: TicketPayload & { to: string }, _: EventDelivery): Promise<void> {
    if (to !== (TicketState.RESOLVED as string) || customerId === null) return;
    const [ticket] = await db().query<{ unit_id: string | null; assignee_id: string | null; reopen_count: number }>(
      'SELECT unit_id, assignee_id, reopen_count FROM atrium.ticket WHERE id = $1 AND customer_id IS NOT NULL',
      [ticketId],
    );
    if (!ticket) return;
    await this.triggers.fire(ticketResolved, {
      customerId,
      unitId: ticket.unit_id,
      ratedStaffId: ticket.assignee_id,
      occasion: occasionOf(ticketId, ticket.reopen_count),
    });
  }
}
