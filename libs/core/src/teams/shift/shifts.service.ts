import { currentTenant, db, invalidField, newId, notFound, staleVersion } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockTeam } from '../team/lock-team';
import { nameKey, update } from '../../rows/rows';
import { replace } from '../team/rows';
import type { CreateShiftInput, UpdateShiftInput } from '../team/team.inputs';
import { teamMessages } from '../teams.messages';

interface ShiftRow extends Record<string, unknown> {
  team_id: string;
  version: number;
  time_zone: string;
  weekdays: number[];
  valid_from: string;
  valid_to: string | null;
  extra_days: string[];
}

/** Shifts, worked by members of their team. Who may change the team may change its shifts. */
@Injectable()
export class ShiftsService {
  async create(input: CreateShiftInput): Promise<string> {
    await lockTeam(input.teamId);
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
    await this.setMembers(id, input.teamId, input.staffIds);
    return id;
  }

  async update(input: UpdateShiftInput): Promise<void> {
    const { id, version, name } = input;
    const before = await this.lock(id, version);
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
    if (input.staffIds) await this.setMembers(id, before.team_id, input.staffIds);
  }

  async delete(id: string): Promise<void> {
    await this.lock(id);
    await db().execute('DELETE FROM atrium.shift WHERE id = $1', [id]);
  }

  /** `VALIDATION_FAILED` for somebody who is not of the team. */
  private async setMembers(shiftId: string, teamId: string, staffIds: readonly string[]): Promise<void> {
    const members = await db().query<{ staff_id: string }>(
      'SELECT staff_id FROM atrium.team_member WHERE team_id = $1 AND staff_id = ANY ($2::uuid[]) FOR KEY SHARE',
      [teamId, staffIds],
    );
    const known = new Set(members.map(({ staff_id }) => staff_id));
    const stranger = staffIds.findIndex((id) => !known.has(id));
    if (stranger >= 0) throw invalidField(`input.staffIds.${stranger}`, 'NOT_A_MEMBER', teamMessages.notMember);
    await replace('shift_member', { shift_id: shiftId, team_id: teamId }, 'staff_id', staffIds);
  }

  private async lock(id: string, version?: number): Promise<ShiftRow> {
    const [row] = await db().query<ShiftRow>(
      `SELECT team_id, version, time_zone, weekdays, to_char(valid_from, 'YYYY-MM-DD') AS valid_from,
         to_char(valid_to, 'YYYY-MM-DD') AS valid_to,
         ARRAY(SELECT to_char(d, 'YYYY-MM-DD') FROM unnest(extra_days) d) AS extra_days
       FROM atrium.shift WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!row) throw notFound('Shift');
    if (version !== undefined && row.version !== version) throw staleVersion(version, row.version);
    await lockTeam(row.team_id);
    return row;
  }
}

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
