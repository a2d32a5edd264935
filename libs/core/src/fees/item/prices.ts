import type { FieldProblem } from '@atrium/sdk';
import { isLocalDate } from '@atrium/sdk';
import type { Since } from '../calendar/dated';
import { Ratio } from '../exact/ratio';
import { feeItemMessages } from './fee-item.messages';
import type { PriceDefinition, TierDefinition } from './fee-item';

export interface Tier {
  readonly upTo: Ratio | null;
  readonly price: Ratio;
}

/** A price from a day on, ready to compute with. */
export interface Price extends Since {
  readonly tiers: readonly Tier[];
  /** Price of the first tier; of all where there is one. */
  readonly price: Ratio;
}

const PRICE = /^\d{1,12}(?:\.\d{1,6})?$/;
const BOUND = /^\d{1,12}(?:\.\d{1,4})?$/;

/** What is wrong with prices; empty when they can be used. `path` is where they stand in the input. */
export function priceProblems(prices: readonly PriceDefinition[], tiersAllowed: boolean, path: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  let previous: string | null = null;
  for (const [index, { from, tiers }] of prices.entries()) {
    const at = `${path}.${index}`;
    if (!isLocalDate(from)) problems.push({ path: `${at}.from`, code: 'NOT_A_DAY', message: feeItemMessages.day });
    else if (previous !== null && from <= previous) {
      problems.push({
        path: `${at}.from`,
        code: 'PRICES_OVERLAP',
        message: feeItemMessages.priceOrder,
        params: { previous },
      });
    } else previous = from;
    problems.push(...tierProblems(tiers, tiersAllowed, `${at}.tiers`));
  }
  return problems;
}

function tierProblems(tiers: readonly TierDefinition[], allowed: boolean, path: string): FieldProblem[] {
  if (tiers.length === 0) return [{ path, code: 'PRICE_NEEDED', message: feeItemMessages.priceNeeded }];
  if (tiers.length > 1 && !allowed) return [{ path, code: 'TIERS_NOT_ALLOWED', message: feeItemMessages.oneTier }];
  const problems: FieldProblem[] = [];
  let below = Ratio.ZERO;
  for (const [index, { price, upTo }] of tiers.entries()) {
    const at = `${path}.${index}`;
    if (!PRICE.test(price)) {
      problems.push({
        path: `${at}.price`,
        code: 'PRICE_FORM',
        message: feeItemMessages.priceForm,
        params: { max: 6 },
      });
    }
    if ((upTo === null) !== (tiers.at(-1) === tiers[index])) {
      problems.push({ path: `${at}.upTo`, code: 'LAST_TIER_OPEN', message: feeItemMessages.tierOpen });
    } else if (upTo !== null) {
      const bound = BOUND.test(upTo) ? Ratio.from(upTo) : null;
      if (!bound || bound.compare(below) <= 0) {
        problems.push({ path: `${at}.upTo`, code: 'TIER_ORDER', message: feeItemMessages.tierOrder });
      } else below = bound;
    }
  }
  return problems;
}

/** Makes checked prices ready to compute with. */
export const compilePrices = (prices: readonly PriceDefinition[]): Price[] =>
  prices.map(({ from, tiers }) => {
    const read = tiers.map(({ upTo, price }) => ({
      upTo: upTo === null ? null : Ratio.from(upTo),
      price: Ratio.from(price),
    }));
    return { from, tiers: read, price: read[0]!.price };
  });

/** What lies in one tier of a consumption. */
export interface TierPart {
  readonly quantity: Ratio;
  readonly price: Ratio;
}

/**
 * Cuts a consumption by tiers.
 *
 * @param used what was counted through the tiers before it, in the period or year
 */
export function cutByTiers(tiers: readonly Tier[], used: Ratio, quantity: Ratio): TierPart[] {
  const parts: TierPart[] = [];
  let position = used;
  let left = quantity;
  for (const { upTo, price } of tiers) {
    if (left.isZero) break;
    const room = upTo === null ? left : upTo.minus(position);
    if (room.isNegative || room.isZero) continue;
    const here = room.compare(left) < 0 ? room : left;
    parts.push({ quantity: here, price });
    position = position.plus(here);
    left = left.minus(here);
  }
  return parts;
}
