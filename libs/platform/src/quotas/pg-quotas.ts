import {
  COUNTED_QUOTAS,
  type CountedQuota,
  currentTenant,
  db,
  notFound,
  quotaExceeded,
  type QuotaLimits,
  Quotas,
  type QuotaUse,
  systemActor,
  type Transactions,
} from '@atrium/sdk';
import { LRUCache } from 'lru-cache';
import { ACCESS_CHANNEL } from '../auth/notified-access-changes';
import { PRINCIPAL_TTL_MS } from '../auth/principal-cache';
import type { NotificationListener } from '../database/notification-listener';

const MAX_TENANTS = 10_000;

type Row = Readonly<Record<keyof QuotaLimits, string | null>>;

const limit = (column: string): string =>
  `CASE WHEN t.quotas ? '${column}' THEN (t.quotas ->> '${column}')::bigint ELSE p.${column} END`;
/** Row-level security leaves the transaction's tenant. */
const LIMITS = {
  name: 'quota_limits',
  text: `SELECT ${limit('staff')} AS staff, ${limit('units')} AS units, ${limit('calls_per_minute')} AS "callsPerMinute",
           ${limit('storage_bytes')} AS "storageBytes"
         FROM atrium.tenant t JOIN app.plan p ON p.code = t.plan`,
};

/** {@link Quotas} as the database keeps them; limits are remembered for a moment and asked anew when they change. */
export class PgQuotas extends Quotas {
  private readonly remembered = new LRUCache<string, Promise<QuotaLimits>>({ max: MAX_TENANTS, ttl: PRINCIPAL_TTL_MS });

  constructor(
    readonly signUpPlan: string,
    private readonly transactions: Transactions,
  ) {
    super();
  }

  /** A plan or an agreement that changes is announced like a role that does. */
  listenTo(notifications: NotificationListener): void {
    notifications.on(ACCESS_CHANNEL, {
      notified: (tenantId) => this.remembered.delete(tenantId),
      interrupted: () => this.remembered.clear(),
    });
  }

  limits(tenantId: string): Promise<QuotaLimits> {
    const known = this.remembered.get(tenantId);
    if (known) return known;
    const operation = 'readLimits';
    const reading = this.transactions
      .run({ tenantId, actor: systemActor(operation), operation, readOnly: true }, readLimits)
      .catch((error: unknown) => {
        if (this.remembered.peek(tenantId) === reading) this.remembered.delete(tenantId);
        throw error;
      });
    this.remembered.set(tenantId, reading);
    return reading;
  }

  async usage(): Promise<readonly QuotaUse[]> {
    const [limits, used] = await Promise.all([readLimits(), readUsed()]);
    return [
      ...COUNTED_QUOTAS.map((quota) => ({ quota, limit: limits[quota], used: used.get(quota) ?? 0 })),
      { quota: 'callsPerMinute', limit: limits.callsPerMinute, used: null },
    ];
  }

  async check(quota: CountedQuota, by: number): Promise<void> {
    if (by <= 0) return;
    const [limits, totals] = await Promise.all([readLimits(), readUsed()]);
    const most = limits[quota];
    const used = totals.get(quota) ?? 0;
    if (most !== null && used + by > most) throw quotaExceeded({ quota, limit: most, used, requested: by });
  }

  async reserve(quota: CountedQuota, by: number): Promise<void> {
    currentTenant();
    if (!Number.isSafeInteger(by)) throw new Error(`Not a whole number to reserve of ${quota}: ${by}`);
    await db().query('SELECT app.reserve_quota($1, $2)', [quota, by]);
  }
}

async function readLimits(): Promise<QuotaLimits> {
  const [row] = await db().query<Row>(LIMITS);
  if (!row) throw notFound('Tenant');
  const { staff, units, callsPerMinute, storageBytes } = row;
  return {
    staff: numberOf(staff),
    units: numberOf(units),
    callsPerMinute: numberOf(callsPerMinute),
    storageBytes: numberOf(storageBytes),
  };
}

async function readUsed(): Promise<ReadonlyMap<string, number>> {
  const rows = await db().query<{ quota: string; used: string }>('SELECT quota, used FROM atrium.quota_use');
  return new Map(rows.map(({ quota, used }) => [quota, Number(used)]));
}

const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));
