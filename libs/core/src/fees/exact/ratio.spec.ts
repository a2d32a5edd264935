import fc from 'fast-check';
import { Fraction } from 'fraction.js';
import { larger, Ratio, smaller } from './ratio';

const whole = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const ratio = fc
  .tuple(whole, fc.bigInt({ min: 1n, max: 10n ** 12n }))
  .map(([n, d]) => ({ ours: Ratio.of(n, d), theirs: new Fraction(n, d) }));
const same = (ours: Ratio, theirs: InstanceType<typeof Fraction>): void => {
  expect(ours.numerator * BigInt(theirs.d)).toBe(BigInt(theirs.s) * BigInt(theirs.n) * ours.denominator);
};

describe('a ratio', () => {
  it('computes as a library for fractions does', () => {
    fc.assert(
      fc.property(ratio, ratio, (a, b) => {
        same(a.ours.plus(b.ours), a.theirs.add(b.theirs));
        same(a.ours.minus(b.ours), a.theirs.sub(b.theirs));
        same(a.ours.times(b.ours), a.theirs.mul(b.theirs));
        if (!b.ours.isZero) same(a.ours.over(b.ours), a.theirs.div(b.theirs));
        expect(a.ours.compare(b.ours)).toBe(a.theirs.compare(b.theirs));
        same(smaller(a.ours, b.ours), a.theirs.compare(b.theirs) <= 0 ? a.theirs : b.theirs);
        same(larger(a.ours, b.ours), a.theirs.compare(b.theirs) >= 0 ? a.theirs : b.theirs);
      }),
    );
  });

  it('stays exact however long it is computed with, and does not grow for it', () => {
    const part = Ratio.of(1n, 31n);
    let sum = Ratio.ZERO;
    for (let day = 0; day < 31 * 400; day++) sum = sum.plus(part).times(Ratio.of(7n, 3n)).over(Ratio.of(7n, 3n));
    expect(sum.equals(Ratio.of(400n))).toBe(true);
    expect(sum.denominator < 1n << 110n).toBe(true);
  });

  it.each([
    ['2.80', '2.80', 280n, 100n],
    ['-0.5', '-0.5', -5n, 10n],
    ['21/31', '21/31', 21n, 31n],
    ['15/30', '0.5', 15n, 30n],
    ['7', '7', 7n, 1n],
  ])('reads %s and shows it as %s', (text, shown, numerator, denominator) => {
    const read = Ratio.parse(text)!;
    expect([String(read), read.numerator, read.denominator]).toEqual([shown, numerator, denominator]);
  });

  it.each(['', '1.', '.5', '1e3', '0x10', '1,5', ' 1', '1/0', 'NaN', 'Infinity', '--1', '1/2/3'])(
    'does not read %j',
    (text) => {
      expect(Ratio.parse(text)).toBeNull();
      expect(() => Ratio.from(text)).toThrow(RangeError);
    },
  );

  it('is read again as what it was from its text', () => {
    fc.assert(fc.property(ratio, ({ ours }) => expect(Ratio.from(String(ours)).equals(ours)).toBe(true)));
  });

  it.each([
    [Ratio.of(250236n, 1000n), 8n, '250.236'],
    [Ratio.of(1n, 3n), 4n, '0.3333…'],
    [Ratio.of(-2n, 3n), 2n, '-0.66…'],
    [Ratio.of(1200n), 2n, '1200'],
    [Ratio.ZERO, 8n, '0'],
  ])('is cut for showing: %s to %s places is %s', (value, places, shown) => {
    expect(value.toDecimal(places)).toBe(shown);
  });

  it('is not made by dividing by zero', () => {
    expect(() => Ratio.of(1n, 0n)).toThrow(RangeError);
    expect(() => Ratio.ONE.over(Ratio.ZERO)).toThrow(RangeError);
  });
});
