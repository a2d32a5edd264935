import { Cipher, db, type Locale, type NotificationChannel, type NotificationPurpose, now } from '@atrium/sdk';
import type { Sealed } from '../message/sealed';
import type { StoredValues } from '../message/values';

/** How long a message may be in the hands of a worker: afterwards the worker is given up and another one takes it. */
export const LEASE_SECONDS = 120;

/** A message that this transaction has locked. */
export interface ClaimedMessage {
  readonly id: string;
  readonly type: string;
  readonly purpose: NotificationPurpose;
  readonly customerId: string | null;
  readonly staffId: string | null;
  readonly locale: Locale | null;
  readonly values: StoredValues;
  readonly sealed: Sealed | null;
  readonly channels: readonly NotificationChannel[] | null;
  readonly tried: readonly NotificationChannel[];
  readonly attempts: number;
  readonly channel: NotificationChannel | null;
  readonly aboutType: string | null;
  readonly aboutId: string | null;
  readonly expiresAt: Date | null;
  readonly inApp: boolean;
  /** A worker was about to hand it over and did not come back: whether it did, nobody knows. */
  readonly wasInHand: boolean;
  readonly perhapsTwice: boolean;
  /** Why the last way that was tried failed. */
  readonly reason: string | null;
  /** UUIDs of the deliveries there have been, by channel. */
  readonly deliveries: Readonly<Partial<Record<NotificationChannel, string>>>;
}

type Row = Omit<ClaimedMessage, 'sealed'> & { readonly sealed: string | null };

/** Locks what is due, the longest waiting first; what another worker is at is left out. */
export async function claimDue(cipher: Cipher, most: number): Promise<readonly ClaimedMessage[]> {
  const rows = await db().query<Row & Record<string, unknown>>(
    {
      name: 'notification_claim',
      text: `SELECT n.id, n.type, n.purpose, n.customer_id AS "customerId", n.staff_id AS "staffId", n.locale,
         n.params AS values, n.sealed, n.channels, n.tried, n.attempts, n.channel, n.about_type AS "aboutType",
         n.about_id AS "aboutId", n.expires_at AS "expiresAt", n.in_app AS "inApp", n.state = 'SENDING' AS "wasInHand",
         n.perhaps_twice AS "perhapsTwice", n.reason,
         coalesce((SELECT json_object_agg(d.channel, d.id) FROM atrium.notification_delivery d
           WHERE d.tenant_id = n.tenant_id AND d.notification_id = n.id), '{}') AS deliveries
       FROM atrium.notification n
       WHERE n.settled_at IS NULL AND n.next_at <= $1
       ORDER BY n.next_at, n.id LIMIT ${most} FOR UPDATE SKIP LOCKED`,
    },
    [now()],
  );
  return rows.map(({ sealed, ...row }) => ({
    ...row,
    sealed: sealed === null ? null : (JSON.parse(cipher.decrypt(sealed)) as Sealed),
  }));
}

/**
 * What a try of this job had in hand is due at once: it did not come back, and this is its next try.
 *
 * @param claim UUID of the job
 */
export async function takeBack(claim: string): Promise<void> {
  await db().execute(
    `UPDATE atrium.notification SET next_at = $2 WHERE claim = $1 AND state = 'SENDING' AND settled_at IS NULL AND next_at > $2`,
    [claim, now()],
  );
}

/** When the next message that waits is due; null where none waits. */
export async function nextDue(): Promise<Date | null> {
  const [row] = await db().query<{ at: Date | null }>(
    'SELECT min(next_at) AS at FROM atrium.notification WHERE settled_at IS NULL',
  );
  return row?.at ?? null;
}
