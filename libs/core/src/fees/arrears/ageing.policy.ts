import { daysBetween, type LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';

export const AGE_BUCKETS = ['NOT_DUE', 'D0_30', 'D31_90', 'D91_180', 'D181_365', 'OVER_365'] as const;
/** How long ago something was due, in days. The due day itself is day 0. */
export type AgeBucket = (typeof AGE_BUCKETS)[number];

/** The last day of each bucket that has one. */
const LAST_DAYS: readonly (readonly [AgeBucket, bigint])[] = [
  ['NOT_DUE', -1n],
  ['D0_30', 30n],
  ['D31_90', 90n],
  ['D91_180', 180n],
  ['D181_365', 365n],
];

export function ageBucket(dueOn: LocalDate, asOf: LocalDate): AgeBucket {
  const days = daysBetween(dueOn, asOf);
  return LAST_DAYS.find(([, last]) => days <= last)?.[0] ?? 'OVER_365';
}

export interface Ageing {
  readonly buckets: Readonly<Record<AgeBucket, Minor>>;
  /** Sum of the buckets. */
  readonly total: Minor;
}

/** What is owed, by age. */
export function ageingOf(
  open: readonly { readonly dueOn: LocalDate; readonly outstanding: Minor }[],
  asOf: LocalDate,
): Ageing {
  const buckets: Record<AgeBucket, Minor> = {
    NOT_DUE: 0n,
    D0_30: 0n,
    D31_90: 0n,
    D91_180: 0n,
    D181_365: 0n,
    OVER_365: 0n,
  };
  let total = 0n;
  for (const { dueOn, outstanding } of open) {
    buckets[ageBucket(dueOn, asOf)] += outstanding;
    total += outstanding;
  }
  return { buckets, total };
}
