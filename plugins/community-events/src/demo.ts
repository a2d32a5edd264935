import { newId } from '@atrium/sdk';
import { EventKind } from './event/event.enums';
import type { CommunityEventsCreateInput } from './event/event.inputs';
import { createEvent, publishEvent } from './event/events.service';
import { newCheckInCode } from './registration/check-in-code';
import { checkIn } from './registration/check-in.service';
import { register } from './registration/registrations.service';
import { livesThere } from './residence';
import type { Ctx } from './settings';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Somebody at home in a community. */
interface Neighbour {
  readonly communityId: string;
  readonly customerId: string;
  readonly unitId: string;
}

/** One of each kind and state, with people: in the past, just before its start, full, for all owners, told of, and a draft. */
export async function showDemo(ctx: Ctx): Promise<void> {
  const [known] = await ctx.whole.query('SELECT FROM plg_community_events.event LIMIT 1');
  if (known) return;
  const neighbours = await neighboursOf(ctx);
  const communityId = neighbours[0]?.communityId ?? null;
  const from = (hours: number, lasts: number): Pick<CommunityEventsCreateInput, 'startsAt' | 'endsAt'> => {
    const startsAt = new Date(Math.ceil(ctx.clock.now().getTime() / HOUR_MS) * HOUR_MS + hours * HOUR_MS);
    return { startsAt, endsAt: new Date(startsAt.getTime() + lasts * HOUR_MS) };
  };
  const plan = async (input: Partial<CommunityEventsCreateInput> & typeof DETAILS, isOut = true): Promise<string> => {
    const id = await createEvent(ctx, {
      ...{ communityId, hasWaitingList: true, notifies: false, ...from(1, 2) },
      ...input,
    });
    if (isOut) await publishEvent(ctx, { id, version: 1 });
    return id;
  };

  await pastEvent(ctx, communityId, neighbours.slice(0, 12));
  const soon = await plan({ ...DETAILS, title: '老年人健康讲座', kind: EventKind.TRAINING, capacity: 30 });
  const there = await registerAll(ctx, soon, neighbours.slice(4, 14), 1);
  for (const registrationId of there.slice(0, 4)) await checkIn(ctx, { eventId: soon, registrationId });
  const full = { title: '亲子烘焙', kind: EventKind.ACTIVITY, capacity: 8, householdLimit: 2, place: '社区活动中心' };
  await registerAll(ctx, await plan({ ...DETAILS, ...full, ...from(7 * 24, 3) }), neighbours.slice(8, 15), 2);
  await plan({ ...DETAILS, title: '业主恳谈会', kind: EventKind.FORUM, communityId: null, ...from(14 * 24, 2) });
  const told = {
    title: '电梯年度检验',
    description: '检验期间电梯分批停运，每台约两小时。',
    kind: EventKind.NOTICE_ONLY,
  };
  await plan({ ...DETAILS, ...told, ...from(3 * 24, 8) });
  const draft = { title: '社区联欢会', kind: EventKind.ACTIVITY, capacity: 200, ...from(45 * 24, 4) };
  await plan({ ...DETAILS, ...draft }, false);
}

const DETAILS = { kind: EventKind.ACTIVITY, title: '', description: '欢迎邻里参加。' };

/** Of one community, the one where most are at home: one customer of each of some homes. */
const neighboursOf = (ctx: Ctx): Promise<Neighbour[]> =>
  ctx.whole.query<Neighbour>(
    `SELECT DISTINCT ON (o.unit_id) o.community_id AS "communityId", o.customer_id AS "customerId", o.unit_id AS "unitId"
     FROM core.occupancy o JOIN core.customer c ON c.id = o.customer_id AND c.merged_into_id IS NULL
     WHERE ${livesThere('$1', '$2')} AND o.community_id = (
       SELECT x.community_id FROM core.occupancy x GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1)
     ORDER BY o.unit_id, o.id LIMIT 15`,
    [ctx.clock.now(), ctx.tenant.timeZone],
  );

async function registerAll(
  ctx: Ctx,
  eventId: string,
  neighbours: readonly Neighbour[],
  people: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (const { customerId, unitId } of neighbours)
    ids.push(await register(ctx, { eventId, customerId, unitId, people }));
  return ids;
}

/** One that took place before there was anybody to register: written as it would have been left. */
async function pastEvent(ctx: Ctx, communityId: string | null, neighbours: readonly Neighbour[]): Promise<void> {
  const id = newId();
  const startsAt = new Date(ctx.clock.now().getTime() - 20 * DAY_MS);
  await ctx.db.execute(
    `INSERT INTO plg_community_events.event (id, kind, state, title, description, place, community_id, starts_at, ends_at,
       capacity, budget, spent, currency, published_at)
     VALUES ($1, 'ACTIVITY', 'FINISHED', '邻里运动会', '趣味项目，老少皆宜。', '中心花园', $2, $3, $4, 40, 300000, 276050, $5, $6)`,
    [
      ...[id, communityId, startsAt, new Date(startsAt.getTime() + 3 * HOUR_MS), ctx.tenant.currency],
      new Date(startsAt.getTime() - 10 * DAY_MS),
    ],
  );
  for (const [index, { customerId, unitId }] of neighbours.entries()) {
    const came = index % 4 !== 3;
    await ctx.db.execute(
      `INSERT INTO plg_community_events.registration (id, event_id, customer_id, unit_id, household, people, state, queue,
         code, confirmed_at, checked_in_at)
       VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[
          newId(),
          id,
          customerId,
          unitId,
          1 + (index % 3),
          came ? 'ATTENDED' : 'NO_SHOW',
          index + 1,
          newCheckInCode(),
        ],
        ...[new Date(startsAt.getTime() - 5 * DAY_MS), came ? startsAt : null],
      ],
    );
  }
}
