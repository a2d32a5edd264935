import { Ratio } from './ratio';

export const ROUNDING_MODES = ['HALF_UP', 'DOWN', 'UP'] as const;
/** HALF_UP: to the nearest, ties away from zero. DOWN: towards zero. UP: away from zero. */
export type RoundingMode = (typeof ROUNDING_MODES)[number];

export const ROUNDING_STEPS = ['0.01', '0.1', '1'] as const;
/** What an amount is rounded to, in units of the currency. */
export type RoundingStep = (typeof ROUNDING_STEPS)[number];

/** How the lines of an item are rounded. */
export interface Rounding {
  readonly step: RoundingStep;
  readonly mode: RoundingMode;
}

/** A fraction as a whole number. `denominator` is above zero. */
export function wholeNumber(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const down = size / denominator;
  const rest = size - down * denominator;
  const away = mode === 'UP' ? rest > 0n : mode === 'HALF_UP' && rest * 2n >= denominator;
  const rounded = away ? down + 1n : down;
  return negative ? -rounded : rounded;
}

/** The multiple of `step` (above zero) that a value is rounded to. */
export function roundTo(value: Ratio, step: Ratio, mode: RoundingMode): Ratio {
  const count = wholeNumber(value.numerator * step.denominator, value.denominator * step.numerator, mode);
  return Ratio.of(count * step.numerator, step.denominator);
}
