import { db } from '@atrium/sdk';
import { shiftsAt } from '../../teams';
import type { LockedTicket } from '../ticket/ticket-rows';
import type { Candidate } from './assignment.policy';

/**
 * Members of a team, or of all teams that work where the ticket is, with what choosing among them goes by. Their teams
 * stay locked until the transaction ends, so that two who choose at once see each other's choice.
 */
export async function candidatesFor(ticket: LockedTicket, teamId: string | null, at: Date): Promise<Candidate[]> {
  const teams = await db().query<{ id: string }>(
    `SELECT t.id FROM atrium.team t
     WHERE ($1::uuid IS NULL OR t.id = $1) AND ($2::uuid IS NULL OR t.area = 'ALL' OR EXISTS (
       SELECT FROM atrium.team_community c WHERE c.tenant_id = t.tenant_id AND c.team_id = t.id AND c.community_id = $2))
     ORDER BY t.id FOR NO KEY UPDATE`,
    [teamId, ticket.communityId],
  );
  const teamIds = teams.map(({ id }) => id);
  const shifts = await shiftsAt({ at, teamId, communityId: ticket.communityId });
  return db().query<Candidate>(
    `SELECT m.staff_id AS "staffId", m.team_id AS "teamId", turn.taken_at AS "lastTurn",
       (SELECT count(*)::int FROM atrium.ticket k WHERE k.tenant_id = m.tenant_id AND k.assignee_id = m.staff_id
          AND k.state IN ('ASSIGNED', 'IN_PROGRESS', 'ON_HOLD')) AS load,
       EXISTS (SELECT FROM atrium.shift_member s WHERE s.tenant_id = m.tenant_id AND s.staff_id = m.staff_id
         AND s.shift_id = ANY ($2::uuid[])) AS "isOnShift",
       (c.skill_id IS NULL OR EXISTS (SELECT FROM atrium.staff_skill k WHERE k.tenant_id = m.tenant_id
         AND k.staff_id = m.staff_id AND k.skill_id = c.skill_id)) AS "hasSkill"
     FROM atrium.team_member m
     JOIN atrium.staff s ON s.tenant_id = m.tenant_id AND s.id = m.staff_id AND s.status = 'ACTIVE'
     LEFT JOIN atrium.ticket_turn turn
       ON turn.tenant_id = m.tenant_id AND turn.team_id = m.team_id AND turn.staff_id = m.staff_id
     LEFT JOIN atrium.ticket_category c ON c.id = $3
     WHERE m.team_id = ANY ($1::uuid[])`,
    [teamIds, shifts, ticket.categoryId],
  );
}
