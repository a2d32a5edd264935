import fc from 'fast-check';
import { addDays } from '../calendar/local-date';
import { monthAt, monthIndex, monthOf } from '../calendar/month';
import { Ratio } from '../exact/ratio';
import { type Proration, PRORATIONS } from './fee-item';
import { monthPart } from './proration';

const part = (proration: Proration, from: string, to: string, firstDay = from): [bigint, bigint] => {
  const { days, of } = monthPart(proration, monthOf(from), { from, to }, firstDay);
  return [days, of];
};

describe('a part of a month', () => {
  it.each<[Proration, string, string, [bigint, bigint]]>([
    ['BY_DAY', '2026-03-11', '2026-04-01', [21n, 31n]],
    ['BY_DAY', '2026-03-01', '2026-03-11', [10n, 31n]],
    ['BY_DAY', '2026-02-01', '2026-03-01', [28n, 28n]],
    ['BY_DAY_30', '2026-03-11', '2026-04-01', [20n, 30n]],
    ['BY_DAY_30', '2026-03-01', '2026-03-11', [10n, 30n]],
    ['BY_DAY_30', '2026-03-31', '2026-04-01', [1n, 30n]],
    ['BY_DAY_30', '2026-02-28', '2026-03-01', [3n, 30n]],
    ['BY_DAY_30', '2026-02-01', '2026-03-01', [30n, 30n]],
    ['HALF_MONTH', '2026-03-15', '2026-04-01', [2n, 2n]],
    ['HALF_MONTH', '2026-03-16', '2026-04-01', [1n, 2n]],
    ['HALF_MONTH', '2026-03-01', '2026-03-16', [1n, 2n]],
    ['HALF_MONTH', '2026-03-01', '2026-03-15', [0n, 2n]],
    ['NONE', '2026-03-31', '2026-04-01', [1n, 1n]],
    ['NONE', '2026-03-01', '2026-03-02', [1n, 1n]],
  ])('%s from %s to %s is %j', (proration, from, to, expected) => {
    expect(part(proration, from, to)).toEqual(expected);
  });

  it('that another had before is not counted whole a second time', () => {
    expect(part('NONE', '2026-03-01', '2026-03-11', '2026-03-01')).toEqual([1n, 1n]);
    expect(part('NONE', '2026-03-11', '2026-04-01', '2026-03-01')).toEqual([0n, 1n]);
  });

  it('adds up with the others to the whole month, wherever it is divided, in every way of counting', () => {
    const month = fc.bigInt({ min: monthIndex('1999-01'), max: monthIndex('2101-12') }).map((index) => monthAt(index));
    const cuts = fc.array(fc.bigInt({ min: 1n, max: 27n }), { maxLength: 6 });
    fc.assert(
      fc.property(month, cuts, fc.constantFrom(...PRORATIONS), (of, days, proration) => {
        const ends = [...new Set([...days.map((day) => addDays(of.from, day)), of.to])].sort();
        let from = of.from;
        let sum = Ratio.ZERO;
        for (const to of ends) {
          const { days: counted, of: all } = monthPart(proration, of, { from, to }, of.from);
          expect(counted >= 0n).toBe(true);
          sum = sum.plus(Ratio.of(counted, all));
          from = to;
        }
        expect(sum.equals(Ratio.ONE)).toBe(true);
      }),
    );
  });
});
