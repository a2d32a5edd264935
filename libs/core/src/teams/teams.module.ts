import { Module } from '@nestjs/common';
import { ShiftsService } from './shift/shifts.service';
import { SkillsService } from './skill/skills.service';
import { StaffTeamsResolver } from './team/staff-teams.resolver';
import { TeamsResolver } from './team/teams.resolver';
import { TeamsService } from './team/teams.service';
import { TeamMembersField, TeamShiftsField } from './teams.views';

@Module({
  providers: [
    StaffTeamsResolver,
    TeamMembersField,
    TeamShiftsField,
    TeamsResolver,
    TeamsService,
    ShiftsService,
    SkillsService,
  ],
})
export class TeamsModule {}
