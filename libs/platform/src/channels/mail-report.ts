import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DeliveryReport } from '@atrium/sdk';
import { z } from 'zod';

/** What a report about a mail says. */
export interface MailReport {
  /** UUID of the tenant it was sent for, which the mail's own Message-ID names. */
  readonly tenantId: string;
  readonly reference: string;
  readonly report: DeliveryReport;
}

/** Seconds for which a signature is good. */
const SIGNATURE_SECONDS = 300;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** As mails of notifications are named. */
const MESSAGE_ID = new RegExp(`<((${UUID})\\.(${UUID}))@[^<>\\s]+>`, 'i');

const event = z.object({
  messageId: z.string().max(400),
  event: z.enum(['bounced', 'complained', 'delivered', 'opened']),
  permanent: z.boolean().default(true),
  reason: z.string().max(2_000).default(''),
});

/**
 * Is this `t=<seconds>,v1=<hex>` with the HMAC-SHA-256 of `<seconds>.<body>`, made not long ago?
 *
 * @param now seconds since 1970
 */
export function isSigned(header: string | undefined, body: Buffer, secret: string, now: number): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '');
  if (!match) return false;
  const [, time, given] = match;
  if (Math.abs(now - Number(time)) > SIGNATURE_SECONDS) return false;
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(given!, 'hex'));
}

/**
 * Reads a report: JSON of a mail service, or else a delivery status notification as a mail server sends it (RFC 3464).
 * Null where it is neither, or about no mail of ours.
 */
export function readMailReport(body: string): MailReport | null {
  return body.trimStart().startsWith('{') ? readEvent(body) : readStatusNotification(body);
}

function readEvent(body: string): MailReport | null {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return null;
  }
  const parsed = event.safeParse(given);
  if (!parsed.success) return null;
  const { messageId, event: happened, permanent, reason } = parsed.data;
  const about = referenceIn(messageId.startsWith('<') ? messageId : `<${messageId}>`);
  if (!about) return null;
  if (happened === 'delivered') return { ...about, report: { outcome: 'DELIVERED' } };
  if (happened === 'opened') return { ...about, report: { outcome: 'READ' } };
  // Whoever calls it unwanted gets no more of it.
  const isComplaint = happened === 'complained';
  const words = reason || happened;
  return {
    ...about,
    report: { outcome: 'BOUNCED', permanent: isComplaint || permanent, reason: withoutAddresses(words) },
  };
}

function readStatusNotification(body: string): MailReport | null {
  const about = referenceIn(body);
  const action = /^Action:\s*(\w+)/im.exec(body)?.[1]?.toLowerCase();
  if (!about || !action) return null;
  if (action === 'delivered' || action === 'relayed') return { ...about, report: { outcome: 'DELIVERED' } };
  if (action !== 'failed') return null;
  const status = /^Status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(body)?.[1] ?? '5.0.0';
  const said = /^Diagnostic-Code:\s*(.+)$/im.exec(body)?.[1]?.trim() ?? '';
  // A full mailbox (5.2.2), or a server that was away too long (4.x.x), may do better the next time.
  const permanent = status.startsWith('5') && status !== '5.2.2';
  const reason = withoutAddresses(`${status} ${said}`.trim());
  return { ...about, report: { outcome: 'BOUNCED', permanent, reason } };
}

function referenceIn(text: string): { tenantId: string; reference: string } | null {
  const match = MESSAGE_ID.exec(text);
  return match ? { reference: match[1]!.toLowerCase(), tenantId: match[3]!.toLowerCase() } : null;
}

/** What servers say may name the recipient. */
export const withoutAddresses = (words: string): string =>
  words.replace(/<?[^\s<>@]+@[^\s<>]+>?/g, '***').slice(0, 500);
