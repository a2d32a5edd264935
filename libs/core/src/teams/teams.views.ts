import {
  type ArrayField,
  defineList,
  defineView,
  extendView,
  f,
  filter,
  type ListTypes,
  listField,
  type ManyField,
  type View,
} from '@atrium/sdk';
import { communityView, propertyPermissions } from '../properties';
import { StaffList, staffPermissions, staffView } from '../staff';
import { Shift, Skill, Team, TeamKind } from './team/team.type';
import { teamPermissions } from './teams.permissions';

const READ = [teamPermissions['team:read'], teamPermissions['team:manage']] as const;
const STAFF_READ = staffPermissions['staff:read'];

/** Rows of `child` that a table of pairs leads to. */
const through =
  (table: string, own: string, other: string) =>
  (parent: string, child: string): string =>
    `${child}.tenant_id = ${parent}.tenant_id AND ${child}.id IN (SELECT pair.${other} FROM atrium.${table} pair
      WHERE pair.tenant_id = ${parent}.tenant_id AND pair.${own} = ${parent}.id)`;

const byName = (child: string): string => `${child}.sort_key, ${child}.id`;
const array = (view: () => View, link: ArrayField['link']): ArrayField => ({
  kind: 'array',
  view,
  link,
  orderBy: byName,
});
const days = (column: string) =>
  f.sql((shift) => `ARRAY(SELECT to_char(d, 'YYYY-MM-DD') FROM unnest(${shift}.${column}) d ORDER BY d)`);
const count = (table: string, own: string) =>
  f.sql(
    (row) =>
      `(SELECT count(*)::int FROM atrium.${table} pair WHERE pair.tenant_id = ${row}.tenant_id AND pair.${own} = ${row}.id)`,
  );

export const skillView = defineView({
  type: 'Skill',
  idType: 'skill',
  table: 'atrium.skill',
  nodeAccess: READ,
  fields: {
    id: f.id('skill'),
    name: f.column('name'),
    description: f.column('description'),
    staffCount: count('staff_skill', 'skill_id'),
    version: f.column('version'),
  },
});

const membersOf: ManyField = {
  kind: 'many',
  list: () => StaffList.definition,
  link: through('team_member', 'team_id', 'staff_id'),
};

export const teamView = defineView({
  type: 'Team',
  idType: 'team',
  table: 'atrium.team',
  nodeAccess: READ,
  fields: {
    id: f.id('team'),
    name: f.column('name'),
    kind: f.column('kind'),
    description: f.column('description'),
    leader: f.guarded(
      STAFF_READ,
      f.one(() => staffView, 'leader_id'),
    ),
    area: f.object({
      kind: f.column('area'),
      communities: f.guarded(
        propertyPermissions['property:read'],
        array(() => communityView, through('team_community', 'team_id', 'community_id')),
      ),
    }),
    memberCount: count('team_member', 'team_id'),
    members: f.guarded(STAFF_READ, membersOf),
    shifts: f.many(() => ShiftList.definition, 'team_id'),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
    updatedAt: f.instant('updated_at'),
  },
});

export const shiftView = defineView({
  type: 'Shift',
  idType: 'shift',
  table: 'atrium.shift',
  nodeAccess: READ,
  fields: {
    id: f.id('shift'),
    name: f.column('name'),
    team: f.one(() => teamView, 'team_id'),
    timeZone: f.column('time_zone'),
    weekdays: f.column('weekdays'),
    startsAt: f.column('starts_at'),
    endsAt: f.column('ends_at'),
    validFrom: f.date('valid_from'),
    validTo: f.date('valid_to'),
    daysOff: days('days_off'),
    extraDays: days('extra_days'),
    members: f.guarded(
      STAFF_READ,
      array(() => staffView, through('shift_member', 'shift_id', 'staff_id')),
    ),
    version: f.column('version'),
  },
});

const NAME = { columns: [{ column: 'sort_key', type: 'text' as const }], description: 'As people sort names.' };
const pairs = (table: string, own: string, other: string) => (row: string, ids: string) =>
  `${row}.id IN (SELECT pair.${own} FROM atrium.${table} pair
    WHERE pair.tenant_id = ${row}.tenant_id AND pair.${other} = ANY (${ids}))`;

export const SkillList: ListTypes = defineList({
  view: skillView,
  node: Skill,
  orders: { NAME },
  defaultOrder: { field: 'NAME' },
});

export const TeamList: ListTypes = defineList({
  view: teamView,
  node: Team,
  filters: {
    kind: filter.enum('TeamKind', TeamKind, 'kind', 'What it is for.'),
    member: filter.related('staff', 'This person belongs to it.', pairs('team_member', 'team_id', 'staff_id')),
    worksIn: filter.related(
      'community',
      'Works in this community, be it everywhere or by name.',
      (team, ids) => `(${team}.area = 'ALL' OR ${pairs('team_community', 'team_id', 'community_id')(team, ids)})`,
    ),
  },
  orders: { NAME },
  defaultOrder: { field: 'NAME' },
});

export const ShiftList: ListTypes = defineList({
  view: shiftView,
  node: Shift,
  filters: { team: filter.id('team', 'team_id', 'Of this team.') },
  orders: { NAME },
  defaultOrder: { field: 'NAME' },
});

extendView(staffView, {
  skills: f.guarded(
    teamPermissions['team:read'],
    array(() => skillView, through('staff_skill', 'staff_id', 'skill_id')),
  ),
  teams: f.guarded(
    teamPermissions['team:read'],
    array(() => teamView, through('team_member', 'staff_id', 'team_id')),
  ),
});

export const TeamMembersField = listField(Team, 'members', StaffList, {
  description: 'Who belongs to it. Needs `staff:read`.',
  foreignKey: (staff, team) =>
    `${staff}.id IN (SELECT pair.staff_id FROM atrium.team_member pair
      WHERE pair.tenant_id = ${staff}.tenant_id AND pair.team_id = ${team})`,
  permission: STAFF_READ,
});
export const TeamShiftsField = listField(Team, 'shifts', ShiftList, {
  description: 'When its members work.',
  foreignKey: 'team_id',
});
