import { definePlugin, defineRetention, defineRoute, doJob, onEvent, onSchedule } from '@atrium/sdk';
import { askLate, attendedTrigger, finish } from './audience/finish';
import { invite, remind, tellCancelled, tellMoved, tellPlace } from './audience/tell';
import { checkFeed, sendFeed } from './calendar/feeds.service';
import { showDemo } from './demo';
import { events, publicEvents } from './events';
import { fields } from './fields';
import { jobs } from './jobs';
import { CommunityEvents1 } from './migrations/community-events-1';
import { CommunityEvents2 } from './migrations/community-events-2';
import { notifications } from './notifications';
import { mutations, queries } from './operations';
import { segments, timeline } from './participation';
import { permissions } from './permissions';
import { type Ctx, settings } from './settings';

/** Events of communities (社区活动): what `domain.md` says of them, with nothing but the SDK and the core's public index. */
export default definePlugin({
  id: 'community-events',
  version: '0.1.0',
  sdk: '^0.1',
  settings,
  permissions,
  data: { migrations: [CommunityEvents1, CommunityEvents2], reads: ['community', 'unit', 'customer', 'occupancy'] },
  retention: [
    defineRetention({
      kind: 'COMMUNITY_EVENTS_PARTICIPATION',
      description: { en: 'Who was invited to events and took part.', 'zh-CN': '社区活动的邀请和参与记录。' },
      defaultDays: 730,
    }),
  ],
  graphql: { queries, mutations, fields },
  timeline,
  segments,
  notifications,
  surveyTriggers: [attendedTrigger],
  events: [
    onEvent('tellPlace', events.registered, (ctx: Ctx, payload) => tellPlace(ctx, payload, payload.state)),
    onEvent('tellPromoted', events.promoted, (ctx: Ctx, payload) => tellPlace(ctx, payload, 'PROMOTED')),
    onEvent('askLate', events.attended, askLate),
  ],
  publicEvents,
  jobs: [
    doJob(jobs.invite, (ctx: Ctx, { eventId }) => invite(ctx, eventId)),
    doJob(jobs.remind, (ctx: Ctx, { eventId, at }) => remind(ctx, eventId, at)),
    doJob(jobs.finish, (ctx: Ctx, { eventId, at }) => finish(ctx, eventId, at)),
    doJob(jobs.tellMoved, (ctx: Ctx, { eventId, at }) => tellMoved(ctx, eventId, at)),
    doJob(jobs.tellCancelled, (ctx: Ctx, { eventId }) => tellCancelled(ctx, eventId)),
  ],
  schedules: [
    // Who moved in or entered the segment since is invited, too.
    onSchedule({ name: 'communityEvents.refreshAudiences', at: { daily: '05:30' } }, async (ctx: Ctx) => {
      const rows = await ctx.db.query<{ eventId: string }>(
        `SELECT id AS "eventId" FROM plg_community_events.event WHERE state = 'PUBLISHED' AND starts_at > $1`,
        [ctx.clock.now()],
      );
      for (const { eventId } of rows) await ctx.jobs.enqueue(jobs.invite, { eventId }, { singletonKey: eventId });
    }),
  ],
  onDemo: showDemo,
  http: [defineRoute({ method: 'GET', path: '/calendar/:token', check: checkFeed, handle: sendFeed })],
});
