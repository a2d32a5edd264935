import { Audiences, currentTenant, db, invalidField, Jobs, newId, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockVersion, nameKey, update } from '../../rows/rows';
import { ticketMessages } from '../tickets.messages';
import { policyChanged } from './policy-changed.job';
import type {
  CreateSlaCalendarInput,
  CreateSlaPolicyInput,
  SlaExceptionInput,
  SlaHoursInput,
  SlaStepInput,
  UpdateSlaCalendarInput,
  UpdateSlaPolicyInput,
} from './sla.inputs';
import type { StoredException, StoredHours, StoredStep } from './stored-sla';
import { remove, requireRow } from './ticket-settings.service';

/** Working calendars and SLA policies. A change holds for open tickets, too: a job sets their clocks anew. */
@Injectable()
export class SlaSettingsService {
  constructor(
    private readonly jobs: Jobs,
    private readonly audiences: Audiences,
  ) {}

  async createCalendar(input: CreateSlaCalendarInput): Promise<string> {
    const id = newId();
    const timeZone = input.timeZone ?? currentTenant().timeZone;
    requireZone(timeZone);
    await db().execute(
      `INSERT INTO atrium.sla_calendar (id, name, sort_key, time_zone, hours, exceptions)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb)`,
      [
        id,
        input.name,
        nameKey(input.name),
        timeZone,
        JSON.stringify(hoursOf(input.hours)),
        JSON.stringify(exceptionsOf(input.exceptions ?? [])),
      ],
    );
    return id;
  }

  async updateCalendar({ id, version, name, timeZone, hours, exceptions }: UpdateSlaCalendarInput): Promise<void> {
    await lockVersion('sla_calendar', 'SlaCalendar', id, version);
    if (timeZone != null) requireZone(timeZone);
    await update('sla_calendar', id, {
      name: name ?? undefined,
      sort_key: name == null ? undefined : nameKey(name),
      time_zone: timeZone ?? undefined,
      hours: hours == null ? undefined : JSON.stringify(hoursOf(hours)),
      exceptions: exceptions == null ? undefined : JSON.stringify(exceptionsOf(exceptions)),
    });
    await this.jobs.enqueue(policyChanged, { calendarId: id });
  }

  deleteCalendar(id: string): Promise<void> {
    return remove('sla_calendar', 'SlaCalendar', id);
  }

  async createPolicy(input: CreateSlaPolicyInput): Promise<string> {
    await requireRow('sla_calendar', 'SlaCalendar', input.calendarId);
    if (input.segmentId) await this.audiences.require(input.segmentId);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.sla_policy (id, name, sort_key, kind, severity, service_profile, calendar_id,
         first_response_minutes, progress_update_minutes, resolution_minutes, ladder, segment_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12)`,
      [
        id,
        input.name,
        nameKey(input.name),
        input.kind ?? null,
        input.severity ?? null,
        input.serviceProfile ?? null,
        input.calendarId ?? null,
        input.firstResponseMinutes ?? null,
        input.progressUpdateMinutes ?? null,
        input.resolutionMinutes ?? null,
        JSON.stringify(await ladderOf(input.ladder ?? [])),
        input.segmentId ?? null,
      ],
    );
    await this.jobs.enqueue(policyChanged, {});
    return id;
  }

  async updatePolicy({ id, version, ...input }: UpdateSlaPolicyInput): Promise<void> {
    await lockVersion('sla_policy', 'SlaPolicy', id, version);
    await requireRow('sla_calendar', 'SlaCalendar', input.calendarId);
    await update('sla_policy', id, {
      name: input.name ?? undefined,
      sort_key: input.name == null ? undefined : nameKey(input.name),
      calendar_id: input.calendarId,
      first_response_minutes: input.firstResponseMinutes,
      progress_update_minutes: input.progressUpdateMinutes,
      resolution_minutes: input.resolutionMinutes,
      ladder: input.ladder == null ? undefined : JSON.stringify(await ladderOf(input.ladder)),
    });
    await this.jobs.enqueue(policyChanged, { policyId: id });
  }

  deletePolicy(id: string): Promise<void> {
    return remove('sla_policy', 'SlaPolicy', id);
  }
}

function requireZone(timeZone: string): void {
  try {
    if (timeZone.includes('/') && new Intl.DateTimeFormat('en', { timeZone })) return;
  } catch {
    // answered below
  }
  throw invalidField('input.timeZone', 'UNKNOWN_TIME_ZONE', ticketMessages.zoneUnknown, { given: timeZone });
}

/** A calendar in which nothing is ever worked would promise nothing. */
function hoursOf(hours: readonly SlaHoursInput[]): StoredHours[] {
  if (hours.length === 0) throw invalidField('input.hours', 'REQUIRED', ticketMessages.noHours);
  return hours.map(({ weekday, startsAt, endsAt }) => ({ weekday, startsAt, endsAt }));
}

function exceptionsOf(exceptions: readonly SlaExceptionInput[]): StoredException[] {
  const dates = exceptions.map(({ date }) => date);
  const twice = dates.findIndex((date, index) => dates.indexOf(date) !== index);
  if (twice >= 0) throw invalidField(`input.exceptions.${twice}.date`, 'DUPLICATE', ticketMessages.dayTwice);
  return exceptions.map(({ date, hours }) => ({
    date,
    hours: hours.map(({ startsAt, endsAt }) => ({ startsAt, endsAt })),
  }));
}

async function ladderOf(steps: readonly SlaStepInput[]): Promise<StoredStep[]> {
  const wanted = [...new Set(steps.flatMap(({ roleIds }) => roleIds))];
  const known = await db().query('SELECT FROM atrium.role WHERE id = ANY ($1::uuid[])', [wanted]);
  if (known.length !== wanted.length) throw notFound('Role');
  return steps.map(({ target, percent, roleIds }) => ({ target, percent, roleIds }));
}
