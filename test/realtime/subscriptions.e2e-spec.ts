import { withClient } from '@atrium/platform';
import {
  createTestPlatform,
  type TestClient,
  type TestPlatform,
  TestSocket,
  type TestSubscription,
} from '@atrium/testing';
import { Logger } from '@nestjs/common';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { enterCustomer, enterRegister, type Register, startOccupancy, uuidOf } from '../customers/support/register';
import { type ChildProgram, endChildren } from '../support/child-program';
import { startSecondApi } from '../support/second-api';

const WATCH = `subscription ($id: ID) { customerChanged(id: $id) { customer { id name } } }`;
const JOB = `subscription ($id: ID!) { jobProgress(id: $id) { id state progress { done } } }`;
interface Watched {
  customerChanged: { customer: { id: string; name: string } | null };
}

let platform: TestPlatform;
let admin: TestClient;
let other: TestClient;
let register: Register;
let second: ChildProgram & { url: string };
const sockets: TestSocket[] = [];

beforeAll(async () => {
  platform = await createTestPlatform({ SUBSCRIPTIONS_PER_SOCKET: '5', SOCKETS_PER_TENANT: '6' });
  admin = (await platform.as('ADMIN')).with({ 'accept-language': 'en' });
  other = await platform.as('ADMIN', { tenant: 'b' });
  register = await enterRegister(admin);
  second = await startSecondApi(platform);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.socket.terminate();
  platform.clock.reset();
});
afterAll(async () => {
  await endChildren();
  await platform.close();
});

async function socketOf(client: TestClient, url?: string): Promise<TestSocket> {
  const params = { authorization: `Bearer ${client.token}`, 'Accept-Language': 'en' };
  const socket = TestSocket.open(url ?? (await platform.url()), params);
  sockets.push(socket);
  return socket.acknowledged();
}

const rename = async ({ id }: { id: string }, name: string, client = admin): Promise<void> => {
  const { customer } = await client.ok<{ customer: { version: number } }>(
    'query ($id: ID!) { customer(id: $id) { version } }',
    { id },
  );
  await client.ok('mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { customer { id } } }', {
    input: { id, version: customer.version, name },
  });
};
const nameIn = async (subscription: TestSubscription<Watched>): Promise<string | null | undefined> =>
  (await subscription.next()).data?.customerChanged.customer?.name ?? null;
/** Everything committed before this has been told to the socket's subscriptions once this resolves. */
async function settled(socket: TestSocket, client: TestClient): Promise<void> {
  const probe = await enterCustomer(client, '探针');
  const watching = await socket.subscribe<Watched>(WATCH, { id: probe.id });
  await watching.next();
  await rename(probe, '探针 2', client);
  expect(await nameIn(watching)).toBe('探针 2');
}

