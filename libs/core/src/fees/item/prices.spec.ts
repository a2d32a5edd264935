import fc from 'fast-check';
import { Ratio } from '../exact/ratio';
import { compilePrices, cutByTiers } from './prices';

const [{ tiers }] = compilePrices([
  {
    from: '2026-01-01',
    tiers: [
      { upTo: '15', price: '3.45' },
      { upTo: '25', price: '4.83' },
      { upTo: null, price: '5.83' },
    ],
  },
]) as [ReturnType<typeof compilePrices>[number]];

const cut = (used: string, quantity: string): string[] =>
  cutByTiers(tiers, Ratio.from(used), Ratio.from(quantity)).map((part) => `${part.quantity} × ${part.price}`);

describe('tiers', () => {
  it.each([
    ['0', '27.4', ['15 × 3.45', '10 × 4.83', '2.4 × 5.83']],
    ['0', '15', ['15 × 3.45']],
    ['15', '1', ['1 × 4.83']],
    ['14.5', '1', ['0.5 × 3.45', '0.5 × 4.83']],
    ['100', '3', ['3 × 5.83']],
    ['0', '0', []],
  ])('after %s take %s as %j', (used, quantity, parts) => {
    expect(cut(used, quantity)).toEqual(parts);
  });

  it('cost the same whether a consumption comes at once or in parts', () => {
    const cost = (used: Ratio, quantity: Ratio): Ratio =>
      cutByTiers(tiers, used, quantity).reduce((sum, part) => sum.plus(part.quantity.times(part.price)), Ratio.ZERO);
    const amount = fc.bigInt({ min: 0n, max: 4000n }).map((hundredths) => Ratio.of(hundredths, 100n));
    fc.assert(
      fc.property(amount, amount, amount, (used, a, b) => {
        const inParts = cost(used, a).plus(cost(used.plus(a), b));
        expect(inParts.equals(cost(used, a.plus(b)))).toBe(true);
      }),
    );
  });
});
