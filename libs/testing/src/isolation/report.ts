/** One thing that is not as it must be. */
export interface Failure {
  /** Kind of probe. */
  readonly kind: string;
  /** What was probed, e.g. `Mutation.updateUnit input.id`. */
  readonly what: string;
  /** What is wrong, with all it takes to repeat it. */
  readonly detail: string;
  /** Another tenant, or another community's staff, saw or changed something. */
  readonly isLeak: boolean;
}

/** Calls shown of those that failed alike at one place. */
const SHOWN = 2;

/** What was probed and what was found. */
export class Report {
  readonly failures: Failure[] = [];
  private readonly counts = new Map<string, number>();

  /** A probe was made. */
  count(kind: string, probes = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + probes);
  }

  leak(kind: string, what: string, detail: string): void {
    this.failures.push({ kind, what, detail, isLeak: true });
  }

  /** Nothing leaked, but the proof is not complete. */
  gap(kind: string, what: string, detail: string): void {
    this.failures.push({ kind, what, detail, isLeak: false });
  }

  get probes(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  get leaks(): number {
    return this.failures.filter(({ isLeak }) => isLeak).length;
  }

  /** Failures of the same kind at the same place, whoever called. */
  private grouped(): Failure[][] {
    const groups = new Map<string, Failure[]>();
    for (const failure of this.failures) {
      const key = JSON.stringify([failure.isLeak, failure.kind, failure.what]);
      groups.set(key, [...(groups.get(key) ?? []), failure]);
    }
    return [...groups.values()];
  }

  /** As it is printed: probes per kind, failures, and the sum. */
  lines(): string[] {
    const { probes, leaks, failures, counts } = this;
    const gaps = failures.length - leaks;
    return [
      ...[...counts].map(([kind, count]) => `${String(count).padStart(7)}  ${kind}`),
      ...this.grouped().flatMap((group) => {
        const { kind, what, isLeak } = group[0]!;
        const shown = group.slice(0, SHOWN).map(({ detail }) => `      ${detail}`);
        const more = group.length > SHOWN ? [`      … and ${group.length - SHOWN} more like these`] : [];
        return ['', `${isLeak ? 'LEAK' : 'NOT PROVEN'}  ${what}  (${kind})`, ...shown, ...more];
      }),
      '',
      ...(gaps > 0 ? [`${gaps} not proven`] : []),
      `${probes} probes, ${leaks} leaks`,
    ];
  }
}
