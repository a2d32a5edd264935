import { setTimeout as pause } from 'node:timers/promises';

/** Longer than anything waited for takes on a slow machine. Seconds. */
const PATIENCE = 900;

/**
 * Looks again and again until there is an answer.
 * @param what is waited for, for the error
 * @param look answers undefined as long as there is none
 * @param everyMs between two looks
 * @throws Error after a quarter of an hour: a command that waits for ever says nothing of what is wrong
 */
export async function until<T>(what: string, look: () => Promise<T | undefined>, everyMs: number): Promise<T> {
  const end = performance.now() + PATIENCE * 1000;
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`${what} did not come within ${PATIENCE / 60} minutes`);
    await pause(everyMs);
  }
}
