import {
  Cipher,
  db,
  Jobs,
  newId,
  type NotificationDraft,
  type NotificationRecipient,
  Notifications,
  type NotificationType,
  notificationType,
  now,
  type VariableSpecs,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { normalContact } from '../../customers';
import { deliverJob } from '../deliver/deliver.job';
import { addressKey, type Sealed } from './sealed';
import { checkValues } from './values';

const MOST = 5_000;

@Injectable()
export class QueuedNotifications extends Notifications {
  constructor(
    private readonly jobs: Jobs,
    private readonly cipher: Cipher,
  ) {
    super();
  }

  async send<V extends VariableSpecs>(type: NotificationType<V>, draft: NotificationDraft<V>): Promise<string> {
    return (await this.sendAll(type, [draft]))[0]!;
  }

  async sendAll<V extends VariableSpecs>(
    type: NotificationType<V>,
    drafts: readonly NotificationDraft<V>[],
  ): Promise<readonly string[]> {
    if (drafts.length === 0) return [];
    if (drafts.length > MOST) throw new Error(`At most ${MOST} messages at once, ${drafts.length} were given`);
    if (notificationType(type.key) !== (type as unknown)) throw new Error(`Notification ${type.key} is not declared`);
    const rows = drafts.map((draft, place) => this.row(type as unknown as NotificationType, draft, place));
    const made = await db().query<{ place: number; id: string }>(
      { name: 'queue_notifications', text: 'SELECT place, id FROM app.queue_notifications($1::json)' },
      [JSON.stringify(rows)],
    );
    const due = rows.reduce((first, { next_at }) => (next_at < first ? next_at : first), rows[0]!.next_at);
    await this.jobs.enqueue(deliverJob, {}, due <= now().toISOString() ? {} : { startAfter: new Date(due) });
    const ids = new Map(made.map(({ place, id }) => [place, id]));
    return drafts.map((_, place) => ids.get(place)!);
  }

  async cancel(
    types: readonly Pick<NotificationType, 'key'>[],
    { id }: { readonly idType: string; readonly id: string },
  ): Promise<number> {
    const [row] = await db().query<{ cancelled: number }>('SELECT app.cancel_notifications($1, $2) AS cancelled', [
      id,
      types.map(({ key }) => key),
    ]);
    return row!.cancelled;
  }

  private row(
    type: NotificationType,
    { to, values, dedupeKey, notBefore, expiresAt, channels, about }: NotificationDraft,
    place: number,
  ) {
    if (dedupeKey !== undefined && (dedupeKey === '' || dedupeKey.length > 200))
      throw new Error(`Notification ${type.key}: dedupeKey must be 1 to 200 characters`);
    const beyond = channels?.find((channel) => !type.channels.includes(channel));
    if (beyond) throw new Error(`Notification ${type.key} cannot go by ${beyond}`);
    const { open, secret } = checkValues(type, values as Readonly<Record<string, unknown>>);
    const { address, ...recipient } = this.recipient(type, to);
    const sealed: Sealed | null = secret || address ? { values: secret, address } : null;
    return {
      place,
      id: newId(),
      type: type.key,
      purpose: type.purpose,
      ...recipient,
      params: open,
      sealed: sealed && this.cipher.encrypt(JSON.stringify(sealed)),
      channels: channels ?? null,
      dedupe_key: dedupeKey ?? null,
      about_type: about?.idType ?? null,
      about_id: about?.id ?? null,
      next_at: (notBefore && notBefore > now() ? notBefore : now()).toISOString(),
      expires_at: expiresAt?.toISOString() ?? null,
    };
  }

  private recipient({ key }: NotificationType, to: NotificationRecipient) {
    const person = { customer_id: null, staff_id: null, recipient: null, locale: null, address: null };
    if ('customerId' in to) return { ...person, customer_id: to.customerId };
    if ('staffId' in to) return { ...person, staff_id: to.staffId };
    const [kind, given] = 'email' in to ? (['EMAIL', to.email] as const) : (['PHONE', to.phone] as const);
    const normal = normalContact(kind as never, given);
    if (!normal) throw new Error(`Notification ${key}: what it should go to is no ${kind}`);
    const recipient = addressKey(this.cipher, normal.value);
    return { ...person, recipient, locale: to.locale, address: { kind, value: normal.value } };
  }
}
