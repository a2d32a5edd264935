import { db, RAW_ID, readMany, requirePermission } from '@atrium/sdk';
import { Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Staff } from '../../staff';
import { teamPermissions } from '../teams.permissions';
import { skillView, teamView } from '../teams.views';
import { Skill, Team } from './team.type';

/** What staff can do and where they belong: views bring it along; this reads it for a person who came without. */
@Resolver(() => Staff)
export class StaffTeamsResolver {
  @ResolveField(() => [Skill], { description: 'What they can do, by name. Needs `team:read`.' })
  async skills(@Parent() staff: Record<string, string>, @Info() info: GraphQLResolveInfo): Promise<unknown[]> {
    requirePermission(teamPermissions['team:read']);
    return readMany(skillView, await idsOf('staff_skill', 'skill_id', 'skill', staff[RAW_ID]!), info);
  }

  @ResolveField(() => [Team], { description: 'Teams they belong to, by name. Needs `team:read`.' })
  async teams(@Parent() staff: Record<string, string>, @Info() info: GraphQLResolveInfo): Promise<unknown[]> {
    requirePermission(teamPermissions['team:read']);
    return readMany(teamView, await idsOf('team_member', 'team_id', 'team', staff[RAW_ID]!), info);
  }
}

async function idsOf(pairs: string, column: string, table: string, staffId: string): Promise<string[]> {
  const rows = await db().query<{ id: string }>(
    `SELECT t.id FROM atrium.${pairs} p JOIN atrium.${table} t ON t.tenant_id = p.tenant_id AND t.id = p.${column}
     WHERE p.staff_id = $1 ORDER BY t.sort_key, t.id`,
    [staffId],
  );
  return rows.map(({ id }) => id);
}
