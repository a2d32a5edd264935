import {
  type Actor,
  Audiences,
  conflict,
  context,
  currentTenant,
  db,
  Events,
  Files,
  invalidField,
  Jobs,
  newId,
  notFound,
  Notifications,
  now,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { noticeEvents } from '../notices.events';
import { noticeMessages as messages } from '../notices.messages';
import { noticePublished, urgentNotice } from '../notices.notifications';
import { publishJob } from '../publish/publish.job';
import { NoticeState } from './notice.enums';
import type {
  CreateNoticeInput,
  NoticeTextInput,
  PublishNoticeInput,
  UpdateNoticeInput,
  WithdrawNoticeInput,
} from './notice.inputs';
import { lockNotice, type StoredActor, type StoredNotice } from './stored-notice';

const MAX_FILES = 20;

@Injectable()
export class NoticesService {
  constructor(
    private readonly audiences: Audiences,
    private readonly files: Files,
    private readonly jobs: Jobs,
    private readonly events: Events,
    private readonly notifications: Notifications,
  ) {}

  /** Answers the draft's UUID. */
  async create(input: CreateNoticeInput): Promise<string> {
    const { texts, isPinned, needsConfirmation, isUrgent, notifies, expiresAt, fileIds } = input;
    const mainLocale = currentTenant().locale;
    requireTexts(texts, mainLocale);
    requireFuture(expiresAt, 'input.expiresAt');
    const { communityId, buildingId, segmentId } = await this.target(input);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.notice (id, community_id, building_id, segment_id, main_locale, pin, needs_confirmation,
         is_urgent, notifies, expires_at, sorted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[id, communityId, buildingId, segmentId, mainLocale, isPinned ? 1 : 0],
        ...[needsConfirmation, isUrgent, notifies, expiresAt ?? null, now()],
      ],
    );
    await this.write(id, texts, 1);
    await this.attach(id, fileIds ?? [], 'input.fileIds');
    return id;
  }

  /** `CONFLICT` for a stale version or a notice that was withdrawn. */
  async update(input: UpdateNoticeInput): Promise<void> {
    const { id, version, texts, isPinned, needsConfirmation, asksAgain } = input;
    const notice = await lockNotice(id, version);
    if (notice.state === NoticeState.WITHDRAWN) throw conflict(messages.withdrawn);
    if (texts) requireTexts(texts, notice.mainLocale);
    requireFuture(input.expiresAt, 'input.expiresAt');
    const expiresAt = input.expiresAt === undefined ? notice.expiresAt : input.expiresAt;
    if (expiresAt && notice.publishAt && expiresAt <= notice.publishAt) {
      throw invalidField('input.expiresAt', 'TOO_SOON', messages.tooSoon);
    }
    await db().execute(
      `UPDATE atrium.notice SET pin = coalesce($2, pin), needs_confirmation = coalesce($3, needs_confirmation),
         expires_at = $4, asks_from = CASE WHEN $5 THEN version + 1 ELSE asks_from END,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [id, isPinned == null ? null : isPinned ? 1 : 0, needsConfirmation ?? null, expiresAt, asksAgain],
    );
    if (texts) {
      await db().execute('DELETE FROM atrium.notice_text WHERE notice_id = $1', [id]);
      await this.write(id, texts, version + 1);
    }
    await this.attach(id, input.addFileIds ?? [], 'input.addFileIds');
  }

  /** Answers whose it was. Its file goes with it: see the trigger of the table. */
  async removeAttachment(id: string): Promise<string> {
    const [gone] = await db().query<{ notice: string }>(
      'DELETE FROM atrium.notice_file WHERE id = $1 RETURNING notice_id AS notice',
      [id],
    );
    if (!gone) throw notFound('NoticeAttachment');
    return gone.notice;
  }

  /** At once, or at its time. `CONFLICT` for one that was published. Errors of `Audiences` where it is to a segment. */
  async publish({ id, version, at }: PublishNoticeInput): Promise<void> {
    const notice = await lockNotice(id, version);
    if (notice.state !== NoticeState.DRAFT && notice.state !== NoticeState.SCHEDULED) throw conflict(messages.notDraft);
    if (at) requireFuture(at, 'input.at');
    const due = at ?? now();
    if (notice.expiresAt && notice.expiresAt <= due) throw invalidField('input.at', 'TOO_SOON', messages.tooSoon);
    if (notice.segmentId !== null) await this.audiences.require(notice.segmentId);
    await db().execute(
      `UPDATE atrium.notice SET state = 'SCHEDULED', publish_at = $2, sorted_at = $2, author = $3, version = version + 1,
         updated_at = now() WHERE id = $1`,
      [id, due, JSON.stringify(stored(context().actor))],
    );
    await this.jobs.enqueue(publishJob, { noticeId: id }, at ? { startAfter: at } : {});
  }

  /** Customers see it no longer, and messages about it that have not left are stopped. */
  async withdraw({ id, version, reason }: WithdrawNoticeInput): Promise<void> {
    const notice = await lockNotice(id, version);
    if (notice.state === NoticeState.WITHDRAWN) throw conflict(messages.withdrawn);
    if (notice.state === NoticeState.DRAFT) throw conflict(messages.notPublished);
    if (notice.state === NoticeState.SCHEDULED) {
      // It was never out: it can be changed and published again.
      await db().execute(
        `UPDATE atrium.notice SET state = 'DRAFT', publish_at = NULL, version = version + 1, updated_at = now() WHERE id = $1`,
        [id],
      );
      return;
    }
    await db().execute(
      `UPDATE atrium.notice SET state = 'WITHDRAWN', withdrawn_at = $2, withdrawn_reason = $3, pin = 0,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [id, now(), reason],
    );
    await this.notifications.cancel([noticePublished, urgentNotice], { idType: 'notice', id });
    await this.events.emit(noticeEvents.withdrawn, { noticeId: id }, { aggregateId: id });
  }

  /** Only a draft: what was published is withdrawn. */
  async delete(id: string): Promise<void> {
    const notice = await lockNotice(id);
    if (notice.state !== NoticeState.DRAFT) throw conflict(messages.notDraft);
    await db().execute('DELETE FROM atrium.notice WHERE id = $1', [id]);
  }

  private async target(
    input: Pick<CreateNoticeInput, 'communityId' | 'buildingId' | 'segmentId'>,
  ): Promise<Pick<StoredNotice, 'communityId' | 'buildingId' | 'segmentId'>> {
    const { communityId, buildingId, segmentId } = input;
    if (!communityId && !buildingId && !segmentId) throw invalidField('input', 'NO_TARGET', messages.noTarget);
    if (segmentId) await this.audiences.require(segmentId);
    const target = { communityId: communityId ?? null, buildingId: buildingId ?? null, segmentId: segmentId ?? null };
    if (!communityId && !buildingId) return target;
    const [found] = await db().query<{ community: string }>(
      buildingId
        ? 'SELECT community_id AS community FROM atrium.building WHERE id = $1 AND coalesce($2, community_id) = community_id'
        : 'SELECT id AS community FROM atrium.community WHERE $1::uuid IS NULL AND id = $2',
      [buildingId ?? null, communityId ?? null],
    );
    if (!found) throw notFound(buildingId ? 'Building' : 'Community');
    return { ...target, communityId: found.community };
  }

  private async write(id: string, texts: readonly NoticeTextInput[], number: number): Promise<void> {
    for (const { locale, title, body } of texts) {
      await db().execute(
        'INSERT INTO atrium.notice_text (id, notice_id, locale, title, body) VALUES ($1, $2, $3, $4, $5)',
        [newId(), id, locale, title, body],
      );
    }
    await db().execute(
      'INSERT INTO atrium.notice_version (id, notice_id, number, texts, author) VALUES ($1, $2, $3, $4, $5)',
      [newId(), id, number, JSON.stringify(texts), context().actor.name],
    );
  }

  private async attach(id: string, files: readonly string[], path: string): Promise<void> {
    if (files.length === 0) return;
    if (new Set(files).size < files.length) throw invalidField(path, 'DUPLICATE', messages.fileTwice);
    const [kept] = await db().query<{ count: number; twice: boolean }>(
      `SELECT count(*)::int AS count, coalesce(bool_or(file_id = ANY ($2::uuid[])), false) AS twice
       FROM atrium.notice_file WHERE notice_id = $1`,
      [id, files],
    );
    if (kept!.twice) throw invalidField(path, 'DUPLICATE', messages.fileTwice);
    if (kept!.count + files.length > MAX_FILES) {
      throw invalidField(path, 'TOO_MANY', messages.tooManyFiles, { max: MAX_FILES });
    }
    for (const [index, file] of files.entries()) {
      await this.files.keep(file, { purpose: 'notice', path: `${path}.${index}` });
      await db().execute(
        `INSERT INTO atrium.notice_file (id, notice_id, file_id, name, content_type, bytes)
         SELECT $1, $2, f.id, f.name, f.content_type, f.bytes FROM atrium.file f WHERE f.id = $3`,
        [newId(), id, file],
      );
    }
  }
}

function requireTexts(texts: readonly NoticeTextInput[], mainLocale: string): void {
  const locales = texts.map(({ locale }) => locale);
  if (new Set(locales).size < locales.length) throw invalidField('input.texts', 'DUPLICATE', messages.twice);
  if (!texts.some(({ locale }) => locale === mainLocale)) {
    throw invalidField('input.texts', 'REQUIRED', messages.noText, { locale: mainLocale });
  }
}

function requireFuture(at: Date | null | undefined, path: string): void {
  if (at && at <= now()) throw invalidField(path, 'IN_THE_PAST', messages.inThePast);
}

const stored = (actor: Actor): StoredActor => ({ ...actor, permissions: [...actor.permissions] });
