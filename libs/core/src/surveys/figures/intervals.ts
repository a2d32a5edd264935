/** Bounds of a 95 % confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 97.5th percentile of the standard normal distribution. */
export const Z = 1.959964;

/** 97.5th percentiles of Student's t for 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook, table 1.3.6.7.2). */
const T = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * 97.5th percentile of Student's t: from the table up to 30 degrees of freedom, beyond by the Cornish-Fisher expansion
 * (Abramowitz and Stegun 26.7.5), which is off by less than 0.0002 there.
 */
export function tQuantile(degrees: number): number {
  if (!Number.isInteger(degrees) || degrees < 1)
    throw new RangeError(`Degrees of freedom must be 1 or more: ${degrees}`);
  if (degrees <= T.length) return T[degrees - 1]!;
  const z3 = Z ** 3;
  const z5 = Z ** 5;
  return Z + (z3 + Z) / (4 * degrees) + (5 * z5 + 16 * z3 + 3 * Z) / (96 * degrees ** 2);
}

/**
 * Interval of a mean: mean ± t(n − 1) · s ÷ √n (NIST/SEMATECH e-Handbook, 1.3.5.2), with s the standard deviation of the
 * sample. Null for fewer than two, of which nothing is known.
 */
export function meanInterval(n: number, mean: number, variance: number): Interval | null {
  if (n < 2) return null;
  const half = tQuantile(n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half };
}

/**
 * Interval of a proportion by the score of E. B. Wilson (Journal of the American Statistical Association 22, 1927): it
 * stays within 0 and 1 and is of use for small samples. Null for none.
 */
export function wilsonInterval(n: number, hits: number): Interval | null {
  if (n < 1) return null;
  const p = hits / n;
  const z2 = Z ** 2;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
