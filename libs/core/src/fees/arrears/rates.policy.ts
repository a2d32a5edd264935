import type { Minor } from '../exact/money';
import { Ratio } from '../exact/ratio';
import { roundTo } from '../exact/rounding';

/**
 * A rate as its two counts, so that rates of parts (communities, items, collectors) add up to the rate of the whole:
 * numerators and denominators are added, percentages never averaged.
 */
export interface Rate {
  readonly part: bigint;
  readonly whole: bigint;
}

export const NO_RATE: Rate = Object.freeze({ part: 0n, whole: 0n });

export const sumOfRates = (rates: readonly Rate[]): Rate =>
  rates.reduce((sum, { part, whole }) => ({ part: sum.part + part, whole: sum.whole + whole }), NO_RATE);

const FOUR_PLACES = Ratio.from('0.0001');

/** A rate as a decimal with at most four places, half-up; null where nothing was to be had. */
export const rateText = ({ part, whole }: Rate): string | null =>
  whole === 0n ? null : roundTo(Ratio.of(part, whole), FOUR_PLACES, 'HALF_UP').toDecimal(4n);

/** A charge of the period as the rates see it, as of a day. */
export interface RatedCharge {
  readonly unitId: string;
  readonly charged: Minor;
  /** Adjustments of it, below zero when they lower it. */
  readonly adjusted: Minor;
  readonly writtenOff: Minor;
  readonly paid: Minor;
}

const due = ({ charged, adjusted, writtenOff }: RatedCharge): Minor => charged + adjusted - writtenOff;

/** Collection rate 收费率: paid of the period's charges ÷ the period's charges, net of adjustments, without write-offs. */
export const collectionRate = (charges: readonly RatedCharge[]): Rate =>
  sumOfRates(charges.map((charge) => ({ part: charge.paid, whole: due(charge) })));

/**
 * Household rate 户收费率: units with nothing owing ÷ units charged. A unit whose charges were all written off is neither.
 * Its parts are of places (communities, buildings): a unit counts once however many items it is charged.
 */
export function householdRate(charges: readonly RatedCharge[]): Rate {
  const owing = new Map<string, Minor>();
  for (const charge of charges) {
    if (due(charge) <= 0n) continue;
    owing.set(charge.unitId, (owing.get(charge.unitId) ?? 0n) + due(charge) - charge.paid);
  }
  const settled = [...owing.values()].filter((left) => left <= 0n);
  return { part: BigInt(settled.length), whole: BigInt(owing.size) };
}

/** Recovery rate 清欠率: recovered ÷ (recovered + still owing) of arrears from earlier periods. */
export const recoveryRate = (arrears: readonly { readonly recovered: Minor; readonly owing: Minor }[]): Rate =>
  sumOfRates(arrears.map(({ recovered, owing }) => ({ part: recovered, whole: recovered + owing })));
