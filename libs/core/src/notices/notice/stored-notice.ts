import { type Actor, db, notFound, staleVersion } from '@atrium/sdk';
import type { NoticeState } from './notice.enums';

/** Who publishes a notice, as its row keeps it. */
export type StoredActor = Omit<Actor, 'permissions'> & { readonly permissions: readonly string[] };

export interface StoredNotice {
  readonly id: string;
  readonly state: NoticeState;
  readonly version: number;
  readonly communityId: string | null;
  readonly buildingId: string | null;
  readonly segmentId: string | null;
  readonly mainLocale: string;
  readonly needsConfirmation: boolean;
  readonly isUrgent: boolean;
  readonly notifies: boolean;
  readonly publishAt: Date | null;
  readonly expiresAt: Date | null;
  readonly author: StoredActor | null;
}

/** Locks a notice. @throws AtriumError NOT_FOUND, and CONFLICT for another version than the one given */
export async function lockNotice(id: string, version?: number): Promise<StoredNotice> {
  const [found] = await db().query<StoredNotice & Record<string, unknown>>(
    `SELECT id, state, version, community_id AS "communityId", building_id AS "buildingId", segment_id AS "segmentId",
       main_locale AS "mainLocale", needs_confirmation AS "needsConfirmation", is_urgent AS "isUrgent", notifies,
       publish_at AS "publishAt", expires_at AS "expiresAt", author
     FROM atrium.notice WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!found) throw notFound('Notice');
  if (version !== undefined && found.version !== version) throw staleVersion(version, found.version);
  return found;
}
