/** When a shift is worked: on some days of the week, between two times of the clock on the wall of a time zone. */
export interface ShiftTimes {
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 8601: 1 is Monday, 7 is Sunday. The day a shift begins on. */
  readonly weekdays: readonly number[];
  /** `HH:MM`. An end not after the start lies on the next day; equal ones are a whole day. */
  readonly startsAt: string;
  readonly endsAt: string;
  /** `YYYY-MM-DD`, first and last day it begins on; null for no end. */
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Days it does not begin on though the week says so (holidays), and the other way round (调休). */
  readonly daysOff: readonly string[];
  readonly extraDays: readonly string[];
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What the clock on the wall shows at an instant, as if it were UTC. Milliseconds. */
function wallTime(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second } = parts as Record<string, string>;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
}

/**
 * The instant at which the clock on the wall shows a time of a day. One that is shown twice (the clock is put back)
 * is the first; one that is skipped is the instant of the skip itself: nobody works longer or shorter by the wall.
 */
export function instantOf(day: string, time: string, timeZone: string): number {
  const wanted = Date.parse(`${day}T${time}:00.000Z`);
  const offsets = [-DAY_MS, DAY_MS].map((around) => wallTime(wanted + around, timeZone) - (wanted + around));
  // With the offset before a change first: in a repeated hour that is the earlier of the two instants.
  for (const offset of offsets) if (wallTime(wanted - offset, timeZone) === wanted) return wanted - offset;
  return skippedInto(wanted - Math.max(...offsets), wanted - Math.min(...offsets), wanted, timeZone);
}

/** The first instant at which the wall shows `wanted` or later, by halving; to the minute, as clocks are changed. */
function skippedInto(from: number, to: number, wanted: number, timeZone: string): number {
  let [before, after] = [from - DAY_MS / 12, to];
  while (after - before > 60_000) {
    const middle = Math.floor((before + after) / 120_000) * 60_000;
    if (middle <= before) break;
    if (wallTime(middle, timeZone) >= wanted) after = middle;
    else before = middle;
  }
  return after;
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Does the shift begin on this day? */
export function beginsOn({ weekdays, validFrom, validTo, daysOff, extraDays }: ShiftTimes, day: string): boolean {
  if (day < validFrom || (validTo !== null && day > validTo)) return false;
  if (extraDays.includes(day)) return true;
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay() || 7;
  return weekdays.includes(weekday) && !daysOff.includes(day);
}

/** Beginning and end (exclusive) of the shift of one day. */
export function shiftOf(shift: ShiftTimes, day: string): { readonly from: Date; readonly to: Date } {
  const { startsAt, endsAt, timeZone } = shift;
  const lastDay = endsAt > startsAt ? day : addDays(day, 1);
  return { from: new Date(instantOf(day, startsAt, timeZone)), to: new Date(instantOf(lastDay, endsAt, timeZone)) };
}

/** Is the shift being worked at this instant? One that began yesterday may still be. */
export function isOnShiftAt(shift: ShiftTimes, at: Date): boolean {
  const today = new Date(wallTime(at.getTime(), shift.timeZone)).toISOString().slice(0, 10);
  return [today, addDays(today, -1)].some((day) => {
    if (!beginsOn(shift, day)) return false;
    const { from, to } = shiftOf(shift, day);
    return from <= at && at < to;
  });
}
