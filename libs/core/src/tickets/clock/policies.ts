import { currentTenant, db } from '@atrium/sdk';
import { ROUND_THE_CLOCK, WorkingTime } from '../sla/working-time';
import { SLA_TARGETS, type SlaTarget } from '../sla/sla-clock';
import { calendarOf, type StoredCalendar, type StoredStep } from '../settings/stored-sla';
import { TicketKind, type TicketSeverity } from '../ticket/ticket.enums';

/** What a policy promises of one ticket. */
export interface Promised {
  readonly policyId: string;
  /** Null: round the clock. */
  readonly calendarId: string | null;
  /** Working time by target, in milliseconds; none where nothing is promised. */
  readonly lengths: Readonly<Partial<Record<SlaTarget, number>>>;
  readonly ladder: readonly StoredStep[];
  readonly time: WorkingTime;
}

export interface PolicyQuestion {
  readonly kind: TicketKind;
  readonly severity: TicketSeverity;
  /** Of the community; null where there is none. */
  readonly serviceProfile: string | null;
}

interface PolicyRow {
  id: string;
  segment_id: string | null;
  calendar_id: string | null;
  first_response_minutes: number | null;
  progress_update_minutes: number | null;
  resolution_minutes: number | null;
  ladder: StoredStep[];
  calendar_version: number | null;
}

const MINUTE = 60_000;

/**
 * The policy that says most about what is asked: for the customer's segment before one for all, then kind before severity
 * before profile. Danger is the same for everybody.
 */
export async function findPromised(
  { kind, severity, serviceProfile }: PolicyQuestion,
  isMember: (segmentId: string) => Promise<boolean>,
): Promise<Promised | null> {
  const rows = await db().query<PolicyRow>(
    {
      name: 'ticket_policy',
      text: `SELECT p.id, p.segment_id, p.calendar_id, p.first_response_minutes, p.progress_update_minutes, p.resolution_minutes, p.ladder,
          (SELECT c.version FROM atrium.sla_calendar c WHERE c.tenant_id = p.tenant_id AND c.id = p.calendar_id)
            AS calendar_version
        FROM atrium.sla_policy p
        WHERE (p.kind IS NULL OR p.kind = $1) AND (p.severity IS NULL OR p.severity = $2)
          AND (p.service_profile IS NULL OR p.service_profile = $3) AND (p.segment_id IS NULL OR $1 <> 'EMERGENCY')
        ORDER BY (p.segment_id IS NOT NULL) DESC, (p.kind IS NOT NULL) DESC, (p.severity IS NOT NULL) DESC,
          (p.service_profile IS NOT NULL) DESC, p.name`,
    },
    [kind, severity, serviceProfile],
  );
  let row: PolicyRow | undefined;
  for (const one of rows) {
    if (one.segment_id !== null && !(await isMember(one.segment_id))) continue;
    row = one;
    break;
  }
  if (!row) return null;
  const minutes: Readonly<Record<SlaTarget, number | null>> = {
    FIRST_RESPONSE: row.first_response_minutes,
    PROGRESS_UPDATE: row.progress_update_minutes,
    RESOLUTION: row.resolution_minutes,
  };
  // Danger does not wait for office hours, whatever the policy says.
  const calendarId = kind === TicketKind.EMERGENCY ? null : row.calendar_id;
  return {
    policyId: row.id,
    calendarId,
    ladder: row.ladder,
    time: calendarId === null ? ALWAYS : (await calendarsAt([{ id: calendarId, version: row.calendar_version! }]))[0]!,
    lengths: Object.fromEntries(
      SLA_TARGETS.filter((target) => minutes[target] !== null).map((target) => [target, minutes[target]! * MINUTE]),
    ),
  };
}

const ALWAYS = new WorkingTime(ROUND_THE_CLOCK);
/** Calendars of this process, by tenant, id and version: each knows the instants of the days it was asked for. */
const MAX_CALENDARS = 500;
const kept = new Map<string, WorkingTime>();

async function calendarsAt(wanted: readonly { id: string; version: number }[]): Promise<WorkingTime[]> {
  const tenant = currentTenant().id;
  const keyOf = ({ id, version }: { id: string; version: number }): string => `${tenant} ${id} ${version}`;
  const missing = wanted.filter((one) => !kept.has(keyOf(one)));
  if (missing.length > 0) {
    const rows = await db().query<StoredCalendar & { id: string; version: number }>(
      `SELECT id, version, time_zone AS "timeZone", hours, exceptions FROM atrium.sla_calendar WHERE id = ANY ($1::uuid[])`,
      [missing.map(({ id }) => id)],
    );
    if (kept.size + rows.length > MAX_CALENDARS) kept.clear();
    for (const row of rows) kept.set(keyOf(row), new WorkingTime(calendarOf(row)));
  }
  return wanted.map((one) => kept.get(keyOf(one)) ?? ALWAYS);
}

/** Working time by the UUIDs of calendars; null stands for round the clock. */
export async function workingTimes(
  ids: readonly (string | null)[],
): Promise<(calendarId: string | null) => WorkingTime> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return () => ALWAYS;
  const versions = await db().query<{ id: string; version: number }>(
    { name: 'sla_calendar_versions', text: 'SELECT id, version FROM atrium.sla_calendar WHERE id = ANY ($1::uuid[])' },
    [wanted],
  );
  const times = await calendarsAt(versions);
  const found = new Map(versions.map(({ id }, index) => [id, times[index]!]));
  return (id) => (id === null ? ALWAYS : (found.get(id) ?? ALWAYS));
}

/** Steps of the ladders of policies, by UUID. */
export async function laddersOf(policyIds: readonly (string | null)[]): Promise<ReadonlyMap<string, StoredStep[]>> {
  const wanted = [...new Set(policyIds.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db().query<{ id: string; ladder: StoredStep[] }>(
    { name: 'sla_ladders', text: 'SELECT id, ladder FROM atrium.sla_policy WHERE id = ANY ($1::uuid[])' },
    [wanted],
  );
  return new Map(rows.map(({ id, ladder }) => [id, ladder]));
}
