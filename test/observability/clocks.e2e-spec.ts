import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { endChildren } from '../support/child-program';
import { startSecondApi } from '../support/second-api';
import { freePort, samples } from './support';

// A process of its own compiles all of the platform.
jest.setTimeout(120_000);

const AHEAD_MS = 2 * 3_600_000;
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } } }';

let platform: TestPlatform;
let admin: TestClient;
beforeAll(async () => {
  platform = await createTestPlatform({ ACCESS_TOKEN_TTL_SECONDS: '600' });
  admin = await platform.as('ADMIN');
});
afterEach(endChildren);
afterAll(() => platform?.close());

it('a process whose clock is wrong goes by the database’s, says so and shows it', async () => {
  const port = await freePort();
  // Access tokens live for ten minutes, and addresses of files too.
  const env = { LOG_LEVEL: 'warn', MANAGEMENT_PORT: String(port), ACCESS_TOKEN_TTL_SECONDS: '600' };
  const wrong = await startSecondApi(platform, env, { clockAheadMs: AHEAD_MS });
  const there = async (query: string, variables: object, token?: string | null): Promise<Record<string, never>> => {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const body = JSON.stringify({ query, variables });
    return (await fetch(`${wrong.url}/graphql`, { method: 'POST', headers, body })).json() as never;
  };
  const { slug, admin: login } = platform.tenants.a;
  const who = '{ viewer { tenant { slug } } }';
  const seen = { data: { viewer: { tenant: { slug } } } };
  expect(await there(who, {}, admin.token)).toMatchObject(seen);
  const answer = await there(SIGN_IN, { input: { slug, ...login } });
  const { accessToken } = (answer as unknown as { data: { signIn: { tokens: { accessToken: string } } } }).data.signIn
    .tokens;
  expect(await platform.client(accessToken).ok(who)).toEqual(seen.data);
  expect(await there(who, {}, accessToken)).toMatchObject(seen);
  const { iat, exp } = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()) as Record<
    string,
    number
  >;
  expect(exp! - iat!).toBe(600);
  expect(Math.abs(iat! * 1000 - Date.now())).toBeLessThan(AHEAD_MS / 2);

  const figures = samples(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
  const offset = figures.get('atrium_clock_offset_seconds{role="api"}')!;
  expect(Math.abs(offset * 1000 - AHEAD_MS)).toBeLessThan(60_000);
  const line = wrong
    .errors()
    .split('\n')
    .find((one) => one.includes('The clock of this machine differs'));
  expect(JSON.parse(line!)).toMatchObject({ level: 'warn', part: 'Clock', offsetMs: expect.any(Number) as number });
});
