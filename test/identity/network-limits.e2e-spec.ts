import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { withClient } from '@atrium/platform';
import { createTestPlatform, type GraphqlAnswer, type TestPlatform } from '@atrium/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

interface From {
  /** Whoever opened the connection. */
  readonly peer: string;
  /** `X-Forwarded-For` as the server gets it. */
  readonly forwarded?: string;
}

const SIGN_UPS = 5;
const SIGN_INS = 4;
const CODES = 3;

describe('limits of networks', () => {
  let platform: TestPlatform;
  /** Another process of the installation, behind one proxy. */
  let behindProxy: NestFastifyApplication;

  beforeAll(async () => {
    platform = await createTestPlatform({
      SIGN_UPS_PER_NETWORK: String(SIGN_UPS),
      SIGN_INS_PER_NETWORK: String(SIGN_INS),
      CODES_PER_NETWORK: String(CODES),
    });
    const { clock, database } = platform;
    const config = { ...platform.config, http: { ...platform.config.http, trustProxy: 1 } };
    behindProxy = await createApiApp({ config, clock, contexts: coreContexts, databaseUrl: database.appUrl });
  });
  afterAll(async () => {
    await behindProxy.close();
    await platform.close();
  });

  async function call(
    { peer, forwarded }: From,
    query: string,
    input: object,
    api: NestFastifyApplication = platform.api,
  ): Promise<GraphqlAnswer> {
    const answer = await api.inject({
      method: 'POST',
      url: '/graphql',
      remoteAddress: peer,
      headers: { 'content-type': 'application/json', ...(forwarded ? { 'x-forwarded-for': forwarded } : {}) },
      payload: { query, variables: { input } },
    });
    return answer.json() as GraphqlAnswer;
  }

  const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }`;
  const signIn = (from: From, api?: NestFastifyApplication, slug = 'nobody-has-this'): Promise<GraphqlAnswer> =>
    call(from, SIGN_IN, { slug, email: 'x@example.com', password: 'wrong, whatever it is' }, api);
  const sql = (text: string, url: string = platform.database.adminUrl): Promise<unknown[]> =>
    withClient(url, async (client) => (await client.query(text)).rows as unknown[]);
  /** As if so much time had passed. */
  const passes = (seconds: number): Promise<unknown> =>
    sql(`UPDATE app.network_use SET free_at = free_at - ${seconds} * interval '1 second'`);
  const codeOf = ({ errors }: GraphqlAnswer): string | undefined => errors?.[0]?.extensions.code;
  const times = async (count: number, one: (n: number) => Promise<GraphqlAnswer>): Promise<(string | undefined)[]> => {
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < count; n++) codes.push(codeOf(await one(n)));
    return codes;
  };
  const all = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

  it('end the guessing of companies: so many sign-ins, whatever they name, and then one at a time', async () => {
    const from = { peer: '198.51.100.7' };
    const company = (n: number): string => (n % 2 === 0 ? 'alpha' : `unknown-${n}`);
    expect(await times(SIGN_INS, (n) => signIn(from, platform.api, company(n)))).toEqual(
      all(SIGN_INS, 'UNAUTHENTICATED'),
    );
    const [error] = (await signIn(from)).errors!;
    const { code, retryable, retryAfterMs, messageKey } = error!.extensions;
    expect({ code, retryable, messageKey }).toEqual({
      code: 'RATE_LIMITED',
      retryable: true,
      messageKey: 'throttle.network',
    });
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000 / SIGN_INS);
    // Its neighbour is not it.
    expect(codeOf(await signIn({ peer: '198.51.100.8' }))).toBe('UNAUTHENTICATED');

    await passes((retryAfterMs as number) / 1000);
    // This process remembers until when it was told to wait; another asks the database.
    expect(await times(2, () => signIn(from, behindProxy))).toEqual(['UNAUTHENTICATED', 'RATE_LIMITED']);
  });

  it('hold for all processes together, and for a whole IPv6 /64', async () => {
    const at = (n: number): From => ({ peer: `2001:db8:1:2::${n}` });
    const app = (n: number): NestFastifyApplication => (n % 2 === 0 ? platform.api : behindProxy);
    expect(await times(SIGN_INS, (n) => signIn(at(n + 1), app(n)))).toEqual(all(SIGN_INS, 'UNAUTHENTICATED'));
    for (const api of [platform.api, behindProxy]) {
      expect(codeOf(await signIn({ peer: '2001:db8:1:2:ffff::1' }, api))).toBe('RATE_LIMITED');
      expect(codeOf(await signIn({ peer: '2001:db8:1:3::1' }, api))).toBe('UNAUTHENTICATED');
    }
  });

  it('count calls at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn({ peer: '198.51.100.20' })));
    expect(answers.filter((answer) => codeOf(answer) === 'UNAUTHENTICATED')).toHaveLength(SIGN_INS);
  });

  it('are not got round by a forged X-Forwarded-For', async () => {
    // No proxy is trusted: the header says nothing.
    const forged = (n: number): From => ({ peer: '198.51.100.30', forwarded: `203.0.113.${n}` });
    expect(await times(SIGN_INS + 1, (n) => signIn(forged(n)))).toEqual([
      ...all(SIGN_INS, 'UNAUTHENTICATED'),
      'RATE_LIMITED',
    ]);
    // Behind one proxy only what it has added counts: the last entry.
    const through = (client: string, n: number): From => ({
      peer: '10.0.0.1',
      forwarded: `203.0.113.${n}, ${client}`,
    });
    expect(await times(SIGN_INS + 1, (n) => signIn(through('192.0.2.9', n), behindProxy))).toEqual([
      ...all(SIGN_INS, 'UNAUTHENTICATED'),
      'RATE_LIMITED',
    ]);
    // Others behind the same proxy have their own.
    expect(codeOf(await signIn(through('192.0.2.10', 1), behindProxy))).toBe('UNAUTHENTICATED');
  });

  it('count sign-ups, also those that fail, and leave nothing of what is refused', async () => {
    const from = { peer: '198.51.100.40' };
    const SIGN_UP = `mutation ($input: SignUpTenantInput!) { signUpTenant(input: $input) { tenant { slug } } }`;
    const signUp = (n: number): Promise<GraphqlAnswer> =>
      call(from, SIGN_UP, {
        company: `第${n}物业`,
        // The first is taken.
        slug: n === 0 ? 'alpha' : `company-${n}`,
        locale: 'zh-CN',
        timeZone: 'Asia/Shanghai',
        currency: 'CNY',
        admin: { name: '王芳', email: `admin${n}@example.com`, password: 'correct horse battery' },
      });
    expect(await times(SIGN_UPS + 1, signUp)).toEqual(['CONFLICT', ...all(SIGN_UPS - 1, undefined), 'RATE_LIMITED']);
    expect(await sql(`SELECT count(*)::int AS n FROM atrium.tenant WHERE slug LIKE 'company-%'`)).toEqual([
      { n: SIGN_UPS - 1 },
    ]);
  });

  it('count what is sent or begun, as one: resets, one-time codes, ways to a provider', async () => {
    const from = { peer: '198.51.100.50' };
    const RESET = `mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { __typename } }`;
    const CODE = `mutation ($input: RequestCustomerCodeInput!) { requestCustomerCode(input: $input) { __typename } }`;
    const reset = { slug: 'unknown', email: 'x@example.com' };
    expect(codeOf(await call(from, RESET, reset))).toBeUndefined();
    expect(codeOf(await call(from, CODE, { slug: 'unknown', email: 'x@example.com' }))).toBe('NOT_FOUND');
    const start = (): Promise<{ statusCode: number }> =>
      platform.api.inject({ url: '/auth/oidc/unknown?return=x', remoteAddress: from.peer });
    expect((await start()).statusCode).toBe(404);
    expect((await start()).statusCode).toBe(429);
    expect(codeOf(await call(from, RESET, reset))).toBe('RATE_LIMITED');
    expect(codeOf(await call(from, CODE, { slug: 'unknown', email: 'x@example.com' }))).toBe('RATE_LIMITED');
    // Signing in is another count.
    expect(codeOf(await signIn(from))).toBe('UNAUTHENTICATED');
  });

  it('are kept no longer than they count, out of the application’s reach', async () => {
    await passes(7_200);
    // Each call takes 20 that are over with it.
    await times(2, () => signIn({ peer: '198.51.100.60' }));
    expect(await sql('SELECT subject FROM app.network_use')).toEqual([{ subject: 'signIn 198.51.100.60' }]);
    await expect(sql('SELECT FROM app.network_use', platform.database.appUrl)).rejects.toThrow(/permission denied/);
  });
});
