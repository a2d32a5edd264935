import { APP } from './app-makers';
import { change } from './core-makers';
import type { Tools } from './tools';
import type { World } from './world';

/** Nobody knows the name (RFC 6761), so nothing leaves. */
export const NOWHERE = 'https://hooks.invalid/atrium';
/** It does not happen in the worlds: deliveries that are tried again would change rows of A while B is looked at. */
export const NEVER = 'building.deleted';

/** A webhook of the world's first community; answers its id. */
async function webhook(world: World, owner: object = {}): Promise<string> {
  const input = {
    name: world.text('words'),
    url: `${NOWHERE}?${world.text('code')}`,
    events: [NEVER],
    dataScope: { kind: 'COMMUNITIES', communityIds: [world.id('community')] },
    ...owner,
  };
  type Made = { subscription: { id: string } };
  const { client } = world.owner;
  const selection = 'subscription { id }';
  return (await change<Made>(client, 'createWebhookSubscription', 'CreateWebhookSubscriptionInput', input, selection))
    .subscription.id;
}

/** One of an API client and one of an app. */
export async function webhooksOfPrograms(world: World): Promise<void> {
  const { client } = world.owner;
  const program = { name: world.text('words'), permissions: ['property:read'], dataScope: { kind: 'ALL' } };
  const { apiClient } = await change<{ apiClient: { id: string } }>(
    client,
    'createApiClient',
    'CreateApiClientInput',
    program,
    'apiClient { id }',
  );
  await webhook(world, { apiClientId: apiClient.id });
  const app = { name: world.text('words'), audience: 'STAFF', redirectUris: [APP], allowedOrigins: [] };
  const { publicClient } = await change<{ publicClient: { id: string } }>(
    client,
    'registerPublicClient',
    'RegisterPublicClientInput',
    app,
    'publicClient { id }',
  );
  await webhook(world, { publicClientId: publicClient.id });
}

export async function disabledWebhook(world: World): Promise<string> {
  const id = await webhook(world);
  await change(world.owner.client, 'disableWebhookSubscription', 'WebhookSubscriptionIdInput', { id }, '__typename');
  return id;
}

/** A delivery that was tried in vain and has ended, as it would after its last try; answers its id. */
export async function failedDelivery(world: World, { platform, admin }: Tools): Promise<string> {
  const subscriptionId = await webhook(world, { events: ['community.updated'] });
  const { client } = world.owner;
  const id = world.id('community');
  const { community } = await client.ok<{ community: { version: number } }>(
    'query ($id: ID!) { community(id: $id) { version } }',
    { id },
  );
  const update = { id, version: community.version };
  await change(client, 'updateCommunity', 'UpdateCommunityInput', update, '__typename');
  await platform.runJobs();
  type Answer = { webhookDeliveries: { nodes: readonly { id: string }[] } };
  const { webhookDeliveries } = await client.ok<Answer>(
    'query ($id: ID!) { webhookDeliveries(filter: { subscription: { eq: $id } }) { nodes { id } } }',
    { id: subscriptionId },
  );
  const made = webhookDeliveries.nodes[0];
  if (!made) throw new Error('Nothing was put down');
  const quiet = `UPDATE atrium.webhook_subscription SET events = $3 WHERE tenant_id = $1 AND id = $2`;
  await admin.query(quiet, [world.tenant.id, platform.uuid(subscriptionId), [NEVER]]);
  const delivery = platform.uuid(made.id);
  const answered = `UPDATE atrium.webhook_attempt SET answer = $3 WHERE tenant_id = $1 AND delivery_id = $2`;
  await admin.query(answered, [world.tenant.id, delivery, world.text('words')]);
  await admin.query(
    `UPDATE atrium.webhook_delivery SET state = 'FAILED', ended_at = now(), sending_until = NULL WHERE tenant_id = $1 AND id = $2`,
    [world.tenant.id, delivery],
  );
  return made.id;
}
