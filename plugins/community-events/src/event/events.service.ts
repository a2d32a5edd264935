import { conflict, invalidField, newId, notFound, requireWholeCompany } from '@atrium/sdk';
import { promote, takenAt } from '../registration/waiting-list';
import { events } from '../events';
import { jobs } from '../jobs';
import { messages } from '../messages';
import type { Ctx } from '../settings';
import { EventState } from './event.enums';
import type {
  CommunityEventsCancelInput,
  CommunityEventsCreateInput,
  CommunityEventsPublishInput,
  CommunityEventsUpdateInput,
} from './event.inputs';
import { checkMove, checkTimes, minorOfInput } from './event.rules';
import { lockEvent, type StoredEvent } from './stored-event';

/** Plans an event, as a draft. Answers its UUID. */
export async function createEvent(ctx: Ctx, input: CommunityEventsCreateInput): Promise<string> {
  const { communityId = null, segmentId = null, startsAt, endsAt } = input;
  await requireReach(ctx, communityId);
  if (segmentId) await ctx.audiences.require(segmentId);
  if (startsAt <= ctx.clock.now()) throw invalidField('input.startsAt', 'IN_THE_PAST', messages.inThePast);
  checkTimes({
    kind: input.kind,
    startsAt,
    endsAt,
    opensAt: input.registrationOpensAt ?? null,
    closesAt: input.registrationClosesAt ?? null,
    capacity: input.capacity ?? null,
    householdLimit: input.householdLimit ?? null,
  });
  const { currency } = ctx.tenant;
  const id = newId();
  await ctx.db.execute(
    `INSERT INTO plg_community_events.event (id, kind, title, description, place, community_id, segment_id, starts_at,
       ends_at, registration_opens_at, registration_closes_at, capacity, has_waiting_list, household_limit, remind_hours,
       notifies, budget, spent, currency)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      ...[
        id,
        input.kind,
        input.title,
        input.description,
        input.place || null,
        communityId,
        segmentId,
        startsAt,
        endsAt,
      ],
      ...[input.registrationOpensAt ?? null, input.registrationClosesAt ?? null, input.capacity ?? null],
      ...[input.hasWaitingList, input.householdLimit ?? null, input.remindHours ?? null, input.notifies],
      minorOfInput(input.budget, currency, 'input.budget'),
      minorOfInput(input.spent, currency, 'input.spent'),
      currency,
    ],
  );
  return id;
}

/** Changes an event that is not over. Who has registered is told of another time or place; more places are given out. */
export async function updateEvent(ctx: Ctx, input: CommunityEventsUpdateInput): Promise<void> {
  const before = await lockEvent(ctx.db, input.id, input.version);
  await requireReach(ctx, before.communityId);
  // What it has cost is often known when it is over.
  const isOver = before.state === EventState.FINISHED || before.state === EventState.CANCELLED;
  if (isOver && changesMoreThanCost(input)) throw conflict(messages.tooLate);
  const after = merged(before, input);
  checkTimes(after);
  if (after.startsAt.getTime() !== before.startsAt.getTime() && after.startsAt <= ctx.clock.now()) {
    throw invalidField('input.startsAt', 'IN_THE_PAST', messages.inThePast);
  }
  await refuseTooFewPlaces(ctx, after);
  const { currency } = ctx.tenant;
  const money = (name: 'budget' | 'spent'): readonly [boolean, string | null] => [
    input[name] !== undefined,
    minorOfInput(input[name], currency, `input.${name}`),
  ];
  await ctx.db.execute(
    `UPDATE plg_community_events.event SET title = $2, description = coalesce($3, description), place = $4,
       starts_at = $5, ends_at = $6, registration_opens_at = $7, registration_closes_at = $8, capacity = $9,
       has_waiting_list = $10, household_limit = $11, remind_hours = $12,
       budget = CASE WHEN $13 THEN $14::bigint ELSE budget END, spent = CASE WHEN $15 THEN $16::bigint ELSE spent END,
       version = version + 1, updated_at = now() WHERE id = $1`,
    [
      ...[after.id, after.title, input.description ?? null, after.place, after.startsAt, after.endsAt, after.opensAt],
      ...[after.closesAt, after.capacity, after.hasWaitingList, after.householdLimit, after.remindHours],
      ...money('budget'),
      ...money('spent'),
    ],
  );
  if (after.state !== EventState.PUBLISHED) return;
  await promote(ctx, after);
  await planJobs(ctx, after, before);
  const hasMoved = after.startsAt.getTime() !== before.startsAt.getTime() || after.place !== before.place;
  if (hasMoved) await ctx.jobs.enqueue(jobs.tellMoved, { eventId: after.id, at: after.startsAt.toISOString() });
}

/** Its audience sees it from now on, and is told where it says so. */
export async function publishEvent(ctx: Ctx, { id, version }: CommunityEventsPublishInput): Promise<void> {
  const event = await lockEvent(ctx.db, id, version);
  await requireReach(ctx, event.communityId);
  checkMove(event.state, EventState.PUBLISHED);
  // Whoever publishes it may use the segment now: the job then works as the platform.
  if (event.segmentId) await ctx.audiences.require(event.segmentId);
  if (event.startsAt <= ctx.clock.now()) throw invalidField('input.id', 'IN_THE_PAST', messages.inThePast);
  await ctx.db.execute(
    `UPDATE plg_community_events.event SET state = 'PUBLISHED', published_at = $2, version = version + 1,
       updated_at = now() WHERE id = $1`,
    [id, ctx.clock.now()],
  );
  await ctx.events.emit(events.published, { eventId: id }, { aggregateId: id });
  await ctx.jobs.enqueue(jobs.invite, { eventId: id });
  await planJobs(ctx, event, null);
}

/** It does not take place: who has registered is told why. */
export async function cancelEvent(ctx: Ctx, { id, version, reason }: CommunityEventsCancelInput): Promise<void> {
  const event = await lockEvent(ctx.db, id, version);
  await requireReach(ctx, event.communityId);
  checkMove(event.state, EventState.CANCELLED);
  await ctx.db.execute(
    `UPDATE plg_community_events.event SET state = 'CANCELLED', cancelled_reason = $2, version = version + 1,
       updated_at = now() WHERE id = $1`,
    [id, reason],
  );
  if (event.state !== EventState.PUBLISHED) return;
  await ctx.events.emit(events.cancelled, { eventId: id }, { aggregateId: id });
  await ctx.jobs.enqueue(jobs.tellCancelled, { eventId: id });
}

/** NOT_FOUND for a community out of sight; what is for the whole company takes somebody who sees all of it. */
async function requireReach(ctx: Ctx, communityId: string | null): Promise<void> {
  if (communityId === null) return requireWholeCompany();
  const [found] = await ctx.db.query('SELECT FROM core.community WHERE id = $1', [communityId]);
  if (!found) throw notFound('Community');
}

const changesMoreThanCost = ({ id: _, version: __, budget: ___, spent: ____, ...rest }: CommunityEventsUpdateInput) =>
  Object.values(rest).some((value) => value !== undefined);

const chosen = <T>(given: T | undefined, before: T): T => (given === undefined ? before : given);

const merged = (before: StoredEvent, input: CommunityEventsUpdateInput): StoredEvent => ({
  ...before,
  title: input.title ?? before.title,
  place: input.place === undefined ? before.place : input.place || null,
  startsAt: input.startsAt ?? before.startsAt,
  endsAt: input.endsAt ?? before.endsAt,
  opensAt: chosen(input.registrationOpensAt, before.opensAt),
  closesAt: chosen(input.registrationClosesAt, before.closesAt),
  capacity: chosen(input.capacity, before.capacity),
  hasWaitingList: input.hasWaitingList ?? before.hasWaitingList,
  householdLimit: chosen(input.householdLimit, before.householdLimit),
  remindHours: chosen(input.remindHours, before.remindHours),
});

async function refuseTooFewPlaces(ctx: Ctx, { id, capacity }: StoredEvent): Promise<void> {
  if (capacity === null) return;
  const { taken } = await takenAt(ctx, id);
  if (taken > capacity) throw invalidField('input.capacity', 'TOO_SMALL', messages.capacityTaken, { taken });
}

/** What is to be done before it begins and when it ends; what was planned for another time finds that it has moved. */
async function planJobs(ctx: Ctx, event: StoredEvent, before: StoredEvent | null): Promise<void> {
  const { id: eventId, startsAt, endsAt } = event;
  const isNew = (key: 'startsAt' | 'endsAt'): boolean => before?.[key].getTime() !== event[key].getTime();
  const remindHours = event.remindHours ?? ctx.settings.remindHours;
  const remindAt = new Date(startsAt.getTime() - remindHours * 3_600_000);
  const isReminderNew = isNew('startsAt') || before?.remindHours !== event.remindHours;
  if (remindHours > 0 && isReminderNew && remindAt > ctx.clock.now()) {
    await ctx.jobs.enqueue(jobs.remind, { eventId, at: startsAt.toISOString() }, { startAfter: remindAt });
  }
  if (isNew('endsAt')) {
    await ctx.jobs.enqueue(jobs.finish, { eventId, at: endsAt.toISOString() }, { startAfter: endsAt });
  }
}
