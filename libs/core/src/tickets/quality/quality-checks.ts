import { randomBytes } from 'node:crypto';
import { AtriumError, conflict, context, db, invalidField, newId, notFound, now, staleVersion } from '@atrium/sdk';
import { drawSample } from '../../surveys';
import { update } from '../../rows/rows';
import { requireRow } from '../settings/ticket-settings.service';
import { staffActing } from '../ticket/staff-acting';
import { ticketMessages } from '../tickets.messages';
import type { DrawQualityChecksInput, RecordQualityCheckInput } from './quality.types';

/** Scores below say what was wrong. */
const NEEDS_NOTE = 3;

/**
 * Draws tickets that were closed in a time and have not been drawn before: at random, by a seed that is kept, so that
 * nobody chooses what is looked at. Answers the new checks' UUIDs.
 */
export async function drawChecks({
  from,
  to,
  communityId,
  teamId,
  size,
}: DrawQualityChecksInput): Promise<{ ids: string[]; drawnFrom: number }> {
  if (to <= from) throw invalidField('input.to', 'BEFORE_START', ticketMessages.emptySpan);
  await requireRow('community', 'Community', communityId);
  await requireRow('team', 'Team', teamId);
  const found = await db().query<{ id: string }>(
    `SELECT k.id FROM atrium.ticket k WHERE k.closed_at >= $1 AND k.closed_at < $2 AND k.state = 'CLOSED'
       AND NOT k.is_historic AND ($3::uuid IS NULL OR k.community_id = $3) AND ($4::uuid IS NULL OR k.team_id = $4)
       AND NOT EXISTS (SELECT FROM atrium.ticket_quality_check c WHERE c.tenant_id = k.tenant_id AND c.ticket_id = k.id)`,
    [from, to, communityId ?? null, teamId ?? null],
  );
  // Drawn here, so that nobody can choose one that suits.
  const seed = randomBytes(16).toString('hex');
  const chosen = drawSample(
    found.map(({ id }) => id),
    size,
    seed,
  );
  const rows = await db().query<{ id: string }>(
    `INSERT INTO atrium.ticket_quality_check (id, ticket_id, seed, rated_staff_id, drawn_at)
     SELECT g.id, k.id, $3, k.assignee_id, $4 FROM unnest($1::uuid[], $2::uuid[]) g (id, ticket)
     JOIN atrium.ticket k ON k.id = g.ticket
     ON CONFLICT ON CONSTRAINT ticket_quality_check_once DO NOTHING RETURNING id`,
    [chosen.map(() => newId()), chosen, seed, now()],
  );
  return { ids: rows.map(({ id }) => id), drawnFrom: found.length };
}

/** `FORBIDDEN` for whoever had the ticket, `CONFLICT` for one that is checked. */
export async function recordCheck({ id, version, score, note }: RecordQualityCheckInput): Promise<void> {
  const [check] = await db().query<{ version: number; rated: string | null; isChecked: boolean }>(
    `SELECT version, rated_staff_id AS rated, checked_at IS NOT NULL AS "isChecked" FROM atrium.ticket_quality_check
     WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!check) throw notFound('TicketQualityCheck');
  if (check.version !== version) throw staleVersion(version, check.version);
  if (check.isChecked) throw conflict(ticketMessages.checked);
  const { actor } = context();
  if (actor.id !== null && actor.id === check.rated) throw new AtriumError('FORBIDDEN', ticketMessages.ownWork);
  if (score < NEEDS_NOTE && !note) throw invalidField('input.note', 'REQUIRED', ticketMessages.findingNeeded);
  await update('ticket_quality_check', id, {
    score,
    note: note || null,
    checked_at: now(),
    checker_id: staffActing(),
    checker_name: actor.name,
  });
}
