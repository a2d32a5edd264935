import {
  type Actor,
  AtriumError,
  Audiences,
  currentTenant,
  db,
  defineSchedule,
  EventHandler,
  Events,
  JobHandler,
  type JobRun,
  type Locale,
  Log,
  Notifications,
  now,
  pickLocale,
  Schedule,
  systemActor,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { customerEvents, type OccupancyPayload } from '../../customers';
import { NoticeState } from '../notice/notice.enums';
import { lockNotice, type StoredNotice } from '../notice/stored-notice';
import { noticeEvents } from '../notices.events';
import { noticePublished, urgentNotice } from '../notices.notifications';
import { addressCustomers, newcomers, occupantsOf } from './addressees';
import { publishJob } from './publish.job';

const BATCH = 2_000;
/** Of a text, in a message about it. Characters. */
const BEGINNING = 300;

const lateComers = defineSchedule({ name: 'notices.newcomers', at: { daily: '04:10' } });

/** Brings notices to those they are for. */
@Injectable()
export class NoticePublisher {
  private readonly log = new Log('Notices');

  constructor(
    private readonly audiences: Audiences,
    private readonly transactions: Transactions,
    private readonly events: Events,
    private readonly notifications: Notifications,
  ) {}

  /**
   * All at once, in one transaction: addressees, messages, state. Members of a segment are those that whoever published
   * it sees, within their own communities.
   */
  @JobHandler(publishJob, { transaction: false })
  async publish({ noticeId }: { noticeId: string }, run: JobRun): Promise<void> {
    const as = { tenantId: run.tenantId!, operation: 'publishNotice' };
    const found = await this.transactions.run({ ...as, actor: systemActor('notices') }, () => dueNotice(noticeId));
    if (!found) return;
    const actor: Actor = found.author
      ? { ...found.author, permissions: new Set(found.author.permissions) }
      : systemActor('notices');
    try {
      await this.transactions.run({ ...as, actor }, async () => {
        const notice = await dueNotice(noticeId);
        if (!notice) return;
        await db().execute(
          `UPDATE atrium.notice SET state = 'PUBLISHED', published_at = $2, sorted_at = $2, version = version + 1,
             updated_at = now() WHERE id = $1`,
          [noticeId, now()],
        );
        let addressed = 0;
        for await (const customers of this.audienceOf(notice)) {
          run.signal.throwIfAborted();
          const added = await addressCustomers(noticeId, customers);
          addressed += added.length;
          if (notice.notifies) await this.tell(notice, added);
        }
        await this.events.emit(noticeEvents.published, { noticeId, addressed }, { aggregateId: noticeId });
      });
    } catch (error) {
      if (!(error instanceof AtriumError)) throw error;
      // Its segment cannot be evaluated, or its author may not do it any more: it waits for somebody to look.
      this.log.warn('A notice could not be published; it is a draft again', { kind: error.code, error });
      await this.transactions.run({ ...as, actor: systemActor('notices') }, () =>
        db().execute(
          `UPDATE atrium.notice SET state = 'DRAFT', publish_at = NULL, version = version + 1, updated_at = now()
           WHERE id = $1 AND state = 'SCHEDULED'`,
          [noticeId],
        ),
      );
    }
  }

  /** Whoever moves in sees what is out where they live now. They are not sent what others were told of long ago. */
  @EventHandler(customerEvents.occupancyStarted, { name: 'addressNewcomers' })
  async movedIn({ unitId }: OccupancyPayload): Promise<void> {
    await this.addressNewcomers(unitId);
  }

  /** Those whose first day has come, and whom events have missed. */
  @Schedule(lateComers)
  async everyNight(): Promise<void> {
    await this.addressNewcomers(null);
  }

  private async addressNewcomers(unitId: string | null): Promise<void> {
    for (const [notice, customers] of await newcomers(unitId)) await addressCustomers(notice, customers);
  }

  private async *audienceOf({ id, communityId, segmentId }: StoredNotice): AsyncIterable<readonly string[]> {
    const occupants = communityId === null ? null : await occupantsOf(id);
    if (segmentId !== null) {
      const there = occupants && new Set(occupants);
      for await (const members of this.audiences.members(segmentId, { size: BATCH })) {
        yield there ? members.filter((member) => there.has(member)) : members;
      }
      return;
    }
    if (!occupants) return;
    for (let from = 0; from < occupants.length; from += BATCH) yield occupants.slice(from, from + BATCH);
  }

  private async tell(
    { id, mainLocale, isUrgent, expiresAt }: StoredNotice,
    customers: readonly string[],
  ): Promise<void> {
    const texts = await db().query<{ locale: string; title: string; body: string }>(
      'SELECT locale, title, body FROM atrium.notice_text WHERE notice_id = $1',
      [id],
    );
    const languages = await db().query<{ id: string; language: string | null }>(
      'SELECT id, preferred_language AS language FROM atrium.customer WHERE id = ANY ($1::uuid[])',
      [customers],
    );
    const main = texts.find(({ locale }) => locale === mainLocale)!;
    const textIn = (locale: Locale) => texts.find((text) => text.locale === locale) ?? main;
    await this.notifications.sendAll(
      isUrgent ? urgentNotice : noticePublished,
      languages.map(({ id: customerId, language }) => {
        const { title, body } = textIn(pickLocale(language, currentTenant().locale));
        return {
          to: { customerId },
          values: { title, beginning: beginningOf(body) },
          dedupeKey: `notice ${id}`,
          about: { idType: 'notice', id },
          ...(expiresAt ? { expiresAt } : {}),
        };
      }),
    );
  }
}

/** Locked; null unless it waits for its time, which has come. */
async function dueNotice(id: string): Promise<StoredNotice | null> {
  const [there] = await db().query('SELECT 1 AS there FROM atrium.notice WHERE id = $1', [id]);
  if (!there) return null;
  const notice = await lockNotice(id);
  const isDue = notice.state === NoticeState.SCHEDULED && notice.publishAt !== null && notice.publishAt <= now();
  return isDue ? notice : null;
}

const beginningOf = (body: string): string => {
  const characters = [...body];
  return characters.length <= BEGINNING ? body : `${characters.slice(0, BEGINNING - 1).join('')}…`;
};