describe('a subscription', () => {
  it('begins with the state of now and goes on with each change that is committed, in whatever process', async () => {
    const customer = await enterCustomer(admin, '张伟');
    const [here, there] = [await socketOf(admin), await socketOf(admin, second.url)];
    const both = await Promise.all([here, there].map((one) => one.subscribe<Watched>(WATCH, { id: customer.id })));
    for (const subscription of both) expect(await nameIn(subscription)).toBe('张伟');

    await rename(customer, '张大伟');
    for (const subscription of both) expect(await nameIn(subscription)).toBe('张大伟');
    const answer = await fetch(`${second.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${admin.token}` },
      body: JSON.stringify({
        query: `mutation ($input: AddCustomerContactInput!) { addCustomerContact(input: $input) { customer { id } } }`,
        variables: { input: { customerId: customer.id, contact: { kind: 'PHONE', value: '13800138000' } } },
      }),
    });
    expect(await answer.json()).not.toHaveProperty('errors');
    const contacts = await (
      await here.subscribe(`subscription ($id: ID) { customerChanged(id: $id) { customer { contacts { value } } } }`, {
        id: customer.id,
      })
    ).next();
    expect(contacts.data).toEqual({ customerChanged: { customer: { contacts: [{ value: '13800138000' }] } } });
    expect(contacts.extensions).toMatchObject({ cost: { requested: expect.any(Number) as number } });
  });

  it('tells nothing of what was rolled back, and nothing twice', async () => {
    const customer = await enterCustomer(admin, '李娜');
    const socket = await socketOf(admin);
    const watching = await socket.subscribe<Watched>(WATCH, { id: customer.id });
    expect(await nameIn(watching)).toBe('李娜');
    await platform.rehearse(() => rename(customer, '李大娜'));
    await settled(socket, admin);
    expect(watching.waiting).toBe(0);
    await rename(customer, '李小娜');
    expect(await nameIn(watching)).toBe('李小娜');
    await settled(socket, admin);
    expect(watching.waiting).toBe(0);
  });

  it('of a job shows it from its beginning to its end, to whoever started it alone', async () => {
    const fileId = await platform.upload(admin, { fileName: '小区.csv', content: Buffer.from('小区\n望江苑\n') });
    const { startImport } = await admin.ok<{ startImport: { job: { id: string } } }>(
      'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
      { input: { fileId, kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE' } },
    );
    const { id } = startImport.job;
    const colleague = await platform.as('ADMIN');
    for (const client of [colleague, other]) {
      const refused = await (await socketOf(client)).subscribe(JOB, { id });
      expect((await refused.end()).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
    const watching = await (await socketOf(admin)).subscribe<{ jobProgress: { state: string } }>(JOB, { id });
    expect((await watching.next()).data).toEqual({ jobProgress: { id, state: 'QUEUED', progress: { done: 0 } } });
    await platform.runJobs();
    let state = 'QUEUED';
    while (['QUEUED', 'RUNNING'].includes(state)) state = (await watching.next()).data!.jobProgress.state;
    const { job } = await admin.ok<{ job: { state: string } }>('query ($id: ID!) { job(id: $id) { state } }', { id });
    expect(state).toBe(job.state);
  });
});

describe('what is told', () => {
  it('stays within the tenant and the scope of each subscriber', async () => {
    const limited = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.jinGui)] });
    const [inside, outside] = [await enterCustomer(admin, '在内'), await enterCustomer(admin, '在外')];
    await startOccupancy(admin, inside, register.unit101, 'LESSEE');
    await startOccupancy(admin, outside, register.unit1101, 'LESSEE');
    const theirs = await enterCustomer(other, '别家');
    const callers = { admin, limited, other };
    const watching: Record<string, TestSubscription<Watched>> = {};
    for (const [name, client] of Object.entries(callers)) {
      watching[name] = await (await socketOf(client)).subscribe<Watched>(WATCH);
      expect(await nameIn(watching[name])).toBeNull();
    }
    for (const client of [limited, other]) {
      const refused = await (await socketOf(client)).subscribe(WATCH, { id: outside.id });
      expect((await refused.end()).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }

    await rename(outside, '在外 2');
    await rename(inside, '在内 2');
    await rename(theirs, '别家 2', other);
    const seen = async (name: string, until: string): Promise<(string | null | undefined)[]> => {
      const names = [await nameIn(watching[name]!)];
      while (names.at(-1) !== until) names.push(await nameIn(watching[name]!));
      return [...new Set(names)];
    };
    expect(await seen('admin', '在内 2')).toEqual(['在外 2', '在内 2']);
    expect(await seen('limited', '在内 2')).toEqual(['在内 2']);
    expect(await seen('other', '别家 2')).toEqual(['别家 2']);
    expect(Object.values(watching).map(({ waiting }) => waiting)).toEqual([0, 0, 0]);
  });

  it('ends when the permission is taken away', async () => {
    const agent = await platform.as('SERVICE_AGENT');
    const customer = await enterCustomer(admin, '王芳');
    const socket = await socketOf(agent);
    const [one, all] = [await socket.subscribe<Watched>(WATCH, { id: customer.id }), await socket.subscribe(WATCH)];
    expect(await nameIn(one)).toBe('王芳');
    await all.next();
    const { viewer } = await agent.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }');
    const { node } = await admin.ok<{ node: { version: number } }>(
      'query ($id: ID!) { node(id: $id) { ... on Staff { version } } }',
      { id: viewer.actor.id },
    );
    const { createRole } = await admin.ok<{ createRole: { role: { id: string } } }>(
      'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }',
      { input: { name: '访客', permissions: ['property:read'] } },
    );
    await admin.ok('mutation ($input: AssignRolesInput!) { assignRoles(input: $input) { staff { id } } }', {
      input: {
        staffId: viewer.actor.id,
        version: node.version,
        roleIds: [createRole.role.id],
        dataScope: { kind: 'ALL' },
      },
    });
    for (const ended of [one, all]) {
      expect((await ended.end()).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });

  it('is many at once as one message to read the list anew', async () => {
    const watching = await (await socketOf(admin)).subscribe<Watched>(WATCH);
    expect(await nameIn(watching)).toBeNull();
    await withClient(platform.database.adminUrl, (client) =>
      client.query(
        `UPDATE atrium.customer SET remarks = 'all of them' WHERE tenant_id = $1;`.replace(
          '$1',
          `'${platform.tenants.a.id}'`,
        ),
      ),
    );
    expect(typeof (await watching.next()).data).toBe('object');
  });
});

