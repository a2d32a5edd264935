import { db } from '@atrium/sdk';
import { isOnShiftAt } from './on-shift.policy';

interface ShiftRow extends Record<string, unknown> {
  id: string;
  time_zone: string;
  weekdays: number[];
  starts_at: string;
  ends_at: string;
  valid_from: string;
  valid_to: string | null;
  days_off: string[];
  extra_days: string[];
}

export interface OnShiftQuestion {
  readonly at: Date;
  /** UUIDs; left out: of every team the caller sees. */
  readonly teamId?: string | null;
  readonly communityId?: string | null;
}

const days = (column: string): string =>
  `ARRAY(SELECT to_char(d, 'YYYY-MM-DD') FROM unnest(s.${column}) d) AS ${column}`;

/** UUIDs of the shifts being worked at an instant, of those the caller sees. A company has dozens, and all are read. */
export async function shiftsAt({ at, teamId = null, communityId = null }: OnShiftQuestion): Promise<string[]> {
  const rows = await db().query<ShiftRow>(
    `SELECT s.id, s.time_zone, s.weekdays, s.starts_at, s.ends_at, to_char(s.valid_from, 'YYYY-MM-DD') AS valid_from,
       to_char(s.valid_to, 'YYYY-MM-DD') AS valid_to, ${days('days_off')}, ${days('extra_days')}
     FROM atrium.shift s JOIN atrium.team t ON t.tenant_id = s.tenant_id AND t.id = s.team_id
     WHERE ($1::uuid IS NULL OR t.id = $1)
       AND ($2::uuid IS NULL OR t.area = 'ALL' OR EXISTS (SELECT FROM atrium.team_community c
         WHERE c.tenant_id = t.tenant_id AND c.team_id = t.id AND c.community_id = $2))
       AND s.valid_from <= ($3::timestamptz + interval '2 days')::date`,
    [teamId, communityId, at],
  );
  return rows
    .filter((row) =>
      isOnShiftAt(
        {
          timeZone: row.time_zone,
          weekdays: row.weekdays,
          startsAt: row.starts_at,
          endsAt: row.ends_at,
          validFrom: row.valid_from,
          validTo: row.valid_to,
          daysOff: row.days_off,
          extraDays: row.extra_days,
        },
        at,
      ),
    )
    .map(({ id }) => id);
}
