import type { NotificationDraft, NotificationType, VariableSpecs } from '@atrium/sdk';
import { announcement, cancelled, confirmed, invitation, moved, promoted, reminder, waiting } from '../notifications';
import { shownCode } from '../registration/check-in-code';
import { EventKind, EventState } from '../event/event.enums';
import { findEvent, type StoredEvent } from '../event/stored-event';
import { livesThere } from '../residence';
import type { Ctx } from '../settings';

/** Customers told of an event in one go. */
const BATCH = 1_000;

const about = ({ id }: StoredEvent) => ({ idType: 'community_events_event', id });
const where = ({ title, startsAt, place }: StoredEvent) => ({ title, startsAt, place });

/** Tells them by one message each; what is told of an event under the same key is told once. */
async function tell<V extends VariableSpecs>(
  ctx: Ctx,
  event: StoredEvent,
  type: NotificationType<V>,
  key: string,
  customers: readonly string[],
  values: NotificationDraft<V>['values'],
): Promise<void> {
  for (let from = 0; from < customers.length; from += BATCH) {
    await ctx.notifications.sendAll(
      type,
      customers.slice(from, from + BATCH).map((customerId) => ({
        to: { customerId },
        values,
        dedupeKey: `${event.id} ${key}`,
        expiresAt: event.endsAt,
        about: about(event),
      })),
    );
  }
}

/**
 * Notes who an event is for and tells those who were not told yet. Who lives or works there by now and did not before is
 * found by the next call.
 */
export async function invite(ctx: Ctx, eventId: string): Promise<void> {
  const event = await findEvent(ctx.db, eventId);
  if (!event || event.state !== EventState.PUBLISHED || event.startsAt <= ctx.clock.now()) return;
  const type = event.kind === EventKind.ACTIVITY || event.kind === EventKind.FORUM ? invitation : announcement;
  for await (const customers of audienceOf(ctx, event)) {
    const invited = await ctx.db.query<{ customer: string }>(
      `INSERT INTO plg_community_events.invitation (id, event_id, customer_id)
       SELECT gen_random_uuid(), $1, given.customer FROM unnest($2::uuid[]) AS given (customer)
       ON CONFLICT (tenant_id, event_id, customer_id) DO NOTHING RETURNING customer_id AS customer`,
      [eventId, customers],
    );
    if (!event.notifies) continue;
    await tell(
      ctx,
      event,
      type,
      'published',
      invited.map(({ customer }) => customer),
      where(event),
    );
  }
}

/** UUIDs of customers: members of the segment, who live or work where it is, or both. */
async function* audienceOf(ctx: Ctx, { segmentId, communityId }: StoredEvent): AsyncGenerator<readonly string[]> {
  if (segmentId === null) {
    yield await occupantsOf(ctx, communityId, null);
    return;
  }
  for await (const members of ctx.audiences.members(segmentId)) {
    yield communityId === null ? members : await occupantsOf(ctx, communityId, members);
  }
}

async function occupantsOf(
  ctx: Ctx,
  communityId: string | null,
  among: readonly string[] | null,
): Promise<readonly string[]> {
  const rows = await ctx.db.query<{ customer: string }>(
    `SELECT DISTINCT coalesce(c.merged_into_id, c.id) AS customer FROM core.occupancy o
     JOIN core.customer c ON c.id = o.customer_id
     WHERE ($1::uuid IS NULL OR o.community_id = $1) AND ${livesThere('$3', '$4')}
       AND ($2::uuid[] IS NULL OR coalesce(c.merged_into_id, c.id) = ANY ($2))`,
    [communityId, among, ctx.clock.now(), ctx.tenant.timeZone],
  );
  return rows.map(({ customer }) => customer);
}

/** Those with a place, or a place in the waiting list. */
async function registered(ctx: Ctx, eventId: string, ...states: readonly string[]): Promise<readonly string[]> {
  const rows = await ctx.db.query<{ customer: string }>(
    `SELECT customer_id AS customer FROM plg_community_events.registration WHERE event_id = $1 AND state = ANY ($2)`,
    [eventId, states],
  );
  return rows.map(({ customer }) => customer);
}

/** Reminds whoever has a place, unless the event has moved or was cancelled since this was planned. */
export async function remind(ctx: Ctx, eventId: string, at: string): Promise<void> {
  const event = await findEvent(ctx.db, eventId);
  if (!event || event.state !== EventState.PUBLISHED || event.startsAt.toISOString() !== at) return;
  if (event.startsAt <= ctx.clock.now()) return;
  await tell(ctx, event, reminder, `reminder ${at}`, await registered(ctx, eventId, 'CONFIRMED'), where(event));
}

export async function tellMoved(ctx: Ctx, eventId: string, at: string): Promise<void> {
  const event = await findEvent(ctx.db, eventId);
  if (!event || event.state !== EventState.PUBLISHED || event.startsAt.toISOString() !== at) return;
  const customers = await registered(ctx, eventId, 'CONFIRMED', 'WAITING');
  await tell(ctx, event, moved, `moved ${event.version}`, customers, where(event));
}

export async function tellCancelled(ctx: Ctx, eventId: string): Promise<void> {
  const event = await findEvent(ctx.db, eventId);
  if (!event || event.state !== EventState.CANCELLED) return;
  await ctx.notifications.cancel([invitation, announcement, reminder, moved], about(event));
  const { title, startsAt, cancelledReason } = event;
  const customers = await registered(ctx, eventId, 'CONFIRMED', 'WAITING');
  await tell(ctx, event, cancelled, 'cancelled', customers, { title, startsAt, reason: cancelledReason ?? '' });
}

/** Tells whoever has registered, or moved up, how it stands by now. */
export async function tellPlace(
  ctx: Ctx,
  { eventId, registrationId }: { readonly eventId: string; readonly registrationId: string },
  came: 'CONFIRMED' | 'WAITING' | 'PROMOTED',
): Promise<void> {
  const event = await findEvent(ctx.db, eventId);
  const [registration] = await ctx.db.query<{ customer: string; state: string; code: string }>(
    'SELECT customer_id AS customer, state, code FROM plg_community_events.registration WHERE id = $1',
    [registrationId],
  );
  if (!event || !registration || event.state !== EventState.PUBLISHED) return;
  const { customer, state, code } = registration;
  const { title, startsAt } = event;
  // Whoever has moved up, or taken it back, since then is told of that alone.
  if (came === 'WAITING') {
    if (state === 'WAITING') await tell(ctx, event, waiting, registrationId, [customer], { title, startsAt });
  } else if (state === 'CONFIRMED') {
    const type = came === 'PROMOTED' ? promoted : confirmed;
    await tell(ctx, event, type, registrationId, [customer], { ...where(event), code: shownCode(code) });
  }
}
