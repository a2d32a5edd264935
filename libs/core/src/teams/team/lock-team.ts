import { AtriumError, context, db, notFound, staleVersion } from '@atrium/sdk';
import { DataScopeKind, requireWithinReach } from '../../staff';
import { teamMessages } from '../teams.messages';

interface TeamRow extends Record<string, unknown> {
  version: number;
  area: DataScopeKind;
  community_count: number;
  seen: string[];
}

/**
 * `NOT_FOUND` for a team the caller does not see, `CONFLICT` for a stale version, `FORBIDDEN` when it works beyond
 * the communities the caller is limited to.
 */
export async function lockTeam(id: string, version?: number): Promise<void> {
  const [team] = await db().query<TeamRow>(
    `SELECT version, area, community_count, ARRAY(SELECT c.community_id FROM atrium.team_community c
       WHERE c.tenant_id = team.tenant_id AND c.team_id = team.id) AS seen
     FROM atrium.team WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!team) throw notFound('Team');
  if (version !== undefined && team.version !== version) throw staleVersion(version, team.version);
  const isHidden = team.area === DataScopeKind.COMMUNITIES && team.seen.length < team.community_count;
  if (isHidden && context().actor.communityScope !== null) {
    throw new AtriumError('FORBIDDEN', teamMessages.beyondScope, { extra: { scope: true } });
  }
  requireInside(team.area === DataScopeKind.ALL ? null : team.seen);
}

/** Where a team works must lie inside the caller's own communities. */
export const requireInside = (communities: readonly string[] | null): void =>
  requireWithinReach({ permissions: [], communities });
