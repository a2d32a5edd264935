interface Waiting {
  readonly tenantId: string;
  readonly enter: () => void;
}

/**
 * Lets operations in, as many at once as there are connections. Whoever waits comes in when it is its company's turn:
 * the company with the fewest operations running is next, among equals the one that has waited longest. So one that
 * sends hundreds at once waits behind its own, and another's single call is next.
 */
export class Admission {
  private running = 0;
  private readonly runningOf = new Map<string, number>();
  /** Those who wait, by company, in the order in which companies came to wait. */
  private readonly waiting = new Map<string, Waiting[]>();

  constructor(private readonly slots: number) {}

  /** How many run, and how many wait. */
  get counts(): { running: number; waiting: number } {
    let waiting = 0;
    for (const queue of this.waiting.values()) waiting += queue.length;
    return { running: this.running, waiting };
  }

  /** @param tenantId whose operation it is; all that are nobody's count as one company's */
  async run<T>(tenantId: string, task: () => Promise<T>): Promise<T> {
    if (this.running < this.slots) this.begin(tenantId);
    else await new Promise<void>((enter) => this.queueUp({ tenantId, enter }));
    try {
      return await task();
    } finally {
      this.end(tenantId);
    }
  }

  private queueUp(one: Waiting): void {
    const others = this.waiting.get(one.tenantId);
    if (others) others.push(one);
    else this.waiting.set(one.tenantId, [one]);
  }

  private begin(tenantId: string): void {
    this.running += 1;
    this.runningOf.set(tenantId, (this.runningOf.get(tenantId) ?? 0) + 1);
  }

  private end(tenantId: string): void {
    this.running -= 1;
    const left = this.runningOf.get(tenantId)! - 1;
    if (left > 0) this.runningOf.set(tenantId, left);
    else this.runningOf.delete(tenantId);

    let next: string | undefined;
    for (const candidate of this.waiting.keys()) {
      const has = this.runningOf.get(candidate) ?? 0;
      if (next === undefined || has < (this.runningOf.get(next) ?? 0)) next = candidate;
    }
    if (next === undefined) return;
    const queue = this.waiting.get(next)!;
    const { enter } = queue.shift()!;
    // To the end of the line, so that equals take turns.
    this.waiting.delete(next);
    if (queue.length > 0) this.waiting.set(next, queue);
    this.begin(next);
    enter();
  }
}
