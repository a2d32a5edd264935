import { createHash, randomBytes } from 'node:crypto';
import { newId, notFound, type PluginRequest, type PluginResponse, requireWholeCompany } from '@atrium/sdk';
import type { Ctx } from '../settings';
import { type CalendarEvent, calendarOf } from './calendar';
import type { CommunityEventsFeedInput, CommunityEventsRevokeFeedInput } from './feed.type';

/** Days for which past events stay in a calendar. */
const PAST_DAYS = 90;
const MAX_EVENTS = 1_000;

/** 256 random bits need no salt: what is stored opens nothing. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Makes an address; a customer's shows what the customer is registered to. */
export async function createFeed(
  ctx: Ctx,
  { communityId = null, label = null }: CommunityEventsFeedInput,
): Promise<{ id: string; url: string }> {
  const isCustomer = ctx.actor.kind === 'CUSTOMER';
  if (communityId !== null) {
    const [found] = await ctx.db.query('SELECT FROM core.community WHERE id = $1', [communityId]);
    if (!found || isCustomer) throw notFound('Community');
  } else if (!isCustomer) requireWholeCompany();
  const id = newId();
  const token = randomBytes(32).toString('base64url');
  await ctx.db.execute(
    `INSERT INTO plg_community_events.feed (id, community_id, customer_id, token_hash, label) VALUES ($1, $2, $3, $4, $5)`,
    [id, communityId, isCustomer ? ctx.actor.id : null, hashOf(token), label || null],
  );
  return { id, url: ctx.urlOf(`/calendar/${token}`) };
}

/** From now on the address is 401. */
export async function revokeFeed(ctx: Ctx, { id }: CommunityEventsRevokeFeedInput): Promise<void> {
  const revoked = await ctx.db.execute('DELETE FROM plg_community_events.feed WHERE id = $1', [id]);
  if (revoked === 0) throw notFound('CommunityEventsFeed');
}

interface Feed {
  readonly id: string;
  readonly communityId: string | null;
  readonly customerId: string | null;
}

async function feedOf(ctx: Ctx, { params }: PluginRequest): Promise<Feed | null> {
  const [found] = await ctx.db.query<Feed>(
    `SELECT id, community_id AS "communityId", customer_id AS "customerId" FROM plg_community_events.feed
     WHERE token_hash = $1`,
    [hashOf(params['token'] ?? '')],
  );
  return found ?? null;
}

/** Whoever has the address. */
export async function checkFeed(ctx: Ctx, request: PluginRequest): Promise<string | null> {
  return (await feedOf(ctx, request)) ? 'calendar' : null;
}

export async function sendFeed(ctx: Ctx, request: PluginRequest): Promise<PluginResponse> {
  const feed = await feedOf(ctx, request);
  if (!feed) throw notFound('Page');
  const events = await eventsOf(ctx, feed);
  const host = new URL(ctx.urlOf('/')).hostname;
  const { name, locale } = ctx.tenant;
  return {
    headers: { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, max-age=900' },
    body: calendarOf({ name, host, locale }, events),
  };
}

/** A customer's own are those it is registered to; of the others, what is for everybody there. */
const eventsOf = (ctx: Ctx, { communityId, customerId }: Feed): Promise<CalendarEvent[]> =>
  ctx.db.query<CalendarEvent>(
    `SELECT id, title, description, place, starts_at AS "startsAt", ends_at AS "endsAt", updated_at AS "updatedAt",
       version, state = 'CANCELLED' AS "isCancelled"
     FROM plg_community_events.event e
     WHERE state <> 'DRAFT' AND published_at IS NOT NULL AND ends_at > $3
       AND CASE WHEN $2::uuid IS NULL
         THEN segment_id IS NULL AND (community_id IS NULL OR $1::uuid IS NULL OR community_id = $1)
         ELSE EXISTS (SELECT FROM plg_community_events.registration r JOIN core.customer c ON c.id = r.customer_id
           WHERE r.event_id = e.id AND (c.id = $2 OR c.merged_into_id = $2) AND r.state <> 'CANCELLED') END
     ORDER BY starts_at DESC, id LIMIT ${MAX_EVENTS}`,
    [communityId, customerId, new Date(ctx.clock.now().getTime() - PAST_DAYS * 86_400_000)],
  );
