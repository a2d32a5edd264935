import { currentTenant, db, notFound, staleVersion } from '@atrium/sdk';
import { ownSubscriptions } from './owner';

export interface StoredSubscription {
  readonly id: string;
  readonly events: readonly string[];
  readonly communities: readonly string[] | null;
  readonly enabled: boolean;
  readonly version: number;
}

/** Locked to be changed. `NOT_FOUND` where the caller knows of no such one, `CONFLICT` for a stale version. */
export async function lockSubscription(id: string, version?: number): Promise<StoredSubscription> {
  const [row] = await db().query<StoredSubscription>(
    `SELECT id, events, communities, state = 'ENABLED' AS enabled, version FROM atrium.webhook_subscription s
     WHERE id = $1 AND ${ownSubscriptions('s')} FOR NO KEY UPDATE`,
    [id],
  );
  if (!row) throw notFound('WebhookSubscription');
  if (version !== undefined && row.version !== version) throw staleVersion(version, row.version);
  return row;
}

/** Until the transaction ends, only this one adds to what the company has. Answers how many there are, seen or not. */
export async function countSubscriptions(): Promise<number> {
  await db().query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`webhooks ${currentTenant().id}`]);
  const [row] = await db().query<{ count: number }>('SELECT app.count_webhooks() AS count');
  return row!.count;
}
