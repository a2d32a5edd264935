/** The slots one kind of job has in this process. */
interface Kind {
  readonly max: number;
  /** Takes from the slots all such kinds share. */
  readonly shares: boolean;
  /** The plugin it is of, among those whose slots are counted together. */
  readonly guest: string | undefined;
  running: number;
  readonly byTenant: Map<string, number>;
}

/**
 * Who may run next in this process. Kinds without a limit of their own share `sharedSlots`; one with a limit has its own
 * slots, so that long work does not keep short work waiting. One tenant gets at most three quarters of the shared slots
 * and half of a kind's own: whatever it has waiting, another tenant's next job finds a free one. One plugin gets at most half
 * as many as there are shared, of whatever kinds its jobs are: should they all hang, the others go on.
 */
export class FairShare {
  private readonly kinds = new Map<string, Kind>();
  private readonly shared = new Map<string, number>();
  /** Running jobs by plugin. */
  private readonly guests = new Map<string, number>();
  private sharedRunning = 0;

  constructor(private readonly sharedSlots: number) {}

  /** @param guest id of the plugin it is of */
  add(name: string, concurrency: number | undefined, guest?: string): void {
    const shares = concurrency === undefined;
    this.kinds.set(name, { max: concurrency ?? this.sharedSlots, shares, guest, running: 0, byTenant: new Map() });
  }

  get running(): number {
    return [...this.kinds.values()].reduce((sum, { running }) => sum + running, 0);
  }

  /** Free slots of a kind. */
  room(name: string): number {
    const kind = this.kind(name);
    return Math.min(
      kind.max - kind.running,
      kind.shares ? this.sharedSlots - this.sharedRunning : Infinity,
      this.roomOf(kind.guest),
    );
  }

  private roomOf(guest: string | undefined): number {
    if (guest === undefined) return Infinity;
    return Math.max(1, Math.floor(this.sharedSlots / 2)) - (this.guests.get(guest) ?? 0);
  }

  /** Tenants with a job running in these slots. */
  busy(name: string): string[] {
    return [...this.counts(name).keys()];
  }

  /** Tenants that have all they may have. */
  capped(name: string): string[] {
    const cap = this.cap(name);
    return [...this.counts(name)].filter(([, running]) => running >= cap).map(([tenant]) => tenant);
  }

  /** Most jobs one look may bring, when all could be of one tenant among those that are neither excluded nor capped. */
  batch(name: string, excluded: readonly string[]): number {
    const skip = new Set(excluded);
    const others = [...this.counts(name)].filter(([tenant]) => !skip.has(tenant));
    const most = Math.max(0, ...others.map(([, running]) => running));
    return Math.min(this.room(name), Math.max(1, this.cap(name) - most));
  }

  started(name: string, tenant: string): void {
    this.count(name, tenant, 1);
  }

  finished(name: string, tenant: string): void {
    this.count(name, tenant, -1);
  }

  private cap(name: string): number {
    const { shares, max } = this.kind(name);
    return Math.max(1, shares ? Math.floor(max * 0.75) : Math.floor(max / 2));
  }

  /** Running jobs by tenant among those that compete for the same slots. */
  private counts(name: string): Map<string, number> {
    const kind = this.kind(name);
    return kind.shares ? this.shared : kind.byTenant;
  }

  private count(name: string, tenant: string, by: 1 | -1): void {
    const kind = this.kind(name);
    kind.running += by;
    bump(kind.byTenant, tenant, by);
    if (kind.guest !== undefined) bump(this.guests, kind.guest, by);
    if (!kind.shares) return;
    this.sharedRunning += by;
    bump(this.shared, tenant, by);
  }

  private kind(name: string): Kind {
    const kind = this.kinds.get(name);
    if (!kind) throw new Error(`No job ${name}`);
    return kind;
  }
}

function bump(counts: Map<string, number>, key: string, by: number): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next > 0) counts.set(key, next);
  else counts.delete(key);
}
