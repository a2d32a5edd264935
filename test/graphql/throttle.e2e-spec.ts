import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { createTestPlatform, type GraphqlAnswer, TestClient, type TestPlatform } from '@atrium/testing';

interface Throttle {
  available: number | null;
  restoreRate: number | null;
  retryAfterMs: number;
}

/** Costs 1 + 100 + 100. */
const DOCUMENT = '{ units(first: 100) { nodes { code community { name } } } }';
const COST = 201;

const throttleOf = ({ extensions }: GraphqlAnswer): Throttle => extensions!.throttle as Throttle;

describe('the budget of cost points', () => {
  let platform: TestPlatform;
  let other: Awaited<ReturnType<typeof createApiApp>>;

  beforeAll(async () => {
    // A trial has 3,000 calls a minute: here 3,000 points at once, and 50 a second.
    const env = { SIGN_UP_PLAN: 'TRIAL', RATE_POINTS_PER_CALL: '1', QUERY_MAX_COST: '1000' };
    platform = await createTestPlatform(env);
    const { config, clock, database } = platform;
    other = await createApiApp({ config, clock, contexts: coreContexts, databaseUrl: database.appUrl });
    await other.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    await other.close();
    await platform.close();
  });

  const elsewhere = (client: TestClient): TestClient =>
    new TestClient(other.getHttpAdapter().getInstance() as never, client.token);

  /** Calls until it is refused; answers how often it was not, and the refusal. */
  async function exhaust(...clients: TestClient[]): Promise<{ answered: number; refusal: GraphqlAnswer }> {
    for (let answered = 0; answered < 100; answered++) {
      const answer = await clients[answered % clients.length]!.query(DOCUMENT);
      if (answer.errors) return { answered, refusal: answer };
    }
    throw new Error('nothing was refused');
  }

  it('is told in every answer, refused and broken ones included', async () => {
    const client = await platform.as('AUDITOR', { tenant: 'b' });
    const began = performance.now();
    const { extensions } = await client.query(DOCUMENT);
    expect(extensions).toMatchObject({
      cost: { requested: COST, limit: 1_000 },
      throttle: { restoreRate: 50, retryAfterMs: 0 },
    });
    const before = throttleOf(await client.query('{ viewer { locale } }')).available!;
    // All of it is paid, but for what has come back since.
    expect(before).toBeLessThanOrEqual(3_000 - COST + Math.ceil((50 * (performance.now() - began)) / 1000));
    const page = 'units(first: 200) { nodes { community { name } building { code } } }';
    for (const broken of [`{ a: ${page} b: ${page} }`, '{ nothing }', '{']) {
      const answer = await client.query(broken);
      expect(answer.errors).toHaveLength(1);
      expect(throttleOf(answer)).toMatchObject({ restoreRate: 50, retryAfterMs: 0 });
    }
    // Nobody's budget.
    expect(throttleOf(await platform.client().query('{ __typename }'))).toEqual({
      available: null,
      restoreRate: null,
      retryAfterMs: 0,
    });
  });

  it('is one for all processes, and another for each company', async () => {
    const client = await platform.as('AUDITOR');
    const { answered, refusal } = await exhaust(client, elsewhere(client));
    // 3,000 points, what came back meanwhile, less what either process has taken ahead.
    expect(answered).toBeGreaterThanOrEqual(12);
    expect(answered).toBeLessThanOrEqual(20);
    expect(refusal.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryable: true } }]);
    const { retryAfterMs } = refusal.errors![0]!.extensions as unknown as Throttle;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual((COST / 50) * 1000);
    expect(throttleOf(refusal)).toMatchObject({ retryAfterMs, restoreRate: 50 });
    expect(throttleOf(refusal).available).toBeLessThan(COST);

    for (const one of [client, elsewhere(client)]) {
      expect((await one.fails(DOCUMENT)).extensions.code).toBe('RATE_LIMITED');
    }
    const { statusCode } = await platform.api.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${client.token}` },
      payload: { query: DOCUMENT },
    });
    expect(statusCode).toBe(429);
    const neighbour = await platform.as('AUDITOR', { tenant: 'b' });
    expect((await neighbour.query(DOCUMENT)).errors).toBeUndefined();
  });
});

describe('the budget of an API client', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await createTestPlatform({
      SIGN_UP_PLAN: 'TRIAL',
      RATE_POINTS_PER_CALL: '2',
      RATE_CLIENT_SHARE_PERCENT: '25',
      QUERY_MAX_COST: '1000',
    });
  });
  afterAll(() => platform.close());

  it('is a share of its company’s, so that one program cannot use up all of it', async () => {
    const admin = await platform.as('ADMIN');
    const { createApiClient } = await admin.ok<{ createApiClient: { key: string } }>(
      'mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) { key } }',
      { input: { name: 'meter', permissions: ['property:read'], dataScope: { kind: 'ALL' } } },
    );
    const program = platform.client(createApiClient.key);
    let answered = 0;
    let refused: GraphqlAnswer = await program.query(DOCUMENT);
    for (; !refused.errors && answered < 50; answered++) refused = await program.query(DOCUMENT);
    // 1,500 of the company's 6,000.
    expect(answered).toBeGreaterThanOrEqual(6);
    expect(answered).toBeLessThanOrEqual(10);
    expect(refused.errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', messageKey: 'throttle.client', retryable: true } },
    ]);
    expect((await admin.query(DOCUMENT)).errors).toBeUndefined();
  });
});
