import { defineSurveyTrigger } from '@atrium/sdk';
import { EventKind, EventState } from '../event/event.enums';
import { findEvent, lockEvent } from '../event/stored-event';
import { events } from '../events';
import { jobs } from '../jobs';
import type { Ctx } from '../settings';

/** After an event, whoever came is asked how it was by each survey of the company that is sent after this. */
export const attendedTrigger = defineSurveyTrigger({
  name: 'communityEvents.attended',
  label: { en: 'took part in an event', 'zh-CN': '参加社区活动后' },
  description: {
    en: 'When an event is over, to each customer who was checked in, then or later.',
    'zh-CN': '活动结束后（或之后补签到时），发给每位已签到的客户。',
  },
});

/** The same for the same event: whoever was checked in while it ended is asked once. */
const occasionOf = (eventId: string): string => `event ${eventId}`;

/** Who is checked in when the event is over already is asked at once. */
export async function askLate(
  ctx: Ctx,
  { eventId, registrationId }: { eventId: string; registrationId: string },
): Promise<void> {
  const event = await findEvent(ctx.db, eventId);
  if (event?.state !== EventState.FINISHED) return;
  const [who] = await ctx.db.query<{ customerId: string; unitId: string | null }>(
    `SELECT customer_id AS "customerId", unit_id AS "unitId" FROM plg_community_events.registration WHERE id = $1`,
    [registrationId],
  );
  if (who) await ctx.surveys.fire(attendedTrigger, { ...who, occasion: occasionOf(eventId) });
}

/** Ends an event that is over: who had a place and did not come is noted, who came is asked how it was. */
export async function finish(ctx: Ctx, eventId: string, at: string): Promise<void> {
  if (!(await findEvent(ctx.db, eventId))) return;
  const event = await lockEvent(ctx.db, eventId);
  if (event.state !== EventState.PUBLISHED || event.endsAt.toISOString() !== at) return;
  if (ctx.clock.now() < event.endsAt) {
    await ctx.jobs.enqueue(jobs.finish, { eventId, at }, { startAfter: event.endsAt });
    return;
  }
  await ctx.db.execute(
    `UPDATE plg_community_events.event SET state = 'FINISHED', version = version + 1, updated_at = now() WHERE id = $1`,
    [eventId],
  );
  await ctx.events.emit(events.finished, { eventId }, { aggregateId: eventId });
  if (event.kind === EventKind.NOTICE_ONLY) return;
  await ctx.db.execute(
    `UPDATE plg_community_events.registration
     SET state = CASE state WHEN 'CONFIRMED' THEN 'NO_SHOW' ELSE 'NOT_PLACED' END
     WHERE event_id = $1 AND state IN ('CONFIRMED', 'WAITING')`,
    [eventId],
  );
  const attended = await ctx.db.query<{ customerId: string; unitId: string | null }>(
    `SELECT customer_id AS "customerId", unit_id AS "unitId" FROM plg_community_events.registration
     WHERE event_id = $1 AND state = 'ATTENDED' ORDER BY id`,
    [eventId],
  );
  for (const who of attended) await ctx.surveys.fire(attendedTrigger, { ...who, occasion: occasionOf(eventId) });
}
