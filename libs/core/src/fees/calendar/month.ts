import { daysBetween, localDate, type LocalDate, twoDigits } from './local-date';

/** A calendar month. */
export interface Month {
  /** `YYYY-MM`. */
  readonly key: string;
  /** Its first day. */
  readonly from: LocalDate;
  /** The first day of the next. */
  readonly to: LocalDate;
  readonly days: bigint;
}

const months = new Map<string, Month>();
const MOST_KEPT = 2_400;

/** The month with a key `YYYY-MM`, or the one a day lies in. */
export function monthOf(day: LocalDate): Month {
  const key = day.slice(0, 7);
  const found = months.get(key);
  if (found) return found;
  const index = monthIndex(key);
  const from = firstOf(index);
  const to = firstOf(index + 1n);
  const month = Object.freeze({ key, from, to, days: daysBetween(from, to) });
  if (months.size >= MOST_KEPT) months.clear();
  months.set(key, month);
  return month;
}

/** A number for each month, one higher for the next. */
export const monthIndex = (key: string): bigint => BigInt(key.slice(0, 4)) * 12n + BigInt(key.slice(5, 7)) - 1n;

/** The month so many months later. */
export const addMonths = (month: Month, count: bigint): Month => monthAt(monthIndex(month.key) + count);

export const monthAt = (index: bigint): Month => monthOf(firstOf(index));

/** A day of a month; the last one when the month is shorter. */
export const dayIn = (month: Month, day: bigint): LocalDate =>
  `${month.key}-${twoDigits(day > month.days ? month.days : day)}`;

const firstOf = (index: bigint): LocalDate => localDate(index / 12n, (index % 12n) + 1n, 1n);
