import { AtriumError, db } from '@atrium/sdk';
import { settlePlaybooks } from '../playbook/playbook-runs';
import { settleQuotations } from '../service/quotations';
import { TicketState } from '../state/ticket-state';
import { ticketMessages } from '../tickets.messages';

/**
 * What becomes of the teams' work when a ticket goes on: it is resolved when all of it is done; with one that is cancelled
 * or merged its work is cancelled. Visits that lie ahead are called off in either case, those that have begun were kept.
 */
export async function settleWork(ticketId: string, to: TicketState, at: Date): Promise<void> {
  if (![TicketState.RESOLVED, TicketState.CANCELLED, TicketState.MERGED].includes(to)) return;
  const isResolved = to === TicketState.RESOLVED;
  await settlePlaybooks(ticketId, isResolved, at);
  await settleQuotations(ticketId, isResolved);
  const open = await db().query<{ number: number }>(
    {
      name: 'open_work_orders',
      text: `SELECT number FROM atrium.ticket_work_order WHERE ticket_id = $1 AND state IN ('OPEN', 'IN_PROGRESS')
        ORDER BY number`,
    },
    [ticketId],
  );
  if (open.length > 0 && isResolved) {
    const numbers = open.map(({ number }) => number).join(', ');
    throw new AtriumError('CONFLICT', ticketMessages.workOpen, { params: { numbers } });
  }
  if (open.length > 0) {
    await db().execute(
      `UPDATE atrium.ticket_work_order SET state = 'CANCELLED', ended_at = $2, version = version + 1, updated_at = now()
       WHERE ticket_id = $1 AND state IN ('OPEN', 'IN_PROGRESS')`,
      [ticketId, at],
    );
  }
  await db().execute(
    {
      name: 'settle_appointments',
      text: `UPDATE atrium.ticket_appointment SET state = CASE WHEN starts_at <= $2 THEN 'DONE' ELSE 'CANCELLED' END,
          version = version + 1, updated_at = now() WHERE ticket_id = $1 AND state = 'BOOKED'`,
    },
    [ticketId, at],
  );
  await db().execute(
    { name: 'settle_offers', text: 'DELETE FROM atrium.ticket_appointment_offer WHERE ticket_id = $1' },
    [ticketId],
  );
}
