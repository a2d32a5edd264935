import { NOTIFICATION_CHANNELS, NOTIFICATION_PURPOSES } from '@atrium/sdk';
import { registerEnumType } from '@nestjs/graphql';
import { REASONS } from './deliver/plan.policy';

const enumOf = <T extends string>(names: readonly T[]): { readonly [K in T]: K } =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [K in T]: K };

export const NotificationChannel = enumOf(NOTIFICATION_CHANNELS);
export type NotificationChannel = keyof typeof NotificationChannel;
registerEnumType(NotificationChannel, {
  name: 'NotificationChannel',
  description: 'A way a message can take.',
  valuesMap: {
    EMAIL: { description: 'An e-mail.' },
    SMS: { description: 'A text message.' },
    WECHAT: { description: 'A WeChat message.' },
    VOICE: { description: 'A call that reads the message out.' },
    PUSH: { description: 'A message to the phone by way of the app.' },
    IN_APP: { description: 'The list of messages in the app.' },
  },
});

export const NotificationPurpose = enumOf(NOTIFICATION_PURPOSES);
export type NotificationPurpose = keyof typeof NotificationPurpose;
registerEnumType(NotificationPurpose, {
  name: 'NotificationPurpose',
  description: 'What a message is for, which decides whether it may be sent.',
  valuesMap: {
    CONTRACT: { description: 'Serves the contract: bills, outages. Allowed until the customer objects.' },
    MARKETING: { description: 'Offers and activities. Takes a consent.' },
    SURVEY: { description: 'A question about how content somebody is. Allowed until the customer objects.' },
  },
});

export enum NotificationState {
  QUEUED = 'QUEUED',
  HELD = 'HELD',
  SENDING = 'SENDING',
  SENT = 'SENT',
  DELIVERED = 'DELIVERED',
  READ = 'READ',
  FAILED = 'FAILED',
  BOUNCED = 'BOUNCED',
  SUPPRESSED = 'SUPPRESSED',
}
registerEnumType(NotificationState, {
  name: 'NotificationState',
  description: 'Where a message stands.',
  valuesMap: {
    QUEUED: { description: 'It waits for its turn, its time, or its next try.' },
    HELD: { description: 'It waits for the end of quiet hours or for a limit; `reason` says which.' },
    SENDING: { description: 'It is being handed to a channel.' },
    SENT: { description: 'A channel has taken it.' },
    DELIVERED: { description: 'It has arrived, as the channel reports, or is in the app.' },
    READ: { description: 'It was read.' },
    FAILED: { description: 'No channel could deliver it; `reason` says why.' },
    BOUNCED: { description: 'It came back after it had been taken.' },
    SUPPRESSED: { description: 'It was not to be sent; `reason` says why.' },
  },
});

export const NotificationReason = enumOf(REASONS);
export type NotificationReason = keyof typeof NotificationReason;
registerEnumType(NotificationReason, {
  name: 'NotificationReason',
  description: 'Why a message was not sent, or waits.',
  valuesMap: {
    NO_CONSENT: { description: 'The customer wants no such messages, or has not agreed to them.' },
    THROTTLED: { description: 'The customer has had as many as the company allows.' },
    CANCELLED: { description: 'What it told of was over, e.g. the bill was paid.' },
    EXPIRED: { description: 'It would have come too late.' },
    RECIPIENT_GONE: { description: 'The customer was erased, or the member of staff is not active.' },
    TYPE_OFF: { description: 'The company does not send messages of this kind.' },
    TYPE_UNKNOWN: { description: 'What declared this kind of message is not installed any more.' },
    NO_ADDRESS: { description: 'There is no address for any of its channels.' },
    UNDELIVERABLE: { description: 'Messages to the address have come back.' },
    REFUSED: { description: 'The last channel refused it for good.' },
    GAVE_UP: { description: 'The last channel could not be reached in all tries.' },
    BOUNCED: { description: 'The last channel could not deliver what it had taken.' },
    QUIET_HOURS: { description: 'It waits for the end of quiet hours.' },
    CUSTOMER_LIMIT: { description: 'It waits because the customer has had many messages in 24 hours.' },
    CHANNEL_LIMIT: { description: 'It waits because the channel takes only so many a minute.' },
    RETRYING: { description: 'A try has failed; the next one follows.' },
  },
});
