import { QuestionKind, SCALES } from '../content/content.types';
import { type Interval, meanInterval, Z } from './intervals';

/** How often each score was given. All figures come from it, and two add up. */
export type Histogram = Readonly<Record<string, number>>;

export const addUp = (...all: readonly Histogram[]): Histogram => {
  const sum: Record<string, number> = {};
  for (const [value, count] of all.flatMap((one) => Object.entries(one))) sum[value] = (sum[value] ?? 0) + count;
  return sum;
};

export interface Scored {
  readonly n: number;
  readonly mean: number;
  /** Of the sample, n − 1 below the line; 0 for one. */
  readonly variance: number;
}

/** Number, mean and variance of the scores; null where there are none. */
export function scoredOf(histogram: Histogram): Scored | null {
  const scores = Object.entries(histogram).map(([value, count]) => [Number(value), count] as const);
  const n = scores.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return null;
  const mean = scores.reduce((sum, [value, count]) => sum + value * count, 0) / n;
  const squares = scores.reduce((sum, [value, count]) => sum + count * (value - mean) ** 2, 0);
  return { n, mean, variance: n > 1 ? squares / (n - 1) : 0 };
}

/** A figure with the number of answers behind it and a 95 % confidence interval. */
export interface Figure {
  readonly n: number;
  readonly value: number;
  /** Null for a single answer. */
  readonly interval: Interval | null;
}

/**
 * The index of a question: its mean on a scale from 0 to 100, (mean − min) ÷ (max − min) × 100, as in the American Customer
 * Satisfaction Index (Fornell and others, Journal of Marketing 60, 1996). Bounds are kept within the scale.
 */
export function indexOf(kind: QuestionKind, histogram: Histogram): Figure | null {
  const scale = SCALES[kind];
  const scored = scoredOf(histogram);
  if (!scale || !scored) return null;
  const stretch = 100 / (scale.max - scale.min);
  const mean = (scored.mean - scale.min) * stretch;
  return {
    n: scored.n,
    value: mean,
    interval: within(0, 100, meanInterval(scored.n, mean, scored.variance * stretch ** 2)),
  };
}

/**
 * Net promoter score: share of 9 and 10 less share of 0 to 6, −100 to 100 (Reichheld, Harvard Business Review, December
 * 2003). Its variance is p + d − (p − d)². The interval is the adjusted Wald interval with three answers more, of which a
 * half are passives (Rocks, The American Statistician 70, 2016): the plain one is empty where all agree.
 */
export function npsOf(histogram: Histogram): Figure | null {
  let [promoters, detractors, n] = [0, 0, 0];
  for (const [value, count] of Object.entries(histogram)) {
    n += count;
    if (Number(value) >= 9) promoters += count;
    else if (Number(value) <= 6) detractors += count;
  }
  if (n === 0) return null;
  const m = n + 3;
  const [p, d] = [(promoters + 0.75) / m, (detractors + 0.75) / m];
  const half = Z * Math.sqrt((p + d - (p - d) ** 2) / m);
  return {
    n,
    value: ((promoters - detractors) / n) * 100,
    interval: within(-100, 100, { low: (p - d - half) * 100, high: (p - d + half) * 100 }),
  };
}

export const within = (min: number, max: number, interval: Interval | null): Interval | null =>
  interval && { low: Math.max(min, interval.low), high: Math.min(max, interval.high) };
