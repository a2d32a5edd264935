import { defineList, defineView, encodeId, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { customerView } from '../../customers';
import { staffView } from '../../staff';
import { NotificationChannel, NotificationPurpose, NotificationState } from '../notification.enums';
import { NOTIFICATION_READ } from '../notifications.permissions';
import { Notification, UndeliverableAddress } from './notification.type';

/** Typed id of what a row is about. */
const aboutId = f.sql(
  (t) => `(${t}.about_type || ' ' || ${t}.about_id::text)`,
  (value) => {
    if (typeof value !== 'string') return null;
    const [type, id] = value.split(' ');
    return encodeId(type!, id!);
  },
);

export const notificationView: View = defineView({
  type: 'Notification',
  idType: 'notification',
  table: 'atrium.notification',
  nodeAccess: NOTIFICATION_READ,
  fields: {
    id: f.id('notification'),
    type: f.column('type'),
    purpose: f.column('purpose'),
    state: f.column('state'),
    reason: f.column('reason'),
    channel: f.column('channel'),
    isInApp: f.column('in_app'),
    perhapsTwice: f.column('perhaps_twice'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
      'NULL',
    ),
    staff: f.guarded(
      'staff:read',
      f.one(() => staffView, 'staff_id'),
      'NULL',
    ),
    aboutId,
    deliveries: f.array(
      () => deliveryView,
      'notification_id',
      (t) => `${t}.id`,
    ),
    createdAt: f.instant('created_at'),
    nextAt: f.sql(
      (t) =>
        `CASE WHEN ${t}.settled_at IS NULL THEN to_char(${t}.next_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END`,
    ),
    settledAt: f.instant('settled_at'),
  },
});

const deliveryView: View = defineView({
  type: 'NotificationDelivery',
  idType: 'notification_delivery',
  table: 'atrium.notification_delivery',
  fields: {
    id: f.id('notification_delivery'),
    channel: f.column('channel'),
    provider: f.column('provider'),
    maskedAddress: f.column('address_masked'),
    subject: f.column('subject'),
    body: f.column('body'),
    locale: f.column('locale'),
    templateVersion: f.column('template_version'),
    state: f.column('state'),
    attempts: f.column('attempts'),
    perhapsTwice: f.column('perhaps_twice'),
    failure: f.column('failure'),
    handedAt: f.instant('handed_at'),
    sentAt: f.instant('sent_at'),
    reportedAt: f.instant('reported_at'),
  },
});

export const NotificationList: ListTypes = defineList({
  view: notificationView,
  node: Notification,
  filters: {
    type: filter.text('type', 'By key of the kind.'),
    purpose: filter.enum('NotificationPurpose', NotificationPurpose, 'purpose', 'By what it is for.'),
    state: filter.enum('NotificationState', NotificationState, 'state', 'By where it stands.'),
    channel: filter.enum('NotificationChannel', NotificationChannel, 'channel', 'By the way it took.'),
    customer: filter.id('customer', 'customer_id', 'To this customer.'),
    about: filter.anyId('about_id', 'About this object.'),
    createdAt: filter.instant('created_at', 'By the time it was caused.'),
  },
  orders: {
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By the time it was caused.' },
  },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
});

export const undeliverableView: View = defineView({
  type: 'UndeliverableAddress',
  idType: 'undeliverable_address',
  table: 'atrium.undeliverable_address',
  nodeAccess: NOTIFICATION_READ,
  fields: {
    id: f.id('undeliverable_address'),
    channel: f.column('channel'),
    maskedAddress: f.column('address_masked'),
    reason: f.column('reason'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
      'NULL',
    ),
    createdAt: f.instant('created_at'),
  },
});

export const UndeliverableList: ListTypes = defineList({
  view: undeliverableView,
  node: UndeliverableAddress,
  filters: {
    channel: filter.enum('NotificationChannel', NotificationChannel, 'channel', 'By channel.'),
    customer: filter.id('customer', 'customer_id', 'Of this customer.'),
  },
  orders: { CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By the time.' } },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
});
