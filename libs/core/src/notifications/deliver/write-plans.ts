import { type Cipher, db, type ExternalChannel, newId, notificationType, now, recordset } from '@atrium/sdk';
import type { WordedMessage } from '../message/worded-message';
import { LEASE_SECONDS } from './claimed-messages';
import type { Handover, PlannedMessage } from './planned-message';

const PLANS = {
  id: 'uuid',
  state: 'text',
  reason: 'text',
  channel: 'text',
  next_at: 'timestamptz',
  settled_at: 'timestamptz',
  in_app: 'boolean',
  perhaps_twice: 'boolean',
} as const;
const DELIVERIES = {
  id: 'uuid',
  notification_id: 'uuid',
  customer_id: 'uuid',
  channel: 'text',
  provider: 'text',
  purpose: 'text',
  is_urgent: 'boolean',
  address_masked: 'text',
  address_key: 'text',
  subject: 'text',
  body: 'text',
  locale: 'text',
  template_version: 'integer',
  state: 'text',
  perhaps_twice: 'boolean',
  handed_at: 'timestamptz',
} as const;
const INBOX = {
  id: 'uuid',
  notification_id: 'uuid',
  customer_id: 'uuid',
  staff_id: 'uuid',
  type: 'text',
  title: 'text',
  body: 'text',
  sealed: 'text',
  about_type: 'text',
  about_id: 'uuid',
  created_at: 'timestamptz',
} as const;

/** Keeps what was decided: what is sent is in this worker's hands from the commit on, for as long as the lease. */
export async function writePlans(planned: readonly PlannedMessage[], claim: string): Promise<void> {
  const rows = planned.map((one) => planRow(one));
  await db().execute(
    {
      name: 'notification_planned',
      text: `UPDATE atrium.notification n SET state = r.state, reason = r.reason, channel = r.channel, next_at = r.next_at,
           settled_at = r.settled_at, in_app = r.in_app, perhaps_twice = r.perhaps_twice,
           sealed = CASE WHEN r.settled_at IS NULL THEN n.sealed END,
           claim = CASE WHEN r.state = 'SENDING' THEN $2::uuid END
         FROM ${recordset('r', PLANS)} WHERE n.id = r.id`,
    },
    [JSON.stringify(rows), claim],
  );
}

function planRow({ message, outcome, inApp, perhapsTwice }: PlannedMessage) {
  const row = { id: message.id, in_app: inApp || message.inApp, perhaps_twice: perhapsTwice, settled_at: null };
  switch (outcome.kind) {
    case 'SEND': {
      const next_at = new Date(now().getTime() + LEASE_SECONDS * 1000);
      return { ...row, state: 'SENDING', reason: null, channel: outcome.channel, next_at };
    }
    case 'HOLD':
      return { ...row, state: 'HELD', reason: outcome.reason, channel: message.channel, next_at: outcome.until };
    case 'SETTLE': {
      // What is out of ways failed for the reason that its last way did.
      const reason = outcome.reason === 'REFUSED' ? (message.reason ?? outcome.reason) : outcome.reason;
      const state = outcome.state === 'FAILED' && reason === 'BOUNCED' ? 'BOUNCED' : outcome.state;
      const channel = outcome.state === 'DELIVERED' ? 'IN_APP' : message.channel;
      return { ...row, state, reason, channel, next_at: now(), settled_at: now() };
    }
  }
}

/** A row for each way that is tried. A try after the first keeps the row, and so the id it goes by outside. */
export async function writeDeliveries(
  handovers: readonly Handover[],
  providerOf: (channel: ExternalChannel) => string,
): Promise<void> {
  if (handovers.length === 0) return;
  const rows = handovers.map(({ message, channel, address, worded, outgoing, perhapsTwice }) => ({
    id: outgoing.id,
    notification_id: message.id,
    customer_id: message.customerId,
    channel,
    provider: providerOf(channel),
    purpose: message.purpose,
    is_urgent: notificationType(message.type)?.isUrgent ?? false,
    address_masked: address.masked,
    address_key: address.key,
    subject: worded.shown.subject,
    body: worded.shown.text,
    locale: outgoing.locale,
    template_version: worded.templateVersion,
    state: 'SENDING',
    perhaps_twice: perhapsTwice,
    handed_at: now(),
  }));
  const names = Object.keys(DELIVERIES).join(', ');
  await db().execute(
    {
      name: 'notification_deliveries',
      text: `INSERT INTO atrium.notification_delivery AS d (${names})
         SELECT ${names} FROM ${recordset('r', DELIVERIES)}
         ON CONFLICT (tenant_id, notification_id, channel) DO UPDATE SET attempts = d.attempts + 1, state = 'SENDING',
           provider = excluded.provider, address_masked = excluded.address_masked, address_key = excluded.address_key,
           subject = excluded.subject, body = excluded.body, locale = excluded.locale,
           template_version = excluded.template_version, failure = NULL, handed_at = excluded.handed_at,
           perhaps_twice = excluded.perhaps_twice`,
    },
    [JSON.stringify(rows)],
  );
}

/** Puts messages into the app, each once. */
export async function writeInbox(
  planned: readonly PlannedMessage[],
  word: (one: PlannedMessage) => WordedMessage,
  cipher: Cipher,
): Promise<void> {
  if (planned.length === 0) return;
  const rows = planned.map((one) => {
    const { message, recipient } = one;
    const { final, shown } = word(one);
    return {
      id: newId(),
      notification_id: message.id,
      customer_id: recipient.kind === 'CUSTOMER' ? recipient.id : null,
      staff_id: recipient.kind === 'STAFF' ? recipient.id : null,
      type: message.type,
      title: shown.subject ?? '',
      body: shown.text,
      sealed: final.text === shown.text ? null : cipher.encrypt(final.text),
      about_type: message.aboutType,
      about_id: message.aboutId,
      created_at: now(),
    };
  });
  const names = Object.keys(INBOX).join(', ');
  await db().execute(
    {
      name: 'notification_inbox',
      text: `INSERT INTO atrium.inbox_message (${names}) SELECT ${names} FROM ${recordset('r', INBOX)}
         ON CONFLICT (tenant_id, notification_id) DO NOTHING`,
    },
    [JSON.stringify(rows)],
  );
}
