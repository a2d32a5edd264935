import fc from 'fast-check';
import { paidAbove, taxOfChange } from './correction.policy';

describe('a correction of a charge', () => {
  const money = fc.bigInt({ min: 1n, max: 10n ** 9n });

  it('carries the tax in proportion: all of it with all of the amount', () => {
    const charge = { amount: 10_600n, tax: 600n };
    expect(taxOfChange(charge, 10_600n, -5_300n)).toBe(-300n);
    expect(taxOfChange(charge, 10_600n, -10_600n)).toBe(-600n);
    expect(taxOfChange(charge, 10_600n, 1_060n)).toBe(60n);
    expect(taxOfChange({ amount: 100n, tax: 0n }, 100n, -50n)).toBe(0n);
  });

  it('one by one carries the tax of all at once, never more than itself', () => {
    fc.assert(
      fc.property(money, fc.array(fc.bigInt({ min: 1n, max: 10n ** 6n }), { maxLength: 10 }), (amount, credits) => {
        const tax = (amount * 6n) / 106n;
        let [net, carried] = [amount, 0n];
        for (const wanted of credits) {
          const credit = wanted < net ? wanted : net;
          if (credit === 0n) continue;
          const part = taxOfChange({ amount, tax }, net, -credit);
          expect(part <= 0n && -part <= credit).toBe(true);
          net -= credit;
          carried += part;
        }
        expect(carried).toBe(taxOfChange({ amount, tax }, amount, net - amount));
      }),
    );
  });

  it('gives back what was paid above what is left', () => {
    expect([paidAbove(100n, 30n), paidAbove(100n, 100n), paidAbove(20n, 50n), paidAbove(0n, 50n)]).toEqual([
      0n,
      0n,
      30n,
      50n,
    ]);
  });
});
