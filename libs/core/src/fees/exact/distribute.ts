import type { Minor } from './money';
import { gcd, type Ratio } from './ratio';

/**
 * Divides an amount by weights so that the parts add up to it: each gets its exact part cut to a minor unit, and the
 * units left over go to the largest remainders, the earlier one first when two are equal. A negative amount (a credit)
 * is divided as its opposite would be.
 *
 * @throws RangeError when a weight is negative or all are zero
 */
export function distribute(total: Minor, weights: readonly Ratio[]): Minor[] {
  const whole = commonDenominator(weights);
  let sum = 0n;
  for (const weight of whole) sum += weight;
  if (sum === 0n || whole.some((weight) => weight < 0n)) throw new RangeError('Weights must be positive');

  const size = total < 0n ? -total : total;
  const parts = whole.map((weight) => ({ amount: (size * weight) / sum, remainder: (size * weight) % sum }));
  let left = size;
  for (const part of parts) left -= part.amount;
  for (const part of parts.toSorted(byRemainder)) {
    if (left === 0n) break;
    part.amount += 1n;
    left -= 1n;
  }
  return parts.map(({ amount }) => (total < 0n ? -amount : amount));
}

/** Sorting is stable, so equal remainders stay in the order of the weights. */
const byRemainder = (a: { remainder: bigint }, b: { remainder: bigint }): number =>
  a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : 0;

function commonDenominator(weights: readonly Ratio[]): bigint[] {
  let common = 1n;
  for (const { denominator } of weights) common *= denominator / gcd(common, denominator);
  return weights.map(({ numerator, denominator }) => numerator * (common / denominator));
}
