import { db, defineSchedule, now, Schedule } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { update } from '../../rows/rows';
import { ticketSettings } from '../settings/ticket-rules';
import { occasionOf } from '../surveys/resolved-trigger';
import { lockTickets } from '../ticket/ticket-rows';
import { CallReason, FollowUpState } from './follow-up.enums';
import { lockFollowUp } from './follow-up-rows';
import { FollowUps } from './follow-ups';

/** Tickets looked at in one run; the next run takes what is left. */
const BATCH = 500;

const lookAfter = defineSchedule({ name: 'tickets.followUp', at: { cron: '*/15 * * * *' } });

/** What time brings about after a ticket is done: calls to those who do not answer, and the closing of what is silent. */
@Injectable()
export class FollowUpSweep {
  constructor(private readonly followUps: FollowUps) {}

  @Schedule(lookAfter)
  async sweep(): Promise<void> {
    const at = now();
    const due = await db().query<{ id: string; ticket_id: string }>(
      'SELECT id, ticket_id FROM atrium.ticket_follow_up WHERE next_at <= $1 ORDER BY next_at LIMIT $2',
      [at, BATCH],
    );
    // In the order of tickets, as everybody who locks several.
    await lockTickets(due.map(({ ticket_id }) => ticket_id));
    for (const { id } of due) await this.look(id, at);
  }

  private async look(id: string, at: Date): Promise<void> {
    const { followUp, ticket } = await lockFollowUp(id);
    if (followUp.state !== FollowUpState.WAITING) return;
    if (followUp.closeAt <= at) return this.followUps.silent(followUp, ticket, at);
    const asked = await invitationFor(occasionOf(ticket.id, ticket.reopenCount), ticket.customerId);
    if (asked && asked.expiresAt > at) {
      const nextAt = asked.expiresAt < followUp.closeAt ? asked.expiresAt : followUp.closeAt;
      return update('ticket_follow_up', id, { next_at: nextAt });
    }
    // Who was spared, because surveys come too often, is not called either.
    if (asked && (await ticketSettings()).callsSilent) {
      return this.followUps.callBack(followUp, ticket, CallReason.SILENT, at);
    }
    await update('ticket_follow_up', id, { next_at: followUp.closeAt });
  }
}

/** The survey that was sent about it and not answered. */
async function invitationFor(occasion: string, customerId: string | null): Promise<{ expiresAt: Date } | null> {
  if (customerId === null) return null;
  const [row] = await db().query<{ expiresAt: Date }>(
    `SELECT i.expires_at AS "expiresAt" FROM atrium.survey_invitation i
     WHERE i.customer_id = (SELECT coalesce(c.merged_into_id, c.id) FROM atrium.customer c WHERE c.id = $2)
       AND i.occasion = $1 AND NOT i.is_answered ORDER BY i.expires_at DESC LIMIT 1`,
    [occasion, customerId],
  );
  return row ?? null;
}
