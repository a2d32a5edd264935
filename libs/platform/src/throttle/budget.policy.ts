/** A leaky bucket of cost points. */
export interface Budget {
  /** Most points that gather. */
  readonly capacity: number;
  /** Points that come back in a second. */
  readonly restoreRate: number;
}

/** What `extensions.throttle` says. Null figures: without limit. */
export interface ThrottleState {
  readonly available: number | null;
  readonly restoreRate: number | null;
  readonly retryAfterMs: number;
}

export const WITHOUT_LIMIT: ThrottleState = { available: null, restoreRate: null, retryAfterMs: 0 };

/** Points are taken from the shared bucket for so long ahead. Seconds. */
const SLICE_SECONDS = 0.2;
/** Taken points that were not used go back after this time. Milliseconds. */
export const LEASE_MS = 1_000;
const MINUTE = 60;

/** The budget of `calls` a minute, of which a minute's worth may come at once; never below one operation. */
export const budgetOf = (calls: number, pointsPerCall: number, maxCost: number): Budget => ({
  capacity: Math.max(calls * pointsPerCall, maxCost),
  restoreRate: (calls * pointsPerCall) / MINUTE,
});

const REFUSED_COST = 10;
const REFUSED_BYTES_PER_POINT = 100;

/** What a request pays that is refused before it runs: for reading, parsing and validating what it brought. */
export const refusedCost = (document: string): number =>
  REFUSED_COST + Math.ceil(Buffer.byteLength(document) / REFUSED_BYTES_PER_POINT);

/** One process's share of a bucket: points it has taken and not yet used. */
export class Lease {
  private points = 0;
  private takenAt = -Infinity;
  /** Left in the bucket when it was last asked. */
  private left: number;

  constructor(private budget: Budget) {
    this.left = budget.capacity;
  }

  /** Plans change while companies work. */
  adjust(budget: Budget): void {
    this.budget = budget;
  }

  isFresh(now: number): boolean {
    return now - this.takenAt < LEASE_MS;
  }

  covers(cost: number, now: number): boolean {
    return this.isFresh(now) && this.points >= cost;
  }

  /** More than is there becomes a debt, which goes back into the bucket like what was not used. */
  use(cost: number): void {
    this.points -= cost;
  }

  /** What to ask the bucket for so that `cost` can be paid, and what goes back into it first. */
  request(cost: number): { want: number; back: number } & Budget {
    const { capacity, restoreRate } = this.budget;
    return {
      want: Math.min(capacity, Math.max(cost, restoreRate * SLICE_SECONDS)),
      back: this.points,
      capacity,
      restoreRate,
    };
  }

  taken(granted: number, left: number, now: number): void {
    this.points = granted;
    this.left = left;
    this.takenAt = now;
  }

  /** As far as this process knows: what others have taken since it last asked is seen a second later. */
  state(cost: number, now: number): ThrottleState {
    const { capacity, restoreRate } = this.budget;
    const seconds = Number.isFinite(this.takenAt) ? (now - this.takenAt) / 1000 : 0;
    const available = Math.min(capacity, this.left + this.points + restoreRate * seconds);
    const lacking = Math.max(0, cost - available);
    return {
      available: Math.max(0, Math.floor(available)),
      restoreRate: Math.floor(restoreRate),
      retryAfterMs: Math.ceil((lacking / restoreRate) * 1000),
    };
  }
}
