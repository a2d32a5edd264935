import {
  db,
  EventHandler,
  type EventDelivery,
  type NotificationType,
  Notifications,
  type NotificationValues,
  type VariableSpecs,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { staffHolding, staffInRoles } from '../../staff';
import { TicketState } from '../state/ticket-state';
import { CommentVisibility, TicketKind } from '../ticket/ticket.enums';
import { ticketEvents, type TicketPayload } from '../tickets.events';
import { ticketPermissions } from '../tickets.permissions';
import { type ToldTicket, toldTicket } from './concerned';
import { staffTold } from './staff.notifications';
import { customerTold } from './ticket.notifications';

type Moved = TicketPayload & { from: string; to: string };
type Share = TicketPayload & { target: string; percent: number };

/** What customers hear of a move; the others are the company's own affair. */
const OF_MOVE: Readonly<Partial<Record<string, keyof typeof customerTold>>> = {
  [TicketState.IN_PROGRESS]: 'begun',
  [TicketState.ON_HOLD]: 'waits',
  [TicketState.RESOLVED]: 'resolved',
  [TicketState.REOPENED]: 'reopened',
  [TicketState.CANCELLED]: 'cancelled',
};
/** What customers hear of a visit. */
const OF_VISIT: Readonly<Partial<Record<string, 'visitBooked' | 'visitMoved' | 'visitCancelled' | 'visitMissed'>>> = {
  BOOKED: 'visitBooked',
  MOVED: 'visitMoved',
  CANCELLED: 'visitCancelled',
  MISSED_BY_STAFF: 'visitMissed',
};
const LONGEST = 500;
const beginningOf = (words: string): string => (words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words);

/**
 * Tells customers and staff what happens to their tickets, by the notifications context. Nobody is told of what they did
 * themselves; of tickets from before nobody is told anything.
 */
@Injectable()
export class TellPeople {
  constructor(private readonly notifications: Notifications) {}

  @EventHandler(ticketEvents.created, { name: 'tellCreated' })
  async created({ ticketId, kind, communityId }: TicketPayload, delivery: EventDelivery): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (!ticket || ticket.isHistoric) return;
    await this.tellCustomer(customerTold.received, ticket, {}, delivery);
    const type = kind === (TicketKind.EMERGENCY as string) ? staffTold.emergency : staffTold.managerAsked;
    if (type === staffTold.managerAsked && !ticket.managerAsked) return;
    const dispatchers = await staffHolding(ticketPermissions['ticket:assign'], communityId ? [communityId] : null);
    await this.tellStaff(type, ticket, dispatchers, {}, delivery);
  }

  @EventHandler(ticketEvents.moved, { name: 'tellMoved' })
  async moved({ ticketId, from, to }: Moved, delivery: EventDelivery): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (!ticket) return;
    const key = OF_MOVE[to];
    if (key && delivery.cause.kind !== 'CUSTOMER') {
      await this.tellCustomer(customerTold[key] as typeof customerTold.begun, ticket, {}, delivery);
    }
    if (to === (TicketState.REOPENED as string) && from !== to) {
      const [had] = await db().query<{ id: string | null }>(
        `SELECT e.facts ->> 'assigneeId' AS id FROM atrium.ticket_event e
         WHERE e.ticket_id = $1 AND e.kind = 'ASSIGNED' ORDER BY e.at DESC, e.id DESC LIMIT 1`,
        [ticketId],
      );
      await this.tellStaff(
        staffTold.reopened,
        ticket,
        [...(had?.id ? [had.id] : []), ...ticket.observers],
        {},
        delivery,
      );
    }
  }

  @EventHandler(ticketEvents.assigned, { name: 'tellAssigned' })
  async assigned({ ticketId }: TicketPayload, delivery: EventDelivery): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (ticket) await this.tellStaff(staffTold.yours, ticket, ticket.doers, {}, delivery);
  }

  @EventHandler(ticketEvents.commented, { name: 'tellCommented' })
  async commented(
    {
      ticketId,
      commentId,
      visibility,
      fromCustomer,
    }: TicketPayload & {
      commentId: string;
      visibility: string;
      fromCustomer: boolean;
    },
    delivery: EventDelivery,
  ): Promise<void> {
    const ticket = await toldTicket(ticketId);
    const [comment] = await db().query<{ body: string }>('SELECT body FROM atrium.ticket_comment WHERE id = $1', [
      commentId,
    ]);
    if (!ticket || !comment || ticket.isHistoric) return;
    const words = beginningOf(comment.body);
    if (visibility === (CommentVisibility.CUSTOMER as string) && !fromCustomer) {
      await this.tellCustomer(customerTold.answered, ticket, { words }, delivery);
    }
    await this.tellStaff(staffTold.noted, ticket, [...ticket.doers, ...ticket.observers], { words }, delivery);
  }

  @EventHandler(ticketEvents.merged, { name: 'tellMerged' })
  async merged({ ticketId }: TicketPayload, delivery: EventDelivery): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (ticket && !ticket.isHistoric) await this.tellCustomer(customerTold.merged, ticket, {}, delivery);
  }

  @EventHandler(ticketEvents.promised, { name: 'tellPromised' })
  async promised(
    { ticketId, promisedAt }: TicketPayload & { promisedAt: string },
    delivery: EventDelivery,
  ): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (ticket) await this.tellCustomer(customerTold.promised, ticket, { at: new Date(promisedAt) }, delivery);
  }

  /** A broken promise brings an apology. */
  @EventHandler(ticketEvents.promiseBroken, { name: 'tellPromiseBroken' })
  async promiseBroken(
    { ticketId, promisedAt }: TicketPayload & { promisedAt: string },
    delivery: EventDelivery,
  ): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (!ticket) return;
    await this.tellCustomer(customerTold.apology, ticket, { at: new Date(promisedAt) }, delivery);
    await this.tellStaff(staffTold.breached, ticket, this.leadersAnd(ticket), {}, delivery);
  }

  @EventHandler(ticketEvents.returned, { name: 'tellReturned' })
  async returned({ ticketId }: TicketPayload, delivery: EventDelivery): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (ticket) await this.tellStaff(staffTold.back, ticket, [...ticket.doers, ...ticket.observers], {}, delivery);
  }

  @EventHandler(ticketEvents.slaWarned, { name: 'tellWarned' })
  async warned({ ticketId }: Share, delivery: EventDelivery): Promise<void> {
    const ticket = await toldTicket(ticketId);
    // It may be done by now.
    if (!ticket?.dueAt) return;
    await this.tellStaff(staffTold.warned, ticket, ticket.doers, { dueAt: ticket.dueAt }, delivery);
  }

  @EventHandler(ticketEvents.slaBreached, { name: 'tellBreached' })
  async breached({ ticketId }: Share, delivery: EventDelivery): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (ticket) await this.tellStaff(staffTold.breached, ticket, this.leadersAnd(ticket), {}, delivery);
  }

  @EventHandler(ticketEvents.escalated, { name: 'tellEscalated' })
  async escalated(
    { ticketId, communityId, roleIds }: Share & { roleIds: readonly string[] },
    delivery: EventDelivery,
  ): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (!ticket) return;
    const people = await staffInRoles(roleIds, communityId);
    await this.tellStaff(staffTold.escalated, ticket, people, {}, delivery);
  }

  /** Who is not content is called at once, by somebody who makes such calls where it is. */
  @EventHandler(ticketEvents.callBackDue, { name: 'tellCallBack' })
  async callBackDue(
    { ticketId, communityId, reason }: TicketPayload & { reason: string },
    delivery: EventDelivery,
  ): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (!ticket || reason !== 'DISSATISFIED') return;
    const callers = await staffHolding(ticketPermissions['ticket:follow-up'], communityId ? [communityId] : null);
    await this.tellStaff(staffTold.callBack, ticket, callers, {}, delivery);
  }

  @EventHandler(ticketEvents.recoveryRequested, { name: 'tellRecoveryRequested' })
  async recoveryRequested({ ticketId, communityId }: TicketPayload, delivery: EventDelivery): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (!ticket) return;
    const deciders = await staffHolding(
      ticketPermissions['ticket:approve-recovery'],
      communityId ? [communityId] : null,
    );
    await this.tellStaff(staffTold.amendsAsked, ticket, deciders, {}, delivery);
  }

  @EventHandler(ticketEvents.quotationMoved, { name: 'tellQuotation' })
  async quotationMoved({ ticketId, to }: TicketPayload & { to: string }, delivery: EventDelivery): Promise<void> {
    const ticket = await toldTicket(ticketId);
    if (!ticket) return;
    if (to === 'OFFERED') await this.tellCustomer(customerTold.quoted, ticket, {}, delivery);
    if (to === 'DONE') await this.tellCustomer(customerTold.toConfirm, ticket, {}, delivery);
    if (to === 'ACCEPTED' || to === 'DECLINED') {
      await this.tellStaff(staffTold.quotationDecided, ticket, [...ticket.doers, ...ticket.observers], {}, delivery);
    }
  }

  /** Customers of visits that are booked, moved, called off or missed by us; whoever is to come, of the same. */
  @EventHandler(ticketEvents.appointmentChanged, { name: 'tellAppointment' })
  async appointmentChanged(
    { ticketId, change, startsAt, staffId }: TicketPayload & { change: string; startsAt: string; staffId: string },
    delivery: EventDelivery,
  ): Promise<void> {
    const key = OF_VISIT[change];
    const ticket = key && (await toldTicket(ticketId));
    if (!ticket) return;
    const at = new Date(startsAt);
    if (delivery.cause.kind !== 'CUSTOMER') await this.tellCustomer(customerTold[key], ticket, { at }, delivery);
    if (change !== 'MISSED_BY_STAFF') await this.tellStaff(staffTold.visit, ticket, [staffId], { at }, delivery);
  }

  private leadersAnd({ doers, leaderId, observers }: ToldTicket): readonly string[] {
    return [...doers, ...(leaderId ? [leaderId] : []), ...observers];
  }

  private async tellCustomer<V extends VariableSpecs>(
    type: NotificationType<V>,
    { id, customerId, number, title }: ToldTicket,
    more: object,
    delivery: EventDelivery,
  ): Promise<void> {
    if (customerId === null) return;
    await this.notifications.send(type, {
      to: { customerId },
      values: { number, title, ...more } as unknown as NotificationValues<V>,
      dedupeKey: delivery.id,
      about: { idType: 'ticket', id },
    });
  }

  private async tellStaff<V extends VariableSpecs>(
    type: NotificationType<V>,
    { id, number, title }: ToldTicket,
    people: readonly string[],
    more: object,
    delivery: EventDelivery,
  ): Promise<void> {
    const values = { number, title, ...more } as unknown as NotificationValues<V>;
    const drafts = [...new Set(people)]
      .filter((staffId) => staffId !== delivery.cause.id)
      .map((staffId) => ({
        to: { staffId },
        values,
        dedupeKey: delivery.id,
        about: { idType: 'ticket', id },
      }));
    if (drafts.length > 0) await this.notifications.sendAll(type, drafts);
  }
}
