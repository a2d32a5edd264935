import { AtriumError, db, isCustomer, newId, notFound } from '@atrium/sdk';
import { update } from '../../rows/rows';
import { ticketSettings } from '../settings/ticket-rules';
import { TicketState } from '../state/ticket-state';
import { type LockedTicket, lockTicket } from '../ticket/ticket-rows';
import { ticketMessages } from '../tickets.messages';
import { CallReason, FollowUpState } from './follow-up.enums';

const HOUR_MS = 3_600_000;

export interface StoredFollowUp {
  readonly id: string;
  readonly ticketId: string;
  readonly state: FollowUpState;
  readonly callReason: CallReason | null;
  readonly attempts: number;
  readonly closeAt: Date;
  readonly version: number;
}

const SELECT = `SELECT id, ticket_id AS "ticketId", state, call_reason AS "callReason", attempts, close_at AS "closeAt", version
  FROM atrium.ticket_follow_up`;

/** A follow-up and its ticket, both locked, the ticket first as everywhere. `NOT_FOUND` */
export async function lockFollowUp(id: string): Promise<{ followUp: StoredFollowUp; ticket: LockedTicket }> {
  const [seen] = await db().query<{ ticketId: string }>(`${SELECT} WHERE id = $1`, [id]);
  if (!seen) throw notFound('TicketFollowUp');
  const ticket = await lockTicket(seen.ticketId);
  const [row] = await db().query<StoredFollowUp & Record<string, unknown>>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]);
  return { followUp: row!, ticket };
}

/** The last one of a ticket, which is locked. */
export async function lastFollowUp(ticketId: string): Promise<StoredFollowUp | null> {
  const [row] = await db().query<StoredFollowUp & Record<string, unknown>>(
    `${SELECT} WHERE ticket_id = $1 ORDER BY id DESC LIMIT 1 FOR UPDATE`,
    [ticketId],
  );
  return row ?? null;
}

/** Nobody waits for anything of it any more. */
export const endFollowUp = (id: string, state: FollowUpState, at: Date, more: object = {}): Promise<void> =>
  update('ticket_follow_up', id, { state, ended_at: at, next_at: null, call_due_at: 'infinity', ...more });

/**
 * What becomes of asking the customer when a ticket goes on: it begins when the ticket is resolved and ends when that is
 * closed, reopened or merged. `CONFLICT` for staff who close a ticket while somebody is to be called about it.
 */
export async function followMove(
  { id, state: from, customerId }: LockedTicket,
  to: TicketState,
  at: Date,
): Promise<void> {
  if (to === TicketState.RESOLVED) return begin(id, customerId, at);
  if (from !== TicketState.RESOLVED && from !== TicketState.CLOSED) return;
  const open = await lastFollowUp(id);
  if (!open || (open.state !== FollowUpState.WAITING && open.state !== FollowUpState.CALL_BACK)) return;
  const closes = to === TicketState.CLOSED;
  if (closes && open.state === FollowUpState.CALL_BACK && !isCustomer()) {
    throw new AtriumError('CONFLICT', ticketMessages.callBackOpen);
  }
  const byCustomer = closes ? FollowUpState.SATISFIED : FollowUpState.DISSATISFIED;
  await endFollowUp(open.id, isCustomer() ? byCustomer : FollowUpState.ENDED, at);
}

async function begin(ticketId: string, customerId: string | null, at: Date): Promise<void> {
  const { closeAfterDays, callBackAfterHours } = await ticketSettings();
  const closeAt = at.getTime() + closeAfterDays * 24 * HOUR_MS;
  const nextAt = Math.min(closeAt, at.getTime() + callBackAfterHours * HOUR_MS);
  await db().execute(
    {
      name: 'begin_follow_up',
      text: `INSERT INTO atrium.ticket_follow_up (id, ticket_id, customer_id, next_at, close_at)
        VALUES ($1, $2, $3, $4, $5)`,
    },
    [newId(), ticketId, customerId, new Date(nextAt), new Date(closeAt)],
  );
}
