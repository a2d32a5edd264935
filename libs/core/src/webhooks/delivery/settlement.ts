import { db, Events, WebhookRules } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { webhookEvents } from '../webhooks.events';
import { noteAttempt } from '../webhook.metrics';
import { type Attempted, WebhookAttemptOutcome } from './attempt';
import type { TakenDelivery } from './delivery-records';
import { delayAfter, isGivenUp, restAfter } from './retry.policy';

/** A receiver that takes longer is served in the slots of the slow. Milliseconds. */
const SLOW_MS = 3_000;
/** It will never come back (RFC 9110, 15.5.11). */
const GONE = 410;

/** Writes what came of an attempt, and what follows from it for its delivery and its subscription. */
@Injectable()
export class Settlement {
  constructor(
    private readonly events: Events,
    private readonly rules: WebhookRules,
  ) {}

  async settle(subscriptionId: string, delivery: TakenDelivery, attempted: Attempted): Promise<void> {
    const { id, number, tries, isTest } = delivery;
    const { outcome, status, latencyMs, detail, answer, retryAfter } = attempted;
    await db().execute(
      `UPDATE atrium.webhook_attempt SET outcome = $3, status = $4, latency_ms = $5, detail = $6, answer = $7
       WHERE delivery_id = $1 AND number = $2`,
      [id, number, outcome, status, latencyMs, detail, answer],
    );
    const isDelivered = outcome === WebhookAttemptOutcome.DELIVERED;
    const isGone = status === GONE;
    const delay = isDelivered || isTest || isGone ? null : delayAfter(tries, Math.random(), retryAfter);
    const state = isDelivered ? 'DELIVERED' : delay === null ? 'FAILED' : 'WAITING';
    // By the number of the attempt: had its lease run out, the delivery is somebody else's by now.
    await db().execute(
      `UPDATE atrium.webhook_delivery
       SET state = $3, sending_until = NULL, ended_at = CASE WHEN $3 <> 'WAITING' THEN now() END,
           next_at = now() + coalesce($4::float8, 0) * interval '1 second'
       WHERE id = $1 AND attempts = $2 AND state = 'WAITING'`,
      [id, number, state, delay],
    );
    noteAttempt(isDelivered ? 'delivered' : delay === null ? 'given_up' : 'failed');
    // A test says nothing of how the receiver does otherwise.
    if (isTest) return;
    if (isDelivered) await delivered(subscriptionId, latencyMs > SLOW_MS);
    else await this.failed(subscriptionId, isGone, retryAfter);
  }

  private async failed(subscriptionId: string, isGone: boolean, retryAfter: number | null): Promise<void> {
    const [health] = await db().query<{ failures: number; hours: number }>(
      `UPDATE atrium.webhook_health
       SET failures = failures + 1, failing_since = coalesce(failing_since, now())
       WHERE subscription_id = $1
       RETURNING failures, extract(epoch FROM now() - failing_since)::float8 / 3600 AS hours`,
      [subscriptionId],
    );
    // Deleted meanwhile.
    if (!health) return;
    const { failures, hours } = health;
    await db().execute(
      `UPDATE atrium.webhook_health SET hold_until = now() + $2::float8 * interval '1 second' WHERE subscription_id = $1`,
      [subscriptionId, restAfter(failures, retryAfter)],
    );
    if (isGone) await this.disable(subscriptionId, 'GONE');
    else if (isGivenUp(failures, hours, this.rules.disableAfterHours)) await this.disable(subscriptionId, 'FAILING');
  }

  /** What waits stays, and is sent when somebody enables it again. */
  private async disable(id: string, reason: 'GONE' | 'FAILING'): Promise<void> {
    const disabled = await db().execute(
      `UPDATE atrium.webhook_subscription
       SET state = 'DISABLED', disabled_reason = $2, disabled_at = now(), version = version + 1, updated_at = now()
       WHERE id = $1 AND state = 'ENABLED'`,
      [id, reason],
    );
    if (disabled === 0) return;
    await this.events.emit(webhookEvents.webhookDisabled, { subscriptionId: id, reason }, { aggregateId: id });
  }
}

async function delivered(subscriptionId: string, isSlow: boolean): Promise<void> {
  await db().execute(
    `UPDATE atrium.webhook_health
     SET failures = 0, failing_since = NULL, hold_until = NULL, is_slow = $2, last_delivered_at = now()
     WHERE subscription_id = $1`,
    [subscriptionId, isSlow],
  );
}
