import { db, newId, recordset } from '@atrium/sdk';
import { dueAt, nextMilestone, sharesOf, type SlaClock, type SlaTarget, type SlaTerm } from '../sla/sla-clock';
import type { WorkingTime } from '../sla/working-time';
import type { StoredStep } from '../settings/stored-sla';

/** A clock as it is stored, in the terms of the arithmetic. Instants and lengths are milliseconds. */
export interface TicketClockState extends SlaClock {
  readonly id: string;
  readonly ticketId: string;
  readonly target: SlaTarget;
  readonly policyId: string | null;
  readonly calendarId: string | null;
  readonly length: number;
  readonly metAt: number | null;
  readonly breachedAt: number | null;
}

interface ClockRow {
  id: string;
  ticket_id: string;
  target: SlaTarget;
  policy_id: string | null;
  calendar_id: string | null;
  length: string;
  spent: string;
  since: Date | null;
  raised: number;
  met_at: Date | null;
  breached_at: Date | null;
}

const COLUMNS = `c.id, c.ticket_id, c.target, c.policy_id, c.calendar_id, c.length, c.spent, c.since, c.raised, c.met_at,
  c.breached_at`;

const stateOf = (row: ClockRow): TicketClockState => ({
  id: row.id,
  ticketId: row.ticket_id,
  target: row.target,
  policyId: row.policy_id,
  calendarId: row.calendar_id,
  length: Number(row.length),
  spent: Number(row.spent),
  since: row.since?.getTime() ?? null,
  raised: row.raised,
  metAt: row.met_at?.getTime() ?? null,
  breachedAt: row.breached_at?.getTime() ?? null,
});

/** Clocks of tickets, locked. */
export async function lockClocks(ticketIds: readonly string[]): Promise<TicketClockState[]> {
  const rows = await db().query<ClockRow>(
    {
      name: 'lock_ticket_clocks',
      text: `SELECT ${COLUMNS} FROM atrium.ticket_clock c WHERE c.ticket_id = ANY ($1::uuid[]) ORDER BY c.id FOR UPDATE`,
    },
    [ticketIds],
  );
  return rows.map(stateOf);
}

/** Clocks that have reached something that was not told of, locked; those that somebody else has locked are left. */
export async function lockDueClocks(at: Date, most: number): Promise<TicketClockState[]> {
  const rows = await db().query<ClockRow>(
    {
      name: 'lock_due_clocks',
      text: `SELECT ${COLUMNS} FROM atrium.ticket_clock c WHERE c.next_at <= $1 ORDER BY c.next_at LIMIT $2
        FOR UPDATE SKIP LOCKED`,
    },
    [at, most],
  );
  return rows.map(stateOf);
}

export const newClock = (
  ticketId: string,
  target: SlaTarget,
  promised: { policyId: string; calendarId: string | null },
  length: number,
  at: number,
): TicketClockState => ({
  id: newId(),
  ticketId,
  target,
  policyId: promised.policyId,
  calendarId: promised.calendarId,
  length,
  spent: 0,
  since: at,
  raised: 0,
  metAt: null,
  breachedAt: null,
});

export interface ClockTimes {
  readonly dueAt: number | null;
  readonly next: { readonly percent: number; readonly at: number } | null;
}

/** When a clock is missed, and what is told of next. A clock that is met has neither. */
export function timesOf(clock: TicketClockState, time: WorkingTime, ladder: readonly StoredStep[]): ClockTimes {
  if (clock.metAt !== null) return { dueAt: null, next: null };
  const term: SlaTerm = { length: clock.length, time };
  return {
    dueAt: dueAt(clock, term),
    next: nextMilestone(clock, term, sharesOf(ladder.filter(({ target }) => target === clock.target))),
  };
}

const TYPES = {
  id: 'uuid',
  ticket_id: 'uuid',
  target: 'text',
  policy_id: 'uuid',
  calendar_id: 'uuid',
  length: 'bigint',
  spent: 'bigint',
  since: 'timestamptz',
  raised: 'integer',
  due_at: 'timestamptz',
  next_percent: 'integer',
  next_at: 'timestamptz',
  met_at: 'timestamptz',
  breached_at: 'timestamptz',
};
const NAMES = Object.keys(TYPES).join(', ');
const CHANGED = Object.keys(TYPES)
  .filter((name) => !['id', 'ticket_id', 'target'].includes(name))
  .map((name) => `${name} = excluded.${name}`)
  .join(', ');

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Writes clocks as they are now, new ones and those that were locked. */
export async function writeClocks(clocks: readonly (readonly [TicketClockState, ClockTimes])[]): Promise<void> {
  if (clocks.length === 0) return;
  const rows = clocks.map(([clock, { dueAt: due, next }]) => ({
    id: clock.id,
    ticket_id: clock.ticketId,
    target: clock.target,
    policy_id: clock.policyId,
    calendar_id: clock.calendarId,
    length: clock.length,
    spent: clock.spent,
    since: iso(clock.since),
    raised: clock.raised,
    due_at: iso(due),
    next_percent: next?.percent ?? null,
    next_at: iso(next?.at ?? null),
    met_at: iso(clock.metAt),
    breached_at: iso(clock.breachedAt),
  }));
  await db().execute(
    {
      name: 'write_ticket_clocks',
      text: `INSERT INTO atrium.ticket_clock (${NAMES}) SELECT ${NAMES} FROM ${recordset('r', TYPES)}
        ON CONFLICT ON CONSTRAINT ticket_clock_target_key DO UPDATE SET ${CHANGED}`,
    },
    [JSON.stringify(rows)],
  );
}

/** The earliest time at which one of a ticket's promises is missed; null where none runs. */
export const urgencyOf = (times: readonly ClockTimes[]): Date | null => {
  const due = times.flatMap(({ dueAt: at }) => (at === null ? [] : [at]));
  return due.length === 0 ? null : new Date(Math.min(...due));
};
