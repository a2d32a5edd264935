import { AtriumError, type CountedAs, db, networkOf, systemActor, type Transactions } from '@atrium/sdk';
import { LRUCache } from 'lru-cache';
import { throttleMessages } from './throttle.messages';

/** So many at once; each comes back after `seconds / most`. */
export interface NetworkLimit {
  readonly most: number;
  readonly seconds: number;
}

const MAX_REMEMBERED = 20_000;
const OPERATION = 'countNetworkUse';
/** Callers whose address is not known count as one network. */
const UNKNOWN = 'unknown';

/**
 * Counts what somebody unknown does by the network it comes from: no company has a budget yet that could pay for it. One
 * row of the database for each network and kind, shared by all processes, which says when the network is free again.
 * Counted apart from the call's own transaction, so that a failed call is counted too.
 */
export class NetworkLimits {
  /** Networks that were refused, with the time at which they are let in again: they need not be asked for before. */
  private readonly refused = new LRUCache<string, number>({ max: MAX_REMEMBERED });

  constructor(
    private readonly transactions: Transactions,
    private readonly limits: Readonly<Record<CountedAs, NetworkLimit>>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts one call. `RATE_LIMITED`, retryable, with `retryAfterMs` when the network has done as many as it may. */
  async count(as: CountedAs, ip: string | null): Promise<void> {
    const subject = `${as} ${ip === null ? UNKNOWN : (networkOf(ip) ?? UNKNOWN)}`;
    const remembered = Math.ceil((this.refused.get(subject) ?? 0) - this.now());
    const waitMs = remembered > 0 ? remembered : await this.take(subject, this.limits[as]);
    if (waitMs <= 0) return;
    if (remembered <= 0) this.refused.set(subject, this.now() + waitMs);
    throw new AtriumError('RATE_LIMITED', throttleMessages.network, {
      params: { seconds: Math.ceil(waitMs / 1000) },
      retryable: true,
      extra: { retryAfterMs: waitMs },
    });
  }

  private async take(subject: string, { most, seconds }: NetworkLimit): Promise<number> {
    const actor = systemActor(OPERATION);
    const [row] = await this.transactions.run({ tenantId: null, actor, operation: OPERATION }, () =>
      db().query<{ wait_ms: number }>('SELECT app.count_network_use($1, $2, $3) AS wait_ms', [
        subject,
        most,
        seconds / most,
      ]),
    );
    return Math.ceil(row!.wait_ms);
  }
}
