import type { Since, Span } from '../calendar/dated';
import type { LocalDate } from '../calendar/local-date';
import type { Ratio } from '../exact/ratio';
import type { Price } from '../item/prices';

/** The billing area from a day on: area × coefficient. */
export interface BillingArea extends Since {
  /** m². */
  readonly area: Ratio;
  readonly coefficient: Ratio;
}

/** A price of one assignment, in place of the item's while it holds. */
export interface OwnPrice extends Price, Span {}

/** A part of the price that is charged: 0.70 of it for a vacant home (七折). Those that hold at once are multiplied. */
export interface RateFactor extends Span {
  /** Why, as the tenant names it, such as `VACANT`. */
  readonly kind: string;
  readonly factor: Ratio;
}

export interface Payer {
  readonly customerId: string;
  /** Weight among the payers of the same days; co-owners with 1 each pay the same. */
  readonly share: Ratio;
}

/** Who owes what is charged for a span of days. Liabilities of one assignment do not overlap. */
export interface Liability extends Span {
  /** Each gets a charge of their own for their share. */
  readonly payers: readonly Payer[];
  /** Further customers who are liable for each of these charges as a whole. */
  readonly jointDebtorIds: readonly string[];
}

/** What a meter counted between two readings. */
export interface Consumption extends Span {
  /** Day of the later reading; what was consumed on it belongs to the next span. */
  readonly to: LocalDate;
  readonly quantity: Ratio;
}

/** A fee item assigned to a unit, with every fact a charge is made from. All lists are in the order of their days. */
export interface Assignment {
  readonly id: string;
  /** First day that is charged: the start of liability. */
  readonly from: LocalDate;
  /** First day that is no longer charged: end or stop. */
  readonly to: LocalDate | null;
  /** First day not charged yet; null when nothing was. */
  readonly chargedUntil: LocalDate | null;
  /** How many of what is priced (parking spaces, shares); 1 for most. */
  readonly quantity: Ratio;
  readonly ownPrices: readonly OwnPrice[];
  readonly factors: readonly RateFactor[];
  readonly liabilities: readonly Liability[];
  /** Of the unit; empty where it has no area. */
  readonly areas: readonly BillingArea[];
  /** Of the unit, null where it has none. */
  readonly floor: Ratio | null;
  readonly consumptions: readonly Consumption[];
  /** For tiers over the year: what was counted in a calendar year before the first of `consumptions`. */
  readonly usedBefore: { readonly year: string; readonly quantity: Ratio } | null;
}
