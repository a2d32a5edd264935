import type { LocalDate } from '../calendar/local-date';
import { addMonths, type Month, monthAt, monthIndex, monthOf } from '../calendar/month';
import type { FeeItem } from '../item/compile-fee-item';
import { dueDay, type IsWorkingDay } from '../item/due-day';

/** What a billing run is for. */
export interface RunPeriod {
  /** `YYYY-MM`. */
  readonly month: string;
  /** The day of the run in the tenant's time zone. */
  readonly billedOn: LocalDate;
  /** Of the tenant's calendar; only items that move due days ask for it. */
  readonly isWorkingDay: IsWorkingDay;
}

/** A period of one item, made once for all its assignments. */
export interface RunPlan {
  readonly item: FeeItem;
  /** The run's month. */
  readonly month: Month;
  /** The cycle that the month lies in. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly months: readonly Month[];
  /** The month is the last of its cycle: what is charged in arrears is charged now. */
  readonly closes: boolean;
  readonly dueOn: LocalDate;
}

/**
 * The cycle of an item that a month lies in. In advance, the whole cycle is charged in whichever of its months the run
 * comes first; in arrears, in its last month, or at once when the assignment ends.
 */
export function planRun(item: FeeItem, period: RunPeriod): RunPlan {
  const month = monthOf(period.month);
  const length = BigInt(item.cycleMonths);
  const index = monthIndex(month.key);
  const first = monthAt(index - ((index - BigInt(item.firstMonth) + 1n) % length));
  const months = [first];
  while (BigInt(months.length) < length) months.push(addMonths(months.at(-1)!, 1n));
  const last = months.at(-1)!;
  return {
    item,
    month,
    from: first.from,
    to: last.to,
    months,
    closes: last === month,
    dueOn: dueDay(item.due, item.timing === 'ADVANCE' ? first : month, period.billedOn, period.isWorkingDay),
  };
}
