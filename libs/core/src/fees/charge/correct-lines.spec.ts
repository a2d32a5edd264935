import fc from 'fast-check';
import { assignment, charge, flat, item, owes, plan } from '../../../../../test/support/fee-samples';
import { addDays } from '../calendar/local-date';
import { Ratio } from '../exact/ratio';
import type { FeeItem } from '../item/compile-fee-item';
import { PRORATIONS } from '../item/fee-item';
import type { ChargeLine } from './charge';
import { computeCharges } from './compute-charges';
import { type Correction, correctLines } from './correct-lines';

const area = (from: string, of: string): Correction => ({
  kind: 'AREA',
  from,
  area: Ratio.from(of),
  coefficient: Ratio.ONE,
});
const vacant = (from: string, to: string | null = null): Correction => ({
  kind: 'FACTOR',
  from,
  to,
  factor: Ratio.from('0.70'),
  reason: 'VACANT',
});
const quarter = item({ cycleMonths: 3, taxRate: '0.06' });
const told = (lines: readonly ChargeLine[], correction: Correction, of: FeeItem = quarter) =>
  correctLines(lines, correction, of.currency).map(({ month, from, amount, tax }) => [month, from, amount, tax]);

describe('the difference charge after a re-measurement', () => {
  const { lines } = charge(quarter, '2026-01').charges[0]!;

  it('is what each line is short of, from the day on that the new area counts', () => {
    // 91.20 × 2.80 = 255.36, against 250.24; February from the 15th: 250.236 × 14/28 + 255.36 × 14/28 = 252.798.
    expect(told(lines, area('2026-02-15', '91.20'))).toEqual([
      ['2026-02', '2026-02-15', 256n, 15n],
      ['2026-03', '2026-03-01', 512n, 29n],
    ]);
  });

  it('is below zero when the unit turns out smaller, and none when nothing changed', () => {
    expect(told(lines, area('2026-03-01', '88.00'))).toEqual([['2026-03', '2026-03-01', -384n, -21n]]);
    expect(told(lines, area('2026-01-01', '89.37'))).toEqual([]);
    expect(told(lines, area('2026-04-01', '200'))).toEqual([]);
  });

  it('keeps the price, factors, shares and days that were frozen', () => {
    const shared = charge(quarter, '2026-01', {
      liabilities: [{ ...owes('x'), payers: ['a', 'b'].map((customerId) => ({ customerId, share: Ratio.ONE })) }],
      factors: [{ from: '2026-01-01', to: '2026-02-01', kind: 'VACANT', factor: Ratio.from('0.70') }],
    }).charges;
    // January 178.75 (178.752) against 175.17 (175.1652); the others 255.36 against 250.24.
    for (const { lines: of } of shared) {
      expect(told(of, area('2026-01-01', '91.20')).map(([, , amount]) => amount)).toEqual([179n, 256n, 256n]);
    }
  });

  it('computes a formula again with the new area and its frozen values', () => {
    const formula = item({
      formula: 'EXPRESSION',
      expression: { text: 'max(price * area, 251 CNY)', priceUnit: 'MONEY_PER_AREA' },
    });
    const [charged] = charge(formula, '2026-01').charges;
    expect(charged!.amount).toBe(25100n);
    expect(told(charged!.lines, area('2026-01-01', '91.20'), formula)).toEqual([['2026-01', '2026-01-01', 436n, 0n]]);
  });

  it('leaves lines alone that have no area', () => {
    const fixed = item({ formula: 'FIXED' });
    expect(told(charge(fixed, '2026-01').charges[0]!.lines, area('2026-01-01', '200'), fixed)).toEqual([]);
    const meter = item({ formula: 'METERED', tierSpan: 'PERIOD' });
    const read = { from: '2026-01-01', to: '2026-02-01', quantity: Ratio.from('10') };
    const { lines: counted } = charge(meter, '2026-01', { consumptions: [read] }).charges[0]!;
    expect(told(counted, { kind: 'END', from: '2026-01-10' }, meter)).toEqual([]);
  });
});

describe('the credit for what was charged ahead', () => {
  const { lines } = charge(quarter, '2026-01').charges[0]!;

  it('is that of the days from the end on: a unit sold on 15 February', () => {
    // February 250.236 × 14/28 = 125.118.
    expect(told(lines, { kind: 'END', from: '2026-02-15' })).toEqual([
      ['2026-02', '2026-02-15', -12512n, -708n],
      ['2026-03', '2026-03-01', -25024n, -1416n],
    ]);
  });

  it('is that of a discount granted afterwards, for its days', () => {
    // February 250.236 × (14/28 + 0.70 × 14/28) = 212.7006; March 1 to 10 at 0.70.
    expect(told(lines, vacant('2026-02-15', '2026-03-11')).map(([month, , amount]) => [month, amount])).toEqual([
      ['2026-02', -3754n],
      ['2026-03', -2422n],
    ]);
    const [difference] = correctLines(lines, vacant('2026-02-15'), quarter.currency);
    expect(difference!.trace.parts.map(({ from, days, of, factors }) => [from, days, of, factors.length])).toEqual([
      ['2026-02-01', '14', '28', 0],
      ['2026-02-15', '14', '28', 1],
    ]);
  });

  it('leaves what would have been charged had it been known before, in every way of counting', () => {
    const day = fc.bigInt({ min: 0n, max: 95n }).map((days) => addDays('2026-01-01', days));
    const change = fc.constantFrom('AREA' as const, 'END' as const, 'FACTOR' as const);
    fc.assert(
      fc.property(day, change, fc.constantFrom(...PRORATIONS), (on, kind, proration) => {
        const of = item({ cycleMonths: 3, proration, prices: [flat('2.80'), flat('3.10', '2026-02-11')] });
        const areas = [{ from: '2020-01-01', area: Ratio.from('89.37'), coefficient: Ratio.ONE }];
        const larger = { from: on, area: Ratio.from('91.20'), coefficient: Ratio.ONE };
        const known = {
          AREA: { areas: [...areas, larger] },
          END: { to: on },
          FACTOR: { factors: [{ from: on, to: null, kind: 'VACANT', factor: Ratio.from('0.70') }] },
        };
        const correction = { AREA: area(on, '91.20'), END: { kind, from: on } as Correction, FACTOR: vacant(on) }[kind];
        const sum = (changes: object): bigint =>
          computeCharges(plan(of, '2026-01'), assignment({ areas, ...changes })).charges.reduce(
            (all, { amount }) => all + amount,
            0n,
          );
        const { lines: charged } = computeCharges(plan(of, '2026-01'), assignment({ areas })).charges[0]!;
        const differences = correctLines(charged, correction, of.currency);
        expect(differences.reduce((all, { amount }) => all + amount, sum({}))).toBe(sum(known[kind]));
      }),
    );
  });
});
