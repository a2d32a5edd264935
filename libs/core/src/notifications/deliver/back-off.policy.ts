/** Tries on one channel before the next one is taken. */
export const MAX_ATTEMPTS = 9;
const FIRST_SECONDS = 20;
const LONGEST_SECONDS = 4 * 3_600;

/**
 * Seconds to wait after the given number of tries has failed for now: doubled each time and spread by a fifth, so that
 * what failed together does not come back together. The nine tries take some ten hours.
 *
 * @param random from 0 to 1
 */
export const backOffSeconds = (attempts: number, random: number): number =>
  Math.round(Math.min(LONGEST_SECONDS, FIRST_SECONDS * 3 ** (attempts - 1)) * (0.9 + random * 0.2));
