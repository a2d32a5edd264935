import { withClient } from '@atrium/platform';
import { mintSecret, newId, type SecretKind } from '@atrium/sdk';
import { Secret, TOTP } from 'otpauth';
import type { TestClient } from '../test-client';
import { change, invite, mailedCode, member, PASSWORD } from './core-makers';
import { ownSecrets } from './sign-in';
import type { Tools } from './tools';
import type { World } from './world';

const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) { tokens { accessToken } challenge { token } } }`;

interface Outcome {
  readonly tokens: { readonly accessToken: string } | null;
  readonly challenge: { readonly token: string } | null;
}

/** The code an authenticator app shows; a step ahead, it has not been used yet. */
const codeOf = (secret: string, { platform }: Tools, ahead = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: platform.clock.now().getTime() + ahead });

async function signedIn({ tenant }: World, { nobody }: Tools, email: string): Promise<Outcome> {
  const input = { slug: tenant.slug, email, password: PASSWORD };
  return (await nobody.ok<{ signIn: Outcome }>(SIGN_IN, { input })).signIn;
}

/** A role of the company's own that demands a second factor, or does not. */
export async function roleThat(world: World, secondFactorRequired: boolean): Promise<string> {
  const input = { name: world.text('words'), permissions: [], secondFactorRequired };
  type Payload = { role: { id: string } };
  const made = await change<Payload>(world.owner.client, 'createRole', 'CreateRoleInput', input, 'role { id }');
  return made.role.id;
}

/** A member of staff with a session. */
async function memberWithSession(
  world: World,
  tools: Tools,
): Promise<{ id: string; client: TestClient; email: string }> {
  const { id, email } = await member(world, tools, await roleThat(world, false));
  const { tokens } = await signedIn(world, tools, email);
  return { id, email, client: tools.platform.client(tokens!.accessToken) };
}

export const staffWithSession = async (world: World, tools: Tools): Promise<string> =>
  (await memberWithSession(world, tools)).id;

/** A session of a colleague; answers its id. */
export async function colleagueSession(world: World, tools: Tools): Promise<string> {
  const { id } = await memberWithSession(world, tools);
  const { staffSessions } = await world.owner.client.ok<{ staffSessions: { nodes: { id: string }[] } }>(
    'query ($id: ID!) { staffSessions(staffId: $id) { nodes { id } } }',
    { id },
  );
  return staffSessions.nodes[0]!.id;
}

async function enrolled(client: TestClient, tools: Tools): Promise<string> {
  const password = { password: PASSWORD };
  const { secret } = await change<{ secret: string }>(client, 'enrolTotp', 'OwnPasswordInput', password, 'secret');
  await change(client, 'confirmTotp', 'ConfirmTotpInput', { code: codeOf(secret, tools) }, '__typename');
  return secret;
}

/** A colleague with an authenticator app; answers the id. */
export async function staffWithTotp(world: World, tools: Tools): Promise<string> {
  const { id, client } = await memberWithSession(world, tools);
  await enrolled(client, tools);
  return id;
}

const waiting = new WeakMap<World, string>();

/** Half a sign-in of somebody with an authenticator app. */
export async function challenge(world: World, tools: Tools): Promise<string> {
  const { client, email } = await memberWithSession(world, tools);
  waiting.set(world, await enrolled(client, tools));
  return (await signedIn(world, tools, email)).challenge!.token;
}

/** What the app shows whoever made the newest {@link challenge}. */
export const challengeCode = (world: World, tools: Tools): string => codeOf(waiting.get(world)!, tools, 30_000);

/** Half a sign-in of somebody who must set up an app. */
export async function enrolmentChallenge(world: World, tools: Tools): Promise<string> {
  const { email } = await invite(world, await roleThat(world, true));
  const accepted = await change<Outcome>(
    tools.nobody,
    'acceptInvitation',
    'AcceptInvitationInput',
    { token: await mailedCode(tools, email), password: PASSWORD },
    'challenge { token }',
  );
  return accepted.challenge!.token;
}

/** Brings the owner's own second factor to where an operation on it begins. */
async function ownTotp({ owner, tenant }: World, isOn: boolean, tools: Tools): Promise<void> {
  const { secondFactor } = await owner.client.ok<{ secondFactor: { enabled: boolean } }>(
    '{ secondFactor { enabled } }',
  );
  if (secondFactor.enabled === isOn) return;
  const password = { password: tenant.admin.password };
  if (isOn) ownSecrets.set(tenant.slug, await enrolled(owner.client, tools));
  else await change(owner.client, 'disableTotp', 'OwnPasswordInput', password, '__typename');
}

/** The owner's password, with the second factor off, or on. */
export const passwordWithout = async (world: World, tools: Tools): Promise<string> => {
  await ownTotp(world, false, tools);
  return world.tenant.admin.password;
};
export const passwordWith = async (world: World, tools: Tools): Promise<string> => {
  await ownTotp(world, true, tools);
  return world.tenant.admin.password;
};

/** What an app shows the owner who is setting it up. */
export async function ownCode(world: World, tools: Tools): Promise<string> {
  const input = { password: await passwordWithout(world, tools) };
  const { secret } = await change<{ secret: string }>(
    world.owner.client,
    'enrolTotp',
    'OwnPasswordInput',
    input,
    'secret',
  );
  ownSecrets.set(world.tenant.slug, secret);
  return codeOf(secret, tools);
}

export async function rulesVersion({ owner }: World): Promise<number> {
  const { signInRules } = await owner.client.ok<{ signInRules: { version: number } }>('{ signInRules { version } }');
  return signInRules.version;
}

/** The company has said what it demands of signing in. */
export async function setRules(world: World): Promise<void> {
  const input = { version: await rulesVersion(world), secondFactor: 'OPTIONAL' };
  await change(world.owner.client, 'updateSignInRules', 'UpdateSignInRulesInput', input, '__typename');
}

export async function providerVersion({ owner }: World): Promise<number> {
  const { identityProvider } = await owner.client.ok<{ identityProvider: { version: number } | null }>(
    '{ identityProvider { version } }',
  );
  return identityProvider?.version ?? 0;
}

/** Version of a provider that is there. */
export async function standingProvider(world: World): Promise<number> {
  const version = await providerVersion(world);
  if (version > 0) return version;
  const input = {
    version,
    issuer: `https://${world.text('code')}.example`,
    clientId: world.text('words'),
    clientSecret: world.text('words'),
    returnUrls: ['https://desk.example/in'],
    enabled: false,
  };
  await change(world.owner.client, 'setIdentityProvider', 'SetIdentityProviderInput', input, '__typename');
  return 1;
}

