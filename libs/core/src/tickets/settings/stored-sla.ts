import type { SlaTarget } from '../sla/sla-clock';
import type { WorkingCalendar, WorkingHours } from '../sla/working-time';

/** As the hours of a week stand in the database. */
export interface StoredHours extends WorkingHours {
  /** 1 is Monday. */
  readonly weekday: number;
}

export interface StoredException {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly hours: readonly WorkingHours[];
}

export interface StoredStep {
  readonly target: SlaTarget;
  readonly percent: number;
  /** UUIDs. */
  readonly roleIds: readonly string[];
}

export interface StoredCalendar {
  readonly timeZone: string;
  readonly hours: readonly StoredHours[];
  readonly exceptions: readonly StoredException[];
}

export const calendarOf = ({ timeZone, hours, exceptions }: StoredCalendar): WorkingCalendar => ({
  timeZone,
  week: Array.from({ length: 7 }, (_, day) => hours.filter(({ weekday }) => weekday === day + 1)),
  exceptions: Object.fromEntries(exceptions.map(({ date, hours: worked }) => [date, worked])),
});
