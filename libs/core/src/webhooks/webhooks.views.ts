import { type ArrayField, defineList, defineView, encodeId, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { publicClientPermissions, publicClientView } from '../apps';
import { communityView, propertyPermissions } from '../properties';
import { apiClientView, staffPermissions } from '../staff';
import { WebhookDelivery, WebhookDeliveryState } from './delivery/delivery.type';
import { ofOwnSubscriptions, ownSubscriptions } from './subscription/owner';
import { WebhookState, WebhookSubscription } from './subscription/subscription.type';
import { WEBHOOK_READ } from './webhooks.permissions';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const health = (column: string) =>
  f.sql(
    (s) => `(SELECT to_char(h.${column} AT TIME ZONE 'UTC', ${INSTANT}) FROM atrium.webhook_health h
      WHERE h.tenant_id = ${s}.tenant_id AND h.subscription_id = ${s}.id)`,
  );

const communities: ArrayField = {
  kind: 'array',
  view: () => communityView,
  link: (s, c) => `${c}.tenant_id = ${s}.tenant_id AND ${c}.id = ANY (${s}.communities)`,
  orderBy: (c) => `${c}.sort_key`,
};

const secretView = defineView({
  type: 'WebhookSecretInfo',
  idType: 'webhook_secret',
  table: 'atrium.webhook_secret',
  fields: { hint: f.column('hint'), createdAt: f.instant('created_at'), expiresAt: f.instant('expires_at') },
});

export const webhookSubscriptionView: View = defineView({
  type: 'WebhookSubscription',
  idType: 'webhook_subscription',
  table: 'atrium.webhook_subscription',
  nodeAccess: WEBHOOK_READ,
  where: ownSubscriptions,
  fields: {
    id: f.id('webhook_subscription'),
    name: f.column('name'),
    url: f.column('url'),
    events: f.column('events'),
    dataScope: f.object({
      kind: f.sql((s) => `CASE WHEN ${s}.communities IS NULL THEN 'ALL' ELSE 'COMMUNITIES' END`),
      communities: f.guarded(propertyPermissions['property:read'], communities),
    }),
    state: f.column('state'),
    disabledReason: f.column('disabled_reason'),
    disabledAt: f.instant('disabled_at'),
    failingSince: health('failing_since'),
    lastDeliveredAt: health('last_delivered_at'),
    secrets: f.array(
      () => secretView,
      'subscription_id',
      (x) => `${x}.created_at DESC, ${x}.id DESC`,
    ),
    apiClient: f.guarded(
      staffPermissions['api-client:read'],
      f.one(() => apiClientView, 'api_client_id'),
      'NULL',
    ),
    publicClient: f.guarded(
      publicClientPermissions['public-client:manage'],
      f.one(() => publicClientView, 'public_client_id'),
      'NULL',
    ),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
    updatedAt: f.instant('updated_at'),
  },
});

const attemptView = defineView({
  type: 'WebhookAttempt',
  idType: 'webhook_attempt',
  table: 'atrium.webhook_attempt',
  fields: {
    number: f.column('number'),
    createdAt: f.instant('created_at'),
    outcome: f.column('outcome'),
    status: f.column('status'),
    latencyMs: f.column('latency_ms'),
    detail: f.column('detail'),
    answer: f.column('answer'),
  },
});

export const webhookDeliveryView: View = defineView({
  type: 'WebhookDelivery',
  idType: 'webhook_delivery',
  table: 'atrium.webhook_delivery',
  nodeAccess: WEBHOOK_READ,
  where: ofOwnSubscriptions,
  fields: {
    id: f.id('webhook_delivery'),
    subscription: f.one(() => webhookSubscriptionView, 'subscription_id'),
    eventId: f.sql(
      (d) => `${d}.event_id`,
      (uuid) => encodeId('event', uuid as string),
    ),
    type: f.column('type'),
    occurredAt: f.instant('occurred_at'),
    body: f.column('body'),
    isTest: f.column('is_test'),
    state: f.column('state'),
    nextAttemptAt: f.sql(
      (d) => `CASE WHEN ${d}.state = 'WAITING' THEN to_char(${d}.next_at AT TIME ZONE 'UTC', ${INSTANT}) END`,
    ),
    endedAt: f.instant('ended_at'),
    replays: f.column('replays'),
    attempts: f.array(
      () => attemptView,
      'delivery_id',
      (a) => `${a}.number DESC`,
    ),
    createdAt: f.instant('created_at'),
  },
});

export const WebhookSubscriptionList: ListTypes = defineList({
  view: webhookSubscriptionView,
  node: WebhookSubscription,
  filters: {
    state: filter.enum('WebhookState', WebhookState, 'state', 'By whether they are told of events.'),
    apiClient: filter.id('api_client', 'api_client_id', 'Those of an API client.'),
    publicClient: filter.id('public_client', 'public_client_id', 'Those of an app.'),
  },
  orders: {
    NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' },
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By the time of making.' },
  },
  defaultOrder: { field: 'NAME' },
});

export const WebhookDeliveryList: ListTypes = defineList({
  view: webhookDeliveryView,
  node: WebhookDelivery,
  filters: {
    subscription: filter.id('webhook_subscription', 'subscription_id', 'Those of a webhook.'),
    state: filter.enum('WebhookDeliveryState', WebhookDeliveryState, 'state', 'By what became of them.'),
    type: filter.text('type', 'By the name of the event.'),
    createdAt: filter.instant('created_at', 'By when they were put down.'),
  },
  orders: {
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By when they were put down.' },
  },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
});
