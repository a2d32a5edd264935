import { setTimeout as pause } from 'node:timers/promises';

/** Longer than anything waited for takes on a slow machine. */
const PATIENCE_MS = 900_000;

/**
 * Looks again and again until there is an answer.
 * @param what is waited for, for the error
 * @param look answers undefined as long as there is none
 * @param everyMs between two looks
 * @throws Error once patience is at its end: a benchmark that waits for ever says nothing of what is wrong
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  everyMs: number,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`${what} did not come within ${patienceMs / 1000} s`);
    await pause(everyMs);
  }
}