describe('a connection', () => {
  it.each([
    ['no credential', {}, 4401],
    ['one that is made up', { authorization: 'Bearer nonsense' }, 4401],
  ])('with %s is refused', async (_, params, code) => {
    const socket = TestSocket.open(await platform.url(), params);
    expect((await socket.closed).code).toBe(code);
  });

  it('takes its credential from the headers of the request too', async () => {
    const headers = { authorization: `Bearer ${admin.token}` };
    const socket = TestSocket.open(await platform.url(), {}, headers);
    sockets.push(socket);
    await socket.acknowledged();
  });

  it('that says nothing is closed, and one to elsewhere is not made', async () => {
    const silent = TestSocket.open(await platform.url(), null);
    expect((await silent.closed).code).toBe(4408);
    const elsewhere = new WebSocket(
      `${(await platform.url()).replace('http', 'ws')}/elsewhere`,
      'graphql-transport-ws',
    );
    const problem = await new Promise<string>((resolve) => elsewhere.on('error', ({ message }) => resolve(message)));
    expect(problem).toContain('404');
  });

  it('is closed when its session ends, wherever that happens, and others of the tenant stay', async () => {
    const agent = await platform.as('SERVICE_AGENT');
    const sessions = [await socketOf(agent), await socketOf(agent, second.url)];
    const stays = await socketOf(admin, second.url);
    await agent.ok('mutation { signOut { __typename } }');
    for (const socket of sessions) expect(await socket.closed).toMatchObject({ code: 4401 });
    await settled(stays, admin);
  });

  it('is closed when its token expires: come back with a new one', async () => {
    const agent = await platform.as('SERVICE_AGENT');
    const socket = await socketOf(agent);
    platform.clock.advance({ days: 2 });
    expect(await socket.closed).toEqual({ code: 4403, reason: expect.stringContaining('refreshSession') as string });
  });

  it('is closed when a client’s key is revoked', async () => {
    const { createApiClient } = await admin.ok<{ createApiClient: { key: string; apiClient: { id: string } } }>(
      `mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) { key apiClient { id } } }`,
      { input: { name: 'dashboard', permissions: ['customer:read'], dataScope: { kind: 'ALL' } } },
    );
    const socket = await socketOf(platform.client(createApiClient.key));
    const watching = await socket.subscribe<Watched>(WATCH);
    expect(await nameIn(watching)).toBeNull();
    await admin.ok('mutation ($input: ApiClientIdInput!) { revokeApiClient(input: $input) { __typename } }', {
      input: { id: createApiClient.apiClient.id },
    });
    expect((await socket.closed).code).toBe(4401);
  });

  it('has a limited number of subscriptions, and a company of connections', async () => {
    const socket = await socketOf(admin);
    const { id } = await enterCustomer(admin, '很多');
    const six = await Promise.all([1, 2, 3, 4, 5, 6].map(() => socket.subscribe<Watched>(WATCH, { id })));
    for (const subscription of six.slice(0, 5)) expect(await nameIn(subscription)).toBe('很多');
    expect((await six[5]!.end()).errors).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', what: 'subscriptionsPerConnection', limit: 5 } },
    ]);
    for (let n = 1; n < 6; n++) await socketOf(admin);
    const seventh = TestSocket.open(await platform.url(), { authorization: `Bearer ${admin.token}` });
    expect((await seventh.closed).code).toBe(1013);
    await socketOf(other);
  });

  it('serves subscriptions alone, and they are served by it alone', async () => {
    const socket = await socketOf(admin);
    for (const [document, code] of [
      ['{ viewer { locale } }', 'VALIDATION_FAILED'],
      ['mutation { signOut { __typename } }', 'VALIDATION_FAILED'],
      ['subscription { nothing }', 'VALIDATION_FAILED'],
      ['subscription {', 'VALIDATION_FAILED'],
      [`subscription { ${'a: '.repeat(1)}jobProgress(id: "job_x") { id } }`, 'VALIDATION_FAILED'],
      [
        'subscription { customerChanged { customer { occupancies(first: 200) { nodes { unit { occupancies(first: 200) { nodes { id } } } } } } } }',
        'QUERY_TOO_COMPLEX',
      ],
      ['subscription { customerChanged { customer { id } } jobProgress(id: "x") { id } }', 'VALIDATION_FAILED'],
    ] as const) {
      const { errors } = await (await socket.subscribe(document)).end();
      expect([document, errors?.[0]?.extensions.code]).toEqual([document, code]);
      expect(errors?.[0]?.extensions.requestId).toMatch(/^[0-9a-f-]{36}$/);
    }
    const failure = await admin.fails('subscription { customerChanged { customer { id } } }');
    expect(failure).toMatchObject({ message: expect.stringContaining('WebSocket') as string });
  });
});

