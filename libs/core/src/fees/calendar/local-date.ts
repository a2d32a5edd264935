import { isLocalDate } from '@atrium/sdk';

/**
 * A day in the tenant's time zone, `YYYY-MM-DD`. Two of them compare as text. Spans are half open as everywhere in the
 * platform: `to` is the first day that no longer belongs.
 */
export type LocalDate = string;

/** Days are few (a century has 36,525), amounts made from them many. */
const MOST_KEPT = 40_000;
const numbers = new Map<LocalDate, bigint>();

/** Days since 1 March of the year 0, so that the day a leap year adds comes last. */
function count(year: bigint, month: bigint, day: bigint): bigint {
  const [y, m] = month > 2n ? [year, month - 3n] : [year - 1n, month + 9n];
  return 365n * y + y / 4n - y / 100n + y / 400n + (153n * m + 2n) / 5n + day - 1n;
}

/** A number for each day, one higher for the next. @throws RangeError for what is no day */
export function dayNumber(day: LocalDate): bigint {
  const found = numbers.get(day);
  if (found !== undefined) return found;
  if (!isLocalDate(day)) throw new RangeError(`Not a day: ${day}`);
  if (numbers.size >= MOST_KEPT) numbers.clear();
  const made = count(BigInt(day.slice(0, 4)), BigInt(day.slice(5, 7)), BigInt(day.slice(8)));
  numbers.set(day, made);
  return made;
}

/** Days from one day to another; negative when `to` is the earlier one. */
export const daysBetween = (from: LocalDate, to: LocalDate): bigint => dayNumber(to) - dayNumber(from);

/** The day so many days later, or earlier when negative. */
export function addDays(day: LocalDate, days: bigint): LocalDate {
  const number = dayNumber(day) + days;
  // 146,097 days are 400 years; the guess can be the year before, never a later one.
  let year = (number * 400n) / 146_097n;
  if (count(year + 1n, 3n, 1n) <= number) year += 1n;
  const ofYear = number - count(year, 3n, 1n);
  const m = (5n * ofYear + 2n) / 153n;
  const month = m < 10n ? m + 3n : m - 9n;
  return localDate(m < 10n ? year : year + 1n, month, ofYear - (153n * m + 2n) / 5n + 1n);
}

/** The day with these parts, which are not checked. */
export const localDate = (year: bigint, month: bigint, day: bigint): LocalDate =>
  `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;

export const twoDigits = (value: bigint): string => String(value).padStart(2, '0');

export const dayOfMonth = (day: LocalDate): bigint => BigInt(day.slice(8));

export const laterOf = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
export const earlierOf = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
