import { AtriumError, conflict, db, invalidField, newId, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { envelopeOf } from '../publish/envelope';
import { ofOwnSubscriptions } from '../subscription/owner';
import { lockSubscription } from '../subscription/stored-subscription';
import { webhookMessages } from '../webhooks.messages';
import type { ReplayWebhookDeliveriesInput } from './delivery.inputs';
import { Wakes } from './wakes';

/** What a test tells. */
export const PING = 'webhook.ping';
/** Sent again by one call. */
const MOST_REPLAYED = 10_000;

const AGAIN = `state = 'WAITING', tries = 0, replays = replays + 1, next_at = now(), ended_at = NULL`;

/** Tests, and what is sent again. */
@Injectable()
export class WebhookDeliveries {
  constructor(private readonly wakes: Wakes) {}

  /** Answers the UUID of the delivery. A disabled webhook can be tried as well: that is how to see whether it is mended. */
  async sendTest(subscriptionId: string): Promise<string> {
    await lockSubscription(subscriptionId);
    const [id, eventId, at] = [newId(), newId(), now()];
    const body = envelopeOf(eventId, { type: PING, version: 1, timestamp: at.toISOString(), data: {} });
    await db().execute(
      `INSERT INTO atrium.webhook_delivery
         (id, subscription_id, event_id, type, aggregate_id, occurred_at, body, is_test)
       VALUES ($1, $2, $3, $4, $3, $5, $6, true)`,
      [id, subscriptionId, eventId, PING, at, body],
    );
    await this.wakes.now(subscriptionId);
    return id;
  }

  /** `INVALID_TRANSITION` while it waits, and for a test; `CONFLICT` where its webhook is disabled. */
  async replay(id: string): Promise<void> {
    const [found] = await db().query<{ subscription: string }>(
      `SELECT subscription_id AS subscription FROM atrium.webhook_delivery d WHERE id = $1 AND ${ofOwnSubscriptions('d')}`,
      [id],
    );
    if (!found) throw notFound('WebhookDelivery');
    await this.lockEnabled(found.subscription);
    const [delivery] = await db().query<{ state: string; test: boolean }>(
      'SELECT state, is_test AS test FROM atrium.webhook_delivery WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (!delivery) throw notFound('WebhookDelivery');
    if (delivery.test) throw new AtriumError('INVALID_TRANSITION', webhookMessages.testOnce);
    if (delivery.state === 'WAITING') throw new AtriumError('INVALID_TRANSITION', webhookMessages.stillWaiting);
    await db().execute(`UPDATE atrium.webhook_delivery SET ${AGAIN} WHERE id = $1`, [id]);
    await this.wakes.now(found.subscription);
  }

  async replaySpan(input: ReplayWebhookDeliveriesInput): Promise<{ replayed: number; hasMore: boolean }> {
    const { subscriptionId, from, before, includeDelivered } = input;
    if (before && before <= from) throw invalidField('input.before', 'EMPTY_SPAN', webhookMessages.emptySpan);
    await this.lockEnabled(subscriptionId);
    const states = ['FAILED', 'CANCELLED', ...(includeDelivered ? ['DELIVERED'] : [])];
    const replayed = await db().execute(
      `UPDATE atrium.webhook_delivery SET ${AGAIN} WHERE id IN (
         SELECT d.id FROM atrium.webhook_delivery d
         WHERE d.subscription_id = $1 AND d.created_at >= $2 AND d.created_at < coalesce($3, now())
           AND d.state = ANY ($4) AND NOT d.is_test
         ORDER BY d.created_at, d.id LIMIT ${MOST_REPLAYED} FOR UPDATE)`,
      [subscriptionId, from, before ?? null, states],
    );
    if (replayed > 0) await this.wakes.now(subscriptionId);
    return { replayed, hasMore: replayed === MOST_REPLAYED };
  }

  private async lockEnabled(subscriptionId: string): Promise<void> {
    if (!(await lockSubscription(subscriptionId)).enabled) throw conflict(webhookMessages.disabled);
  }
}
