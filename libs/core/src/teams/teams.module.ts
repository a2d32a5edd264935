import { Global, Module } from '@nestjs/common';
import { TeamMemberships } from '../staff';
import { ShiftsService } from './shift/shifts.service';
import { SkillsService } from './skill/skills.service';
import { KeptTeamMemberships } from './team/kept-team-memberships';
import { StaffTeamsResolver } from './team/staff-teams.resolver';
import { TeamsResolver } from './team/teams.resolver';
import { TeamsService } from './team/teams.service';
import { TeamMembersField, TeamShiftsField } from './teams.views';

/** Global, because imports of staff ask it who belongs to which team. */
@Global()
@Module({
  providers: [
    { provide: TeamMemberships, useClass: KeptTeamMemberships },
    StaffTeamsResolver,
    TeamMembersField,
    TeamShiftsField,
    TeamsResolver,
    TeamsService,
    ShiftsService,
    SkillsService,
  ],
  exports: [TeamMemberships],
})
export class TeamsModule {}
