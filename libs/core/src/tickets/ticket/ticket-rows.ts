import { context, currentTenant, db, isCustomer, newId, notFound, recordset, staleVersion } from '@atrium/sdk';
import { takeNumbers } from '../../counter/take-numbers';
import type { TicketPayload } from '../tickets.events';
import type { HoldReason, TicketState } from '../state/ticket-state';
import type { TicketEventKind, TicketKind, TicketSeverity } from './ticket.enums';

/** What the use cases look at of a ticket. */
export interface LockedTicket {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly kind: TicketKind;
  readonly severity: TicketSeverity;
  readonly state: TicketState;
  readonly subStateId: string | null;
  readonly holdReason: HoldReason | null;
  readonly communityId: string | null;
  readonly customerId: string | null;
  readonly categoryId: string | null;
  readonly teamId: string | null;
  readonly assigneeId: string | null;
  readonly isHistoric: boolean;
  readonly isDispatched: boolean;
  readonly reopenCount: number;
  readonly firstResponseAt: Date | null;
  readonly promisedAt: Date | null;
  readonly deferredUntil: Date | null;
  readonly investigation: string | null;
  readonly cause: string | null;
  readonly emergencyMeasure: string | null;
  readonly serviceProfile: string | null;
}

const LOCK = {
  name: 'lock_tickets',
  text: `SELECT k.id, k.number, k.version, k.kind, k.severity, k.state, k.sub_state_id AS "subStateId",
      k.hold_reason AS "holdReason", k.community_id AS "communityId", k.customer_id AS "customerId",
      k.category_id AS "categoryId", k.team_id AS "teamId", k.assignee_id AS "assigneeId",
      k.is_historic AS "isHistoric", k.is_dispatched AS "isDispatched", k.reopen_count AS "reopenCount", k.first_response_at AS "firstResponseAt", k.promised_at AS "promisedAt",
      k.deferred_until AS "deferredUntil", k.investigation, k.cause, k.emergency_measure AS "emergencyMeasure",
      (SELECT c.service_profile FROM atrium.community c WHERE c.tenant_id = k.tenant_id AND c.id = k.community_id)
        AS "serviceProfile"
    FROM atrium.ticket k WHERE k.id = ANY ($1::uuid[]) ORDER BY k.id FOR NO KEY UPDATE OF k`,
};

/** Tickets by their UUIDs, locked in one order everywhere. Those the caller does not see are left out. */
export async function lockTickets(ids: readonly string[]): Promise<Map<string, LockedTicket>> {
  const rows = await db().query<LockedTicket>(LOCK, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The ticket, locked. `NOT_FOUND` where there is none, `CONFLICT` when `version` is stale. */
export async function lockTicket(id: string, version?: number): Promise<LockedTicket> {
  const ticket = (await lockTickets([id])).get(id);
  if (!ticket) throw notFound('Ticket');
  if (version !== undefined && ticket.version !== version) throw staleVersion(version, ticket.version);
  return ticket;
}

/** Changes the columns that are given, of a ticket that is locked. */
export async function updateTicket(id: string, columns: Readonly<Record<string, unknown>>): Promise<void> {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  const sets = [
    ...given.map(([name], index) => `${name} = $${index + 2}`),
    'version = version + 1',
    'updated_at = now()',
  ];
  await db().execute(`UPDATE atrium.ticket SET ${sets.join(', ')} WHERE id = $1`, [
    id,
    ...given.map(([, value]) => value),
  ]);
}

/** The number of a ticket that is taken down at `at`: the year in the company's time zone, and a count within it. */
export async function takeTicketNumbers(at: Date, count: number): Promise<string[]> {
  const { timeZone } = currentTenant();
  const year = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', calendar: 'gregory' }).format(at);
  const first = await takeNumbers(`ticket-${year}`, count);
  return Array.from({ length: count }, (_, index) => `${year}-${String(first + index).padStart(6, '0')}`);
}

/** Something to be told in the history of a ticket. */
export interface HistoryEntry {
  readonly ticketId: string;
  readonly at: Date;
  readonly kind: TicketEventKind;
  readonly from?: TicketState | null;
  readonly to?: TicketState | null;
  readonly note?: string | null;
  readonly facts?: object;
  /** Is it for the customer's eyes? */
  readonly forCustomer?: boolean;
}

const TYPES = {
  id: 'uuid',
  ticket_id: 'uuid',
  at: 'timestamptz',
  kind: 'text',
  actor_kind: 'text',
  actor_id: 'uuid',
  actor_name: 'text',
  from_state: 'text',
  to_state: 'text',
  note: 'text',
  facts: 'jsonb',
  for_customer: 'boolean',
};
const NAMES = Object.keys(TYPES).join(', ');

/** Writes the history, in the name of whoever acts. */
export async function tell(entries: readonly HistoryEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { actor } = context();
  const rows = entries.map(({ ticketId, at, kind, from, to, note, facts, forCustomer }) => ({
    id: newId(),
    ticket_id: ticketId,
    at: at.toISOString(),
    kind,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: isCustomer() ? null : actor.name,
    from_state: from ?? null,
    to_state: to ?? null,
    note: note ?? null,
    facts: facts ?? {},
    for_customer: forCustomer ?? false,
  }));
  await db().execute(
    {
      name: 'tell_ticket_events',
      text: `INSERT INTO atrium.ticket_event (${NAMES}) SELECT ${NAMES} FROM ${recordset('r', TYPES)}`,
    },
    [JSON.stringify(rows)],
  );
}

export const payloadOf = (
  ticket: Pick<LockedTicket, 'id' | 'number' | 'kind' | 'severity' | 'communityId' | 'customerId'>,
): TicketPayload => ({
  ticketId: ticket.id,
  number: ticket.number,
  kind: ticket.kind,
  severity: ticket.severity,
  communityId: ticket.communityId,
  customerId: ticket.customerId,
});
