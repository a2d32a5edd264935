import type { ExternalChannel, Locale, NotificationChannel, NotificationPurpose, NotificationType } from '@atrium/sdk';
import type { NotificationRules } from '../settings/stored-settings';
import { type QuietHours, quietUntil } from './quiet-hours.policy';

/** Why a message was not sent, or waits. */
export const REASONS = [
  'NO_CONSENT',
  'THROTTLED',
  'CANCELLED',
  'EXPIRED',
  'RECIPIENT_GONE',
  'TYPE_OFF',
  'TYPE_UNKNOWN',
  'NO_ADDRESS',
  'UNDELIVERABLE',
  'REFUSED',
  'GAVE_UP',
  'BOUNCED',
  'QUIET_HOURS',
  'CUSTOMER_LIMIT',
  'CHANNEL_LIMIT',
  'RETRYING',
] as const;
export type Reason = (typeof REASONS)[number];

/** A message as far as its way is concerned. */
export interface PlannedMessage {
  readonly purpose: NotificationPurpose;
  /** What the sender wants, whatever anybody prefers. */
  readonly channels: readonly NotificationChannel[] | null;
  /** Channels that could not deliver it. */
  readonly tried: readonly NotificationChannel[];
  readonly expiresAt: Date | null;
  /** Is it in the app already? */
  readonly inApp: boolean;
}

/** Whoever it is for, as they are now. */
export interface Recipient {
  readonly kind: 'CUSTOMER' | 'STAFF' | 'ADDRESS';
  /** UUID; null for an address. */
  readonly id: string | null;
  readonly locale: Locale;
  readonly timeZone: string;
  /** Erased, disabled or deleted. */
  readonly isGone: boolean;
  /** Their own order, the most welcome way first; null: none was chosen. */
  readonly order: readonly NotificationChannel[] | null;
  readonly quiet: QuietHours | null;
  readonly mayContact: (channel: NotificationChannel, purpose: NotificationPurpose) => boolean;
  /** Addresses by channel, the best first; channels without a provider are left out. */
  readonly addresses: Partial<Readonly<Record<ExternalChannel, readonly Address[]>>>;
  /** Channels whose addresses cannot be found out for now. */
  readonly away: ReadonlySet<ExternalChannel>;
}

export interface Address {
  readonly value: string;
  readonly masked: string;
  readonly key: string;
  /** Messages to it have come back for good. */
  readonly isDead: boolean;
}

/** Limits that this message would go beyond. */
export interface Usage {
  /** Messages to this customer in 24 hours. */
  readonly day: number;
  /** Marketing to this customer in seven days. */
  readonly marketingWeek: number;
  /** May one more go by this channel in this minute? */
  readonly room: (channel: ExternalChannel) => boolean;
}

export type Outcome =
  | { readonly kind: 'SEND'; readonly channel: ExternalChannel; readonly address: Address }
  | { readonly kind: 'HOLD'; readonly reason: Reason; readonly until: Date }
  | { readonly kind: 'SETTLE'; readonly state: 'DELIVERED' | 'FAILED' | 'SUPPRESSED'; readonly reason: Reason | null };

/** What is done about a message now; `inApp`: it is (also) put into the app. */
export interface Plan {
  readonly inApp: boolean;
  readonly outcome: Outcome;
}

const settle = (state: 'DELIVERED' | 'FAILED' | 'SUPPRESSED', reason: Reason | null, inApp = false): Plan => ({
  inApp,
  outcome: { kind: 'SETTLE', state, reason },
});

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Until a channel whose addresses could not be found out is asked again. */
const AWAY_MS = 5 * MINUTE;

