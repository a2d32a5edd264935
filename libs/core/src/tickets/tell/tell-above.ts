import { db, EventHandler, type EventDelivery, Notifications } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { staffHolding, staffInRoles } from '../../staff';
import { TicketChannel } from '../ticket/ticket.enums';
import { incidentEvents, type IncidentPayload, ticketEvents, type TicketPayload } from '../tickets.events';
import { ticketPermissions } from '../tickets.permissions';
import { aboveTold } from './above.notifications';
import { toldTicket } from './concerned';

/** Tells those above what is more than a ticket: what somebody escalates, what the hotline sends, what becomes a crisis. */
@Injectable()
export class TellAbove {
  constructor(private readonly notifications: Notifications) {}

  @EventHandler(ticketEvents.raised, { name: 'tellRaised' })
  async raised(
    { ticketId, communityId, roleIds }: TicketPayload & { roleIds: readonly string[] },
    delivery: EventDelivery,
  ): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (!ticket) return;
    const { number, title } = ticket;
    const [said] = await db().query<{ note: string }>(
      `SELECT e.note FROM atrium.ticket_event e WHERE e.ticket_id = $1 AND e.kind = 'RAISED' AND e.at <= $2
       ORDER BY e.at DESC, e.id DESC LIMIT 1`,
      [ticketId, delivery.occurredAt],
    );
    const values = { number, title, words: said?.note ?? '' };
    const drafts = (await this.above(roleIds, communityId, delivery)).map((staffId) => ({
      to: { staffId },
      values,
      dedupeKey: delivery.id,
      about: { idType: 'ticket', id: ticketId },
    }));
    if (drafts.length > 0) await this.notifications.sendAll(aboveTold.raised, drafts);
  }

  @EventHandler(ticketEvents.created, { name: 'tellHotline' })
  async created(
    { ticketId, communityId, channel }: TicketPayload & { channel: string },
    delivery: EventDelivery,
  ): Promise<void> {
    if (channel !== (TicketChannel.HOTLINE_12345 as string)) return;
    const ticket = await toldTicket(ticketId);
    if (!ticket) return;
    const { number, title } = ticket;
    const drafts = (await this.above([], communityId, delivery)).map((staffId) => ({
      to: { staffId },
      values: { number, title },
      dedupeKey: delivery.id,
      about: { idType: 'ticket', id: ticketId },
    }));
    if (drafts.length > 0) await this.notifications.sendAll(aboveTold.hotline, drafts);
  }

  @EventHandler(incidentEvents.escalated, { name: 'tellCrisis' })
  async crisis({ incidentId, communityId, tickets }: IncidentPayload, delivery: EventDelivery): Promise<void> {
    const [incident] = await db().query<{ number: string; title: string; roles: string[] }>(
      'SELECT number, title, role_ids AS roles FROM atrium.ticket_incident WHERE id = $1',
      [incidentId],
    );
    if (!incident) return;
    const { number, title, roles } = incident;
    const dispatchers = await this.above([], communityId, delivery);
    const people = new Set([...dispatchers, ...(await staffInRoles(roles, communityId))]);
    const drafts = [...people].map((staffId) => ({
      to: { staffId },
      values: { number, title, count: String(tickets) },
      dedupeKey: delivery.id,
      about: { idType: 'incident', id: incidentId },
    }));
    if (drafts.length > 0) await this.notifications.sendAll(aboveTold.crisis, drafts);
  }

  /** People of the roles, or those who dispatch where no role is named; not who did it. */
  private async above(
    roleIds: readonly string[],
    communityId: string | null,
    { cause }: EventDelivery,
  ): Promise<readonly string[]> {
    const people =
      roleIds.length > 0
        ? await staffInRoles(roleIds, communityId)
        : await staffHolding(ticketPermissions['ticket:assign'], communityId ? [communityId] : null);
    return people.filter((id) => id !== cause.id);
  }
}
