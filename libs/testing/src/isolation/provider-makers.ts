import { PROVIDER_CLIENT } from '../identity-provider';
import type { HttpRequest } from '../test-http';
import { change, member } from './core-makers';
import { providerVersion } from './identity-makers';
import type { Tools } from './tools';
import type { World } from './world';

/** Where a sign-in of a company returns to. */
const deskOf = ({ tenant }: World): string => `https://${tenant.slug}.desk.example/in`;

/** The company signs in at the provider. */
export async function ownProvider(world: World, { provider }: Tools): Promise<void> {
  const input = {
    ...{ version: await providerVersion(world), issuer: provider.issuer, enabled: true },
    ...{ clientId: PROVIDER_CLIENT.id, clientSecret: PROVIDER_CLIENT.secret, returnUrls: [deskOf(world)] },
  };
  await change(world.owner.client, 'setIdentityProvider', 'SetIdentityProviderInput', input, '__typename');
}

/** Somebody begins to sign in to a company, to return to where one of a company does. */
export const startRequest = (address: World, back: World): HttpRequest => ({
  method: 'GET',
  url: `/auth/oidc/${address.tenant.slug}?return=${encodeURIComponent(deskOf(back))}`,
});

/**
 * Somebody of a company comes back from the provider to a sign-in begun at one company, in a browser that began one at a
 * company. Where all are the same it is one sign-in.
 */
export async function returnRequest(state: World, browser: World, person: World, tools: Tools): Promise<HttpRequest> {
  const { provider } = tools;
  for (const world of new Set([state, browser])) await ownProvider(world, tools);
  const begun = await begin(state, tools);
  const { cookie } = state === browser ? begun : await begin(browser, tools);
  const { id, email } = await member(person, tools);
  provider.account = { sub: id, email, email_verified: true };
  return { method: 'GET', url: (await provider.visit(begun.location)).href, headers: { cookie } };
}

async function begin(world: World, { platform }: Tools): Promise<{ location: string; cookie: string }> {
  const { statusCode, headers, body } = await platform.http(startRequest(world, world));
  const [location, cookie] = [headers['location'], [headers['set-cookie']].flat()[0]];
  if (typeof location !== 'string' || typeof cookie !== 'string') {
    throw new Error(`A sign-in at the provider does not begin: ${statusCode} ${body}`);
  }
  return { location, cookie: cookie.split(';')[0]! };
}
