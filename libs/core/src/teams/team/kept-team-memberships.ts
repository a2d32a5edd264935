import { db, requirePermission } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { TeamMemberships } from '../../staff';
import { teamPermissions } from '../teams.permissions';
import { TeamsService } from './teams.service';

/** By the same use cases as the API: nobody changes teams by a file that they could not change by hand. */
@Injectable()
export class KeptTeamMemberships extends TeamMemberships {
  constructor(private readonly teams: TeamsService) {
    super();
  }

  all(): Promise<{ id: string; name: string }[]> {
    requirePermission(teamPermissions['team:manage']);
    return db().query<{ id: string; name: string }>('SELECT id, name FROM atrium.team ORDER BY sort_key, id');
  }

  async assign(staffId: string, teamIds: readonly string[]): Promise<boolean> {
    requirePermission(teamPermissions['team:manage']);
    const rows = await db().query<{ team_id: string }>(
      'SELECT team_id FROM atrium.team_member WHERE staff_id = $1 ORDER BY team_id',
      [staffId],
    );
    const now = rows.map(({ team_id }) => team_id);
    const joined = teamIds.filter((id) => !now.includes(id)).sort();
    const left = now.filter((id) => !teamIds.includes(id));
    for (const teamId of joined) await this.teams.addMembers({ teamId, staffIds: [staffId] });
    for (const teamId of left) await this.teams.removeMembers({ teamId, staffIds: [staffId] });
    return joined.length + left.length > 0;
  }
}
