import {
  AtriumError,
  conflict,
  currentTenant,
  db,
  Events,
  invalidField,
  isCustomer,
  newId,
  notFound,
  now,
  staleVersion,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { update } from '../../rows/rows';
import { TicketEventKind } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, payloadOf, tell } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { openTicket } from '../work/work-orders';
import { insertLines, noteUsed, readLines } from './quotation-lines';
import { quotationMachine, QuotationState } from './service.enums';
import type {
  CompleteServiceInput,
  CreateQuotationInput,
  DecideQuotationInput,
  QuotationIdInput,
} from './service.types';

interface StoredQuotation {
  readonly id: string;
  readonly ticketId: string;
  readonly number: number;
  readonly state: QuotationState;
  readonly validUntil: Date;
  readonly version: number;
}

const { OFFERED, ACCEPTED, DECLINED, WITHDRAWN, DONE, CONFIRMED } = QuotationState;

/** Paid services (特约有偿服务): nothing is begun that was not accepted, nothing charged that was not confirmed. */
@Injectable()
export class Quotations {
  constructor(private readonly events: Events) {}

  /** Answers the new quotation's UUID. */
  async create({ ticketId, lines, validUntil, note }: CreateQuotationInput): Promise<string> {
    const ticket = await openTicket(ticketId);
    if (ticket.customerId === null || ticket.communityId === null) throw conflict(ticketMessages.nobodyPays);
    if (validUntil <= now()) throw invalidField('input.validUntil', 'IN_THE_PAST', ticketMessages.past);
    const read = await readLines(lines);
    const amount = read.reduce((sum, line) => sum + line.amount, 0n);
    if (amount === 0n) throw invalidField('input.lines', 'NOTHING', ticketMessages.nothingToPay);
    const id = newId();
    // The ticket is locked: no two take the same number.
    await db().execute(
      `INSERT INTO atrium.ticket_quotation (id, ticket_id, number, currency, amount, valid_until, note)
       SELECT $1, $2, coalesce(max(q.number), 0) + 1, $3, $4::bigint, $5, $6 FROM atrium.ticket_quotation q
       WHERE q.ticket_id = $2`,
      [id, ticketId, currentTenant().currency, String(amount), validUntil, note || null],
    );
    await insertLines(id, read);
    return id;
  }

  async offer({ id, version }: QuotationIdInput): Promise<void> {
    const { quotation, ticket } = await lockQuotation(id, version, OFFERED);
    if (quotation.validUntil <= now()) throw conflict(ticketMessages.quotationOver);
    await this.move(quotation, ticket, OFFERED, { offered_at: now() });
  }

  async withdraw({ id, version }: QuotationIdInput): Promise<void> {
    const { quotation, ticket } = await lockQuotation(id, version, WITHDRAWN);
    await this.move(quotation, ticket, WITHDRAWN, {});
  }

  /** By the customer, or by staff who say how the customer’s word is proven. `CONFLICT` when it is no longer good. */
  async decide({ id, version, accept, note }: DecideQuotationInput): Promise<void> {
    const to = accept ? ACCEPTED : DECLINED;
    const { quotation, ticket } = await lockQuotation(id, version, to, OFFERED);
    if (accept && quotation.validUntil <= now()) throw conflict(ticketMessages.quotationOver);
    await this.move(quotation, ticket, to, { decided_at: now(), ...proven(note) }, note);
  }

  /** What was used is never more than what was accepted: more takes another quotation. */
  async complete({ id, version, used }: CompleteServiceInput): Promise<void> {
    const { quotation, ticket } = await lockQuotation(id, version, DONE);
    const total = await noteUsed(id, used ?? []);
    await this.move(quotation, ticket, DONE, { done_at: now(), final_amount: String(total) });
  }

  /** What is confirmed is charged; who objects has it taken up again. */
  async confirm({ id, version, accept, note }: DecideQuotationInput): Promise<void> {
    const to = accept ? CONFIRMED : ACCEPTED;
    const { quotation, ticket } = await lockQuotation(id, version, to, DONE);
    const columns = accept ? { confirmed_at: now(), ...proven(note) } : { done_at: null, final_amount: null };
    await this.move(quotation, ticket, to, columns, note);
  }

  private async move(
    { id, number, state: from }: StoredQuotation,
    ticket: LockedTicket,
    to: QuotationState,
    columns: object,
    note?: string | null,
  ): Promise<void> {
    await update('ticket_quotation', id, { ...columns, state: to });
    const facts = { quotation: number, from, to };
    await tell([
      { ticketId: ticket.id, at: now(), kind: TicketEventKind.SERVICE, note, facts, forCustomer: to !== WITHDRAWN },
    ]);
    await this.events.emit(
      ticketEvents.quotationMoved,
      { ...payloadOf(ticket), quotationId: id, from, to },
      { aggregateId: ticket.id },
    );
  }
}

/** Staff who say yes or no for a customer tell how that is proven. */
function proven(note: string | null | undefined): { proof?: string } {
  if (isCustomer()) return {};
  if (!note) throw invalidField('input.note', 'REQUIRED', ticketMessages.proofNeeded);
  return { proof: note };
}

/** The quotation and its ticket, both locked, the ticket first as everywhere; `INVALID_TRANSITION` where it cannot go there. */
async function lockQuotation(
  id: string,
  version: number,
  to: QuotationState,
  from?: QuotationState,
): Promise<{ quotation: StoredQuotation; ticket: LockedTicket }> {
  const select = `SELECT id, ticket_id AS "ticketId", number, state, valid_until AS "validUntil", version
    FROM atrium.ticket_quotation WHERE id = $1`;
  const [seen] = await db().query<StoredQuotation & Record<string, unknown>>(select, [id]);
  if (!seen) throw notFound('Quotation');
  const ticket = await lockTicket(seen.ticketId);
  const [quotation] = await db().query<StoredQuotation & Record<string, unknown>>(`${select} FOR UPDATE`, [id]);
  if (!quotation) throw notFound('Quotation');
  if (quotation.version !== version) throw staleVersion(version, quotation.version);
  const { state } = quotation;
  if (!quotationMachine.find(state, to) || (from && state !== from)) {
    const allowed = quotationMachine.allowedFrom(state);
    throw new AtriumError('INVALID_TRANSITION', ticketMessages.badQuotationMove, {
      params: { from: state, to, allowed: allowed.join(', ') },
      extra: { from: state, to, allowed },
    });
  }
  return { quotation, ticket };
}

/**
 * What becomes of paid services when a ticket goes on: it is resolved when nothing that was accepted is left to be done or
 * confirmed. What nobody decided on is taken back then, and with a ticket that is cancelled or merged all that is not done.
 */
export async function settleQuotations(ticketId: string, isResolved: boolean): Promise<void> {
  const [open] = isResolved
    ? await db().query<{ numbers: string | null }>(
        `SELECT string_agg(number::text, ', ' ORDER BY number) AS numbers FROM atrium.ticket_quotation
         WHERE ticket_id = $1 AND state = 'ACCEPTED'`,
        [ticketId],
      )
    : [];
  if (open?.numbers) throw conflict(ticketMessages.serviceOpen, { numbers: open.numbers });
  await db().execute(
    `UPDATE atrium.ticket_quotation SET state = 'WITHDRAWN', version = version + 1, updated_at = now()
     WHERE ticket_id = $1 AND state IN ('DRAFT', 'OFFERED', 'ACCEPTED')`,
    [ticketId],
  );
}
