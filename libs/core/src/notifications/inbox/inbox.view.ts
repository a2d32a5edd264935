import {
  Cipher,
  CUSTOMER_IDS,
  defineList,
  defineView,
  encodeId,
  f,
  filter,
  type ListTypes,
  type View,
} from '@atrium/sdk';
import { InboxMessage } from './inbox.type';

/** UUIDs that the caller's messages are kept under. */
export const OWN_IDS = `coalesce(${CUSTOMER_IDS}, ARRAY[(SELECT nullif(current_setting('app.actor_id', true), ''))::uuid])`;

/** Set when the module is made: bodies with what opens something are sealed. */
let cipher: Cipher | null = null;
export const openInboxWith = (given: Cipher): void => void (cipher = given);

export const inboxMessageView: View = defineView({
  type: 'InboxMessage',
  idType: 'inbox_message',
  table: 'atrium.inbox_message',
  nodeAccess: 'signedIn',
  // Each is for one person, whatever anybody may see of others.
  where: (t) => `${t}.recipient_id = ANY (${OWN_IDS})`,
  fields: {
    id: f.id('inbox_message'),
    type: f.column('type'),
    title: f.column('title'),
    body: f.sql(
      (t) => `CASE WHEN ${t}.sealed IS NULL THEN ' ' || ${t}.body ELSE ${t}.sealed END`,
      (value) => {
        const text = value as string;
        return text.startsWith(' ') ? text.slice(1) : cipher!.decrypt(text);
      },
    ),
    aboutId: f.sql(
      (t) => `(${t}.about_type || ' ' || ${t}.about_id::text)`,
      (value) => {
        if (typeof value !== 'string') return null;
        const [type, id] = value.split(' ');
        return encodeId(type!, id!);
      },
    ),
    readAt: f.instant('read_at'),
    createdAt: f.instant('created_at'),
  },
  forCustomers: ['id', 'type', 'title', 'body', 'aboutId', 'readAt', 'createdAt'],
});

export const InboxList: ListTypes = defineList({
  view: inboxMessageView,
  node: InboxMessage,
  filters: {
    isUnread: filter.flag((t) => `${t}.read_at IS NULL`, 'Not read yet.'),
    type: filter.text('type', 'By key of the kind.'),
  },
  orders: {
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By the time it came.' },
  },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
});
