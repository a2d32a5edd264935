/** Time that a company may use at once after it was quiet: what a page of somebody at work asks for. Milliseconds. */
export const BURST_MS = 250;
/** However much a company has used, whoever waits for an answer rests for no longer. Milliseconds. */
export const LONGEST_REST_MS = 2_000;
/** From so many companies on those that have nothing to remember are forgotten. */
const REMEMBERED = 1_000;

interface Credit {
  /** Milliseconds it may still run, as of `at`; below zero it rests. */
  left: number;
  at: number;
}

/**
 * The time that each company's work has run, held to a share of all time: a leaky bucket of running time for each. What
 * counts is how long work took and not how often it came, so that where all goes slowly a company comes in less often.
 * Times are milliseconds of one clock.
 */
export class TimeShares {
  private readonly credits = new Map<string, Credit>();

  /**
   * @param share part of the time, above 0; from 1 on without limit
   * @param longestRestMs what one piece of work took beyond is forgiven
   */
  constructor(
    private readonly share: number,
    private readonly longestRestMs = LONGEST_REST_MS,
  ) {}

  /** How long the company rests from now on; 0: its work may begin. */
  restOf(company: string, now: number): number {
    if (this.share >= 1) return 0;
    const { left } = this.creditOf(company, now);
    return left > 0 ? 0 : Math.max(1, Math.ceil(-left / this.share));
  }

  /** Work of the company has ended that ran for `took`. */
  spend(company: string, took: number, now: number): void {
    if (this.share >= 1) return;
    const credit = this.creditOf(company, now);
    credit.left = Math.max(credit.left - took, -this.longestRestMs * this.share);
    this.credits.set(company, credit);
    if (this.credits.size > REMEMBERED) this.forgetRested(now);
  }

  private creditOf(company: string, now: number): Credit {
    const known = this.credits.get(company);
    if (!known) return { left: BURST_MS, at: now };
    known.left = Math.min(BURST_MS, known.left + (now - known.at) * this.share);
    known.at = now;
    return known;
  }

  private forgetRested(now: number): void {
    for (const company of this.credits.keys()) {
      if (this.creditOf(company, now).left >= BURST_MS) this.credits.delete(company);
    }
  }
}

/** Stands for several companies that nobody names. */
export const SEVERAL = '*';

/** Who else is at work: the company that asked last, and the last one that is not it. */
export class Neighbours {
  private last = { company: '', at: -Infinity };
  private lastOther = { company: '', at: -Infinity };

  /** @param windowMs for so long after it has asked a company counts as one at work */
  constructor(private readonly windowMs: number) {}

  /** @param company its id, or {@link SEVERAL} */
  note(company: string, now: number): void {
    if (company !== this.last.company) this.lastOther = this.last;
    this.last = { company, at: now };
  }

  /** Is any company at work but this one? */
  areBeside(company: string, now: number): boolean {
    const other = this.last.company === company ? this.lastOther : this.last;
    return now - other.at <= this.windowMs;
  }
}
