import { events } from '../events';
import type { Ctx } from '../settings';
import { EventState } from '../event/event.enums';
import type { StoredEvent } from '../event/stored-event';
import { movingUp } from './places.policy';

/** People with a place, and whether anybody waits: over all rows, whoever asks. To be asked with the event locked. */
export async function takenAt(ctx: Ctx, eventId: string): Promise<{ taken: number; isQueued: boolean }> {
  const [row] = await ctx.whole.query<{ taken: number; isQueued: boolean }>(
    `SELECT coalesce(sum(people) FILTER (WHERE state IN ('CONFIRMED', 'ATTENDED')), 0)::int AS taken,
       coalesce(bool_or(state = 'WAITING'), false) AS "isQueued"
     FROM plg_community_events.registration WHERE event_id = $1`,
    [eventId],
  );
  return row!;
}

/**
 * Gives the places that have become free to the head of the waiting list, strictly in order: with the event locked, so that
 * each place is given once. Nobody moves up once the event has begun.
 */
export async function promote(ctx: Ctx, event: StoredEvent): Promise<void> {
  const now = ctx.clock.now();
  if (event.state !== EventState.PUBLISHED || event.startsAt <= now) return;
  const { taken, isQueued } = await takenAt(ctx, event.id);
  if (!isQueued) return;
  const waiting = await ctx.whole.query<{ id: string; customerId: string; people: number }>(
    `SELECT id, customer_id AS "customerId", people FROM plg_community_events.registration
     WHERE event_id = $1 AND state = 'WAITING' ORDER BY queue LIMIT 1000`,
    [event.id],
  );
  const up = movingUp({ capacity: event.capacity, taken }, waiting);
  if (up.length === 0) return;
  await ctx.whole.execute(
    `UPDATE plg_community_events.registration SET state = 'CONFIRMED', confirmed_at = $2 WHERE id = ANY ($1::uuid[])`,
    [up.map(({ id }) => id), now],
  );
  const items = up.map(({ id, customerId, people }) => ({
    aggregateId: id,
    payload: { eventId: event.id, registrationId: id, customerId, people },
  }));
  await ctx.events.emitAll(events.promoted, items);
}