/** The way of a message, by what it is for and what its recipient and the company want. */
export function planDelivery(
  type: NotificationType | undefined,
  message: PlannedMessage,
  recipient: Recipient,
  rules: NotificationRules,
  usage: Usage,
  now: Date,
): Plan {
  if (message.expiresAt && message.expiresAt <= now) return settle('SUPPRESSED', 'EXPIRED');
  if (!type) return settle('FAILED', 'TYPE_UNKNOWN');
  if (recipient.isGone) return settle('SUPPRESSED', 'RECIPIENT_GONE');
  if (rules.typesOff.has(type.key)) return settle('SUPPRESSED', 'TYPE_OFF');
  const order = channelOrder(type, message, recipient, rules);
  const allowed = order.filter((channel) => recipient.mayContact(channel, message.purpose));
  if (allowed.length === 0) return settle('SUPPRESSED', 'NO_CONSENT');
  const inApp = !message.inApp && allowed.includes('IN_APP') && recipient.kind !== 'ADDRESS';
  const isThere = inApp || message.inApp;
  const limited = limitedUntil(type, message, recipient, rules, usage, now);
  if (limited === 'never') return settle('SUPPRESSED', 'THROTTLED');
  // Whoever prefers the app is told there and nowhere else.
  const ways = isThere && order[0] === 'IN_APP' ? [] : allowed.filter((one) => one !== 'IN_APP');
  const choice = chooseWay(ways, message, recipient);
  if (!choice.way) {
    if (isThere) return settle('DELIVERED', null, inApp);
    const waits = ways.some((way) => recipient.away.has(way as ExternalChannel) && !message.tried.includes(way));
    if (!waits) return settle('FAILED', choice.problem);
    return { inApp, outcome: { kind: 'HOLD', reason: 'RETRYING', until: new Date(now.getTime() + AWAY_MS) } };
  }
  if (limited) return { inApp, outcome: { kind: 'HOLD', reason: 'CUSTOMER_LIMIT', until: limited } };
  const quiet = type.isUrgent || !recipient.quiet ? null : quietUntil(recipient.quiet, recipient.timeZone, now);
  if (quiet) return { inApp, outcome: { kind: 'HOLD', reason: 'QUIET_HOURS', until: quiet } };
  if (!usage.room(choice.way.channel)) {
    return { inApp, outcome: { kind: 'HOLD', reason: 'CHANNEL_LIMIT', until: new Date(now.getTime() + MINUTE) } };
  }
  return { inApp, outcome: { kind: 'SEND', ...choice.way } };
}

/** The type's ways: the sender's order, or else the recipient's, then the company's, then the type's. */
export function channelOrder(
  type: NotificationType,
  { channels }: Pick<PlannedMessage, 'channels'>,
  { order, kind }: Pick<Recipient, 'order' | 'kind'>,
  { channelOrder: companys }: Pick<NotificationRules, 'channelOrder'>,
): readonly NotificationChannel[] {
  if (channels) return channels;
  const preferred = [...(order ?? []), ...(kind === 'CUSTOMER' ? companys : [])];
  return [...new Set([...preferred.filter((channel) => type.channels.includes(channel)), ...type.channels])];
}

/** The first way that has not failed and reaches somewhere. */
function chooseWay(
  ways: readonly NotificationChannel[],
  { tried }: PlannedMessage,
  { addresses }: Recipient,
): { way: { channel: ExternalChannel; address: Address } | null; problem: Reason } {
  let problem: Reason = tried.length > 0 ? 'REFUSED' : 'NO_ADDRESS';
  for (const channel of ways as readonly ExternalChannel[]) {
    if (tried.includes(channel)) continue;
    const known = addresses[channel] ?? [];
    const address = known.find(({ isDead }) => !isDead);
    if (address) return { way: { channel, address }, problem };
    if (known.length > 0) problem = 'UNDELIVERABLE';
  }
  return { way: null, problem };
}

/** Limits of one customer: marketing and surveys beyond them are let go, what serves the contract waits. */
function limitedUntil(
  type: NotificationType,
  { purpose }: PlannedMessage,
  { kind }: Recipient,
  { dailyLimit, marketingWeeklyLimit }: NotificationRules,
  { day, marketingWeek }: Usage,
  now: Date,
): Date | 'never' | null {
  if (kind !== 'CUSTOMER' || type.isUrgent) return null;
  if (purpose === 'MARKETING' && marketingWeeklyLimit !== null && marketingWeek >= marketingWeeklyLimit) return 'never';
  if (dailyLimit === null || day < dailyLimit) return null;
  return purpose === 'CONTRACT' ? new Date(now.getTime() + HOUR) : 'never';
}
