export { shiftsAt, type OnShiftQuestion } from './shift/on-shift';
export { beginsOn, isOnShiftAt, shiftOf, type ShiftTimes } from './shift/on-shift.policy';
export { Shift, Skill, Team, TeamKind } from './team/team.type';
export { teamsContext } from './teams.context';
export { teamPermissions } from './teams.permissions';
export { ShiftList, shiftView, SkillList, skillView, TeamList, teamView } from './teams.views';
