import { addDays, dayAt, instantOf, weekdayOf } from '../../wall-clock/wall-clock';

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

/** Does the shift begin on this day? */
export function beginsOn({ weekdays, validFrom, validTo, daysOff, extraDays }: ShiftTimes, day: string): boolean {
  if (day < validFrom || (validTo !== null && day > validTo)) return false;
  if (extraDays.includes(day)) return true;
  return weekdays.includes(weekdayOf(day)) && !daysOff.includes(day);
}

/** Beginning and end (exclusive) of the shift of one day. */
export function shiftOf(shift: ShiftTimes, day: string): { readonly from: Date; readonly to: Date } {
  const { startsAt, endsAt, timeZone } = shift;
  const lastDay = endsAt > startsAt ? day : addDays(day, 1);
  return { from: new Date(instantOf(day, startsAt, timeZone)), to: new Date(instantOf(lastDay, endsAt, timeZone)) };
}

/** Is the shift being worked at this instant? One that began yesterday may still be. */
export function isOnShiftAt(shift: ShiftTimes, at: Date): boolean {
  const today = dayAt(at.getTime(), shift.timeZone);
  return [today, addDays(today, -1)].some((day) => {
    if (!beginsOn(shift, day)) return false;
    const { from, to } = shiftOf(shift, day);
    return from <= at && at < to;
  });
}
