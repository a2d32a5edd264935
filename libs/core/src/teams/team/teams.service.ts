import { db, newId } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { chosenScope, type ChosenScope } from '../../staff';
import { lockTeam, requireInside } from './lock-team';
import { nameKey, update } from '../../rows/rows';
import { insertPairs, replace, requireStaff } from './rows';
import type { CreateTeamInput, TeamMembersInput, UpdateTeamInput } from './team.inputs';

/** Teams with their members and areas. Who is limited to communities changes teams inside them alone. */
@Injectable()
export class TeamsService {
  async create(input: CreateTeamInput): Promise<string> {
    const area = await chosenScope(input.area);
    requireInside(area.communities);
    await requireStaff([...input.memberIds, ...(input.leaderId ? [input.leaderId] : [])]);
    const id = newId();
    // Its area first: a team that a limited actor makes must be in their sight at once.
    await storeArea(id, area);
    await db().execute(
      `INSERT INTO atrium.team (id, name, sort_key, kind, description, leader_id, area, community_count)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        input.name,
        nameKey(input.name),
        input.kind,
        input.description ?? null,
        input.leaderId ?? null,
        area.kind,
        area.communities?.length ?? 0,
      ],
    );
    await replace('team_member', { team_id: id }, 'staff_id', input.memberIds);
    return id;
  }

  async update({ id, version, name, kind, description, leaderId, area }: UpdateTeamInput): Promise<void> {
    await lockTeam(id, version);
    const chosen = area ? await chosenScope(area) : null;
    if (chosen) requireInside(chosen.communities);
    if (leaderId) await requireStaff([leaderId]);
    if (chosen) await storeArea(id, chosen);
    await update('team', id, {
      name: name ?? undefined,
      sort_key: name == null ? undefined : nameKey(name),
      kind: kind ?? undefined,
      description,
      leader_id: leaderId,
      area: chosen?.kind,
      community_count: chosen ? (chosen.communities?.length ?? 0) : undefined,
    });
  }

  async delete(id: string): Promise<void> {
    await lockTeam(id);
    await db().execute('DELETE FROM atrium.team WHERE id = $1', [id]);
  }

  /** Who is a member already stays one. */
  async addMembers({ teamId, staffIds }: TeamMembersInput): Promise<void> {
    await lockTeam(teamId);
    await requireStaff(staffIds);
    await insertPairs('team_member', { team_id: teamId }, 'staff_id', staffIds);
  }

  /** Who leaves a team leaves its shifts; who is no member is passed over. */
  async removeMembers({ teamId, staffIds }: TeamMembersInput): Promise<void> {
    await lockTeam(teamId);
    await requireStaff(staffIds);
    await db().execute('DELETE FROM atrium.team_member WHERE team_id = $1 AND staff_id = ANY ($2::uuid[])', [
      teamId,
      staffIds,
    ]);
  }
}

async function storeArea(teamId: string, { communities }: ChosenScope): Promise<void> {
  await replace('team_community', { team_id: teamId }, 'community_id', communities ?? []);
}
