import { AtriumError, db, newId, type Quotas, systemActor, type Transactions } from '@atrium/sdk';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../graphql/authenticator';
import { type Budget, budgetOf, Lease, type ThrottleState, WITHOUT_LIMIT } from './budget.policy';
import { throttleMessages } from './throttle.messages';

export interface ThrottleSettings {
  /** Cost points that one call of a plan's calls a minute is worth. */
  readonly pointsPerCall: number;
  /** Share of the company's budget that one API client may use. Percent. */
  readonly clientSharePercent: number;
  /** Of one operation: no budget is smaller. */
  readonly maxCost: number;
}

const MAX_SUBJECTS = 20_000;
/** An empty bucket is not asked again before this time. Milliseconds. */
const REFUSAL_MS = 200;

const TAKE = {
  name: 'cost_budget_take',
  text: `INSERT INTO atrium.cost_budget AS b (id, subject, points, at, granted)
         SELECT g.id, g.subject, g.capacity - least(g.want, g.capacity), clock_timestamp(), least(g.want, g.capacity)
         FROM unnest($1::uuid[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::float8[])
              AS g (id, subject, want, back, capacity, rate)
         ORDER BY g.subject
         ON CONFLICT (tenant_id, subject) DO UPDATE SET
           (points, at, granted) = (
             SELECT f.filled - least(g.want, f.filled), clock_timestamp(), least(g.want, f.filled)
             FROM unnest($2::text[], $3::float8[], $4::float8[], $5::float8[], $6::float8[])
                  AS g (subject, want, back, capacity, rate),
                  LATERAL (SELECT least(g.capacity, b.points + g.back
                                        + g.rate * greatest(0, extract(epoch FROM clock_timestamp() - b.at)::float8)) AS filled) f
             WHERE g.subject = b.subject)
         RETURNING subject, points, granted`,
};

/** One bucket that a caller pays from. */
interface Purse {
  readonly subject: string;
  readonly lease: Lease;
  readonly whose: 'company' | 'client';
}

interface Refusals {
  until: number;
}

/**
 * Makes callers pay for what their operations cost: each company, and each of its API clients, has a leaky bucket of
 * cost points in the database that all processes share. A process takes points for a fifth of a second ahead, so that
 * paying is a subtraction for nearly every call, and gives back what it has not used within a second.
 */
export class CostThrottle {
  private readonly leases = new LRUCache<string, Lease>({ max: MAX_SUBJECTS });
  private readonly refusals = new LRUCache<string, Refusals>({ max: MAX_SUBJECTS });
  private readonly taking = new Map<string, Promise<void>>();

