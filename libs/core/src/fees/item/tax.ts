import type { Minor } from '../exact/money';
import type { Ratio } from '../exact/ratio';
import { wholeNumber } from '../exact/rounding';

/** The tax in an amount that includes it, half-up to the minor unit. What is left, gross − tax, is net. */
export function taxIn(gross: Minor, rate: Ratio): Minor {
  const { numerator, denominator } = rate;
  return numerator === 0n ? 0n : wholeNumber(gross * numerator, denominator + numerator, 'HALF_UP');
}
