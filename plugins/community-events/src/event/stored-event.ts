import { notFound, staleVersion, type DbSession } from '@atrium/sdk';
import type { EventKind, EventState } from './event.enums';

export interface StoredEvent {
  readonly id: string;
  readonly kind: EventKind;
  readonly state: EventState;
  readonly title: string;
  readonly place: string | null;
  readonly communityId: string | null;
  readonly segmentId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly capacity: number | null;
  readonly hasWaitingList: boolean;
  readonly householdLimit: number | null;
  readonly remindHours: number | null;
  readonly notifies: boolean;
  readonly cancelledReason: string | null;
  readonly version: number;
}

const COLUMNS = `id, kind, state, title, place, community_id AS "communityId", segment_id AS "segmentId",
  starts_at AS "startsAt", ends_at AS "endsAt", registration_opens_at AS "opensAt", registration_closes_at AS "closesAt",
  capacity, has_waiting_list AS "hasWaitingList", household_limit AS "householdLimit", remind_hours AS "remindHours",
  notifies, cancelled_reason AS "cancelledReason", version`;

/** Null where the caller sees none. */
export async function findEvent(db: DbSession, id: string): Promise<StoredEvent | null> {
  const [found] = await db.query<StoredEvent>(`SELECT ${COLUMNS} FROM plg_community_events.event WHERE id = $1`, [id]);
  return found ?? null;
}

/**
 * Locks an event: until the transaction ends nobody else registers, cancels, checks in or changes it.
 * @throws AtriumError NOT_FOUND, and CONFLICT for another version than the one given
 */
export async function lockEvent(db: DbSession, id: string, version?: number): Promise<StoredEvent> {
  const [found] = await db.query<StoredEvent>(
    `SELECT ${COLUMNS} FROM plg_community_events.event WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!found) throw notFound('CommunityEventsEvent');
  if (version !== undefined && found.version !== version) throw staleVersion(version, found.version);
  return found;
}
