import { db } from '@atrium/sdk';
import { addDays, dayAt } from '../../wall-clock/wall-clock';
import { beginsOn, shiftOf, type ShiftTimes } from '../../teams';
import type { Span } from './windows.policy';

/** Somebody with their working hours and what they have to do in a span. */
export interface PersonCalendar {
  readonly staffId: string;
  readonly name: string;
  readonly worked: readonly Span[];
  readonly busy: readonly Span[];
}

interface CalendarRow {
  id: string;
  name: string;
  shifts: (ShiftTimes & { readonly id: string })[];
  busy: { readonly from: string; readonly to: string }[];
}

const days = (column: string): string => `ARRAY(SELECT to_char(d, 'YYYY-MM-DD') FROM unnest(s.${column}) d)`;

/**
 * Calendars of people who can sign in: those named, or those who work where the ticket is and can do it. Appointments that
 * the caller does not see are none of these, so what is offered may be taken; the constraint decides.
 */
export async function calendarsOf(
  who: { readonly staffId: string } | { readonly ticketId: string; readonly teamId: string | null },
  { from, to }: Span,
): Promise<PersonCalendar[]> {
  const [staffId, ticketId, teamId] = 'staffId' in who ? [who.staffId, null, null] : [null, who.ticketId, who.teamId];
  const rows = await db().query<CalendarRow & Record<string, unknown>>(
    `SELECT p.id, p.name,
       (SELECT coalesce(json_agg(json_build_object('id', s.id, 'timeZone', s.time_zone, 'weekdays', s.weekdays,
          'startsAt', s.starts_at, 'endsAt', s.ends_at, 'validFrom', to_char(s.valid_from, 'YYYY-MM-DD'),
          'validTo', to_char(s.valid_to, 'YYYY-MM-DD'), 'daysOff', ${days('days_off')},
          'extraDays', ${days('extra_days')})), '[]')
        FROM atrium.shift_member m JOIN atrium.shift s ON s.tenant_id = m.tenant_id AND s.id = m.shift_id
        WHERE m.tenant_id = p.tenant_id AND m.staff_id = p.id) AS shifts,
       (SELECT coalesce(json_agg(json_build_object('from', a.starts_at, 'to', a.ends_at)), '[]')
        FROM atrium.ticket_appointment a WHERE a.tenant_id = p.tenant_id AND a.staff_id = p.id AND a.state = 'BOOKED'
          AND a.starts_at < $5 AND a.ends_at > $4) AS busy
     FROM atrium.staff p LEFT JOIN atrium.ticket k ON k.id = $2
     LEFT JOIN atrium.ticket_category c ON c.tenant_id = k.tenant_id AND c.id = k.category_id
     WHERE p.status = 'ACTIVE' AND (p.id = $1 OR ($1::uuid IS NULL
       AND EXISTS (SELECT FROM atrium.team_member m JOIN atrium.team t ON t.tenant_id = m.tenant_id AND t.id = m.team_id
         WHERE m.tenant_id = p.tenant_id AND m.staff_id = p.id AND ($3::uuid IS NULL OR t.id = $3)
           AND (k.community_id IS NULL OR t.area = 'ALL' OR EXISTS (SELECT FROM atrium.team_community x
             WHERE x.tenant_id = t.tenant_id AND x.team_id = t.id AND x.community_id = k.community_id)))
       AND (c.skill_id IS NULL OR EXISTS (SELECT FROM atrium.staff_skill x WHERE x.tenant_id = p.tenant_id
         AND x.staff_id = p.id AND x.skill_id = c.skill_id))))
     ORDER BY p.name, p.id`,
    [staffId, ticketId, teamId, new Date(from), new Date(to)],
  );
  return rows.map(({ id, name, shifts, busy }) => ({
    staffId: id,
    name,
    worked: shifts.flatMap((shift) => workedIn(shift, { from, to })),
    busy: busy.map((one) => ({ from: Date.parse(one.from), to: Date.parse(one.to) })),
  }));
}

/** Spans of a shift that touch a span of time. One that began the day before may reach into it. */
function workedIn(shift: ShiftTimes, { from, to }: Span): Span[] {
  const out: Span[] = [];
  const last = dayAt(to, shift.timeZone);
  for (let day = addDays(dayAt(from, shift.timeZone), -1); day <= last; day = addDays(day, 1)) {
    if (!beginsOn(shift, day)) continue;
    const worked = shiftOf(shift, day);
    out.push({ from: worked.from.getTime(), to: worked.to.getTime() });
  }
  return out.filter((one) => one.from < to && one.to > from);
}
