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

describe('what is no way around the budget', () => {
  let platform: TestPlatform;
  let client: TestClient;
  beforeAll(async () => {
    // 3,000 points at once, and 50 a second.
    platform = await createTestPlatform({ SIGN_UP_PLAN: 'TRIAL', RATE_POINTS_PER_CALL: '1', QUERY_MAX_COST: '1000' });
  });
  afterAll(() => platform.close());
  beforeEach(async () => {
    client = await platform.as('ADMIN', { tenant: 'b' });
  });

  /** What the company has paid meanwhile, at least and at most: some of it comes back while it works. */
  async function paidFor(task: () => Promise<unknown>): Promise<{ least: number; most: number }> {
    const began = performance.now();
    const left = async (): Promise<number> => throttleOf(await client.query('{ __typename }')).available!;
    const before = await left();
    await task();
    // Less the point that asking costs.
    const least = before - (await left()) - 1;
    return { least, most: least + Math.ceil((50 * (performance.now() - began)) / 1000) + 1 };
  }

  it.each([
    ['no document', '{', 11],
    ['an unknown field', `{ nothing } # ${'x'.repeat(10_000)}`, 111],
    ['no operation of the name', 'query A { __typename } query B { __typename }', 11],
    [
      'a cost beyond the limit',
      '{ a: units(first: 200) { nodes { building { code } community { name } } } b: units(first: 200) { nodes { building { code } } } }',
      12,
    ],
    ['a subscription over HTTP', 'subscription { customerChanged { customer { id } } }', 11],
  ])('is refused and paid for: %s', async (_, document, points) => {
    const { least, most } = await paidFor(async () => expect((await client.query(document)).errors).toHaveLength(1));
    expect(least).toBeLessThanOrEqual(points);
    expect(most).toBeGreaterThanOrEqual(points);
  });

  it('is a subscription: it pays when it starts, and for each message that a change brings', async () => {
    const WATCH = `subscription ($id: ID!) {
      customerChanged(id: $id) { customer { name occupancies(first: 200) { nodes { id } } } }
    }`;
    const { createCustomer } = await client.ok<{ createCustomer: { customer: { id: string; version: number } } }>(
      'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id version } } }',
      { input: { kind: 'PERSON', name: '张伟' } },
    );
    const { id, version } = createCustomer.customer;
    const socket = await platform.socket(client);
    const subscription = await socket.subscribe(WATCH, { id });
    const first = await subscription.next();
    const { requested } = first.extensions!.cost as { requested: number };
    expect(requested).toBeGreaterThan(200);
    expect(throttleOf(first)).toMatchObject({ restoreRate: 50, retryAfterMs: 0 });

    const started = await paidFor(async () => (await socket.subscribe(WATCH, { id })).next());
    expect(started.least).toBeLessThanOrEqual(requested);
    expect(started.most).toBeGreaterThanOrEqual(requested);
    const changed = await paidFor(async () => {
      await client.ok('mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { customer { id } } }', {
        input: { id, version, name: '张伟二' },
      });
      expect(await subscription.next()).toMatchObject({ data: { customerChanged: { customer: { name: '张伟二' } } } });
    });
    expect(changed.most).toBeGreaterThanOrEqual(requested);

    let refused = await (await socket.subscribe(WATCH, { id })).answer();
    for (let n = 0; n < 20 && !refused.errors; n++) refused = await (await socket.subscribe(WATCH, { id })).answer();
    expect(refused.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryable: true } }]);
    await socket.close();
  });

  it('is what is sent by one who has nothing left: it is refused unread', async () => {
    const refused = async (document: string): Promise<boolean> =>
      (await client.query(document)).errors?.[0]?.extensions.code === 'RATE_LIMITED';
    let sent = 0;
    // Each of these costs some 1,000 points: what there is suffices for a few.
    while (!(await refused(`{ wrong${sent} } # ${'x'.repeat(99_000)}`))) expect(++sent).toBeLessThan(10);
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