describe('nothing is lost', () => {
  it('when the server stops: clients come back, and begin with the state of then', async () => {
    const customer = await enterCustomer(admin, '赵敏');
    const urls = [second.url, await platform.url()];
    const closes: number[] = [];
    const client = createClient({
      url: () => `${urls[0]!.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${admin.token}` },
      on: { closed: (event) => closes.push((event as { code: number }).code) },
    });
    const messages = client.iterate<Watched>({ query: WATCH, variables: { id: customer.id } });
    const name = async (): Promise<string | undefined> => {
      const { value } = (await messages.next()) as { value: { data?: Watched } };
      return value.data?.customerChanged.customer?.name;
    };
    expect(await name()).toBe('赵敏');
    urls.shift();
    second.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    await rename(customer, '赵小敏');
    expect(await name()).toBe('赵小敏');
    expect(closes).toEqual([1001]);
    await client.dispose();
  });

  it('when the connection for notifications breaks: the state of now comes when it is back', async () => {
    const customer = await enterCustomer(admin, '周杰');
    const watching = await (await socketOf(admin)).subscribe<Watched>(WATCH, { id: customer.id });
    expect(await nameIn(watching)).toBe('周杰');
    await withClient(platform.database.adminUrl, async (client) => {
      // In one transaction, so that the listener cannot be back before the change is made: NOTIFY does not reach it.
      await client.query('BEGIN');
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'atrium-api-notifications'`,
      );
      await client.query(`ALTER TABLE atrium.customer DISABLE TRIGGER announce_customer_update`);
      await client.query(`UPDATE atrium.customer SET name = '周小杰' WHERE id = $1`, [uuidOf(customer.id)]);
      await client.query(`ALTER TABLE atrium.customer ENABLE TRIGGER announce_customer_update`);
      await client.query('COMMIT');
    });
    expect(await nameIn(watching)).toBe('周小杰');
  });

  it('for a subscriber who does not keep up: steps are left out, never the last', async () => {
    const customer = await enterCustomer(admin, '0');
    const socket = await socketOf(admin);
    const watching = await socket.subscribe<Watched>(WATCH, { id: customer.id });
    expect(await nameIn(watching)).toBe('0');
    for (let n = 1; n <= 30; n++) await rename(customer, String(n));
    const names: (string | null | undefined)[] = [];
    while (names.at(-1) !== '30') names.push(await nameIn(watching));
    expect(names.length).toBeLessThan(30);
    await settled(socket, admin);
    expect(watching.waiting).toBe(0);
  });
});
