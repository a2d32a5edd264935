import { holdsOn, type Since, sinceAt, type Span } from '../calendar/dated';
import type { LocalDate } from '../calendar/local-date';
import { Ratio } from '../exact/ratio';
import type { FeeItem } from '../item/compile-fee-item';
import type { Price } from '../item/prices';
import type { Assignment, BillingArea, Liability, RateFactor } from './assignment';
import { chargeMessages } from './charge.messages';
import { FeeFault } from './fee-fault';
import type { TraceFactor } from './trace';

/** Days over which nothing changes. */
export interface Piece {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Cuts days wherever one of the things begins or ends. */
export function piecesOf(from: LocalDate, to: LocalDate, ...things: readonly (readonly Since[])[]): Piece[] {
  const cuts: LocalDate[] = [];
  for (const list of things) {
    for (const thing of list) {
      if (thing.from > from && thing.from < to) cuts.push(thing.from);
      const end = (thing as Partial<Span>).to;
      if (end && end > from && end < to) cuts.push(end);
    }
  }
  if (cuts.length === 0) return [{ from, to }];
  const pieces: Piece[] = [];
  let start = from;
  for (const cut of [...cuts.toSorted(), to]) {
    if (cut === start) continue;
    pieces.push({ from: start, to: cut });
    start = cut;
  }
  return pieces;
}

export const liabilityOn = (facts: Assignment, day: LocalDate): Liability | null =>
  facts.liabilities.find((one) => holdsOn(one, day)) ?? null;

/** @throws FeeFault when no price is in force */
export function priceOn(item: FeeItem, facts: Assignment, day: LocalDate): { price: Price; own: boolean } {
  const own = facts.ownPrices.find((one) => holdsOn(one, day));
  if (own) return { price: own, own: true };
  const price = sinceAt(item.prices, day);
  if (price) return { price, own: false };
  throw new FeeFault('NO_PRICE', chargeMessages.noPrice, { day });
}

/** @throws FeeFault when the unit has no area */
export function areaOn(facts: Assignment, day: LocalDate): BillingArea {
  const area = sinceAt(facts.areas, day);
  if (area) return area;
  throw new FeeFault('NO_AREA', chargeMessages.noArea, { day });
}

const NO_FACTORS: { product: Ratio; traced: readonly TraceFactor[] } = Object.freeze({
  product: Ratio.ONE,
  traced: Object.freeze([]),
});

export function factorsOn(
  factors: readonly RateFactor[],
  day: LocalDate,
): { product: Ratio; traced: readonly TraceFactor[] } {
  if (factors.length === 0) return NO_FACTORS;
  const held = factors.filter((one) => holdsOn(one, day));
  return {
    product: held.reduce((all, { factor }) => all.times(factor), Ratio.ONE),
    traced: held.map(({ kind, factor }) => ({ kind, factor: String(factor) })),
  };
}
