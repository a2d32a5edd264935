import { addDays, dayAt, instantOf, weekdayOf } from '../../wall-clock/wall-clock';

/** Hours of one day, `HH:MM` by the clock on the wall. An end not after the start lies on the next day; equal ones are a whole day. */
export interface WorkingHours {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** When a company works. */
export interface WorkingCalendar {
  /** IANA name. */
  readonly timeZone: string;
  /** Seven entries, Monday first: the hours that begin on that day, as many as there are shifts; empty: a day off. */
  readonly week: readonly (readonly WorkingHours[])[];
  /** Days (`YYYY-MM-DD`) whose hours stand in place of the week's: holidays have none, make-up working days (调休) some. */
  readonly exceptions: Readonly<Record<string, readonly WorkingHours[]>>;
}

/** The calendar has no hours left in which so much could be worked. */
export class NothingWorkedError extends Error {
  override readonly name = 'NothingWorkedError';
}

const ALL_DAY: readonly WorkingHours[] = [{ startsAt: '00:00', endsAt: '00:00' }];

/** Round the clock, every day (24 × 7): the clock of emergencies. */
export const ROUND_THE_CLOCK: WorkingCalendar = {
  timeZone: 'UTC',
  week: Array.from({ length: 7 }, () => ALL_DAY),
  exceptions: {},
};

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Days whose hours are kept as instants; a calendar in use asks for the same few again and again. */
const MAX_DAYS = 2_000;

const isAllDay = (hours: readonly WorkingHours[]): boolean =>
  hours.some(({ startsAt, endsAt }) => startsAt === '00:00' && endsAt === '00:00');

/**
 * Arithmetic over the hours of one calendar, in time that really passes: a shift over the night the clock changes is an
 * hour longer or shorter, and hours that overlap count once. Instants and lengths are milliseconds.
 */
export class WorkingTime {
  private readonly days = new Map<string, readonly Interval[]>();
  private readonly always: boolean;
  private readonly lastException: string;
  private readonly weekIsEmpty: boolean;

  constructor(private readonly calendar: WorkingCalendar) {
    const { week, exceptions } = calendar;
    this.always = week.every(isAllDay) && Object.values(exceptions).every(isAllDay);
    this.weekIsEmpty = week.every((hours) => hours.length === 0);
    this.lastException = Object.keys(exceptions).sort().at(-1) ?? '';
  }

  /**
   * The first instant by which `length` has been worked since `from`. No length is `from` itself; a length that is used
   * up as a shift ends is that end, not the beginning of the next.
   * @throws NothingWorkedError when the calendar ends before
   */
  add(from: number, length: number): number {
    if (length <= 0) return from;
    if (this.always) return from + length;
    let left = length;
    for (const interval of this.intervals(from)) {
      const begin = Math.max(interval.from, from);
      if (interval.to <= begin) continue;
      if (interval.to - begin >= left) return begin + left;
      left -= interval.to - begin;
    }
    throw new NothingWorkedError(`No hours are worked after ${this.lastException}`);
  }

  /** What is worked between two instants; 0 where the second is not after the first. */
  between(from: number, to: number): number {
    if (to <= from) return 0;
    if (this.always) return to - from;
    let worked = 0;
    for (const interval of this.intervals(from)) {
      if (interval.from >= to) break;
      worked += Math.max(0, Math.min(interval.to, to) - Math.max(interval.from, from));
    }
    return worked;
  }

  /** Is this instant worked? */
  isWorked(at: number): boolean {
    return this.between(at, at + 1) > 0;
  }

  /** What is worked from about `from` on, in order and without overlaps. Ends where the calendar does. */
  private *intervals(from: number): Generator<Interval> {
    // Hours that began the day before may still run.
    let day = addDays(dayAt(from, this.calendar.timeZone), -1);
    let end = -Infinity;
    for (; !this.weekIsEmpty || day <= this.lastException; day = addDays(day, 1)) {
      for (const interval of this.of(day)) {
        if (interval.to <= end) continue;
        yield { from: Math.max(interval.from, end), to: interval.to };
        end = interval.to;
      }
    }
  }

  private of(day: string): readonly Interval[] {
    const known = this.days.get(day);
    if (known) return known;
    const { timeZone, week, exceptions } = this.calendar;
    const hours = exceptions[day] ?? week[weekdayOf(day) - 1]!;
    const intervals = hours
      .map(({ startsAt, endsAt }) => ({
        from: instantOf(day, startsAt, timeZone),
        to: instantOf(endsAt > startsAt ? day : addDays(day, 1), endsAt, timeZone),
      }))
      .sort((a, b) => a.from - b.from);
    if (this.days.size >= MAX_DAYS) this.days.clear();
    this.days.set(day, intervals);
    return intervals;
  }
}
