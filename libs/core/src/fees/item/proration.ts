import { dayOfMonth, type LocalDate } from '../calendar/local-date';
import type { Month } from '../calendar/month';
import type { Proration } from './fee-item';

/** A part of a month as it is shown: 21 of 31 days. */
export interface MonthPart {
  readonly days: bigint;
  readonly of: bigint;
}

/**
 * How much of a month a span of days in it is. Every way counts how far the month has come at both ends, so the parts of
 * a divided month add up to the whole month, however it is divided:
 *
 * - BY_DAY: the days of the span of the days of the month.
 * - BY_DAY_30: of 30 days, whatever the month; a span from day d to the month's end has 30 − min(d, 30) + 1.
 * - HALF_MONTH: days 1 to 15 are one half, the rest the other. A half belongs to whoever has its last day: who begins
 *   by the 15th has the whole month, who begins later has half of it.
 * - NONE: a month that has begun counts whole, for whoever is the first to have a day of it.
 *
 * @param span its days; they lie in the month
 * @param firstDay the first day of the month on which anybody is charged; NONE alone asks for it
 */
export function monthPart(
  proration: Proration,
  month: Month,
  span: { readonly from: LocalDate; readonly to: LocalDate },
  firstDay: LocalDate,
): MonthPart {
  const come = COME[proration];
  const of = proration === 'BY_DAY' ? month.days : OF[proration];
  return { days: come(span.to, month, firstDay) - come(span.from, month, firstDay), of };
}

const OF: Readonly<Record<Exclude<Proration, 'BY_DAY'>, bigint>> = { BY_DAY_30: 30n, HALF_MONTH: 2n, NONE: 1n };

/** How far the month has come when a day begins. */
const COME: Readonly<Record<Proration, (day: LocalDate, month: Month, firstDay: LocalDate) => bigint>> = {
  BY_DAY: (day, month) => (day >= month.to ? month.days : dayOfMonth(day) - 1n),
  BY_DAY_30: (day, month) => {
    if (day >= month.to) return 30n;
    const number = dayOfMonth(day);
    return (number > 30n ? 30n : number) - 1n;
  },
  HALF_MONTH: (day, month) => (day >= month.to ? 2n : dayOfMonth(day) > 15n ? 1n : 0n),
  NONE: (day, _month, firstDay) => (day > firstDay ? 1n : 0n),
};
