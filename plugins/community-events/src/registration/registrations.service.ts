import { conflict, type FieldProblem, invalidField, newId, notFound, validationFailed } from '@atrium/sdk';
import { EventKind, EventState } from '../event/event.enums';
import { findEvent, lockEvent, type StoredEvent } from '../event/stored-event';
import { events } from '../events';
import { messages } from '../messages';
import { livesThere } from '../residence';
import type { Ctx } from '../settings';
import { newCheckInCode } from './check-in-code';
import { fitsHousehold, placeFor } from './places.policy';
import type { CommunityEventsCancelRegistrationInput, CommunityEventsRegisterInput } from './registration.inputs';
import { promote } from './waiting-list';

/** Registers a customer: a place, or one in the waiting list. Answers the registration's UUID. */
export async function register(ctx: Ctx, input: CommunityEventsRegisterInput): Promise<string> {
  const { people, note } = input;
  const isStaff = ctx.actor.kind !== 'CUSTOMER';
  const { customerId, unitId } = await partyOf(ctx, input);
  const event = await lockEvent(ctx.db, input.eventId);
  const now = ctx.clock.now();
  if (event.state !== EventState.PUBLISHED || event.kind === EventKind.NOTICE_ONLY) {
    throw conflict(messages.notPublished);
  }
  // Staff write down who comes to the door, or rang too late.
  if (isStaff ? now >= event.endsAt : !isOpen(event, now)) throw conflict(messages.notOpen);
  const max = ctx.settings.maxPeople;
  if (people > max) throw invalidField('input.people', 'TOO_LARGE', messages.tooMany, { max });
  const household = unitId ?? customerId;
  const { taken, isQueued, registered, own, queue } = await registrationsOf(ctx, event.id, customerId, household);
  const { capacity, hasWaitingList, householdLimit } = event;
  if (own) throw conflict(messages.twice, {}, { reason: 'TWICE' });
  if (!fitsHousehold(householdLimit, registered, people)) {
    throw conflict(messages.household, { max: householdLimit!, registered }, { reason: 'HOUSEHOLD' });
  }
  const state = placeFor({ capacity, taken, isQueued, hasWaitingList }, people);
  if (!state) throw conflict(messages.full, {}, { reason: 'FULL' });
  const id = newId();
  await ctx.db.execute(
    `INSERT INTO plg_community_events.registration
       (id, event_id, customer_id, unit_id, household, people, state, queue, code, note, by_staff, confirmed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[id, event.id, customerId, unitId, household, people, state, queue, newCheckInCode(), note || null],
      ...[isStaff, state === 'CONFIRMED' ? now : null],
    ],
  );
  const facts = { eventId: event.id, registrationId: id, customerId, people, state };
  await ctx.events.emit(events.registered, facts, { aggregateId: id });
  return id;
}

/** Takes a registration back; the places go to the head of the waiting list. */
export async function cancelRegistration(ctx: Ctx, { id }: CommunityEventsCancelRegistrationInput): Promise<void> {
  const [seen] = await ctx.db.query<{ eventId: string }>(
    'SELECT event_id AS "eventId" FROM plg_community_events.registration WHERE id = $1',
    [id],
  );
  if (!seen) throw notFound('CommunityEventsRegistration');
  // First the event, as everybody does, so that nobody waits in a circle.
  const event = await lockEvent(ctx.whole, seen.eventId);
  const now = ctx.clock.now();
  const [registration] = await ctx.db.query<{ state: string; customerId: string; people: number }>(
    'SELECT state, customer_id AS "customerId", people FROM plg_community_events.registration WHERE id = $1',
    [id],
  );
  const { state, customerId, people } = registration!;
  if (state === 'CANCELLED') return;
  if ((state !== 'CONFIRMED' && state !== 'WAITING') || event.state !== EventState.PUBLISHED || now >= event.startsAt) {
    throw conflict(messages.tooLate);
  }
  await ctx.db.execute(
    `UPDATE plg_community_events.registration SET state = 'CANCELLED', cancelled_at = $2 WHERE id = $1`,
    [id, now],
  );
  const facts = { eventId: event.id, registrationId: id, customerId, people };
  await ctx.events.emit(events.withdrawn, facts, { aggregateId: id });
  await promote(ctx, event);
}

const isOpen = ({ opensAt, closesAt, startsAt }: StoredEvent, now: Date): boolean =>
  (opensAt === null || now >= opensAt) && now < (closesAt ?? startsAt);

/** Who registers, and from which home; all that is wrong with either is told at once. */
async function partyOf(
  ctx: Ctx,
  { eventId, customerId: given, unitId: named }: CommunityEventsRegisterInput,
): Promise<{ customerId: string; unitId: string | null }> {
  const event = await findEvent(ctx.db, eventId);
  if (!event) throw notFound('CommunityEventsEvent');
  const { actor } = ctx;
  const problems: FieldProblem[] = [];
  const isOther = actor.kind === 'CUSTOMER' && given != null && !(actor.customerIds ?? []).includes(given);
  if (isOther) problems.push({ path: 'input.customerId', code: 'NOT_ALLOWED', message: messages.onlySelf });
  const customerId = actor.kind === 'CUSTOMER' ? actor.id! : await namedCustomer(ctx, given ?? null);
  const homes = await homesOf(ctx, event, customerId);
  if (named != null && !homes.includes(named)) {
    problems.push({ path: 'input.unitId', code: 'NOT_ALLOWED', message: messages.notTheirUnit });
  } else if (named == null && homes.length > 1) {
    problems.push({ path: 'input.unitId', code: 'REQUIRED', message: messages.whichUnit });
  }
  if (problems.length > 0) throw validationFailed(...problems);
  return { customerId, unitId: named ?? homes[0] ?? null };
}

/** The customer whom staff name, or the one that it was merged into. */
async function namedCustomer(ctx: Ctx, customerId: string | null): Promise<string> {
  if (customerId === null) throw invalidField('input.customerId', 'REQUIRED', messages.whoRegisters);
  const [found] = await ctx.db.query<{ id: string }>(
    'SELECT coalesce(merged_into_id, id) AS id FROM core.customer WHERE id = $1',
    [customerId],
  );
  if (!found) throw notFound('Customer');
  return found.id;
}

/** The homes that a customer may come from to an event. */
async function homesOf(ctx: Ctx, { communityId }: StoredEvent, customerId: string): Promise<string[]> {
  const homes = await ctx.whole.query<{ unit: string }>(
    `SELECT DISTINCT o.unit_id AS unit FROM core.occupancy o
     WHERE o.customer_id IN (SELECT c.id FROM core.customer c WHERE c.id = $1 OR c.merged_into_id = $1)
       AND ${livesThere('$3', '$4')} AND ($2::uuid IS NULL OR o.community_id = $2)`,
    [customerId, communityId, ctx.clock.now(), ctx.tenant.timeZone],
  );
  return homes.map(({ unit }) => unit);
}

interface Registrations {
  /** People with a place. */
  readonly taken: number;
  readonly isQueued: boolean;
  /** People of the household. */
  readonly registered: number;
  /** Has the customer registered? */
  readonly own: boolean;
  /** The next place in the order of arrival. */
  readonly queue: number;
}

/** All that decides about one registration more, in one look at all of the event: whoever registers, it is locked. */
async function registrationsOf(ctx: Ctx, id: string, customerId: string, household: string): Promise<Registrations> {
  const [row] = await ctx.whole.query<Registrations>(
    `SELECT coalesce(sum(people) FILTER (WHERE state IN ('CONFIRMED', 'ATTENDED')), 0)::int AS taken,
       coalesce(bool_or(state = 'WAITING'), false) AS "isQueued",
       coalesce(sum(people) FILTER (WHERE household = $3 AND state <> 'CANCELLED'), 0)::int AS registered,
       coalesce(bool_or(customer_id = $2 AND state <> 'CANCELLED'), false) AS own,
       coalesce(max(queue), 0) + 1 AS queue
     FROM plg_community_events.registration WHERE event_id = $1`,
    [id, customerId, household],
  );
  return row!;
}
