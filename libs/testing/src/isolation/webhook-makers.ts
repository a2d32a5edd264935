import { change } from './core-makers';
import type { Tools } from './tools';
import type { World } from './world';

/** Nobody knows the name (RFC 6761), so nothing leaves. */
export const NOWHERE = 'https://hooks.invalid/atrium';
const EVENT = 'community.updated';

/** A webhook of the world's first community; answers its id. */
async function webhook(world: World): Promise<string> {
  const input = {
    name: world.text('words'),
    url: `${NOWHERE}?${world.text('code')}`,
    events: [EVENT],
    dataScope: { kind: 'COMMUNITIES', communityIds: [world.id('community')] },
  };
  type Made = { subscription: { id: string } };
  const { client } = world.owner;
  const selection = 'subscription { id }';
  return (await change<Made>(client, 'createWebhookSubscription', 'CreateWebhookSubscriptionInput', input, selection))
    .subscription.id;
}

export async function disabledWebhook(world: World): Promise<string> {
  const id = await webhook(world);
  await change(world.owner.client, 'disableWebhookSubscription', 'WebhookSubscriptionIdInput', { id }, '__typename');
  return id;
}

/** A delivery that was tried in vain and has ended, as it would after its last try; answers its id. */
export async function failedDelivery(world: World, { platform, admin }: Tools): Promise<string> {
  const subscriptionId = await webhook(world);
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
  const answered = `UPDATE atrium.webhook_attempt SET answer = $2 WHERE tenant_id = $1 AND answer IS NULL`;
  await admin.query(answered, [world.tenant.id, world.text('words')]);
  await admin.query(
    `UPDATE atrium.webhook_delivery SET state = 'FAILED', ended_at = now(), sending_until = NULL WHERE tenant_id = $1 AND id = $2`,
    [world.tenant.id, platform.uuid(made.id)],
  );
  return made.id;
}
