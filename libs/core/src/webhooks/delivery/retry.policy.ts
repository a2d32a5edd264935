/** Seconds before each further try: about 22 hours in all, most of them for whoever is down over night. */
const DELAYS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 28_800] as const;

/** Tries of a delivery before it has failed. */
export const MAX_TRIES = DELAYS.length + 1;

/** Longest wait that a receiver can ask for. Seconds. */
const MAX_WAIT = 86_400;

/** Failures in a row after which a receiver is given a rest, whatever waits for it. */
const FAILURES_BEFORE_REST = 3;
const LONGEST_REST = 900;

/** Failures in a row without which none is disabled, however long ago the first was. */
const FAILURES_BEFORE_END = 10;

/**
 * Seconds from a failed try to the next: by the number of tries so far, a fifth more or less so that what failed together
 * does not come back together, and no sooner than the receiver asked for. Null when that was the last.
 *
 * @param random from 0 to 1
 */
export function delayAfter(tries: number, random: number, askedFor: number | null): number | null {
  const delay = DELAYS[tries - 1];
  if (delay === undefined) return null;
  return Math.max(delay * (0.8 + 0.4 * random), Math.min(askedFor ?? 0, MAX_WAIT));
}

/** Seconds for which a receiver is left alone after so many failures in a row, or because it asked for it. */
export function restAfter(failures: number, askedFor: number | null): number {
  const beyond = failures - FAILURES_BEFORE_REST;
  return Math.max(beyond < 0 ? 0 : Math.min(5 * 2 ** beyond, LONGEST_REST), Math.min(askedFor ?? 0, MAX_WAIT));
}

/** Is one that is failing asked one delivery at a time? */
export const isTriedSingly = (failures: number): boolean => failures >= FAILURES_BEFORE_REST;

/** Has it failed for so long that it is disabled? `failingHours`: since the first failure after the last success. */
export const isGivenUp = (failures: number, failingHours: number, limitHours: number): boolean =>
  failures >= FAILURES_BEFORE_END && failingHours >= limitHours;

/** Seconds that `Retry-After` asks for (RFC 9110, 10.2.3: a number of seconds, or a date); null when it says neither. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
