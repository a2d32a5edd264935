import type { TestClient, TestPlatform } from '@atrium/testing';
import { change, sqlOf } from '../../identity/support';

export interface Subscription {
  id: string;
  name: string;
  url: string;
  events: string[];
  dataScope: { kind: string; communities: { id: string }[] };
  state: string;
  disabledReason: string | null;
  failingSince: string | null;
  lastDeliveredAt: string | null;
  secrets: { hint: string; expiresAt: string | null }[];
  apiClient: { id: string } | null;
  publicClient: { id: string } | null;
  version: number;
}
export const SUBSCRIPTION = `id name url events dataScope { kind communities { id } } state disabledReason failingSince
  lastDeliveredAt secrets { hint expiresAt } apiClient { id } publicClient { id } version`;

export interface Delivery {
  id: string;
  eventId: string;
  type: string;
  body: string;
  isTest: boolean;
  state: string;
  nextAttemptAt: string | null;
  endedAt: string | null;
  replays: number;
  attempts: {
    number: number;
    outcome: string;
    status: number | null;
    latencyMs: number | null;
    detail: string | null;
    answer: string | null;
  }[];
}
export const DELIVERY = `id eventId type body isTest state nextAttemptAt endedAt replays
  attempts { number outcome status latencyMs detail answer }`;

export const WHOLE = { kind: 'ALL' };

let made = 0;

/** A new webhook for these events at a path. */
export async function subscribe(
  client: TestClient,
  url: string,
  events: string[],
  more: Record<string, unknown> = {},
): Promise<{ subscription: Subscription; secret: string }> {
  const input = { name: `受信 ${++made}`, url, events, dataScope: WHOLE, ...more };
  return change(
    client,
    'createWebhookSubscription',
    'CreateWebhookSubscriptionInput',
    input,
    `subscription { ${SUBSCRIPTION} } secret`,
  );
}

export async function subscriptionOf(client: TestClient, id: string): Promise<Subscription> {
  const document = `query ($id: ID!) { webhookSubscription(id: $id) { ${SUBSCRIPTION} } }`;
  return (await client.ok<{ webhookSubscription: Subscription }>(document, { id })).webhookSubscription;
}

/** Deliveries of a webhook, oldest first. */
export async function deliveriesOf(client: TestClient, id: string): Promise<Delivery[]> {
  const document = `query ($id: ID!) {
    webhookDeliveries(first: 200, filter: { subscription: { eq: $id } }, orderBy: { field: CREATED, direction: ASC }) {
      nodes { ${DELIVERY} } } }`;
  return (await client.ok<{ webhookDeliveries: { nodes: Delivery[] } }>(document, { id })).webhookDeliveries.nodes;
}

/** As if so much time had gone by in the database: what is planned for later comes nearer. */
export async function timePasses(platform: TestPlatform, seconds: number): Promise<void> {
  const sql = sqlOf(platform);
  const by = `interval '${seconds} seconds'`;
  await sql(`UPDATE atrium.webhook_delivery SET next_at = next_at - ${by}, sending_until = sending_until - ${by}
    WHERE state = 'WAITING'`);
  await sql(`UPDATE atrium.webhook_health SET hold_until = hold_until - ${by}, failing_since = failing_since - ${by}`);
  await sql(`UPDATE pgboss.job SET start_after = start_after - ${by}
    WHERE name LIKE 'webhooks.%' AND state IN ('created', 'retry')`);
}

/** A customer; answers its id. */
export async function enterCustomer(client: TestClient, input: Record<string, unknown> = {}): Promise<string> {
  const given = { kind: 'PERSON', name: '王芳', ...input };
  type Made = { customer: { id: string } };
  return (await change<Made>(client, 'createCustomer', 'CreateCustomerInput', given, 'customer { id }')).customer.id;
}
