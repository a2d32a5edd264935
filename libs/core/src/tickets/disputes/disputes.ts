import { conflict, context, db, Events, invalidField, newId, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { isSettled } from '../state/ticket-state';
import { overError } from '../ticket/over';
import { TicketEventKind, TicketKind } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, payloadOf, tell, updateTicket } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import {
  type AddMediationPartyInput,
  type RecordMediationSessionInput,
  type RecordReinspectionInput,
  type ReportViolationInput,
  type ServeViolationNoticeInput,
  ViolationStepKind,
} from './dispute.type';
import { lastStep } from './violation-ends';

const { NOTICE, REINSPECTION, REPORT } = ViolationStepKind;

/** What is done about violations of rules, and between neighbours who are at odds. */
@Injectable()
export class Disputes {
  constructor(private readonly events: Events) {}

  /** A notice with a deadline, at which the ticket comes back by itself; a later one sets another. */
  async notice({ id: ticketId, version, note, servedBy, deadline }: ServeViolationNoticeInput): Promise<void> {
    const ticket = await lockOf(TicketKind.VIOLATION, ticketId, version);
    if (deadline <= now()) throw invalidField('input.deadline', 'IN_THE_PAST', ticketMessages.past);
    await this.step(ticket, NOTICE, note, { served_by: servedBy, deadline }, { deadline: deadline.toISOString() });
    await updateTicket(ticketId, { deferred_until: deadline });
  }

  /** `CONFLICT` before a notice was served. */
  async reinspect({ id: ticketId, version, remedied, note }: RecordReinspectionInput): Promise<void> {
    const ticket = await lockOf(TicketKind.VIOLATION, ticketId, version);
    const last = await lastStep(ticketId);
    if (!last) throw conflict(ticketMessages.noNotice);
    await this.step(ticket, REINSPECTION, note, { remedied }, { remedied });
    await updateTicket(ticketId, { deferred_until: null });
  }

  /** `CONFLICT` unless the last re-inspection found it as it was. */
  async report({ id: ticketId, version, authority, reference, note }: ReportViolationInput): Promise<void> {
    const ticket = await lockOf(TicketKind.VIOLATION, ticketId, version);
    const last = await lastStep(ticketId);
    if (last?.kind !== REINSPECTION || last.remedied !== false) throw conflict(ticketMessages.notReinspected);
    await this.step(ticket, REPORT, note, { authority, reference: reference || null }, { authority });
    await updateTicket(ticketId, {});
  }

  /** `CONFLICT` for a customer who is a party already. */
  async addParty({ ticketId, customerId, name, position }: AddMediationPartyInput): Promise<void> {
    const ticket = await lockOf(TicketKind.MEDIATION, ticketId);
    const customer = customerId == null ? null : await survivorOf(customerId);
    const called = customer?.name ?? name;
    if (!called) throw invalidField('input.name', 'REQUIRED', ticketMessages.partyNeeded);
    await db().execute(
      'INSERT INTO atrium.mediation_party (id, ticket_id, customer_id, name, position) VALUES ($1, $2, $3, $4, $5)',
      [newId(), ticketId, customer?.id ?? null, called, position || null],
    );
    await this.note(ticket, TicketEventKind.MEDIATION, null, { step: 'PARTY' });
    await updateTicket(ticketId, {});
  }

  /** `CONFLICT` before there are two parties. */
  async holdSession(input: RecordMediationSessionInput): Promise<void> {
    const { ticketId, heldAt, place, mediatorName, summary, agreement } = input;
    const ticket = await lockOf(TicketKind.MEDIATION, ticketId);
    if (heldAt > now()) throw invalidField('input.heldAt', 'IN_THE_FUTURE', ticketMessages.future);
    const [parties] = await db().query<{ count: number }>(
      'SELECT count(*)::int AS count FROM atrium.mediation_party WHERE ticket_id = $1',
      [ticketId],
    );
    if (parties!.count < 2) throw conflict(ticketMessages.twoParties);
    await db().execute(
      `INSERT INTO atrium.mediation_session (id, ticket_id, held_at, place, mediator_name, summary, agreement)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), ticketId, heldAt, place || null, mediatorName || context().actor.name, summary, agreement || null],
    );
    const facts = { step: 'SESSION', agreed: Boolean(agreement) };
    await this.note(ticket, TicketEventKind.MEDIATION, null, facts);
    await updateTicket(ticketId, {});
  }

  private async step(
    ticket: LockedTicket,
    kind: ViolationStepKind,
    note: string,
    columns: Readonly<Record<string, unknown>>,
    facts: object,
  ): Promise<void> {
    const names = Object.keys(columns);
    await db().execute(
      `INSERT INTO atrium.violation_step (id, ticket_id, kind, at, actor_name, note, ${names.join(', ')})
       VALUES ($1, $2, $3, $4, $5, $6, ${names.map((_, index) => `$${index + 7}`).join(', ')})`,
      [newId(), ticket.id, kind, now(), context().actor.name, note, ...Object.values(columns)],
    );
    await this.note(ticket, TicketEventKind.VIOLATION, note, { step: kind, ...facts });
  }

  private async note(ticket: LockedTicket, kind: TicketEventKind, note: string | null, facts: object): Promise<void> {
    await tell([{ ticketId: ticket.id, at: now(), kind, note, facts }]);
    await this.events.emit(ticketEvents.changed, payloadOf(ticket), { aggregateId: ticket.id });
  }
}

/** The ticket, locked: of this kind, with something left to do. */
async function lockOf(kind: TicketKind, id: string, version?: number): Promise<LockedTicket> {
  const ticket = await lockTicket(id, version);
  if (ticket.kind !== kind) throw invalidField('input.ticketId', 'OTHER_KIND', ticketMessages.otherKind, { kind });
  if (isSettled(ticket.state)) throw overError(ticket);
  return ticket;
}

async function survivorOf(id: string): Promise<{ id: string; name: string }> {
  const [customer] = await db().query<{ id: string; name: string }>(
    `SELECT s.id, s.name FROM atrium.customer c
     JOIN atrium.customer s ON s.tenant_id = c.tenant_id AND s.id = coalesce(c.merged_into_id, c.id) WHERE c.id = $1`,
    [id],
  );
  if (!customer) throw notFound('Customer');
  return customer;
}
