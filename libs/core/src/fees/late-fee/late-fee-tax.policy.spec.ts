import fc from 'fast-check';
import { Ratio } from '../exact/ratio';
import { taxIn } from '../item/tax';
import { lateFeeTaxToPost } from './late-fee-tax.policy';

describe('the tax of late fees', () => {
  it('posted daily is the tax of the fee posted once', () => {
    const rate = Ratio.from('0.06');
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 5_000n }), { minLength: 1, maxLength: 60 }), (daily) => {
        let [fee, tax] = [0n, 0n];
        for (const one of daily) {
          fee += one;
          tax += lateFeeTaxToPost(taxIn(fee, rate), tax, one);
        }
        expect(tax).toBe(taxIn(fee, rate));
      }),
    );
  });

  it('is never more than the posting nor against it, whatever was posted before', () => {
    expect(lateFeeTaxToPost(100n, 0n, 15n)).toBe(15n);
    expect(lateFeeTaxToPost(0n, 40n, 15n)).toBe(0n);
    expect(lateFeeTaxToPost(0n, 40n, -15n)).toBe(-15n);
    expect(lateFeeTaxToPost(40n, 0n, -15n)).toBe(0n);
  });
});
