import { conflict, invalidField, notFound } from '@atrium/sdk';
import { EventState } from '../event/event.enums';
import { lockEvent, type StoredEvent } from '../event/stored-event';
import { events } from '../events';
import { messages } from '../messages';
import type { Ctx } from '../settings';
import { readCode } from './check-in-code';
import type { CommunityEventsCheckInInput } from './registration.inputs';

interface Found {
  readonly id: string;
  readonly state: string;
  readonly customerId: string;
  readonly people: number;
  readonly checkedInAt: Date | null;
}

const COLUMNS = 'id, state, customer_id AS "customerId", people, checked_in_at AS "checkedInAt"';

/** Notes that they have come. A code is good once, for its own event, around the time of it. */
export async function checkIn(
  ctx: Ctx,
  input: CommunityEventsCheckInInput,
): Promise<{ readonly id: string; readonly people: number }> {
  const event = await lockEvent(ctx.db, input.eventId);
  const now = ctx.clock.now();
  if (event.state === EventState.DRAFT || event.state === EventState.CANCELLED || !isDoorOpen(ctx, event, now)) {
    throw conflict(messages.notNow);
  }
  const { id, state, customerId, people, checkedInAt } = await find(ctx, input);
  if (checkedInAt) {
    const at = checkedInAt.toISOString();
    throw conflict(messages.usedCode, { at }, { reason: 'USED', checkedInAt: at });
  }
  // Whoever comes after the end of the event was noted as missing first.
  if (state !== 'CONFIRMED' && state !== 'NO_SHOW') throw conflict(messages.noPlace, { state }, { reason: 'NO_PLACE' });
  await ctx.whole.execute(
    `UPDATE plg_community_events.registration SET state = 'ATTENDED', checked_in_at = $2 WHERE id = $1`,
    [id, now],
  );
  const facts = { eventId: event.id, registrationId: id, customerId, people, kind: event.kind };
  await ctx.events.emit(events.attended, facts, { aggregateId: id });
  return { id, people };
}

function isDoorOpen(ctx: Ctx, { startsAt, endsAt }: StoredEvent, now: Date): boolean {
  const margin = ctx.settings.checkInMinutes * 60_000;
  return now.getTime() >= startsAt.getTime() - margin && now.getTime() <= endsAt.getTime() + margin;
}

/** By the code whoever comes, also who lives out of the caller's sight; by the registration those the caller sees. */
async function find(ctx: Ctx, { eventId, code, registrationId }: CommunityEventsCheckInInput): Promise<Found> {
  if ((code == null || code === '') === (registrationId == null)) {
    throw invalidField('input.code', 'REQUIRED', messages.codeOrRegistration);
  }
  if (registrationId != null) {
    const [found] = await ctx.db.query<Found>(
      `SELECT ${COLUMNS} FROM plg_community_events.registration WHERE id = $1 AND event_id = $2`,
      [registrationId, eventId],
    );
    if (!found) throw notFound('CommunityEventsRegistration');
    return found;
  }
  const read = readCode(code!);
  const [found] = read
    ? await ctx.whole.query<Found>(
        `SELECT ${COLUMNS} FROM plg_community_events.registration WHERE code = $1 AND event_id = $2`,
        [read, eventId],
      )
    : [];
  if (!found) throw invalidField('input.code', 'UNKNOWN_CODE', messages.unknownCode);
  return found;
}
