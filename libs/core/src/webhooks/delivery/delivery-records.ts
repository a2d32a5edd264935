import { context, db, newId } from '@atrium/sdk';
import { ownerMay } from '../subscription/owner';
import { AT_ONCE } from './limits';
import { isTriedSingly } from './retry.policy';

/** Seconds a delivery that was taken is left to whoever took it: longer than a try lasts. */
const LEASE_SECONDS = 30;

export interface TakenDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly body: string;
  readonly isTest: boolean;
  /** Tries of this round, this one included. */
  readonly tries: number;
  /** Number of this attempt over all rounds. */
  readonly number: number;
}

/** What is to be sent now, and where to. */
export interface Batch {
  readonly url: string;
  /** Sealed, the newest first. */
  readonly secrets: readonly string[];
  readonly deliveries: readonly TakenDelivery[];
  /** How many were looked at; those that may not be sent any more are cancelled. */
  readonly seen: number;
}

interface Standing {
  url: string;
  enabled: boolean;
  failures: number;
  resting: boolean;
  flying: number;
  secrets: string[];
}

/**
 * Locked, so that two workers count what is under way one after the other. The clock of secrets is the operation's, as that
 * of keys; everything else goes by the database's.
 */
const STANDING = {
  name: 'webhook_standing',
  text: `SELECT s.url, s.state = 'ENABLED' AS enabled, h.failures, coalesce(h.hold_until > now(), false) AS resting,
      (SELECT count(*)::int FROM atrium.webhook_delivery d
       WHERE d.tenant_id = s.tenant_id AND d.subscription_id = s.id AND d.state = 'WAITING' AND d.sending_until > now())
        AS flying,
      ARRAY(SELECT x.sealed FROM atrium.webhook_secret x
       WHERE x.tenant_id = s.tenant_id AND x.subscription_id = s.id AND (x.expires_at IS NULL OR x.expires_at > $2)
       ORDER BY x.created_at DESC, x.id DESC) AS secrets
    FROM atrium.webhook_subscription s
    JOIN atrium.webhook_health h ON h.tenant_id = s.tenant_id AND h.subscription_id = s.id
    WHERE s.id = $1 FOR NO KEY UPDATE OF h`,
};

/** SQL: of the row `d`, while its subscription does not rest. A test is sent in any case. */
const mayBeSent = (enabled: string): string => `(d.is_test OR ${enabled})`;

/**
 * The first try of an object's earlier event is over before that of a later one begins; one that waits for its next try is
 * overtaken. What its subscription, or the program it belongs to, may not be told of any more is cancelled.
 */
const TAKE = {
  name: 'webhook_take',
  text: `WITH due AS (
      SELECT d.id, d.is_test OR (d.type = ANY (s.events)
          AND (s.communities IS NULL OR coalesce(d.communities && s.communities, false))
          AND ${ownerMay('s', 'd.permission')}) AS fits
      FROM atrium.webhook_delivery d
      JOIN atrium.webhook_subscription s ON s.tenant_id = d.tenant_id AND s.id = d.subscription_id
      WHERE d.subscription_id = $1 AND d.state = 'WAITING' AND d.next_at <= now() AND ${mayBeSent('$3::boolean')}
        AND NOT EXISTS (
          SELECT FROM atrium.webhook_delivery e
          WHERE e.tenant_id = d.tenant_id AND e.subscription_id = d.subscription_id AND e.aggregate_id = d.aggregate_id
            AND e.state = 'WAITING' AND (e.created_at, e.id) < (d.created_at, d.id)
            AND (e.next_at <= now() OR e.sending_until > now()))
      ORDER BY d.next_at, d.created_at, d.id LIMIT $2 FOR UPDATE OF d SKIP LOCKED
    ), cancelled AS (
      UPDATE atrium.webhook_delivery d SET state = 'CANCELLED', ended_at = now() FROM due
      WHERE d.id = due.id AND NOT due.fits
    ), taken AS (
      UPDATE atrium.webhook_delivery d
      SET tries = d.tries + 1, attempts = d.attempts + 1,
          next_at = now() + ${LEASE_SECONDS} * interval '1 second',
          sending_until = now() + ${LEASE_SECONDS} * interval '1 second'
      FROM due WHERE d.id = due.id AND due.fits
      RETURNING d.id, d.event_id AS "eventId", d.body, d.is_test AS "isTest", d.tries, d.attempts AS number
    )
    SELECT (SELECT count(*)::int FROM due) AS seen,
           (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t."eventId"), '[]') FROM taken t) AS deliveries`,
};

/** Takes up to `most` of what is due for a subscription; null when it is gone, or the company's affairs rest. */
export async function take(subscriptionId: string, most: number): Promise<Batch | null> {
  const { tenant, clock } = context();
  if (!tenant || tenant.status === 'SUSPENDED') return null;
  const [standing] = await db().query<Standing>(STANDING, [subscriptionId, clock.now()]);
  if (!standing) return null;
  const { url, secrets, enabled, resting, failures, flying } = standing;
  const limit = Math.min(most, (isTriedSingly(failures) ? 1 : AT_ONCE) - flying);
  if (limit <= 0) return { url, secrets, deliveries: [], seen: 0 };
  const values = [subscriptionId, limit, enabled && !resting];
  const [taken] = await db().query<Pick<Batch, 'seen' | 'deliveries'>>(TAKE, values);
  const { seen, deliveries } = taken!;
  // Seen before it is sent: should this process die, the log tells of an attempt whose end nobody knows.
  await db().execute(
    `INSERT INTO atrium.webhook_attempt (id, delivery_id, number)
     SELECT given.id, given.delivery, given.number FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS given (id, delivery, number)`,
    [deliveries.map(() => newId()), deliveries.map(({ id }) => id), deliveries.map(({ number }) => number)],
  );
  return { url, secrets, deliveries, seen };
}

/** Seconds until something of a subscription is due: 0 for now; null when nothing waits, or nothing may be sent. */
export async function secondsToNext(subscriptionId: string): Promise<number | null> {
  const { tenant } = context();
  if (!tenant || tenant.status === 'SUSPENDED') return null;
  const [row] = await db().query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM min(CASE WHEN d.is_test THEN d.next_at ELSE greatest(d.next_at, h.hold_until) END)
         - now())::float8 AS seconds
     FROM atrium.webhook_subscription s
     JOIN atrium.webhook_health h ON h.tenant_id = s.tenant_id AND h.subscription_id = s.id
     JOIN atrium.webhook_delivery d ON d.tenant_id = s.tenant_id AND d.subscription_id = s.id
     WHERE s.id = $1 AND d.state = 'WAITING' AND ${mayBeSent(`s.state = 'ENABLED'`)}`,
    [subscriptionId],
  );
  return row?.seconds == null ? null : Math.max(0, row.seconds);
}
