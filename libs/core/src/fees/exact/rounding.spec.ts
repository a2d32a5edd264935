import fc from 'fast-check';
import { Ratio } from './ratio';
import { ROUNDING_MODES, ROUNDING_STEPS, roundTo, type RoundingMode, wholeNumber } from './rounding';

const value = fc
  .tuple(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([n, d]) => Ratio.of(n, d));
const mode = fc.constantFrom(...ROUNDING_MODES);
const step = fc.constantFrom(...ROUNDING_STEPS).map(Ratio.from);

describe('rounding', () => {
  it.each<[string, string, RoundingMode, string]>([
    ['250.236', '0.01', 'HALF_UP', '250.24'],
    ['250.235', '0.01', 'HALF_UP', '250.24'],
    ['250.2349', '0.01', 'HALF_UP', '250.23'],
    ['250.239', '0.01', 'DOWN', '250.23'],
    ['250.231', '0.01', 'UP', '250.24'],
    ['250.25', '0.1', 'HALF_UP', '250.3'],
    ['250.5', '1', 'HALF_UP', '251'],
    ['250.9', '1', 'DOWN', '250'],
    ['250.01', '1', 'UP', '251'],
    ['-0.005', '0.01', 'HALF_UP', '-0.01'],
    ['-0.009', '0.01', 'DOWN', '0'],
    ['-0.001', '0.01', 'UP', '-0.01'],
    ['250.24', '0.01', 'UP', '250.24'],
  ])('of %s to %s, %s, is %s', (given, to, how, rounded) => {
    expect(roundTo(Ratio.from(given), Ratio.from(to), how).equals(Ratio.from(rounded))).toBe(true);
  });

  it('keeps the order of what it rounds', () => {
    fc.assert(
      fc.property(value, value, step, mode, (a, b, to, how) => {
        const [low, high] = a.compare(b) <= 0 ? [a, b] : [b, a];
        expect(roundTo(low, to, how).compare(roundTo(high, to, how))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('gives a multiple of the step, less than a step away, half a step at most when half-up', () => {
    fc.assert(
      fc.property(value, step, mode, (given, to, how) => {
        const rounded = roundTo(given, to, how);
        const count = rounded.over(to);
        expect(count.numerator % count.denominator).toBe(0n);
        const away = rounded.minus(given);
        const distance = away.isNegative ? away.negated() : away;
        expect(distance.compare(how === 'HALF_UP' ? to.times(Ratio.of(1n, 2n)) : to)).not.toBe(1);
        expect(distance.equals(to)).toBe(false);
      }),
    );
  });

  it('treats debts and credits alike', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }), mode, (n, d, how) =>
        expect(wholeNumber(-n, d, how)).toBe(-wholeNumber(n, d, how)),
      ),
    );
  });
});
