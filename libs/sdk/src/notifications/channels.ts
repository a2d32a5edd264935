import type { Locale } from '../errors/messages';

/** Ways a message can take. IN_APP is kept by the platform itself; the others go through a {@link ChannelProvider}. */
export const NOTIFICATION_CHANNELS = ['EMAIL', 'SMS', 'WECHAT', 'VOICE', 'PUSH', 'IN_APP'] as const;
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];
export type ExternalChannel = Exclude<NotificationChannel, 'IN_APP'>;

/** A message as it leaves, in words that are final. */
export interface OutgoingMessage {
  /** UUID: the same when a message is handed over again because it is not known whether the first time succeeded. */
  readonly id: string;
  /** UUID of the tenant it is sent for. */
  readonly tenantId: string;
  /** E-mail address, digits of a phone, or what {@link ChannelProvider.addressesOf} answered. */
  readonly to: string;
  /** Key of its type, e.g. `survey.invitation`: an operator's approved template goes by it. */
  readonly type: string;
  /** The values in words, for operators who fill them into an approved template. */
  readonly params: Readonly<Record<string, string>>;
  /** Null on channels without one. */
  readonly subject: string | null;
  readonly text: string;
  /** The same as HTML, for e-mail. */
  readonly html: string | null;
  readonly locale: Locale;
  /** Name shown as the sender: the tenant's. */
  readonly fromName: string;
  /** Where the recipient stops messages of this kind; null for those that serve a contract. */
  readonly unsubscribeUrl: string | null;
}

export interface ChannelReceipt {
  /** What the operator calls the message; reports about it name it. */
  readonly reference?: string;
  /** It has arrived already, no report will follow. */
  readonly delivered?: boolean;
}

/** Extension point: takes messages of one channel to an operator, a server or a device. */
export interface ChannelProvider {
  /** As the configuration names it, e.g. `file`. */
  readonly name: string;
  readonly channel: ExternalChannel;
  /**
   * Does the operator send a message once that is handed over twice with the same `id`? Otherwise one whose fate a crash
   * has made unknown is marked as perhaps sent twice.
   */
  readonly isIdempotent: boolean;
  /** Can the tenant of the running operation use it? Left out: every one can. */
  isAvailable?(): Promise<boolean>;
  /** Resolves when the operator has taken it. @throws RefusedMessageError when trying again would not help */
  send(message: OutgoingMessage): Promise<ChannelReceipt>;
  /**
   * Addresses by UUID of the recipients, where they are no phone or e-mail: the account of an app. Left out of the map:
   * cannot be reached. Default: the contacts of customers and staff. Null: they cannot be found out for now, and what
   * would go this way waits.
   */
  addressesOf?(
    kind: 'CUSTOMER' | 'STAFF',
    ids: readonly string[],
    tenantId: string,
  ): Promise<ReadonlyMap<string, string> | null>;
}

/** The operator will never take this message: the next channel is tried. */
export class RefusedMessageError extends Error {
  override readonly name = 'RefusedMessageError';
  /**
   * @param reply for staff; names no recipient
   * @param addressIsDead nothing can reach this address any more: it is left alone from now on
   */
  constructor(
    reply: string,
    readonly addressIsDead: boolean,
    cause?: unknown,
  ) {
    super(reply, { cause });
  }
}

/** What an operator tells about a message later on. */
export type DeliveryReport =
  | { readonly outcome: 'DELIVERED' }
  | { readonly outcome: 'READ' }
  /** `permanent`: the address is left alone from now on. */
  | { readonly outcome: 'BOUNCED'; readonly permanent: boolean; readonly reason: string };

const providers = new Map<string, ChannelProvider>();
const keyOf = (channel: ExternalChannel, name: string): string => `${channel} ${name}`;

/** Offers a provider of the core under its name; the configuration chooses one for each channel. */
export function registerChannelProvider(provider: ChannelProvider): void {
  const { name, channel } = provider;
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) throw new Error(`"${name}" is not a name like file`);
  const key = keyOf(channel, name);
  if (providers.has(key)) throw new Error(`The provider ${name} of ${channel} is declared twice`);
  providers.set(key, provider);
}

/** The provider of this name; undefined where no loaded module offers it. */
export const channelProvider = (channel: ExternalChannel, name: string): ChannelProvider | undefined =>
  providers.get(keyOf(channel, name));

/** The providers of this installation, as the configuration chooses them. */
export abstract class Channels {
  /** Null: nothing can be sent this way. */
  abstract provider(channel: ExternalChannel): ChannelProvider | null;
}

/** Takes what operators tell about messages of the current tenant, e.g. by a signed call-back of a plugin. */
export abstract class DeliveryReports {
  /** @param reference as {@link ChannelReceipt} gave it. Answers false where no message went by it */
  abstract report(channel: NotificationChannel, reference: string, report: DeliveryReport): Promise<boolean>;
}