  constructor(
    private readonly transactions: Transactions,
    private readonly quotas: Quotas,
    private readonly settings: ThrottleSettings,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Pays for one operation. `RATE_LIMITED`, retryable, with `retryAfterMs` when the caller cannot; nothing is paid then.
   * @param cost points, as computed from the document
   */
  async charge(caller: Caller, cost: number): Promise<ThrottleState> {
    const purses = await this.pursesOf(caller);
    if (purses.length === 0) return WITHOUT_LIMIT;
    const tenantId = caller.tenant!.id;
    const covered = (): boolean => purses.every(({ lease }) => lease.covers(cost, this.now()));
    const key = purses.map(({ subject }) => subject).join();
    // Another call may have used up what was taken for both.
    for (let tries = 0; !covered() && tries < 3; tries++) {
      const refusal = this.refusals.get(`${tenantId} ${key}`);
      if (refusal && refusal.until > this.now()) break;
      await this.take(tenantId, key, purses, cost);
      if (!covered()) {
        const wait = Math.max(...purses.map(({ lease }) => lease.state(cost, this.now()).retryAfterMs));
        if (wait > 0) this.refusals.set(`${tenantId} ${key}`, { until: this.now() + Math.min(wait, REFUSAL_MS) });
      }
    }
    if (!covered()) throw rateLimited(this.tightest(purses, cost), this.now(), cost);
    for (const { lease } of purses) lease.use(cost);
    return this.tightest(purses, 0).lease.state(0, this.now());
  }

  /**
   * Pays for what was already done for the caller, on credit where the budget does not suffice: {@link checkOpen} then
   * stops the caller until it has come back.
   */
  async fine(caller: Caller, cost: number): Promise<ThrottleState> {
    try {
      return await this.charge(caller, cost);
    } catch (error) {
      if (!throttleOf(error)) throw error;
      for (const { lease } of await this.pursesOf(caller)) lease.use(cost);
      return this.look(caller);
    }
  }

  /** `RATE_LIMITED` for a caller who has, as far as this process knows, not a single point left. Nothing is paid. */
  async checkOpen(caller: Caller): Promise<void> {
    const purses = await this.pursesOf(caller);
    if (purses.every(({ lease }) => lease.state(1, this.now()).retryAfterMs === 0)) return;
    throw rateLimited(this.tightest(purses, 1), this.now(), 1);
  }

  /** What the caller has left, without paying. */
  async look(caller: Caller): Promise<ThrottleState> {
    const purses = await this.pursesOf(caller);
    return purses.length === 0 ? WITHOUT_LIMIT : this.tightest(purses, 0).lease.state(0, this.now());
  }

  private tightest(purses: readonly Purse[], cost: number): Purse {
    const left = ({ lease }: Purse): number => lease.state(cost, this.now()).available!;
    const wait = ({ lease }: Purse): number => lease.state(cost, this.now()).retryAfterMs;
    return [...purses].sort((a, b) => wait(b) - wait(a) || left(a) - left(b))[0]!;
  }

  private async pursesOf({ tenant, actor }: Caller): Promise<Purse[]> {
    if (!tenant) return [];
    const { callsPerMinute } = await this.quotas.limits(tenant.id);
    if (callsPerMinute === null) return [];
    const { pointsPerCall, clientSharePercent, maxCost } = this.settings;
    const purse = (whose: Purse['whose'], subject: string, budget: Budget): Purse => {
      const key = `${tenant.id} ${subject}`;
      let lease = this.leases.get(key);
      if (lease) lease.adjust(budget);
      else this.leases.set(key, (lease = new Lease(budget)));
      return { subject, lease, whose };
    };
    const company = purse('company', 'company', budgetOf(callsPerMinute, pointsPerCall, maxCost));
    if (actor.kind !== 'API_CLIENT' || actor.id === null) return [company];
    const share = (callsPerMinute * clientSharePercent) / 100;
    return [company, purse('client', `client:${actor.id}`, budgetOf(share, pointsPerCall, maxCost))];
  }

  /** Asks the database, once for all who wait for the same. */
  private take(tenantId: string, key: string, purses: readonly Purse[], cost: number): Promise<void> {
    const running = this.taking.get(`${tenantId} ${key}`);
    if (running) return running;
    const needy = purses.filter(({ lease }) => !lease.covers(cost, this.now()));
    const asked = needy.map(({ subject, lease }) => ({ subject, lease, ...lease.request(cost) }));
    // What goes back cannot be used meanwhile.
    for (const { lease, back } of asked) lease.use(back);
    const operation = 'takePoints';
    const taking = this.transactions
      .run({ tenantId, actor: systemActor(operation), operation }, () =>
        db().query<{ subject: string; points: number; granted: number }>(TAKE, [
          asked.map(newId),
          asked.map(({ subject }) => subject),
          asked.map(({ want }) => want),
          asked.map(({ back }) => back),
          asked.map(({ capacity }) => capacity),
          asked.map(({ restoreRate }) => restoreRate),
        ]),
      )
      .then((rows) => {
        for (const { subject, points, granted } of rows) {
          asked.find((one) => one.subject === subject)?.lease.taken(granted, points, this.now());
        }
      })
      .finally(() => this.taking.delete(`${tenantId} ${key}`));
    this.taking.set(`${tenantId} ${key}`, taking);
    return taking;
  }
}

function rateLimited({ lease, whose }: Purse, now: number, cost: number): AtriumError & { throttle?: ThrottleState } {
  const throttle = lease.state(cost, now);
  const retryAfterMs = Math.max(1, throttle.retryAfterMs);
  const error = new AtriumError('RATE_LIMITED', throttleMessages[whose], {
    params: { seconds: Math.ceil(retryAfterMs / 1000) },
    retryable: true,
    extra: { retryAfterMs },
  });
  return Object.assign(error, { throttle: { ...throttle, retryAfterMs } });
}

/** What a refusal says of the budget. */
export const throttleOf = (error: unknown): ThrottleState | undefined =>
  (error as { throttle?: ThrottleState } | null)?.throttle;
