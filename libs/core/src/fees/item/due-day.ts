import { addDays, laterOf, type LocalDate } from '../calendar/local-date';
import { addMonths, dayIn, type Month } from '../calendar/month';
import type { DueRule } from './fee-item';

/** Is this a working day of the tenant's calendar? */
export type IsWorkingDay = (day: LocalDate) => boolean;

/** No holidays last this long: a calendar without working days must not turn the search into an endless one. */
const LONGEST_BREAK = 60n;

/**
 * The day a charge is due.
 *
 * @param month the period's first month in advance, its last in arrears
 * @param billedOn nothing is due before it was asked for
 */
export function dueDay(rule: DueRule, month: Month, billedOn: LocalDate, isWorkingDay: IsWorkingDay): LocalDate {
  const ruled =
    rule.kind === 'DAY_OF_MONTH'
      ? dayIn(addMonths(month, BigInt(rule.monthsLater)), BigInt(rule.day))
      : addDays(billedOn, BigInt(rule.days));
  const due = laterOf(ruled, billedOn);
  if (rule.onFreeDay === 'STAYS') return due;
  for (let later = 0n; later < LONGEST_BREAK; later += 1n) {
    const day = addDays(due, later);
    if (isWorkingDay(day)) return day;
  }
  return due;
}
