import {
  type ChannelProvider,
  Channels,
  Cipher,
  currentTenant,
  db,
  type ExternalChannel,
  type Locale,
  maskEmail,
  maskPhone,
  type NotificationChannel,
  type NotificationPurpose,
  pickLocale,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { type ConsentDecision, type ContactChannel, mayContact } from '../../customers';
import { addressKey, type Sealed } from '../message/sealed';
import { type NotificationRules, quietOf } from '../settings/stored-settings';
import { type Accounts, accountsOf, NO_ACCOUNTS, type Usable } from './accounts';
import type { Address, Recipient } from './plan.policy';

/** Who a claimed message is for. */
export interface Addressee {
  readonly customerId: string | null;
  readonly staffId: string | null;
  readonly locale: Locale | null;
  readonly sealed: Sealed | null;
}

interface Contact {
  readonly kind: 'PHONE' | 'EMAIL';
  readonly value: string;
}
interface CustomerRow {
  readonly id: string;
  readonly survivor: string;
  readonly is_gone: boolean;
  readonly language: string | null;
  readonly preferred: ContactChannel | null;
  readonly contacts: readonly Contact[];
  readonly consents: readonly ConsentDecision[];
  readonly channels: readonly NotificationChannel[] | null;
  readonly time_zone: string | null;
  readonly quiet_from: string | null;
  readonly quiet_until: string | null;
}
interface StaffRow {
  readonly id: string;
  readonly is_gone: boolean;
  readonly locale: Locale | null;
  readonly email: string;
  readonly phone: string | null;
  readonly channels: readonly NotificationChannel[] | null;
  readonly time_zone: string | null;
  readonly quiet_from: string | null;
  readonly quiet_until: string | null;
}

/** Customers name ways of contact, messages take channels. */
const CHANNEL_OF: Readonly<Partial<Record<ContactChannel, NotificationChannel>>> = {
  SMS: 'SMS',
  EMAIL: 'EMAIL',
  APP: 'IN_APP',
  WECHAT: 'WECHAT',
  PHONE: 'VOICE',
} as Record<ContactChannel, NotificationChannel>;
const CONTACT_OF: Readonly<Record<NotificationChannel, string>> = {
  EMAIL: 'EMAIL',
  SMS: 'SMS',
  WECHAT: 'WECHAT',
  VOICE: 'PHONE',
  PUSH: 'APP',
  IN_APP: 'APP',
};
const FROM_CONTACTS = { EMAIL: 'EMAIL', SMS: 'PHONE', VOICE: 'PHONE' } as const;
const EXTERNAL: readonly ExternalChannel[] = ['EMAIL', 'SMS', 'WECHAT', 'VOICE', 'PUSH'];

const CUSTOMERS = `
  SELECT a.id, c.id AS survivor, c.erased_at IS NOT NULL AS is_gone, c.preferred_language AS language,
    c.preferred_channel AS preferred, p.channels, p.time_zone,
    to_char(p.quiet_from, 'HH24:MI') AS quiet_from, to_char(p.quiet_until, 'HH24:MI') AS quiet_until,
    coalesce((SELECT json_agg(json_build_object('kind', k.kind, 'value', k.value)
        ORDER BY k.is_preferred DESC, k.verified_at IS NULL, k.id)
      FROM atrium.customer_contact k
      WHERE k.tenant_id = c.tenant_id AND k.customer_id = ANY (c.id || c.alias_ids) AND k.removed_at IS NULL
        AND k.extension IS NULL), '[]') AS contacts,
    coalesce((SELECT json_agg(json_build_object('channel', d.channel, 'purpose', d.purpose, 'status', d.status)
        ORDER BY d.decided_at DESC)
      FROM atrium.customer_consent d
      WHERE d.tenant_id = c.tenant_id AND d.customer_id = ANY (c.id || c.alias_ids) AND d.superseded_at IS NULL), '[]')
      AS consents
  FROM atrium.customer a
  JOIN atrium.customer c ON c.tenant_id = a.tenant_id AND c.id = coalesce(a.merged_into_id, a.id)
  LEFT JOIN atrium.notification_preference p ON p.tenant_id = c.tenant_id AND p.customer_id = c.id
  WHERE a.id = ANY ($1::uuid[])`;
const STAFF = `
  SELECT s.id, s.status <> 'ACTIVE' AS is_gone, s.locale, s.email, s.phone, p.channels, p.time_zone,
    to_char(p.quiet_from, 'HH24:MI') AS quiet_from, to_char(p.quiet_until, 'HH24:MI') AS quiet_until
  FROM atrium.staff s
  LEFT JOIN atrium.notification_preference p ON p.tenant_id = s.tenant_id AND p.staff_id = s.id
  WHERE s.id = ANY ($1::uuid[])`;

/** Finds out how people can be reached now, for many messages at once. */
@Injectable()
export class Recipients {
  constructor(
    private readonly channels: Channels,
    private readonly cipher: Cipher,
  ) {}

  /** In the order of the messages. */
  async of(addressees: readonly Addressee[], rules: NotificationRules): Promise<readonly Recipient[]> {
    const usable = await this.usable();
    const customers = await this.customers(
      addressees.flatMap(({ customerId }) => customerId ?? []),
      rules,
      usable,
    );
    const staff = await this.staff(
      addressees.flatMap(({ staffId }) => staffId ?? []),
      usable,
    );
    const found = addressees.map((addressee): Recipient => {
      const { customerId, staffId } = addressee;
      if (customerId !== null) return customers.get(customerId) ?? gone('CUSTOMER', customerId);
      if (staffId !== null) return staff.get(staffId) ?? gone('STAFF', staffId);
      return this.stranger(addressee, usable);
    });
    return withDeadAddresses(found);
  }

  /** What the company can use now. */
  private async usable(): Promise<Usable> {
    const usable = new Map<ExternalChannel, ChannelProvider>();
    for (const channel of EXTERNAL) {
      const provider = this.channels.provider(channel);
      if (provider && ((await provider.isAvailable?.()) ?? true)) usable.set(channel, provider);
    }
    return usable;
  }

  private async customers(
    ids: readonly string[],
    rules: NotificationRules,
    usable: Usable,
  ): Promise<ReadonlyMap<string, Recipient>> {
    if (ids.length === 0) return new Map();
    const rows = await db().query<CustomerRow & Record<string, unknown>>(
      { name: 'notification_customers', text: CUSTOMERS },
      [[...new Set(ids)]],
    );
    const { locale, timeZone } = currentTenant();
    const accounts = await accountsOf(
      usable,
      'CUSTOMER',
      rows.map(({ survivor }) => survivor),
    );
    return new Map(
      rows.map((row) => {
        const preferred = row.preferred && CHANNEL_OF[row.preferred];
        return [
          row.id,
          {
            kind: 'CUSTOMER',
            id: row.survivor,
            locale: pickLocale(row.language, locale),
            timeZone: row.time_zone ?? timeZone,
            isGone: row.is_gone,
            order: row.channels ?? (preferred ? [preferred] : null),
            quiet: quietOf(row) ?? rules.quiet,
            mayContact: (channel, purpose) => mayBeContacted(row.consents, channel, purpose),
            addresses: this.addresses(usable, row.contacts, row.survivor, accounts),
            away: accounts.away,
          },
        ];
      }),
    );
  }

  private async staff(ids: readonly string[], usable: Usable): Promise<ReadonlyMap<string, Recipient>> {
    if (ids.length === 0) return new Map();
    const rows = await db().query<StaffRow & Record<string, unknown>>({ name: 'notification_staff', text: STAFF }, [
      [...new Set(ids)],
    ]);
    const accounts = await accountsOf(
      usable,
      'STAFF',
      rows.map(({ id }) => id),
    );
    const { locale, timeZone } = currentTenant();
    return new Map(
      rows.map((row) => {
        const { id, is_gone, locale: own, email, phone } = row;
        const contacts: Contact[] = [{ kind: 'EMAIL', value: email }];
        if (phone) contacts.push({ kind: 'PHONE', value: phone });
        return [
          id,
          {
            ...anybody('STAFF', id, own ?? locale, row.time_zone ?? timeZone),
            isGone: is_gone,
            order: row.channels,
            // The company's quiet hours are its customers'; of staff only their own count.
            quiet: quietOf(row),
            addresses: this.addresses(usable, contacts, id, accounts),
            away: accounts.away,
          },
        ];
      }),
    );
  }

  private stranger({ locale, sealed }: Addressee, usable: Usable): Recipient {
    const { locale: tenants, timeZone } = currentTenant();
    const contacts = sealed?.address ? [sealed.address] : [];
    const person = anybody('ADDRESS', null, locale ?? tenants, timeZone);
    return { ...person, addresses: this.addresses(usable, contacts, null, NO_ACCOUNTS) };
  }

  private addresses(
    usable: Usable,
    contacts: readonly Contact[],
    id: string | null,
    { known }: Accounts,
  ): Recipient['addresses'] {
    const all: Partial<Record<ExternalChannel, readonly Address[]>> = {};
    for (const [channel, provider] of usable) {
      const values = provider.addressesOf
        ? [known.get(channel)?.get(id ?? '') ?? []].flat()
        : contactsFor(provider, contacts);
      if (values.length > 0) {
        all[channel] = values.map((value) => ({
          value,
          masked: channel === 'EMAIL' ? maskEmail(value) : provider.addressesOf ? channel : maskPhone(value),
          key: addressKey(this.cipher, value),
          isDead: false,
        }));
      }
    }
    return all;
  }
}

function contactsFor({ channel }: ChannelProvider, contacts: readonly Contact[]): string[] {
  const kind = FROM_CONTACTS[channel as keyof typeof FROM_CONTACTS];
  const values = contacts.filter((contact) => contact.kind === kind).map(({ value }) => value);
  // A landline (a number at home begins with 0) takes no short message.
  return channel === 'SMS' ? values.filter((value) => !value.startsWith('0') && value.length >= 8) : values;
}

const anybody = (kind: Recipient['kind'], id: string | null, locale: Locale, timeZone: string): Recipient => ({
  kind,
  id,
  locale,
  timeZone,
  isGone: false,
  order: null,
  quiet: null,
  mayContact: () => true,
  addresses: {},
  away: NO_ACCOUNTS.away,
});

const gone = (kind: Recipient['kind'], id: string): Recipient => ({
  ...anybody(kind, id, currentTenant().locale, currentTenant().timeZone),
  isGone: true,
});

const mayBeContacted = (
  decisions: readonly ConsentDecision[],
  channel: NotificationChannel,
  purpose: NotificationPurpose,
): boolean => mayContact(decisions, CONTACT_OF[channel] as ContactChannel, purpose as ConsentDecision['purpose']);

/** Marks the addresses that messages came back from. */
async function withDeadAddresses(recipients: readonly Recipient[]): Promise<readonly Recipient[]> {
  const keys = recipients.flatMap(({ addresses }) =>
    Object.values(addresses)
      .flat()
      .map(({ key }) => key),
  );
  if (keys.length === 0) return recipients;
  const rows = await db().query<{ key: string }>(
    {
      name: 'notification_dead_addresses',
      text: 'SELECT address_key AS key FROM atrium.undeliverable_address WHERE address_key = ANY ($1::text[])',
    },
    [keys],
  );
  if (rows.length === 0) return recipients;
  const dead = new Set(rows.map(({ key }) => key));
  return recipients.map((recipient) => ({
    ...recipient,
    addresses: Object.fromEntries(
      Object.entries(recipient.addresses).map(([channel, known]) => [
        channel,
        known.map((address) => ({ ...address, isDead: dead.has(address.key) })),
      ]),
    ),
  }));
}
