import { conflict, newId, notFound } from '@atrium/sdk';
import { lockEvent } from '../event/stored-event';
import { messages } from '../messages';
import type { Ctx } from '../settings';
import type { CommunityEventsPhotoInput, CommunityEventsRemovePhotoInput } from './photo.inputs';

const MAX_PHOTOS = 50;

/** Shows an uploaded image with an event. */
export async function addPhoto(ctx: Ctx, { eventId, fileId, caption }: CommunityEventsPhotoInput): Promise<void> {
  await lockEvent(ctx.db, eventId);
  const [count] = await ctx.db.query<{ photos: number }>(
    'SELECT count(*)::int AS photos FROM plg_community_events.photo WHERE event_id = $1',
    [eventId],
  );
  if (count!.photos >= MAX_PHOTOS) throw conflict(messages.tooManyPhotos, { max: MAX_PHOTOS });
  const kept = { purpose: 'community-events', path: 'input.fileId', types: ['image/*'] };
  const { name, contentType } = await ctx.files.keep(fileId, kept);
  await ctx.db.execute(
    `INSERT INTO plg_community_events.photo (id, event_id, file_id, name, content_type, caption)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [newId(), eventId, fileId, name, contentType, caption || null],
  );
}

/** Shows a photo no longer; its file goes with it. Answers the UUID of the event it was shown with. */
export async function removePhoto(ctx: Ctx, { id }: CommunityEventsRemovePhotoInput): Promise<string> {
  const [photo] = await ctx.db.query<{ event: string }>(
    'DELETE FROM plg_community_events.photo WHERE id = $1 RETURNING event_id AS event',
    [id],
  );
  if (!photo) throw notFound('CommunityEventsPhoto');
  return photo.event;
}

/** Addresses to download photos from, by the photo's UUID. */
export async function photoUrls(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await ctx.db.query<{ id: string; file: string }>(
    'SELECT id, file_id AS file FROM plg_community_events.photo WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, file }) => [id, ctx.files.shareUrl(file).url]));
}
