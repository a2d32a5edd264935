import { change } from './core-makers';
import type { Tools } from './tools';
import type { World } from './world';

/** A customer whose mails arrive. */
interface Reachable {
  readonly id: string;
  readonly email: string;
}

const reachable = new WeakMap<World, Reachable>();
/** Codes by the world that asked last: they stand in the field behind the challenge. */
const codes = new WeakMap<World, string>();

/** A customer who can be sent codes; answers the id. The newest is whom codes go to. */
export async function customerWithEmail(world: World, _tools: Tools): Promise<string> {
  const email = world.text('email');
  const input = { kind: 'PERSON', name: world.text('words'), contacts: [{ kind: 'EMAIL', value: email }] };
  type Payload = { customer: { id: string } };
  const made = await change<Payload>(world.owner.client, 'createCustomer', 'CreateCustomerInput', input, CUSTOMER);
  reachable.set(world, { id: made.customer.id, email });
  return made.customer.id;
}

const CUSTOMER = 'customer { id }';

async function whoIsReached(world: World, tools: Tools): Promise<Reachable> {
  if (!reachable.has(world)) await customerWithEmail(world, tools);
  return reachable.get(world)!;
}

/** The proof asks for more codes than anybody may: what was counted for this company is forgotten. */
export async function slugWithoutAttempts({ tenant }: World, { admin }: Tools): Promise<string> {
  await admin.query('DELETE FROM atrium.customer_code_count WHERE tenant_id = $1', [tenant.id]);
  return tenant.slug;
}

/** A code to sign in with is sent; answers its challenge. */
export async function signInChallenge(world: World, tools: Tools): Promise<string> {
  const { email } = await whoIsReached(world, tools);
  const input = { slug: await slugWithoutAttempts(world, tools), email };
  return challengeOf(world, tools, email, () =>
    change(tools.nobody, 'requestCustomerCode', 'RequestCustomerCodeInput', input, 'challenge'),
  );
}

/** A code is sent to an address that shall become the customer's own; answers its challenge. */
export async function contactChallenge(household: World, tools: Tools): Promise<string> {
  await slugWithoutAttempts(household, tools);
  const email = household.text('email');
  return challengeOf(household, tools, email, () =>
    change(household.owner.client, 'requestMyContact', 'RequestMyContactInput', { email }, 'challenge'),
  );
}

async function challengeOf(
  world: World,
  { platform, mailbox }: Tools,
  email: string,
  ask: () => Promise<{ challenge: string }>,
): Promise<string> {
  if (!mailbox)
    throw new Error('A code that comes by mail needs the mailbox the platform sends to: give it as an option');
  const { challenge } = await ask();
  await platform.runJobs();
  const code = /\b\d{6}\b/.exec(mailbox.last(email).text ?? '')?.[0];
  if (!code) throw new Error(`No code in the mail to ${email}`);
  codes.set(world, code);
  return challenge;
}

/** The code of the challenge that was made last. */
export function sentCode(world: World): string {
  return codes.get(world) ?? '000000';
}

/** A customer signs in, all the way; answers the refresh token. */
export async function customerRefreshToken(world: World, tools: Tools): Promise<string> {
  const challenge = await signInChallenge(world, tools);
  const input = { challenge, code: sentCode(world) };
  type Payload = { tokens: { refreshToken: string } | null };
  const { tokens } = await change<Payload>(
    tools.nobody,
    'verifyCustomerCode',
    'VerifyCustomerCodeInput',
    input,
    'tokens { refreshToken }',
  );
  if (!tokens) throw new Error('The customer who was made has to choose among several');
  return tokens.refreshToken;
}

/** Of one's own profile, as it is. */
export async function ownVersion({ owner }: World): Promise<number> {
  return (await owner.client.ok<{ me: { version: number } }>('{ me { version } }')).me.version;
}
