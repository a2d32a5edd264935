import { brokenDown, judge, runRounds } from './run-work';
import { renderReport } from './report';
import type { Speeds } from './figures';
import type { Sample } from './work';

const reference: Speeds = { computing: 1000, roundTrips: 1000, bulkRows: 1000 };
const half: Speeds = { computing: 500, roundTrips: 500, bulkRows: 500 };
const MIB = 1024 * 1024;
const work = {
  unit: 'rows/s',
  better: 'higher',
  budget: { value: 100, ratioToLimit: 0.5, peakMemoryMb: 450 },
  mix: { computing: 1, roundTrips: 0, bulkRows: 0 },
} as const;

const measured = (values: number[], speeds: Speeds[], peakMemory: number | null = 100 * MIB) => ({
  samples: values.map((value): Sample => ({ value, limit: 150, notes: { p95Ms: value / 10 } })),
  speeds,
  peakMemory,
});

describe('judge', () => {
  it('takes the medians of the rounds', () => {
    const result = judge(work, measured([90, 110, 400], [reference, reference, reference]), reference);
    expect(result).toMatchObject({
      value: 110,
      limit: 150,
      peer: null,
      ratioToLimit: 0.733,
      ratioToPeer: null,
      rounds: 3,
      budget: { value: 100, pace: 1 },
      peakMemoryMb: 100,
      notes: { p95Ms: 11 },
      ok: true,
      broken: [],
    });
  });

  it('fails a work that breaks its budget', () => {
    const result = judge(work, measured([90, 95, 400], [reference, reference, reference]), reference);
    expect(result).toMatchObject({ ok: false, broken: ['95, asked for is at least 100 (100 at pace 1)'] });
  });

  it('asks a machine that is busy for less, but the limit is never scaled', () => {
    expect(judge(work, measured([80, 80, 80], [half, half, half]), reference)).toMatchObject({ ok: true });
    expect(judge(work, measured([60, 60, 60], [half, half, half]), reference)).toMatchObject({ ok: false });
  });

  it('fails a work that holds too much memory', () => {
    expect(judge(work, measured([110], [reference], 451 * MIB), reference)).toMatchObject({ ok: false });
  });
});

it('measures the machine just before each round', async () => {
  const order: string[] = [];
  const prepared = {
    round: async () => {
      order.push('round');
      return { value: order.length, limit: null };
    },
    peakMemory: async () => 5,
    end: async () => undefined,
  };
  const { samples, speeds, peakMemory } = await runRounds(prepared, 3, async () => {
    order.push('calibrate');
    return reference;
  });
  expect(order).toEqual(['calibrate', 'round', 'calibrate', 'round', 'calibrate', 'round']);
  expect(samples.map(({ value }) => value)).toEqual([2, 4, 6]);
  expect(speeds).toHaveLength(3);
  expect(peakMemory).toBe(5);
});

it('shows people what was broken', () => {
  const good = judge(work, measured([110], [reference]), reference);
  const bad = judge(work, measured([10], [reference]), reference);
  const text = renderReport({ works: { first: good, second: bad }, calibration: { reference, measured: half } });
  expect(text).toMatch(/first +110 rows\/s +150 +0\.73 .*ok/);
  expect(text).toMatch(/second +10 rows\/s .*BROKEN/);
  expect(text).toContain('second: 10, asked for is at least 100');
  expect(text).not.toContain('first: 110');
});

it('tells of a work that broke down, and keeps the others', () => {
  const result = brokenDown(work, new Error('no answer'));
  expect(result).toMatchObject({ value: null, rounds: 0, ok: false, broken: ['it could not be measured: no answer'] });
  const report = renderReport({ works: { thing: result }, calibration: { reference, measured: half } });
  expect(report).toContain('– rows/s');
  expect(report).toContain('thing: it could not be measured: no answer');
});
