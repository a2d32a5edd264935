import { db, type Events, type NotificationChannel, newId, now, recordset } from '@atrium/sdk';
import { notificationEvents, type NotificationFacts } from '../notifications.events';
import { backOffSeconds, MAX_ATTEMPTS } from './back-off.policy';
import type { ClaimedMessage } from './claimed-messages';
import type { Handover } from './planned-message';

/** How handing a message over went. */
export type HandoverResult =
  | { readonly kind: 'SENT'; readonly reference: string | null; readonly delivered: boolean }
  | { readonly kind: 'REFUSED'; readonly reply: string; readonly addressIsDead: boolean }
  /** It may go the next time. */
  | { readonly kind: 'FAILED'; readonly reply: string };

export interface HandedOver {
  readonly handover: Handover;
  readonly result: HandoverResult;
}

const ROWS = {
  id: 'uuid',
  delivery_id: 'uuid',
  state: 'text',
  delivery_state: 'text',
  reason: 'text',
  reference: 'text',
  failure: 'text',
  tried: 'text',
  attempts: 'integer',
  next_at: 'timestamptz',
} as const;
const DEAD = {
  id: 'uuid',
  channel: 'text',
  address_key: 'text',
  address_masked: 'text',
  reason: 'text',
  customer_id: 'uuid',
} as const;

/**
 * Keeps how handing over went, of what is still in this worker's hands.
 *
 * @param claim UUID of the job
 */
export async function settle(results: readonly HandedOver[], claim: string, events: Events): Promise<void> {
  if (results.length === 0) return;
  const rows = results.map((one) => settledRow(one));
  const settled = await db().query<{ id: string }>(
    {
      name: 'notification_settled',
      text: `WITH r AS MATERIALIZED (SELECT * FROM ${recordset('x', ROWS)}),
         own AS (
           UPDATE atrium.notification n SET state = r.state, reason = r.reason, attempts = r.attempts, next_at = r.next_at,
             tried = CASE WHEN r.tried IS NULL THEN n.tried ELSE n.tried || r.tried END,
             settled_at = CASE WHEN r.state IN ('SENT', 'DELIVERED') THEN $3::timestamptz END,
             sealed = CASE WHEN r.state IN ('SENT', 'DELIVERED') THEN NULL ELSE n.sealed END, claim = NULL
           FROM r WHERE n.id = r.id AND n.claim = $2 AND n.state = 'SENDING' RETURNING n.id),
         deliveries AS (
           UPDATE atrium.notification_delivery d SET state = r.delivery_state, failure = r.failure,
             reference = coalesce(r.reference, d.reference), sent_at = CASE WHEN r.delivery_state IN ('SENT', 'DELIVERED') THEN $3::timestamptz END
           FROM r WHERE d.id = r.delivery_id AND d.state = 'SENDING' AND r.id IN (SELECT id FROM own))
         SELECT id FROM own`,
    },
    [JSON.stringify(rows), claim, now()],
  );
  // Whoever was given up and comes back says nothing of what another worker has in hand, or has sent, since.
  const own = new Set(settled.map(({ id }) => id));
  await markDead(results);
  const sent = results.filter(({ handover, result }) => result.kind === 'SENT' && own.has(handover.message.id));
  await events.emitAll(
    notificationEvents.sent,
    sent.map(({ handover: { message, channel, perhapsTwice } }) => ({
      aggregateId: message.id,
      payload: { ...factsOf(message, channel), perhapsTwice },
    })),
  );
}

function settledRow({ handover: { message, channel, outgoing }, result }: HandedOver) {
  const row = { id: message.id, delivery_id: outgoing.id, reference: null, failure: null, tried: null, attempts: 0 };
  if (result.kind === 'SENT') {
    const state = result.delivered ? 'DELIVERED' : 'SENT';
    return { ...row, state, delivery_state: state, reason: null, reference: result.reference, next_at: now() };
  }
  const failure = result.reply.slice(0, 500);
  const attempts = message.attempts + 1;
  const isOver = result.kind === 'REFUSED' || attempts >= MAX_ATTEMPTS;
  if (isOver) {
    // The next look takes another way, or says that there is none.
    const reason = result.kind === 'REFUSED' ? 'REFUSED' : 'GAVE_UP';
    return { ...row, state: 'QUEUED', delivery_state: 'FAILED', reason, failure, tried: channel, next_at: now() };
  }
  const next_at = new Date(now().getTime() + backOffSeconds(attempts, Math.random()) * 1000);
  return { ...row, state: 'QUEUED', delivery_state: 'RETRYING', reason: 'RETRYING', failure, attempts, next_at };
}

async function markDead(results: readonly HandedOver[]): Promise<void> {
  const dead = results.flatMap(({ handover: { message, channel, address }, result }) =>
    result.kind === 'REFUSED' && result.addressIsDead
      ? [
          {
            id: newId(),
            channel,
            address_key: address.key,
            address_masked: address.masked,
            reason: result.reply.slice(0, 500),
            customer_id: message.customerId,
          },
        ]
      : [],
  );
  if (dead.length === 0) return;
  await markUndeliverable(dead);
}

export interface DeadAddress {
  readonly id: string;
  readonly channel: NotificationChannel;
  readonly address_key: string;
  readonly address_masked: string;
  readonly reason: string;
  readonly customer_id: string | null;
}

/** From now on nothing is sent to these addresses. */
export async function markUndeliverable(dead: readonly DeadAddress[]): Promise<void> {
  const names = Object.keys(DEAD).join(', ');
  await db().execute(
    `INSERT INTO atrium.undeliverable_address (${names}) SELECT ${names} FROM ${recordset('r', DEAD)}
     ON CONFLICT (tenant_id, address_key) DO NOTHING`,
    [JSON.stringify(dead)],
  );
}

/** A message whose fate was decided without handing it over. */
export interface Settled {
  readonly message: ClaimedMessage;
  readonly channel: NotificationChannel | null;
  readonly state: string;
  readonly reason: string | null;
}

export async function announce(events: Events, settled: readonly Settled[]): Promise<void> {
  const [inApp, notSent] = [true, false].map((there) =>
    settled.filter(({ state }) => (state === 'DELIVERED') === there),
  );
  await events.emitAll(
    notificationEvents.sent,
    inApp!.map(({ message, channel }) => ({
      aggregateId: message.id,
      payload: { ...factsOf(message, channel), perhapsTwice: false },
    })),
  );
  await events.emitAll(
    notificationEvents.notSent,
    notSent!.map(({ message, channel, state, reason }) => ({
      aggregateId: message.id,
      payload: { ...factsOf(message, channel), state, reason },
    })),
  );
}

const factsOf = (
  { id, type, customerId, staffId, aboutType, aboutId }: ClaimedMessage,
  channel: NotificationChannel | null,
): NotificationFacts => ({ notificationId: id, type, customerId, staffId, channel, aboutType, aboutId });
