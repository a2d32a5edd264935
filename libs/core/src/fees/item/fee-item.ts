import type { Since } from '../calendar/dated';
import type { Rounding } from '../exact/rounding';
import type { PriceUnit } from '../expression/variables';

export const FORMULAS = ['FIXED', 'AREA', 'METERED', 'SHARED', 'EXPRESSION'] as const;
/**
 * What a line is made from. FIXED: price × quantity a month. AREA: billing area × price a month. METERED: what a meter
 * counted × price or tiers. SHARED: a part of a cost. EXPRESSION: a formula a month.
 */
export type Formula = (typeof FORMULAS)[number];

export const PRORATIONS = ['BY_DAY', 'BY_DAY_30', 'HALF_MONTH', 'NONE'] as const;
/** How a part of a month is counted: see `monthPart`. */
export type Proration = (typeof PRORATIONS)[number];

export const TIER_SPANS = ['PERIOD', 'YEAR'] as const;
/** Where a count through the tiers begins again: with each period charged, or with each calendar year. */
export type TierSpan = (typeof TIER_SPANS)[number];

export const SHARED_BY = ['AREA', 'HOUSEHOLD', 'SHARE'] as const;
/** What a shared cost is divided by: billing area, one for each assignment, or its quantity. */
export type SharedBy = (typeof SHARED_BY)[number];

export const CYCLES = [1, 2, 3, 6, 12] as const;
export type CycleMonths = (typeof CYCLES)[number];

export const TIMINGS = ['ADVANCE', 'ARREARS'] as const;
export type Timing = (typeof TIMINGS)[number];

/** One step of a price. Decimals as text; a flat price is one tier without a bound. */
export interface TierDefinition {
  /** End of the tier in units of consumption; null for the last. */
  readonly upTo: string | null;
  /** In units of the currency, at most six decimals. */
  readonly price: string;
}

/** The price from a day on, until the next one begins. */
export interface PriceDefinition extends Since {
  readonly tiers: readonly TierDefinition[];
}

/** When a charge is due, never before the day it is billed. */
export type DueRule = (
  | {
      /** A day of the month: of the period's first month in advance, of its last in arrears, plus `monthsLater`. */
      readonly kind: 'DAY_OF_MONTH';
      /** 1 to 31; the month's last day when it is shorter. */
      readonly day: number;
      readonly monthsLater: number;
    }
  | { readonly kind: 'DAYS_AFTER_BILLING'; readonly days: number }
) & {
  /** Moved on when it is no working day of the tenant's calendar. */
  readonly onFreeDay: 'STAYS' | 'NEXT_WORKING_DAY';
};

/** A version of a fee item as it is entered and stored. */
export interface FeeItemDefinition {
  /** ISO 4217 code. */
  readonly currency: string;
  readonly formula: Formula;
  /** In the order of their days; none for SHARED. */
  readonly prices: readonly PriceDefinition[];
  /** For EXPRESSION alone. */
  readonly expression?: { readonly text: string; readonly priceUnit: PriceUnit } | null;
  /** For METERED alone. */
  readonly tierSpan?: TierSpan | null;
  /** For SHARED alone. */
  readonly sharedBy?: SharedBy | null;
  readonly rounding: Rounding;
  readonly cycleMonths: CycleMonths;
  /** A month, 1 to 12, in which a cycle begins. */
  readonly firstMonth: number;
  readonly timing: Timing;
  readonly due: DueRule;
  readonly proration: Proration;
  /** Part of the net price, such as `0.06`; prices include it. */
  readonly taxRate: string;
}
