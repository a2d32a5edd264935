/** A company's operations of one kind, in the order in which they came. */
interface Line {
  readonly tenantId: string;
  readonly isDear: boolean;
  readonly waiting: (() => void)[];
}

export interface AdmissionLimits {
  /** Operations that run at once: as many as there are connections. */
  readonly slots: number;
  /** Of one company, while others ask too. Dear ones have a quarter as many places, apart from these. */
  readonly besideOthers: number;
}

/** From so many cost points on an operation is dear: some hundred rows with what hangs on them. */
export const DEAR_COST = 500;
const DEAR_SHARE = 4;
/** For so long after its last operation a company counts as one that others work beside. Milliseconds. */
const NEIGHBOUR_MS = 10_000;
/** Whose operations are nobody's: sign-ins and the like. */
const NOBODY = '';

const keyOf = (tenantId: string, isDear: boolean): string => `${isDear ? 'dear' : 'cheap'} ${tenantId}`;

/**
 * Lets operations in, as many at once as there are connections. Whoever waits comes in when it is its company's turn:
 * the company with the fewest operations running is next, among equals the one that has waited longest. So one that
 * sends hundreds at once waits behind its own, and another's single call is next.
 *
 * That call then shares processor and database with those that run. So a company has all the room only while it is alone;
 * beside others it has a few places at once, and fewer for dear operations: its own cheap ones need not wait for those.
 */
export class Admission {
  private running = 0;
  /** By company, and by company and kind. */
  private readonly runningOf = new Map<string, number>();
  /** Those who wait, in the order in which they came to. */
  private readonly lines = new Map<string, Line>();
  /** The company that asked last, and the last one that is not it. */
  private last = { tenantId: NOBODY, at: -Infinity };
  private lastOther = { tenantId: NOBODY, at: -Infinity };

  constructor(
    private readonly limits: AdmissionLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

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
    this.noteAsking(tenantId);
    if (!this.lines.has(keyOf(tenantId, isDear)) && this.hasRoom(tenantId, isDear)) this.count(tenantId, isDear, 1);
    else await new Promise<void>((enter) => this.lineUp(tenantId, isDear, enter));
    try {
      return await task();
    } finally {
      this.count(tenantId, isDear, -1);
      while (this.admitNext());
    }
  }

  private noteAsking(tenantId: string): void {
    if (tenantId === NOBODY) return;
    if (tenantId !== this.last.tenantId) this.lastOther = this.last;
    this.last = { tenantId, at: this.now() };
  }

  private hasRoom(tenantId: string, isDear: boolean): boolean {
    const { slots, besideOthers } = this.limits;
    if (this.running >= slots) return false;
    const neighbour = this.last.tenantId === tenantId ? this.lastOther : this.last;
    if (this.now() - neighbour.at > NEIGHBOUR_MS) return true;
    const places = isDear ? Math.max(1, Math.floor(besideOthers / DEAR_SHARE)) : besideOthers;
    return this.runs(keyOf(tenantId, isDear)) < places;
  }

  private lineUp(tenantId: string, isDear: boolean, enter: () => void): void {
    const key = keyOf(tenantId, isDear);
    const line = this.lines.get(key);
    if (line) line.waiting.push(enter);
    else this.lines.set(key, { tenantId, isDear, waiting: [enter] });
  }

  private runs(key: string): number {
    return this.runningOf.get(key) ?? 0;
  }

  private count(tenantId: string, isDear: boolean, by: 1 | -1): void {
    this.running += by;
    for (const key of [tenantId, keyOf(tenantId, isDear)]) {
      const now = this.runs(key) + by;
      if (now > 0) this.runningOf.set(key, now);
      else this.runningOf.delete(key);
    }
  }

  private admitNext(): boolean {
    let next: Line | undefined;
    for (const line of this.lines.values()) {
      if (!this.hasRoom(line.tenantId, line.isDear)) continue;
      if (!next || this.runs(line.tenantId) < this.runs(next.tenantId)) next = line;
    }
    if (!next) return false;
    const { tenantId, isDear, waiting } = next;
    const enter = waiting.shift()!;
    // To the end of the line, so that equals take turns.
    this.lines.delete(keyOf(tenantId, isDear));
    if (waiting.length > 0) this.lines.set(keyOf(tenantId, isDear), next);
    this.count(tenantId, isDear, 1);
    enter();
    return true;
  }
}
