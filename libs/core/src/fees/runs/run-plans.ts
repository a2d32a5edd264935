import { type FeeItem, compileFeeItem } from '../item/compile-fee-item';
import type { IsWorkingDay } from '../item/due-day';
import { planRun, type RunPlan } from '../charge/plan-run';
import { type LocalDate, daysBetween } from '../calendar/local-date';
import type { Month } from '../calendar/month';
import { feeDefinition, loadFeeItems, type StoredFeeItem } from '../items/stored-fee-item';

/** Monday to Friday. 1 January 2024 was a Monday. */
export const isWeekday: IsWorkingDay = (day: LocalDate): boolean => {
  const rest = daysBetween('2024-01-01', day) % 7n;
  return (rest < 0n ? rest + 7n : rest) < 5n;
};

/** An item with its plan for the month of a run. */
export interface PlannedItem {
  readonly stored: StoredFeeItem;
  readonly item: FeeItem;
  readonly plan: RunPlan;
}

/** Plans of items for a month: made once for a run. */
export async function planItems(
  ids: readonly string[],
  month: Month,
  billedOn: LocalDate,
): Promise<Map<string, PlannedItem>> {
  const stored = await loadFeeItems(ids);
  return new Map(
    [...stored].map(([id, one]): [string, PlannedItem] => {
      const item = compileFeeItem(feeDefinition(one, month.from));
      return [id, { stored: one, item, plan: planRun(item, { month: month.key, billedOn, isWorkingDay: isWeekday }) }];
    }),
  );
}
