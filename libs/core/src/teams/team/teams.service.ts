import {
  AtriumError,
  context,
  currentTenant,
  db,
  invalidField,
  newId,
  notFound,
  sortKey,
  staleVersion,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { chosenScope, type ChosenScope, DataScopeKind, requireWithinReach } from '../../staff';
import { teamMessages } from '../teams.messages';
import type {
  CreateShiftInput,
  CreateSkillInput,
  CreateTeamInput,
  SetStaffSkillsInput,
  TeamMembersInput,
  UpdateShiftInput,
  UpdateSkillInput,
  UpdateTeamInput,
} from './team.inputs';

const nameKey = (name: string): string => sortKey(name, currentTenant().locale);

interface TeamRow extends Record<string, unknown> {
  version: number;
  area: DataScopeKind;
  community_count: number;
  seen: string[];
}

/** Teams with their members and areas, and skills. Who is limited to communities changes teams inside them alone. */
@Injectable()
export class TeamsService {
  async createSkill({ name, description }: CreateSkillInput): Promise<string> {
    requireWithinReach({ permissions: [], communities: null });
    const id = newId();
    await db().execute('INSERT INTO atrium.skill (id, name, sort_key, description) VALUES ($1, $2, $3, $4)', [
      id,
      name,
      nameKey(name),
      description ?? null,
    ]);
    return id;
  }

  async updateSkill({ id, version, name, description }: UpdateSkillInput): Promise<void> {
    requireWithinReach({ permissions: [], communities: null });
    await lockVersion('skill', 'Skill', id, version);
    await update('skill', id, {
      name: name ?? undefined,
      sort_key: name == null ? undefined : nameKey(name),
      description,
    });
  }

  async deleteSkill(id: string): Promise<void> {
    requireWithinReach({ permissions: [], communities: null });
    if ((await db().execute('DELETE FROM atrium.skill WHERE id = $1', [id])) === 0) throw notFound('Skill');
  }

  /** `NOT_FOUND` for a person or skill that is not the tenant's. */
  async setSkills({ staffId, skillIds }: SetStaffSkillsInput): Promise<void> {
    await requireStaff([staffId], 'FOR NO KEY UPDATE');
    const known = await db().query('SELECT FROM atrium.skill WHERE id = ANY ($1::uuid[]) FOR KEY SHARE', [skillIds]);
    if (known.length !== skillIds.length) throw notFound('Skill');
    await replace('staff_skill', { staff_id: staffId }, 'skill_id', skillIds);
  }

  async createTeam(input: CreateTeamInput): Promise<string> {
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

  async updateTeam({ id, version, name, kind, description, leaderId, area }: UpdateTeamInput): Promise<void> {
    await this.lockTeam(id, version);
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

  async deleteTeam(id: string): Promise<void> {
    await this.lockTeam(id);
    await db().execute('DELETE FROM atrium.team WHERE id = $1', [id]);
  }

  /** Who is a member already stays one. */
  async addMembers({ teamId, staffIds }: TeamMembersInput): Promise<void> {
    await this.lockTeam(teamId);
    await requireStaff(staffIds);
    await insertPairs('team_member', { team_id: teamId }, 'staff_id', staffIds);
  }

  /** Who leaves a team leaves its shifts; who is no member is passed over. */
  async removeMembers({ teamId, staffIds }: TeamMembersInput): Promise<void> {
    await this.lockTeam(teamId);
    await db().execute('DELETE FROM atrium.team_member WHERE team_id = $1 AND staff_id = ANY ($2::uuid[])', [
      teamId,
      staffIds,
    ]);
  }

  async createShift(input: CreateShiftInput): Promise<string> {
    await this.lockTeam(input.teamId);
    const id = newId();
    const timeZone = input.timeZone ?? currentTenant().timeZone;
    checkShift({ ...input, timeZone, daysOff: input.daysOff ?? [], extraDays: input.extraDays ?? [] });
    await db().execute(
      `INSERT INTO atrium.shift
         (id, team_id, name, sort_key, time_zone, weekdays, starts_at, ends_at, valid_from, valid_to, days_off, extra_days)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        input.teamId,
        input.name,
        nameKey(input.name),
        timeZone,
        input.weekdays,
        input.startsAt,
        input.endsAt,
        input.validFrom,
        input.validTo ?? null,
        input.daysOff ?? [],
        input.extraDays ?? [],
      ],
    );
    await this.setShiftMembers(id, input.teamId, input.staffIds);
    return id;
  }

  async updateShift(input: UpdateShiftInput): Promise<void> {
    const { id, version, name } = input;
    const before = await this.lockShift(id, version);
    const next = {
      timeZone: input.timeZone ?? before.time_zone,
      weekdays: input.weekdays ?? before.weekdays,
      validFrom: input.validFrom ?? before.valid_from,
      validTo: input.validTo === undefined ? before.valid_to : input.validTo,
      extraDays: input.extraDays ?? before.extra_days,
    };
    checkShift(next);
    await update('shift', id, {
      name: name ?? undefined,
      sort_key: name == null ? undefined : nameKey(name),
      time_zone: next.timeZone,
      weekdays: next.weekdays,
      starts_at: input.startsAt ?? undefined,
      ends_at: input.endsAt ?? undefined,
      valid_from: next.validFrom,
      valid_to: next.validTo,
      days_off: input.daysOff ?? undefined,
      extra_days: next.extraDays,
    });
    if (input.staffIds) await this.setShiftMembers(id, before.team_id, input.staffIds);
  }

  async deleteShift(id: string): Promise<void> {
    await this.lockShift(id);
    await db().execute('DELETE FROM atrium.shift WHERE id = $1', [id]);
  }

  /** `VALIDATION_FAILED` for somebody who is not of the team. */
  private async setShiftMembers(shiftId: string, teamId: string, staffIds: readonly string[]): Promise<void> {
    const members = await db().query<{ staff_id: string }>(
      'SELECT staff_id FROM atrium.team_member WHERE team_id = $1 AND staff_id = ANY ($2::uuid[]) FOR KEY SHARE',
      [teamId, staffIds],
    );
    const known = new Set(members.map(({ staff_id }) => staff_id));
    const stranger = staffIds.findIndex((id) => !known.has(id));
    if (stranger >= 0) throw invalidField(`input.staffIds.${stranger}`, 'NOT_A_MEMBER', teamMessages.notMember);
    await replace('shift_member', { shift_id: shiftId, team_id: teamId }, 'staff_id', staffIds);
  }

  private async lockShift(id: string, version?: number): Promise<ShiftRow> {
    const [row] = await db().query<ShiftRow>(
      `SELECT team_id, version, time_zone, weekdays, to_char(valid_from, 'YYYY-MM-DD') AS valid_from,
         to_char(valid_to, 'YYYY-MM-DD') AS valid_to,
         ARRAY(SELECT to_char(d, 'YYYY-MM-DD') FROM unnest(extra_days) d) AS extra_days
       FROM atrium.shift WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!row) throw notFound('Shift');
    if (version !== undefined && row.version !== version) throw staleVersion(version, row.version);
    await this.lockTeam(row.team_id);
    return row;
  }

  /**
   * `NOT_FOUND` for a team the caller does not see, `CONFLICT` for a stale version, `FORBIDDEN` when it works beyond
   * the communities the caller is limited to.
   */
  private async lockTeam(id: string, version?: number): Promise<void> {
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
}

interface ShiftRow extends Record<string, unknown> {
  team_id: string;
  version: number;
  time_zone: string;
  weekdays: number[];
  valid_from: string;
  valid_to: string | null;
  extra_days: string[];
}

/** Where a team works must lie inside the caller's own communities. */
const requireInside = (communities: readonly string[] | null): void =>
  requireWithinReach({ permissions: [], communities });

interface CheckedShift {
  readonly timeZone: string;
  readonly weekdays: readonly number[];
  readonly validFrom: string;
  readonly validTo?: string | null;
  readonly extraDays: readonly string[];
}

function checkShift({ timeZone, weekdays, validFrom, validTo, extraDays }: CheckedShift & { daysOff?: unknown }): void {
  if (!isTimeZone(timeZone)) {
    throw invalidField('input.timeZone', 'UNKNOWN_TIME_ZONE', teamMessages.zoneUnknown, { given: timeZone });
  }
  if (validTo != null && validTo < validFrom) {
    throw invalidField('input.validTo', 'BEFORE_START', teamMessages.endBeforeStart);
  }
  if (weekdays.length === 0 && extraDays.length === 0) {
    throw invalidField('input.weekdays', 'REQUIRED', teamMessages.noDays);
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && name.includes('/');
  } catch {
    return false;
  }
}

async function requireStaff(ids: readonly string[], lock = 'FOR KEY SHARE'): Promise<void> {
  const wanted = [...new Set(ids)];
  const known = await db().query(`SELECT FROM atrium.staff WHERE id = ANY ($1::uuid[]) ${lock}`, [wanted]);
  if (known.length !== wanted.length) throw notFound('Staff');
}

async function lockVersion(table: string, what: string, id: string, version: number): Promise<void> {
  const [row] = await db().query<{ version: number }>(`SELECT version FROM atrium.${table} WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  if (!row) throw notFound(what);
  if (row.version !== version) throw staleVersion(version, row.version);
}

/** Changes the columns that are given, of a row that is locked. */
async function update(table: string, id: string, columns: Readonly<Record<string, unknown>>): Promise<void> {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  const sets = given.map(([name], index) => `${name} = $${index + 2}`);
  await db().execute(
    `UPDATE atrium.${table} SET ${[...sets, 'version = version + 1', 'updated_at = now()'].join(', ')} WHERE id = $1`,
    [id, ...given.map(([, value]) => value)],
  );
}

async function storeArea(teamId: string, { communities }: ChosenScope): Promise<void> {
  await replace('team_community', { team_id: teamId }, 'community_id', communities ?? []);
}

/** Makes the pairs of `owner` just those with `others`; pairs that stay are not touched. */
async function replace(
  table: string,
  owner: Readonly<Record<string, string>>,
  column: string,
  others: readonly string[],
): Promise<void> {
  const where = Object.keys(owner).map((name, index) => `${name} = $${index + 2}`);
  await db().execute(`DELETE FROM atrium.${table} WHERE ${column} <> ALL ($1::uuid[]) AND ${where.join(' AND ')}`, [
    others,
    ...Object.values(owner),
  ]);
  await insertPairs(table, owner, column, others);
}

async function insertPairs(
  table: string,
  owner: Readonly<Record<string, string>>,
  column: string,
  others: readonly string[],
): Promise<void> {
  if (others.length === 0) return;
  const names = Object.keys(owner);
  await db().execute(
    `INSERT INTO atrium.${table} (id, ${column}, ${names.join(', ')})
     SELECT given.id, given.other, ${names.map((_, index) => `$${index + 3}::uuid`).join(', ')}
     FROM unnest($1::uuid[], $2::uuid[]) AS given (id, other) ON CONFLICT DO NOTHING`,
    [others.map(() => newId()), others, ...Object.values(owner)],
  );
}
