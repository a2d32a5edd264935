import {
  atPace,
  brokenBudgets,
  type Budget,
  median,
  type Mix,
  paceOf,
  percentile,
  ratioTo,
  type Speeds,
} from './figures';

describe('median and percentile', () => {
  it.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 2], 6],
  ])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

  it.each([
    [95, 95],
    [50, 50],
    [100, 100],
    [0, 1],
    [99.5, 100],
  ])('the %d. percentile of 1 to 100 is %d', (percent, expected) => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, percent)).toBe(expected);
  });

  it('leaves the values as they are, and refuses to make one of nothing', () => {
    const values = [3, 1, 2];
    median(values);
    percentile(values, 50);
    expect(values).toEqual([3, 1, 2]);
    expect(() => median([])).toThrow(RangeError);
    expect(() => percentile([], 95)).toThrow(RangeError);
  });
});

describe('pace of a machine', () => {
  const reference: Speeds = { computing: 1000, roundTrips: 4000, bulkRows: 200_000 };
  const even: Mix = { computing: 0.5, roundTrips: 0.5, bulkRows: 0 };

  it.each<[string, Speeds, Mix, number]>([
    ['as fast', reference, even, 1],
    ['twice as fast, but no more is asked', { computing: 2000, roundTrips: 8000, bulkRows: 400_000 }, even, 1],
    ['half as fast', { computing: 500, roundTrips: 2000, bulkRows: 200_000 }, even, 0.5],
    ['half as fast in half of the work', { computing: 500, roundTrips: 4000, bulkRows: 200_000 }, even, 2 / 3],
    ['slow only in what the work does not do', { computing: 1000, roundTrips: 4000, bulkRows: 1 }, even, 1],
  ])('%s', (_, now, mix, expected) => expect(paceOf(now, reference, mix)).toBeCloseTo(expected, 10));

  it('asks a slow machine for less throughput and grants it more time', () => {
    expect(atPace(10_000, 'higher', 0.5)).toBe(5_000);
    expect(atPace(30, 'lower', 0.5)).toBe(60);
  });
});

describe('ratio to a limit', () => {
  it.each([
    [300, 600, 'higher', 0.5],
    [20, 10, 'lower', 0.5],
    [10, 10, 'lower', 1],
  ] as const)('%d against %d (%s is better) is %d', (value, limit, better, expected) =>
    expect(ratioTo(value, limit, better)).toBe(expected),
  );
  it('is unknown without a limit', () => expect(ratioTo(5, null, 'higher')).toBeNull());
});

describe('budgets', () => {
  const budget: Budget = { value: 10_000, ratioToLimit: 0.6, peakMemoryMb: 450 };
  const good = { value: 10_000, ratioToLimit: 0.6, peakMemoryMb: 450 };

  it('are kept at their very edge', () => expect(brokenBudgets(good, budget, 'higher', 1)).toEqual([]));

  it.each([
    [{ value: 9_990 }, 'asked for is at least 10000'],
    [{ ratioToLimit: 0.599 }, 'of the limit, asked for is at least 0.6'],
    [{ ratioToLimit: null }, '0 of the limit'],
    [{ peakMemoryMb: 451 }, 'allowed are 450'],
    [{ peakMemoryMb: null }, 'allowed are 450'],
    [{ value: Number.NaN }, 'NaN, asked for'],
  ])('are broken by %j', (change, sentence) => {
    expect(brokenBudgets({ ...good, ...change }, budget, 'higher', 1)).toEqual([expect.stringContaining(sentence)]);
  });

  it('of time are broken by more of it', () => {
    const time: Budget = { value: 30, ratioToLimit: null, peakMemoryMb: null };
    const at = (value: number, pace: number) =>
      brokenBudgets({ value, ratioToLimit: null, peakMemoryMb: null }, time, 'lower', pace);
    expect(at(30, 1)).toEqual([]);
    expect(at(31, 1)).toEqual([expect.stringContaining('asked for is at most 30')]);
    expect(at(59, 0.5)).toEqual([]);
  });

  it('name every one that is broken', () => {
    const bad = { value: 1, ratioToLimit: 0.1, peakMemoryMb: 1_000 };
    expect(brokenBudgets(bad, budget, 'higher', 0.5)).toHaveLength(3);
  });
});
