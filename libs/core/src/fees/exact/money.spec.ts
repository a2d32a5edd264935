import fc from 'fast-check';
import { currencyOf, minorOf, minorText, moneyRounding } from './money';
import { Ratio } from './ratio';

describe('money', () => {
  it.each([
    ['CNY', 2n, 100n],
    ['JPY', 0n, 1n],
    ['KWD', 3n, 1000n],
  ])('%s has %s decimals', (code, exponent, scale) => {
    expect(currencyOf(code)).toEqual({ code, exponent, scale });
  });

  it.each(['XYZ', 'cny', '', 'CNYX'])('does not know the currency %j', (code) => {
    expect(() => currencyOf(code)).toThrow(RangeError);
  });

  it.each([
    ['12.30', 'CNY', 1230n],
    ['12.3', 'CNY', 1230n],
    ['-0.01', 'CNY', -1n],
    ['12', 'JPY', 12n],
    ['12.300', 'CNY', 1230n],
    ['12.345', 'CNY', null],
    ['0.5', 'JPY', null],
    ['1/2', 'CNY', null],
    ['1e2', 'CNY', null],
  ])('%s of %s is %s minor units', (text, code, minor) => {
    expect(minorOf(text, currencyOf(code))).toBe(minor);
  });

  it('is written with all its places and read again', () => {
    expect(minorText(-5n, currencyOf('CNY'))).toBe('-0.05');
    fc.assert(
      fc.property(fc.bigInt(), fc.constantFrom('CNY', 'JPY', 'KWD'), (amount, code) => {
        fc.pre(amount > -(10n ** 25n) && amount < 10n ** 25n);
        expect(minorOf(minorText(amount, currencyOf(code)), currencyOf(code))).toBe(amount);
      }),
    );
  });

  it('is rounded to whole steps of the currency, and to none that it does not have', () => {
    const { ONE } = Ratio;
    expect(moneyRounding({ step: '0.1', mode: 'UP' }, currencyOf('CNY'))(ONE.over(Ratio.of(3n)))).toBe(40n);
    expect(moneyRounding({ step: '1', mode: 'DOWN' }, currencyOf('JPY'))(Ratio.from('99.9'))).toBe(99n);
    expect(() => moneyRounding({ step: '0.01', mode: 'DOWN' }, currencyOf('JPY'))).toThrow(RangeError);
  });
});
