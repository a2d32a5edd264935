import { OperatorAccounts } from '@atrium/core';
import { PasswordHasher } from '@atrium/sdk';
import { TOTP, URI } from 'otpauth';
import type { Client } from 'pg';
import type { TestPlatform } from '../test-platform';
import type { Caller, Tools } from './tools';
import type { World } from './world';

/** Who runs the installation under test. */
export const OPERATOR = { name: 'Olga', email: 'olga@platform.example', password: 'an operator of her own' } as const;

const SIGN_IN = 'mutation ($input: OperatorSignInInput!) { operatorSignIn(input: $input) { token } }';
const OPEN = 'mutation ($input: OpenSupportSessionInput!) { openSupportSession(input: $input) { token } }';
const ENROL = 'mutation { enrolOperatorTotp { uri } }';

/** Makes the account, as the command line does. */
export async function addOperator(platform: TestPlatform, admin: Client): Promise<void> {
  const accounts = new OperatorAccounts({
    query: async (statement, values) => ({ rows: (await admin.query(statement, values)).rows }),
  });
  const { name, email, password } = OPERATOR;
  const passwordHash = await platform.api.get(PasswordHasher, { strict: false }).hash(password);
  await accounts.add({ name, email, passwordHash });
}

/** The operator, signed in. */
export async function operatorOf(platform: TestPlatform): Promise<Caller> {
  const { email, password } = OPERATOR;
  const { operatorSignIn } = await platform.client().ok<{ operatorSignIn: { token: string } }>(SIGN_IN, {
    input: { email, password },
  });
  return { name: 'platform operator', client: platform.client(operatorSignIn.token) };
}

/** The operator inside a tenant that has let support in. */
export async function supportOf(platform: TestPlatform, operator: Caller, world: World): Promise<Caller> {
  const { openSupportSession } = await operator.client.ok<{ openSupportSession: { token: string } }>(OPEN, {
    input: { tenantId: world.id('tenant') },
  });
  return { name: `support let in by ${world.tenant.slug}`, client: platform.client(openSupportSession.token) };
}

/** What an authenticator app shows the operator who is setting it up. */
export async function operatorCode(_world: World, { platform, operator }: Tools): Promise<string> {
  const { enrolOperatorTotp } = await operator.client.ok<{ enrolOperatorTotp: { uri: string } }>(ENROL);
  return (URI.parse(enrolOperatorTotp.uri) as TOTP).generate({ timestamp: platform.clock.now().getTime() });
}

/** Support is let in and reads. */
export async function supportReads(world: World, { platform, operator }: Tools): Promise<void> {
  const { client } = await supportOf(platform, operator, world);
  await client.ok('{ viewer { __typename } }');
}
