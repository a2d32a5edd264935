import { type Clock, type Principals, systemActor, type Transactions, Log } from '@atrium/sdk';
import { LRUCache } from 'lru-cache';

/** How exact the time of the last use is. Seconds. */
export const USE_RESOLUTION_SECONDS = 60;

/** Notes when API clients last called: apart from their calls, at most once a minute each. */
export class ApiClientUses {
  private readonly log = new Log('ApiClients');
  private readonly noted = new LRUCache<string, number>({ max: 10_000 });
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly transactions: Transactions,
    private readonly principals: Principals,
    private readonly clock: Clock,
  ) {}

  note(tenantId: string, clientId: string, ip: string | null): void {
    const at = this.clock.now();
    const last = this.noted.get(clientId);
    if (last !== undefined && at.getTime() - last < USE_RESOLUTION_SECONDS * 1000) return;
    this.noted.set(clientId, at.getTime());
    const operation = 'recordApiClientUse';
    const write = this.transactions
      .run({ tenantId, actor: systemActor(operation), operation }, () =>
        this.principals.recordApiClientUse(clientId, at, ip),
      )
      .catch((error: unknown) =>
        this.log.warn('Could not note the use of an API client', { tenantId, rowId: clientId, error }),
      )
      .finally(() => this.writing.delete(write));
    this.writing.add(write);
  }

  /** Resolves when what was noted so far is stored. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }
}
