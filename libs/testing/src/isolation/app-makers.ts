import { createHash, randomBytes } from 'node:crypto';
import type { HttpRequest } from '../test-http';
import { change, member, PASSWORD } from './core-makers';
import { roleThat } from './identity-makers';
import type { Tools } from './tools';
import type { World } from './world';

/** Where an app of a company lives. */
export const APP = 'https://app.isolation.example';

const VERIFIER = randomBytes(48).toString('base64url');

const apps = new WeakMap<World, Promise<string>>();

/** The company's app for staff; answers the id it names itself with. */
export function staffApp(world: World): Promise<string> {
  const known = apps.get(world);
  if (known) return known;
  const app = { name: `App ${world.number()}`, audience: 'STAFF', redirectUris: [APP], allowedOrigins: [APP] };
  type Payload = { publicClient: { id: string } };
  const made = change<Payload>(
    world.owner.client,
    'registerPublicClient',
    'RegisterPublicClientInput',
    app,
    'publicClient { id }',
  ).then(({ publicClient }) => publicClient.id);
  apps.set(world, made);
  return made;
}

/** How an app asks for somebody to be signed in. */
export const signInRequest = (clientId: string): Record<string, string> => ({
  ...{ response_type: 'code', client_id: clientId, redirect_uri: APP, state: 'isolation' },
  ...{ code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'), code_challenge_method: 'S256' },
});

/** A form of a page, sent. */
export const form = (url: string, fields: Readonly<Record<string, string>>): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  payload: new URLSearchParams(fields).toString(),
});

/** The form by which somebody of one company signs in to an app of a company, at the address of a company. */
export const signInForm = async (address: World, app: World, person: World, tools: Tools): Promise<HttpRequest> => {
  const { email } = await member(person, tools, await roleThat(person, false));
  const fields = { ...signInRequest(await staffApp(app)), step: 'password', email, password: PASSWORD };
  return form(`/oauth/${address.tenant.slug}/authorize`, fields);
};

/** The code that an app gets for somebody who has signed in to it. */
export async function authorizationCode(world: World, tools: Tools): Promise<string> {
  const answer = await tools.platform.http(await signInForm(world, world, world, tools));
  const { location } = answer.headers;
  const code = typeof location === 'string' ? new URL(location).searchParams.get('code') : null;
  if (code === null) throw new Error(`Signing in to an app: ${answer.statusCode} ${answer.body.slice(0, 400)}`);
  return code;
}

/** An app exchanges a code for a session. */
export const exchange = async (address: World, app: World, code: string): Promise<HttpRequest> =>
  form(`/oauth/${address.tenant.slug}/token`, {
    ...{ grant_type: 'authorization_code', client_id: await staffApp(app), redirect_uri: APP },
    ...{ code, code_verifier: VERIFIER },
  });

/** An app renews a session. */
export const renewal = async (address: World, app: World, refreshToken: string): Promise<HttpRequest> =>
  form(`/oauth/${address.tenant.slug}/token`, {
    ...{ grant_type: 'refresh_token', client_id: await staffApp(app), refresh_token: refreshToken },
  });

/** Staff sign in to an app on the platform's page, and it exchanges the code; answers the refresh token it gets. */
export async function appSignIn(world: World, tools: Tools): Promise<string> {
  const answer = await tools.platform.http(await exchange(world, world, await authorizationCode(world, tools)));
  if (answer.statusCode !== 200) throw new Error(`Exchanging a code: ${answer.statusCode} ${answer.body}`);
  return (JSON.parse(answer.body) as { refresh_token: string }).refresh_token;
}

/** A program of the company that calls what is registered for it: its key, and the hash of `{ viewer { … } }`. */
export async function registeredOperation(world: World): Promise<{ key: string; hash: string }> {
  const { client } = world.owner;
  const input = { name: world.text('words'), permissions: ['property:read'], dataScope: { kind: 'ALL' } };
  type Made = { key: string; apiClient: { id: string } };
  const { key, apiClient } = await change<Made>(
    client,
    'createApiClient',
    'CreateApiClientInput',
    input,
    'key apiClient { id }',
  );
  const document = `{ viewer { tenant { id } } } # ${world.text('words')}`;
  const operation = { apiClientId: apiClient.id, name: 'who', document };
  const selection = 'persistedOperation { hash }';
  const { persistedOperation } = await change<{ persistedOperation: { hash: string } }>(
    client,
    'registerApiClientOperation',
    'RegisterApiClientOperationInput',
    operation,
    selection,
  );
  return { key, hash: persistedOperation.hash };
}
