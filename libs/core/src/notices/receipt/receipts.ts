import { conflict, context, db, Events, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { noticeEvents } from '../notices.events';
import { noticeMessages as messages } from '../notices.messages';

/** What customers say about notices addressed to them: they have read them, they confirm them. */
@Injectable()
export class NoticeReceipts {
  constructor(private readonly events: Events) {}

  /** Again and again without harm: the first time counts, and the first since it asks anew. `NOT_FOUND` for others'. */
  async read(id: string): Promise<void> {
    const { version } = await this.find(id);
    await db().execute(
      `UPDATE atrium.notice_addressee a SET read_at = $3, read_version = $4
       WHERE a.notice_id = $1 AND a.customer_id = ANY ($2::uuid[])
         AND coalesce(a.read_version, 0) < (SELECT n.asks_from FROM atrium.notice n WHERE n.id = $1)`,
      [id, context().actor.customerIds ?? [], now(), version],
    );
  }

  /** Whoever confirms it has read it. `CONFLICT` where no confirmation is asked for. */
  async confirm(id: string): Promise<void> {
    const { version, needsConfirmation } = await this.find(id);
    if (!needsConfirmation) throw conflict(messages.noConfirmation);
    await this.read(id);
    const confirmed = await db().execute(
      `UPDATE atrium.notice_addressee a SET confirmed_at = $3, confirmed_version = $4
       WHERE a.notice_id = $1 AND a.customer_id = ANY ($2::uuid[])
         AND coalesce(a.confirmed_version, 0) < (SELECT n.asks_from FROM atrium.notice n WHERE n.id = $1)`,
      [id, context().actor.customerIds ?? [], now(), version],
    );
    if (confirmed === 0) return;
    const customerId = context().actor.id!;
    await this.events.emit(noticeEvents.confirmed, { noticeId: id, customerId }, { aggregateId: id });
  }

  private async find(id: string): Promise<{ version: number; needsConfirmation: boolean }> {
    const [found] = await db().query<{ version: number; needsConfirmation: boolean }>(
      'SELECT version, needs_confirmation AS "needsConfirmation" FROM atrium.notice WHERE id = $1',
      [id],
    );
    if (!found) throw notFound('Notice');
    return found;
  }
}
