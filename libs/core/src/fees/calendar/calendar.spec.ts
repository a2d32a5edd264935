import fc from 'fast-check';
import { holdsOn, sinceAt } from './dated';
import { addDays, dayNumber, daysBetween } from './local-date';
import { addMonths, dayIn, monthAt, monthIndex, monthOf } from './month';

const MS = 86_400_000;
const iso = (day: number): string => new Date(day * MS).toISOString().slice(0, 10);
// 0001-01-02 to 9999-12-30.
const epochDay = fc.integer({ min: -719_161, max: 2_932_895 });

describe('days', () => {
  it('are counted as the runtime counts them, whatever the century', () => {
    fc.assert(
      fc.property(epochDay, epochDay, (a, b) => {
        expect(daysBetween(iso(a), iso(b))).toBe(BigInt(b - a));
        expect(addDays(iso(a), BigInt(b - a))).toBe(iso(b));
      }),
      { numRuns: 500 },
    );
  });

  it('follow each other through leap years and centuries', () => {
    for (const start of ['1899-12-01', '1999-12-01', '2000-02-01', '2023-12-01', '2099-12-01', '2400-02-01']) {
      const first = Date.parse(start) / MS;
      const days = Array.from({ length: 800 }, (_none, day) => day);
      expect(days.map((day) => addDays(start, BigInt(day)))).toEqual(days.map((day) => iso(first + day)));
    }
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '', 'tomorrow', '2026-03-11T00:00:00Z'])('%j is none', (text) => {
    expect(() => dayNumber(text)).toThrow(RangeError);
  });
});

describe('months', () => {
  it.each([
    ['2026-02', '2026-02-01', '2026-03-01', 28n],
    ['2028-02-15', '2028-02-01', '2028-03-01', 29n],
    ['2026-12-31', '2026-12-01', '2027-01-01', 31n],
  ])('%s is from %s to %s and has %s days', (given, from, to, days) => {
    expect(monthOf(given)).toMatchObject({ from, to, days });
  });

  it('are added over the end of the year', () => {
    expect(addMonths(monthOf('2026-11'), 3n).key).toBe('2027-02');
    expect(addMonths(monthOf('2026-02'), -3n).key).toBe('2025-11');
    fc.assert(
      fc.property(fc.bigInt({ min: 12n, max: 119_000n }), (index) =>
        expect(monthIndex(monthAt(index).key)).toBe(index),
      ),
    );
  });

  it('have a last day where the day asked for does not exist', () => {
    expect([dayIn(monthOf('2026-02'), 31n), dayIn(monthOf('2026-03'), 31n)]).toEqual(['2026-02-28', '2026-03-31']);
  });
});

describe('what holds on a day', () => {
  it('is the last that began, or the span that has not ended', () => {
    const since = [{ from: '2026-01-01' }, { from: '2026-05-01' }];
    expect(sinceAt(since, '2025-12-31')).toBeNull();
    expect(sinceAt(since, '2026-04-30')).toBe(since[0]);
    expect(sinceAt(since, '2026-05-01')).toBe(since[1]);
    const span = { from: '2026-01-01', to: '2026-02-01' };
    expect(['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'].map((day) => holdsOn(span, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
