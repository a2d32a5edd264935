import { encodeId } from '@atrium/sdk';
import { signUpTestTenant } from '../test-tenant';
import { startSession } from './sign-in';
import type { Tools } from './tools';
import type { World } from './world';

/** A company that nobody else is in, because what is done to it would end the others' work; answers its id. */
export async function anotherCompany(world: World, { nobody }: Tools): Promise<string> {
  const { id } = await signUpTestTenant(nobody, world.text('code'));
  return encodeId('tenant', id);
}

/** As {@link anotherCompany}, suspended. */
export async function suspendedCompany(world: World, tools: Tools): Promise<string> {
  const tenantId = await anotherCompany(world, tools);
  await tools.operator.client.ok(
    'mutation ($input: TenantStandingInput!) { suspendTenant(input: $input) { __typename } }',
    { input: { tenantId, reason: 'to be resumed' } },
  );
  return tenantId;
}

/** The code of a community that another company offers. */
export async function offeredCommunity(world: World, tools: Tools): Promise<string> {
  const tenant = await signUpTestTenant(tools.nobody, world.text('code'));
  const client = tools.platform.client((await startSession(tools, tenant)).accessToken);
  const { createCommunity } = await client.ok<{ createCommunity: { community: { id: string } } }>(
    'mutation ($input: CreateCommunityInput!) { createCommunity(input: $input) { community { id } } }',
    { input: { name: world.text('words') } },
  );
  const input = { communityId: createCommunity.community.id, parts: ['PROPERTIES'], afterwards: 'KEEP' };
  const { offerCommunity } = await client.ok<{ offerCommunity: { code: string } }>(
    'mutation ($input: OfferCommunityInput!) { offerCommunity(input: $input) { code } }',
    { input },
  );
  return offerCommunity.code;
}
