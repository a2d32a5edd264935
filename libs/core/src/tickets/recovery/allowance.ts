import { context, currentTenant, db, newId, now } from '@atrium/sdk';
import { type Minor, shownMoney } from '../../fees';
import { dayAt } from '../../wall-clock/wall-clock';
import type { CompensationAllowance } from './recovery.types';

/** What somebody may give without asking, in the smallest unit of the currency. */
interface Limits {
  readonly perTicket: Minor;
  readonly perMonth: Minor;
}

/** Of the staff who act; none for programs and for roles without. Of several roles the most counts. */
async function limitsOf(): Promise<Limits | null> {
  const { actor } = context();
  if (actor.kind !== 'STAFF') return null;
  const [row] = await db().query<{ ticket: string | null; month: string | null }>(
    `SELECT max(r.compensation_per_ticket)::text AS ticket, max(r.compensation_per_month)::text AS month
     FROM atrium.staff_role held JOIN atrium.role r ON r.tenant_id = held.tenant_id AND r.id = held.role_id
     WHERE held.staff_id = $1`,
    [actor.id],
  );
  if (row!.ticket === null || row!.month === null) return null;
  return { perTicket: BigInt(row!.ticket), perMonth: BigInt(row!.month) };
}

/** The first day of this month, in the company's time zone. */
const thisMonth = (): string => `${dayAt(now().getTime(), currentTenant().timeZone).slice(0, 7)}-01`;

/**
 * Spends of the actor's own authority: false where that is not enough. The month's row is written on condition, so that of
 * many at once none passes the limit; the ticket is locked.
 */
export async function spend(ticketId: string, amount: Minor): Promise<boolean> {
  const limits = await limitsOf();
  if (!limits) return false;
  const { id } = context().actor;
  const [before] = await db().query<{ sum: string }>(
    `SELECT coalesce(sum(amount), 0)::text AS sum FROM atrium.ticket_recovery
     WHERE ticket_id = $1 AND requested_by = $2 AND state = 'MADE' AND decided_by IS NULL`,
    [ticketId, id],
  );
  if (BigInt(before!.sum) + amount > limits.perTicket || amount > limits.perMonth) return false;
  const spent = await db().query(
    `INSERT INTO atrium.ticket_recovery_spent AS s (id, staff_id, month, amount) VALUES ($1, $2, $3::date, $4::bigint)
     ON CONFLICT ON CONSTRAINT ticket_recovery_spent_once DO UPDATE SET amount = s.amount + excluded.amount
       WHERE s.amount + excluded.amount <= $5::bigint RETURNING id`,
    [newId(), id, thisMonth(), String(amount), String(limits.perMonth)],
  );
  return spent.length > 0;
}

/** Null for whoever may give nothing without asking. */
export async function allowance(): Promise<CompensationAllowance | null> {
  const limits = await limitsOf();
  if (!limits) return null;
  const [row] = await db().query<{ amount: string }>(
    'SELECT amount::text FROM atrium.ticket_recovery_spent WHERE staff_id = $1 AND month = $2::date',
    [context().actor.id, thisMonth()],
  );
  const { currency } = currentTenant();
  const left = limits.perMonth - BigInt(row?.amount ?? '0');
  return {
    perTicket: shownMoney(limits.perTicket, currency),
    perMonth: shownMoney(limits.perMonth, currency),
    left: shownMoney(left > 0n ? left : 0n, currency),
  };
}
