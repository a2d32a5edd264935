import { charge, item, owes } from '../../../../../test/support/fee-samples';
import { Ratio } from '../exact/ratio';
import { differencesOf } from './remeasure';

const found = (from: string, area: string) => ({ from, area: Ratio.from(area), coefficient: Ratio.ONE });
const quarter = item({ cycleMonths: 3, taxRate: '0.06' });
const told = (lines: Parameters<typeof differencesOf>[0], ...at: [string, string]) =>
  differencesOf(lines, found(...at), quarter.currency).map(({ month, from, amount, tax }) => [
    month,
    from,
    amount,
    tax,
  ]);

describe('the difference charge after a re-measurement', () => {
  const { lines } = charge(quarter, '2026-01').charges[0]!;

  it('is what each line is short of, from the day on that the new area counts', () => {
    // 91.20 × 2.80 = 255.36, against 250.24; February from the 15th: 250.236 × 14/28 + 255.36 × 14/28 = 252.798.
    expect(told(lines, '2026-02-15', '91.20')).toEqual([
      ['2026-02', '2026-02-15', 256n, 15n],
      ['2026-03', '2026-03-01', 512n, 29n],
    ]);
  });

  it('is below zero when the unit turns out smaller, and none when nothing changed', () => {
    expect(told(lines, '2026-03-01', '88.00')).toEqual([['2026-03', '2026-03-01', -384n, -21n]]);
    expect(told(lines, '2026-01-01', '89.37')).toEqual([]);
    expect(told(lines, '2026-04-01', '200')).toEqual([]);
  });

  it('keeps the price, factors, shares and days that were frozen', () => {
    const shared = charge(quarter, '2026-01', {
      liabilities: [{ ...owes('x'), payers: ['a', 'b'].map((customerId) => ({ customerId, share: Ratio.ONE })) }],
      factors: [{ from: '2026-01-01', to: '2026-02-01', kind: 'VACANT', factor: Ratio.from('0.70') }],
    }).charges;
    const sums = shared.map(({ lines: of }) =>
      differencesOf(of, found('2026-01-01', '91.20'), quarter.currency).map(({ amount }) => amount),
    );
    // January 178.75 (178.752) against 175.17 (175.1652); the others 255.36 against 250.24.
    expect(sums).toEqual([
      [179n, 256n, 256n],
      [179n, 256n, 256n],
    ]);
  });

  it('leaves lines of other formulas alone', () => {
    const fixed = item({ formula: 'FIXED' });
    const [parking] = charge(fixed, '2026-01').charges;
    expect(differencesOf(parking!.lines, found('2026-01-01', '200'), fixed.currency)).toEqual([]);
  });
});
