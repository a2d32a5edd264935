/** What is remembered of the attempts at one account, or from one network. */
export interface Attempts {
  readonly failures: number;
  readonly lastAt: Date;
  readonly lockedUntil: Date | null;
}

export interface BackOff {
  /** Attempts that pass before the first lock. */
  readonly maxFailures: number;
  readonly backOffSeconds: number;
  readonly backOffMaxSeconds: number;
}

export type Verdict =
  { readonly allowed: true; readonly next: Attempts } | { readonly allowed: false; readonly until: Date };

/** Hours without an attempt after which earlier failures count no more. */
export const FORGET_HOURS = 24;

/** Length of the lock after so many failures in a row: doubled with each beyond the first locking one. */
export function lockSeconds(failures: number, { maxFailures, backOffSeconds, backOffMaxSeconds }: BackOff): number {
  if (failures < maxFailures) return 0;
  return Math.min(backOffSeconds * 2 ** (failures - maxFailures), backOffMaxSeconds);
}

/**
 * Counts an attempt before its outcome is known, so that guesses sent at once cannot outrun the count. While a lock
 * holds nothing is counted: waiting is enough.
 */
export function countAttempt(before: Attempts | null, now: Date, backOff: BackOff): Verdict {
  if (before?.lockedUntil && before.lockedUntil > now) return { allowed: false, until: before.lockedUntil };
  const forgotten = !before || now.getTime() - before.lastAt.getTime() > FORGET_HOURS * 3_600_000;
  const failures = forgotten ? 1 : before.failures + 1;
  const seconds = lockSeconds(failures, backOff);
  const lockedUntil = seconds > 0 ? new Date(now.getTime() + seconds * 1000) : null;
  return { allowed: true, next: { failures, lastAt: now, lockedUntil } };
}

/** Takes back an attempt that turned out to be right; the failures before it stay. */
export const forgiveAttempt = ({ failures, lastAt }: Attempts): Attempts => ({
  failures: Math.max(0, failures - 1),
  lastAt,
  lockedUntil: null,
});
