import fc from 'fast-check';
import { distribute } from './distribute';
import { Ratio } from './ratio';

const ratios = (...texts: string[]): Ratio[] => texts.map(Ratio.from);

describe('distributing an amount', () => {
  it.each<[bigint, string[], bigint[]]>([
    [10000n, ['1', '1', '1'], [3334n, 3333n, 3333n]],
    [10001n, ['1', '1', '1'], [3334n, 3334n, 3333n]],
    [10000n, ['1/3', '2/3'], [3333n, 6667n]],
    [2n, ['1', '1', '1'], [1n, 1n, 0n]],
    [100n, ['0', '1'], [0n, 100n]],
    [-10000n, ['1', '1', '1'], [-3334n, -3333n, -3333n]],
    [0n, ['1', '2'], [0n, 0n]],
    [25000n, ['89.37', '120.5', '66.13'], [8095n, 10915n, 5990n]],
  ])('%s by %j is %j', (total, weights, parts) => {
    expect(distribute(total, ratios(...weights))).toEqual(parts);
  });

  it('gives parts that add up, each less than a minor unit from its exact part, none below zero', () => {
    const weight = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 7n }), fc.bigInt({ min: 1n, max: 400n }));
    const weights = fc
      .array(weight, { minLength: 1, maxLength: 40 })
      .map((all) => all.map(([n, d]) => Ratio.of(n, d)))
      .filter((all) => all.some((one) => !one.isZero));
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 10n }), weights, (total, all) => {
        const parts = distribute(total, all);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
        const whole = all.reduce((sum, one) => sum.plus(one));
        for (const [index, part] of parts.entries()) {
          const away = Ratio.of(part).minus(Ratio.of(total).times(all[index]!).over(whole));
          expect([part >= 0n, away.compare(Ratio.ONE), away.compare(Ratio.of(-1n))]).toEqual([true, -1, 1]);
        }
      }),
    );
  });

  it('takes no weights that divide nothing', () => {
    expect(() => distribute(100n, [])).toThrow(RangeError);
    expect(() => distribute(100n, ratios('0', '0'))).toThrow(RangeError);
    expect(() => distribute(100n, ratios('2', '-1'))).toThrow(RangeError);
  });
});
