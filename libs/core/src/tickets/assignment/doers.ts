import { db, invalidField, notFound } from '@atrium/sdk';
import { ticketMessages } from '../tickets.messages';

/**
 * Team and person are there, the person can sign in and belongs to the team. They stay until the transaction ends.
 *
 * @param path of the person in the input
 */
export async function requireDoer(
  teamId: string | null,
  staffId: string | null,
  path = 'input.assigneeId',
): Promise<void> {
  if (teamId !== null) {
    const teams = await db().query('SELECT FROM atrium.team WHERE id = $1 FOR KEY SHARE', [teamId]);
    if (teams.length === 0) throw notFound('Team');
  }
  if (staffId === null) return;
  const [person] = await db().query<{ status: string }>('SELECT status FROM atrium.staff WHERE id = $1 FOR KEY SHARE', [
    staffId,
  ]);
  if (!person) throw notFound('Staff');
  if (person.status === 'DISABLED') throw invalidField(path, 'NOT_ACTIVE', ticketMessages.notActive);
  if (teamId !== null && !(await isMember(teamId, staffId))) {
    throw invalidField(path, 'NOT_A_MEMBER', ticketMessages.notMember);
  }
}

export async function isMember(teamId: string, staffId: string): Promise<boolean> {
  const rows = await db().query('SELECT FROM atrium.team_member WHERE team_id = $1 AND staff_id = $2', [
    teamId,
    staffId,
  ]);
  return rows.length > 0;
}
