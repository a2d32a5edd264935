/** The middle of the values; between the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('The median of nothing was asked for');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that at least `percent` % of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new RangeError('A percentile of nothing was asked for');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
}

/** What a machine does in a second, see calibration.ts. */
export interface Speeds {
  /** JSON documents parsed, sorted and written. */
  readonly computing: number;
  /** Transactions of one prepared statement, one after the other on one connection. */
  readonly roundTrips: number;
  /** Rows written in bulk into a table with a key and an index, committed to disk. */
  readonly bulkRows: number;
}

/** How much of a work's time rests on what; the shares add up to 1. */
export type Mix = Readonly<Record<keyof Speeds, number>>;

/**
 * How fast the machine is now for work of this mix, with 1 for the reference machine: the weighted harmonic mean, because
 * shares of time add up. At most 1: nobody is asked for more than the budget promises.
 */
export function paceOf(now: Speeds, reference: Speeds, mix: Mix): number {
  const time = (Object.keys(mix) as (keyof Speeds)[]).reduce(
    (sum, key) => sum + mix[key] * (reference[key] / now[key]),
    0,
  );
  return Math.min(1, 1 / time);
}

export type Better = 'higher' | 'lower';

/** What the machine is asked for at its present pace: less throughput, or more time. */
export const atPace = (budget: number, better: Better, pace: number): number =>
  better === 'higher' ? budget * pace : budget / pace;

/** Share of the limit's (or peer's) speed that is reached: 1 is as fast. Of times the smaller is the faster one. */
export const ratioTo = (value: number, other: number | null, better: Better): number | null =>
  other === null ? null : better === 'higher' ? value / other : other / value;

export interface Budget {
  /** Of the work's value, on the reference machine. */
  readonly value: number | null;
  /** Least share of the limit; of two figures taken in turn on one machine, so never scaled. */
  readonly ratioToLimit: number | null;
  /** Least multiple of another product's speed; never scaled. A peer that cannot be had breaks it. */
  readonly ratioToPeer?: number;
  /** Most memory the measured process may ever hold. MiB; not scaled. */
  readonly peakMemoryMb: number | null;
}

export interface Measured {
  readonly value: number;
  readonly ratioToLimit: number | null;
  readonly ratioToPeer?: number | null;
  readonly peakMemoryMb: number | null;
}

/** Sentences that each name a budget that is broken; empty when all are kept. */
export function brokenBudgets(measured: Measured, budget: Budget, better: Better, pace: number): string[] {
  const broken: string[] = [];
  if (budget.value !== null) {
    const asked = atPace(budget.value, better, pace);
    const kept = better === 'higher' ? measured.value >= asked : measured.value <= asked;
    if (!kept) {
      const sign = better === 'higher' ? 'at least' : 'at most';
      broken.push(
        `${round(measured.value)}, asked for is ${sign} ${round(asked)} (${budget.value} at pace ${round(pace)})`,
      );
    }
  }
  if (budget.ratioToLimit !== null && !((measured.ratioToLimit ?? 0) >= budget.ratioToLimit)) {
    broken.push(`${round(measured.ratioToLimit ?? 0)} of the limit, asked for is at least ${budget.ratioToLimit}`);
  }
  if (budget.ratioToPeer !== undefined && !((measured.ratioToPeer ?? 0) >= budget.ratioToPeer)) {
    const seen = measured.ratioToPeer == null ? 'the peer is missing' : `${round(measured.ratioToPeer)} × the peer`;
    broken.push(`${seen}, asked for is at least ${budget.ratioToPeer} ×`);
  }
  if (budget.peakMemoryMb !== null && !((measured.peakMemoryMb ?? Infinity) <= budget.peakMemoryMb)) {
    broken.push(`${round(measured.peakMemoryMb ?? Infinity)} MiB at most held, allowed are ${budget.peakMemoryMb}`);
  }
  return broken;
}

/** Three significant digits: what a benchmark can know. */
export const round = (value: number): number => Number(value.toPrecision(3));
