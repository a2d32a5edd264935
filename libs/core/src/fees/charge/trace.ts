import type { LocalDate } from '../calendar/local-date';
import type { Rounding } from '../exact/rounding';
import type { PriceUnit } from '../expression/variables';
import type { Formula, Proration, SharedBy } from '../item/fee-item';

/** The price a line was made from, frozen. */
export interface TracePrice {
  readonly price: string;
  readonly since: LocalDate;
  /** Of the assignment, not of the item. */
  readonly own: boolean;
}

/** What a part was made from. Every number is exact text: a decimal, or a fraction such as `1/3`. */
export type TraceBasis =
  | { readonly kind: 'FIXED'; readonly price: TracePrice; readonly quantity: string }
  | { readonly kind: 'AREA'; readonly price: TracePrice; readonly area: string; readonly coefficient: string }
  | {
      readonly kind: 'METERED';
      readonly since: LocalDate;
      readonly own: boolean;
      /** Counted between the two readings; the part's days of it are cut by tiers. */
      readonly counted: string;
      readonly tiers: readonly { readonly quantity: string; readonly price: string }[];
    }
  | {
      readonly kind: 'EXPRESSION';
      readonly text: string;
      readonly priceUnit: PriceUnit;
      readonly values: Readonly<Record<string, string>>;
      readonly result: string;
    }
  | { readonly kind: 'SHARED'; readonly by: SharedBy; readonly measure: string };

export interface TraceFactor {
  readonly kind: string;
  readonly factor: string;
}

/** Days over which nothing changed. */
export interface TracePart {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly basis: TraceBasis;
  readonly factors: readonly TraceFactor[];
  /** Days counted, of how many. */
  readonly days: string;
  readonly of: string;
  /** Unrounded, for showing: cut after eight decimals and marked by `…` where it goes on. SHARED: the weight. */
  readonly amount: string;
}

/**
 * How a line came about: everything that its amount follows from, frozen with it. It holds no sentence, so it can be
 * shown in any language (`explainLine`), and it can be computed again (`replayLine`) whatever became of the prices.
 */
export interface LineTrace {
  readonly formula: Formula;
  readonly proration: Proration;
  readonly parts: readonly TracePart[];
  /** Sum of the parts, for showing. */
  readonly unrounded: string;
  readonly rounding: Rounding;
  /** The line of all payers, with tax, in units of the currency. */
  readonly rounded: string;
  /** Where several pay: the shares of all, and whose of them this line is. */
  readonly shares: readonly string[] | null;
  readonly shareIndex: number;
  /** SHARED: the cost and the weights of all, for showing. */
  readonly cost: { readonly total: string; readonly weights: string } | null;
  readonly taxRate: string;
}

/** Decimals that are shown of an unrounded amount. */
export const SHOWN_PLACES = 8n;