const sql = ({ platform }: Tools, text: string, values: unknown[]): Promise<void> =>
  withClient(platform.database.adminUrl, async (client) => void (await client.query(text, values)));

/** A colleague bound to an identity, as a sign-in at the provider leaves it. */
export async function boundStaff(world: World, tools: Tools): Promise<string> {
  const { id } = await member(world, tools);
  await sql(
    tools,
    `INSERT INTO atrium.staff_identity (tenant_id, id, staff_id, issuer, subject) VALUES ($1, $2, $3, $4, $5)`,
    [world.tenant.id, newId(), tools.platform.uuid(id), 'https://login.example', world.text('words')],
  );
  return id;
}

/** The code such a sign-in comes back with. */
export async function singleSignOnCode(world: World, tools: Tools): Promise<string> {
  const { id } = await member(world, tools);
  const kind: SecretKind = 'singleSignOnCode';
  const { token, hash } = mintSecret(kind, world.tenant.id);
  await sql(
    tools,
    `INSERT INTO atrium.staff_token (tenant_id, id, staff_id, purpose, token_hash, expires_at)
     VALUES ($1, $2, $3, 'SINGLE_SIGN_ON', $4, $5)`,
    [world.tenant.id, newId(), tools.platform.uuid(id), hash, new Date(tools.platform.clock.now().getTime() + 60_000)],
  );
  return token;
}

/** A sign-in that is under way at a provider. */
export async function signInUnderWay(world: World, tools: Tools): Promise<void> {
  await sql(
    tools,
    `INSERT INTO atrium.single_sign_on_attempt
       (tenant_id, id, state_hash, browser_hash, nonce, code_verifier, return_url, expires_at)
     VALUES ($1, $2, $3, $3, $3, $3, 'https://desk.example/in', now() + interval '1 day')`,
    [world.tenant.id, newId(), world.text('words')],
  );
}
