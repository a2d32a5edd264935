import fc from 'fast-check';
import { Ratio } from '../exact/ratio';
import { taxIn } from './tax';

describe('tax in a price that includes it', () => {
  it.each([
    [25024n, '0.06', 1416n],
    [10600n, '0.06', 600n],
    [10000n, '0', 0n],
    [-10600n, '0.06', -600n],
    [1n, '0.06', 0n],
  ])('of %s at %s is %s', (gross, rate, tax) => {
    expect(taxIn(gross, Ratio.from(rate))).toBe(tax);
  });

  it('and the net price make the gross price, with the net price taxed to within half a minor unit', () => {
    const rate = fc.constantFrom('0.03', '0.05', '0.06', '0.09', '0.13').map(Ratio.from);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 10n }), rate, (gross, of) => {
        const tax = taxIn(gross, of);
        const away = Ratio.of(gross - tax)
          .times(of)
          .minus(Ratio.of(tax));
        expect(away.times(away).compare(Ratio.of(1n, 3n))).toBe(-1);
      }),
    );
  });
});
