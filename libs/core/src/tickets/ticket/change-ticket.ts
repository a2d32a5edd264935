import { AtriumError, db, Events, invalidField, notFound, now, staleVersion } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { Promises } from '../clock/members';
import { TicketClocks } from '../clock/ticket-clocks';
import { refreshTicketWords } from '../search/ticket-words';
import { MoveTicket } from '../state/move-ticket';
import { isOver, isSettled, TicketState } from '../state/ticket-state';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { overError } from './over';
import { findSubject } from './subject';
import { type LockedTicket, lockTicket, lockTickets, payloadOf, tell, updateTicket } from './ticket-rows';
import { TicketEventKind } from './ticket.enums';
import type { DeferTicketInput, EscalateTicketInput, MergeTicketsInput, UpdateTicketInput } from './ticket.inputs';

const COLUMNS = {
  kind: 'kind',
  severity: 'severity',
  title: 'title',
  description: 'description',
  wants: 'wants',
  managerAsked: 'manager_asked',
  categoryId: 'category_id',
  authorityDueAt: 'authority_due_at',
  promisedAt: 'promised_at',
  reliefDueAt: 'relief_due_at',
  relievedAt: 'relieved_at',
  cureDueAt: 'cure_due_at',
  curedAt: 'cured_at',
  investigation: 'investigation',
  cause: 'cause',
  emergencyMeasure: 'emergency_measure',
} as const satisfies Partial<Record<keyof UpdateTicketInput, string>>;
/** What tickets are found by. */
const SEARCHED = ['kind', 'title', 'description', 'wants'] as const;
/** Null would mean nothing for these. */
const NEEDED = new Set<string>(['kind', 'severity', 'title', 'managerAsked']);

/** Changes what a ticket says, puts it off, merges it into another. */
@Injectable()
export class ChangeTicket {
  constructor(
    private readonly clocks: TicketClocks,
    private readonly promises: Promises,
    private readonly moves: MoveTicket,
    private readonly events: Events,
  ) {}

  async update({ id, version, ...input }: UpdateTicketInput): Promise<void> {
    const ticket = await lockTicket(id, version);
    refuseOver(ticket);
    const at = now();
    this.checkTimes(input, at);
    if (input.categoryId) await findSubject({ categoryId: input.categoryId, communityId: ticket.communityId });
    const columns: Record<string, unknown> = {};
    for (const [name, column] of Object.entries(COLUMNS)) {
      const value = input[name as keyof typeof COLUMNS];
      if (value === undefined || (value === null && NEEDED.has(name))) continue;
      columns[column] = value === '' ? null : value;
    }
    const [kind, severity] = [input.kind ?? ticket.kind, input.severity ?? ticket.severity];
    if ((kind !== ticket.kind || severity !== ticket.severity) && !isSettled(ticket.state)) {
      const promised = await this.promises.of({ ...ticket, kind, severity });
      const dueAt = await this.clocks.promise(id, promised, at, ticket.holdReason !== 'CUSTOMER');
      columns.due_at = dueAt ?? 'infinity';
    }
    const promises = input.promisedAt != null && input.promisedAt.getTime() !== ticket.promisedAt?.getTime();
    if (promises) columns.promise_broken_at = null;
    await updateTicket(id, columns);
    if (SEARCHED.some((column) => column in columns)) await refreshTicketWords(id);
    const changed = Object.keys(columns).filter((column) => column !== 'due_at' && column !== 'promise_broken_at');
    await tell([
      { ticketId: id, at, kind: TicketEventKind.CHANGED, facts: { changed } },
      ...(promises
        ? [
            {
              ticketId: id,
              at,
              kind: TicketEventKind.PROMISED,
              facts: { promisedAt: input.promisedAt!.toISOString() },
              forCustomer: true,
            },
          ]
        : []),
    ]);
    const payload = payloadOf({ ...ticket, kind, severity });
    await this.events.emit(ticketEvents.changed, payload, { aggregateId: id });
    if (promises) {
      const promisedAt = input.promisedAt!.toISOString();
      await this.events.emit(ticketEvents.promised, { ...payload, promisedAt }, { aggregateId: id });
    }
  }

  /** Puts it off until a time, when it comes back by itself; its clocks run on. */
  async defer({ id, version, until, note }: DeferTicketInput): Promise<void> {
    const ticket = await lockTicket(id, version);
    refuseOver(ticket);
    const at = now();
    if (isSettled(ticket.state)) throw overError(ticket);
    if (until <= at) throw invalidField('input.until', 'IN_THE_PAST', ticketMessages.past);
    await updateTicket(id, { deferred_until: until });
    await tell([{ ticketId: id, at, kind: TicketEventKind.DEFERRED, note, facts: { until: until.toISOString() } }]);
    await this.events.emit(ticketEvents.changed, payloadOf(ticket), { aggregateId: id });
  }

  /** Those above are told; severity rises where that is said, and what is promised with it. */
  async escalate({ id, version, reason, note, severity, roleIds }: EscalateTicketInput): Promise<void> {
    const ticket = await lockTicket(id, version);
    refuseOver(ticket);
    const wanted = [...new Set(roleIds ?? [])];
    const roles = await db().query('SELECT FROM atrium.role WHERE id = ANY ($1::uuid[])', [wanted]);
    if (roles.length < wanted.length) throw notFound('Role');
    if (severity && severity !== ticket.severity) await this.update({ id, version, severity });
    else await updateTicket(id, {});
    await tell([{ ticketId: id, at: now(), kind: TicketEventKind.RAISED, note, facts: { reason } }]);
    const payload = {
      ...payloadOf({ ...ticket, severity: severity ?? ticket.severity }),
      reason,
      note,
      roleIds: wanted,
    };
    await this.events.emit(ticketEvents.raised, payload, { aggregateId: id });
  }

  /** One ticket goes into another, which tells of it; `CONFLICT` where that one is over. */
  async merge({ id, version, intoId }: MergeTicketsInput): Promise<void> {
    if (id === intoId) throw invalidField('input.intoId', 'ITSELF', ticketMessages.itself);
    const both = await lockTickets([id, intoId]);
    const [ticket, into] = [both.get(id), both.get(intoId)];
    if (!ticket || !into) throw notFound('Ticket');
    if (ticket.version !== version) throw staleVersion(version, ticket.version);
    if (isOver(into.state)) {
      throw new AtriumError('CONFLICT', ticketMessages.mergedAway, { params: { state: into.state } });
    }
    const at = now();
    await this.moves.move(ticket, { to: TicketState.MERGED, mergedIntoId: intoId });
    await updateTicket(intoId, {});
    await tell([
      { ticketId: intoId, at, kind: TicketEventKind.MERGED_IN, facts: { ticketId: id, number: ticket.number } },
    ]);
    await this.events.emit(ticketEvents.merged, { ...payloadOf(ticket), intoId }, { aggregateId: id });
  }

  private checkTimes({ promisedAt, relievedAt, curedAt }: Partial<UpdateTicketInput>, at: Date): void {
    if (promisedAt && promisedAt <= at) throw invalidField('input.promisedAt', 'IN_THE_PAST', ticketMessages.past);
    for (const [name, value] of Object.entries({ relievedAt, curedAt })) {
      if (value && value > at) throw invalidField(`input.${name}`, 'IN_THE_FUTURE', ticketMessages.future);
    }
  }
}

/** What is closed, cancelled or merged is left as it is. */
function refuseOver(ticket: LockedTicket): void {
  if (isOver(ticket.state)) throw overError(ticket);
}
