import { Allow, DateTimeScalar, encodeId, IdArg, now, readList, readOne, ref, requirePermission } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { StaffList, staffPermissions } from '../../staff';
import { shiftsAt } from '../shift/on-shift';
import { ShiftsService } from '../shift/shifts.service';
import { SkillsService } from '../skill/skills.service';
import { teamPermissions } from '../teams.permissions';
import { ShiftList, shiftView, SkillList, TeamList, teamView } from '../teams.views';
import {
  CreateShiftInput,
  CreateSkillInput,
  CreateTeamInput,
  DeleteShiftInput,
  DeleteSkillInput,
  DeleteTeamInput,
  SetStaffSkillsInput,
  ShiftPayload,
  SkillPayload,
  StaffSkillsPayload,
  TeamMembersInput,
  TeamPayload,
  TeamsDeletePayload,
  UpdateShiftInput,
  UpdateSkillInput,
  UpdateTeamInput,
} from './team.inputs';
import { Shift, Team } from './team.type';
import { TeamsService } from './teams.service';

const MANAGE = teamPermissions['team:manage'];
const READ = [teamPermissions['team:read'], MANAGE] as const;
const BEYOND = 'FORBIDDEN for a team that works beyond the communities one is limited to.';

@Resolver()
export class TeamsResolver {
  constructor(
    private readonly service: TeamsService,
    private readonly skillWords: SkillsService,
    private readonly rota: ShiftsService,
  ) {}

  @Allow(...READ)
  @Query(() => SkillList.Connection, { description: 'What staff can be able to do.' })
  skills(@Args({ type: () => SkillList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(SkillList.definition, info);
  }

  @Allow(...READ)
  @Query(() => TeamList.Connection, { description: 'Teams that work where one sees.' })
  teams(@Args({ type: () => TeamList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(TeamList.definition, info);
  }

  @Allow(...READ)
  @Query(() => Team, { description: 'One team.' })
  team(
    @IdArg('id', 'team', { description: 'The team.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(teamView, id, info);
  }

  @Allow(...READ)
  @Query(() => ShiftList.Connection, { description: 'Shifts of the teams one sees.' })
  shifts(@Args({ type: () => ShiftList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(ShiftList.definition, info);
  }

  @Allow(...READ)
  @Query(() => Shift, { description: 'One shift.' })
  shift(
    @IdArg('id', 'shift', { description: 'The shift.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(shiftView, id, info);
  }

  @Allow(...READ)
  @Query(() => StaffList.Connection, {
    description:
      'Staff who are on shift at an instant, by the rota of the teams one sees; accounts that are shut out are left out. Needs `staff:read`, too.',
  })
  async onShift(
    @Args('at', { type: () => DateTimeScalar, nullable: true, description: 'When; now, when left out.' })
    at: Date | null | undefined,
    @IdArg('teamId', 'team', { description: 'Of this team alone.', nullable: true }) teamId: string | null | undefined,
    @IdArg('communityId', 'community', { description: 'Of teams that work there.', nullable: true })
    communityId: string | null | undefined,
    @Args({ type: () => StaffList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    requirePermission(staffPermissions['staff:read']);
    const shifts = await shiftsAt({ at: at ?? now(), teamId, communityId });
    return readList(StaffList.definition, info, (staff, values) => [
      `${staff}.status <> 'DISABLED'`,
      `${staff}.id IN (SELECT m.staff_id FROM atrium.shift_member m WHERE m.tenant_id = ${staff}.tenant_id
        AND m.shift_id = ANY (${values.add(shifts, 'uuid[]')}))`,
    ]);
  }

  @Allow(MANAGE)
  @Mutation(() => SkillPayload, { description: 'Makes a skill. CONFLICT for a name taken.' })
  async createSkill(@Args('input') input: CreateSkillInput): Promise<SkillPayload> {
    return { skill: ref('skill', await this.skillWords.create(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => SkillPayload, { description: 'Changes a skill.' })
  async updateSkill(@Args('input') input: UpdateSkillInput): Promise<SkillPayload> {
    await this.skillWords.update(input);
    return { skill: ref('skill', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => TeamsDeletePayload, { description: 'Deletes a skill; staff lose it.' })
  async deleteSkill(@Args('input') { id }: DeleteSkillInput): Promise<TeamsDeletePayload> {
    await this.skillWords.delete(id);
    return { deletedId: encodeId('skill', id) };
  }

  @Allow(MANAGE)
  @Mutation(() => StaffSkillsPayload, { description: 'Says what somebody can do, in place of all before.' })
  async setStaffSkills(@Args('input') input: SetStaffSkillsInput): Promise<StaffSkillsPayload> {
    await this.skillWords.assign(input);
    return { staff: ref('staff', input.staffId) };
  }

  @Allow(MANAGE)
  @Mutation(() => TeamPayload, { description: `Makes a team. CONFLICT for a name taken; ${BEYOND}` })
  async createTeam(@Args('input') input: CreateTeamInput): Promise<TeamPayload> {
    return { team: ref('team', await this.service.create(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => TeamPayload, { description: `Changes a team. ${BEYOND}` })
  async updateTeam(@Args('input') input: UpdateTeamInput): Promise<TeamPayload> {
    await this.service.update(input);
    return { team: ref('team', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => TeamPayload, { description: `People join a team; who is a member stays one. ${BEYOND}` })
  async addTeamMembers(@Args('input') input: TeamMembersInput): Promise<TeamPayload> {
    await this.service.addMembers(input);
    return { team: ref('team', input.teamId) };
  }

  @Allow(MANAGE)
  @Mutation(() => TeamPayload, { description: `People leave a team, and its shifts. ${BEYOND}` })
  async removeTeamMembers(@Args('input') input: TeamMembersInput): Promise<TeamPayload> {
    await this.service.removeMembers(input);
    return { team: ref('team', input.teamId) };
  }

  @Allow(MANAGE)
  @Mutation(() => TeamsDeletePayload, { description: `Deletes a team with its shifts. ${BEYOND}` })
  async deleteTeam(@Args('input') { id }: DeleteTeamInput): Promise<TeamsDeletePayload> {
    await this.service.delete(id);
    return { deletedId: encodeId('team', id) };
  }

  @Allow(MANAGE)
  @Mutation(() => ShiftPayload, {
    description: `Makes a shift of a team. VALIDATION_FAILED for people who are no members. ${BEYOND}`,
  })
  async createShift(@Args('input') input: CreateShiftInput): Promise<ShiftPayload> {
    return { shift: ref('shift', await this.rota.create(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => ShiftPayload, { description: `Changes a shift. ${BEYOND}` })
  async updateShift(@Args('input') input: UpdateShiftInput): Promise<ShiftPayload> {
    await this.rota.update(input);
    return { shift: ref('shift', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => TeamsDeletePayload, { description: `Deletes a shift. ${BEYOND}` })
  async deleteShift(@Args('input') { id }: DeleteShiftInput): Promise<TeamsDeletePayload> {
    await this.rota.delete(id);
    return { deletedId: encodeId('shift', id) };
  }
}
