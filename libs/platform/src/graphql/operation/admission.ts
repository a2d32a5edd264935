import { Neighbours, TimeShares } from '../../throttle/time-shares.policy';

/** A company's operations of one kind, in the order in which they came. */
interface Line {
  readonly tenantId: string;
  readonly isDear: boolean;
  readonly waiting: (() => void)[];
}

export interface AdmissionLimits {
  /** Operations that run at once: as many as there are connections. */
  readonly slots: number;
  /** Of one company, while others ask too. Of these a quarter, one at least, may be dear. */
  readonly besideOthers: number;
  /** Part of the time, up to 1, that operations of one company run while others ask too. */
  readonly share: number;
}

/** The time in milliseconds, and what is done when some of it has passed. */
export interface Timer {
  now(): number;
  /** Answers what takes it back. */
  after(milliseconds: number, task: () => void): () => void;
}

/** From so many cost points on an operation is dear: some hundred rows with what hangs on them. */
export const DEAR_COST = 500;
const DEAR_SHARE = 4;
/**
 * So long an operation of a company beside others runs before the next place of the company counts, where companies share
 * time. Milliseconds.
 */
export const HEAD_START_MS = 100;
/** For so long after its last operation a company counts as one that others work beside. Milliseconds. */
const NEIGHBOUR_MS = 10_000;
/** Whose operations are nobody's: sign-ins and the like. */
const NOBODY = '';

const REAL_TIME: Timer = {
  now: () => performance.now(),
  after: (milliseconds, task) => {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

const keyOf = (tenantId: string, isDear: boolean): string => `${isDear ? 'dear' : 'cheap'} ${tenantId}`;

/**
 * Lets operations in, as many at once as there are connections. Whoever waits comes in when it is its company's turn:
 * the company with the fewest operations running is next, among equals the one that has waited longest. So one that
 * sends hundreds at once waits behind its own, and another's single call is next.
 *
 * That call then shares processor and database with those that run. So a company has all the room only while it is alone;
 * beside others it has a few places, fewer for dear operations, and a share of the time: what it leaves is there for
 * whoever comes next. Its second place counts only where the first is held for long: quick ones come one after the other,
 * on one processor at a time, and slow ones do not hold them up.
 */
export class Admission {
  private running = 0;
  /** By company, and by company and kind. */
  private readonly runningOf = new Map<string, number>();
  /** When the last of those that run began, by company. */
  private readonly lastBegan = new Map<string, number>();
  /** Those who wait, in the order in which they came to. */
  private readonly lines = new Map<string, Line>();
  private readonly neighbours = new Neighbours(NEIGHBOUR_MS);
  private readonly shares: TimeShares;
  private takeBack: (() => void) | null = null;

  constructor(
    private readonly limits: AdmissionLimits,
    private readonly timer: Timer = REAL_TIME,
  ) {
    this.shares = new TimeShares(limits.share);
  }

  /** How many run, and how many wait. */
  get counts(): { running: number; waiting: number } {
    let waiting = 0;
    for (const line of this.lines.values()) waiting += line.waiting.length;
    return { running: this.running, waiting };
  }

  /**
   * @param tenantId whose operation it is; all that are nobody's count as one company's
   * @param cost points
   */
  async run<T>(tenantId: string, cost: number, task: () => Promise<T>): Promise<T> {
    const isDear = cost >= DEAR_COST;
    if (tenantId !== NOBODY) this.neighbours.note(tenantId, this.timer.now());
    if (!this.lines.has(keyOf(tenantId, isDear)) && this.waitOf(tenantId, isDear) === 0) {
      this.count(tenantId, isDear, 1);
    } else {
      await new Promise<void>((enter) => this.lineUp(tenantId, isDear, enter));
    }
    const began = this.timer.now();
    try {
      return await task();
    } finally {
      this.count(tenantId, isDear, -1);
      const now = this.timer.now();
      this.shares.spend(tenantId, now - began, now);
      this.admit();
    }
  }

  /** Milliseconds until there may be room for it; infinite where another must end first. */
  private waitOf(tenantId: string, isDear: boolean): number {
    const { slots, besideOthers, share } = this.limits;
    if (this.running >= slots) return Infinity;
    const now = this.timer.now();
    if (!this.neighbours.areBeside(tenantId, now)) return 0;
    if (this.runs(tenantId) >= besideOthers) return Infinity;
    const dear = Math.max(1, Math.floor(besideOthers / DEAR_SHARE));
    if (isDear && this.runs(keyOf(tenantId, true)) >= dear) return Infinity;
    if (tenantId === NOBODY) return 0;
    const began = share < 1 ? this.lastBegan.get(tenantId) : undefined;
    const headStart = began === undefined ? 0 : began + HEAD_START_MS - now;
    return Math.max(0, headStart, this.shares.restOf(tenantId, now));
  }

  private lineUp(tenantId: string, isDear: boolean, enter: () => void): void {
    const key = keyOf(tenantId, isDear);
    const line = this.lines.get(key);
    if (line) line.waiting.push(enter);
    else this.lines.set(key, { tenantId, isDear, waiting: [enter] });
    // Nothing of its company need be running that would let it in at its end.
    if (!line) this.admit();
  }

  private runs(key: string): number {
    return this.runningOf.get(key) ?? 0;
  }

  private count(tenantId: string, isDear: boolean, by: 1 | -1): void {
    this.running += by;
    if (by > 0) this.lastBegan.set(tenantId, this.timer.now());
    else if (this.runs(tenantId) === 1) this.lastBegan.delete(tenantId);
    for (const key of [tenantId, keyOf(tenantId, isDear)]) {
      const now = this.runs(key) + by;
      if (now > 0) this.runningOf.set(key, now);
      else this.runningOf.delete(key);
    }
  }

  /** Lets in whoever may, and comes back when the next has rested. */
  private admit(): void {
    this.takeBack?.();
    this.takeBack = null;
    let wait = this.admitNext();
    while (wait === 0) wait = this.admitNext();
    if (wait < Infinity) this.takeBack = this.timer.after(wait, () => this.admit());
  }

  /** 0 when somebody was let in, otherwise milliseconds until somebody may be. */
  private admitNext(): number {
    let next: Line | undefined;
    let shortest = Infinity;
    for (const line of this.lines.values()) {
      const wait = this.waitOf(line.tenantId, line.isDear);
      shortest = Math.min(shortest, wait);
      if (wait > 0) continue;
      if (!next || this.runs(line.tenantId) < this.runs(next.tenantId)) next = line;
    }
    if (!next) return shortest;
    const { tenantId, isDear, waiting } = next;
    const enter = waiting.shift()!;
    // To the end of the line, so that equals take turns.
    this.lines.delete(keyOf(tenantId, isDear));
    if (waiting.length > 0) this.lines.set(keyOf(tenantId, isDear), next);
    this.count(tenantId, isDear, 1);
    enter();
    return 0;
  }
}
