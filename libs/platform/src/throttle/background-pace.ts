import { setTimeout as pause } from 'node:timers/promises';
import { Neighbours, TimeShares } from './time-shares.policy';

/** Of the share of those who wait for an answer: both may be at it at the same time. */
const BACKGROUND_PART = 0.5;
/**
 * A batch of an import takes half a second: with a shorter rest its share would be a fifth of the time and not a tenth.
 * Shorter than what a job may last. Milliseconds.
 */
export const LONGEST_BACKGROUND_REST_MS = 10_000;
/** Processes tell once a second who is at work. Milliseconds. */
const AT_WORK_MS = 3_000;

/** The time in milliseconds, and what lets some of it pass. */
export interface Pauses {
  now(): number;
  pause(milliseconds: number): Promise<unknown>;
}

const REAL_TIME: Pauses = { now: () => performance.now(), pause: (milliseconds) => pause(milliseconds) };

/**
 * Lets background work give way: while people of other companies are at work, the transactions of a company's jobs run
 * for half of its share of the time and rest in between, so that processor and disk are free for those who wait for an
 * answer.
 */
export class BackgroundPace {
  private readonly neighbours = new Neighbours(AT_WORK_MS);
  private readonly shares: TimeShares;

  /** @param share of a company's operations, see {@link TimeShares} */
  constructor(
    share: number,
    private readonly time: Pauses = REAL_TIME,
  ) {
    this.shares = new TimeShares(share < 1 ? share * BACKGROUND_PART : 1, LONGEST_BACKGROUND_REST_MS);
  }

  /** People of the company are at work. */
  heard(tenantId: string): void {
    this.neighbours.note(tenantId, this.time.now());
  }

  /** Resolves when a transaction of the company may begin; at once where nobody else is at work. */
  async turn(tenantId: string): Promise<void> {
    const until = this.time.now() + LONGEST_BACKGROUND_REST_MS;
    for (;;) {
      const now = this.time.now();
      const rest = Math.min(this.shares.restOf(tenantId, now), until - now);
      if (rest <= 0 || !this.neighbours.areBeside(tenantId, now)) return;
      // In steps, so that it goes on soon after the others have left.
      await this.time.pause(Math.min(rest, AT_WORK_MS / 10));
    }
  }

  /** A transaction of the company ran for `took` milliseconds. */
  spend(tenantId: string, took: number): void {
    this.shares.spend(tenantId, took, this.time.now());
  }
}
