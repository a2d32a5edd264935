import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ServerResponse } from 'node:http';
import { JobWorker } from '@atrium/platform';
import { encodeId } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import ts from 'typescript';
import { change, refusal, sqlOf } from '../identity/support';
import { operatorOf } from '../operators/support';
import { create } from '../properties/support/properties';
import { endChildren, runChild } from '../support/child-program';
import { Receiver } from './support/receiver';
import {
  deliveriesOf,
  enterCustomer,
  subscribe,
  SUBSCRIPTION,
  subscriptionOf,
  timePasses,
  WHOLE,
} from './support/webhooks';

const APPS = resolve(__dirname, '../../apps');
const LIBS = resolve(__dirname, '../../libs');

let platform: TestPlatform;
let receiver: Receiver;
let admin: TestClient;
let neighbour: TestClient;

const CREATE = 'CreateWebhookSubscriptionInput';
const created = ['customer.created'];
const url = (path: string): string => `${receiver.origin}${path}`;

beforeAll(async () => {
  receiver = await Receiver.open();
  platform = await createTestPlatform({ OUTBOUND_ALLOWED: '127.0.0.1' });
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
});
afterEach(async () => {
  await sqlOf(platform)(`DELETE FROM atrium.webhook_subscription`);
});
afterAll(async () => {
  await endChildren();
  await platform?.close();
  await receiver?.close();
});

/** A path that takes requests and answers none; what it holds is let go by `release`. */
function holding(path: string): { held: ServerResponse[]; release: () => void } {
  const held: ServerResponse[] = [];
  receiver.answer(path, (_, response) => void held.push(response));
  return {
    held,
    release: () => {
      receiver.answer(path, 200);
      for (const response of held) response.end();
    },
  };
}

describe('what is wrong is said with its place', () => {
  const good = { name: 'ERP', url: 'https://hooks.example.com/', events: created, dataScope: WHOLE };
  it.each([
    ['no address', { url: 'hooks.example.com' }, 'input.url NO_URL'],
    ['another protocol', { url: 'ftp://hooks.example.com' }, 'input.url NO_URL'],
    ['a script', { url: 'javascript:alert(1)' }, 'input.url NO_URL'],
    ['no TLS', { url: 'http://hooks.example.com/' }, 'input.url WITHOUT_TLS'],
    ['a password', { url: 'https://a:b@hooks.example.com/' }, 'input.url WITH_USER'],
    ['a fragment', { url: 'https://hooks.example.com/#a' }, 'input.url WITH_FRAGMENT'],
    ['a private address', { url: 'https://10.0.0.1/' }, 'input.url PRIVATE_ADDRESS'],
    ['the address of metadata', { url: 'https://169.254.169.254/latest' }, 'input.url PRIVATE_ADDRESS'],
    ['this machine', { url: 'https://localhost/' }, 'input.url PRIVATE_ADDRESS'],
    ['a private address in disguise', { url: 'https://[::ffff:a00:1]/' }, 'input.url PRIVATE_ADDRESS'],
    ['control characters', { url: 'https://hooks.example.com/\u0000' }, 'input.url isText'],
    ['an endless address', { url: `https://hooks.example.com/${'x'.repeat(2_000)}` }, 'input.url isText'],
    ['no event', { events: [] }, 'input.events arrayMinSize'],
    ['an unknown event', { events: ['customer.created', 'moon.landed'] }, 'input.events.1 UNKNOWN_EVENT'],
    ['an event that is not public', { events: ['tenant.planChanged'] }, 'input.events.0 UNKNOWN_EVENT'],
    ['an event twice', { events: ['customer.created', 'customer.created'] }, 'input.events.1 CHOSEN_TWICE'],
    ['no name', { name: ' ' }, 'input.name isText'],
    ['an overlong name', { name: 'x'.repeat(101) }, 'input.name isText'],
    ['communities without one', { dataScope: { kind: 'COMMUNITIES' } }, 'input.dataScope.communityIds CONTRADICTION'],
    ['an id of another kind', { apiClientId: 'unit_01h455vb4pex5vsknk084sn02q' }, 'input.apiClientId ID_OF_WRONG_TYPE'],
  ])('%s', async (_, wrong, problem) => {
    const { code, fields } = await refusal(admin, 'createWebhookSubscription', CREATE, { ...good, ...wrong });
    const [path, ours] = problem.split(' ');
    expect([code, fields]).toEqual(['VALIDATION_FAILED', [expect.objectContaining({ path })]]);
    if (/^[A-Z]/.test(ours!)) expect(fields).toMatchObject([{ code: ours }]);
    expect(await sqlOf(platform)('SELECT 1 FROM atrium.webhook_subscription')).toEqual([]);
  });

  it('in the caller’s language', async () => {
    const words = async (locale: string): Promise<string> => {
      const client = admin.with({ 'accept-language': locale });
      const { fields } = await refusal(client, 'createWebhookSubscription', CREATE, {
        ...good,
        events: ['moon.landed'],
      });
      return (fields as { message: string }[])[0]!.message;
    };
    expect(await words('en')).toContain('"moon.landed" is no event that can be chosen');
    expect(await words('zh-CN')).toContain('“moon.landed”不是可订阅的事件');
  });

  it('events of the company for some communities, and too many webhooks', async () => {
    const { id } = await create(admin, 'community', { name: '北苑' });
    const scoped = { ...good, events: ['staff.joined'], dataScope: { kind: 'COMMUNITIES', communityIds: [id] } };
    expect(await refusal(admin, 'createWebhookSubscription', CREATE, scoped)).toMatchObject({
      fields: [{ path: 'input.events.0', code: 'OF_THE_COMPANY' }],
    });
    for (let made = 0; made < 50; made++) await subscribe(admin, good.url, created);
    expect(await refusal(admin, 'createWebhookSubscription', CREATE, good)).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: 50,
    });
    await subscribe(neighbour, good.url, created);
  });
});

it('events are chosen within one’s own permissions, and operations need theirs', async () => {
  const auditor = await platform.as('AUDITOR');
  const technician = await platform.as('TECHNICIAN');
  const { subscription } = await subscribe(admin, 'https://hooks.example.com/', created);
  const list = '{ webhookSubscriptions { nodes { id } } webhookEventTypes { name schema } }';
  expect((await auditor.ok<{ webhookSubscriptions: object }>(list)).webhookSubscriptions).toEqual({
    nodes: [{ id: subscription.id }],
  });
  expect((await technician.fails(list)).extensions.code).toBe('FORBIDDEN');
  expect(
    (await auditor.fails(`mutation { deleteWebhookSubscription(input: { id: "${subscription.id}" }) { deletedId } }`))
      .extensions.code,
  ).toBe('FORBIDDEN');
  const client = await apiClient(['webhook:manage', 'property:read']);
  const refused = { name: 'x', url: 'https://hooks.example.com/', events: created, dataScope: WHOLE };
  expect(await refusal(client.caller, 'createWebhookSubscription', CREATE, refused)).toMatchObject({
    code: 'FORBIDDEN',
    permission: 'customer:read',
  });
});

interface Client {
  readonly id: string;
  readonly caller: TestClient;
}

async function apiClient(permissions: string[]): Promise<Client> {
  const input = { name: `程序 ${permissions.join()} ${Math.random()}`, permissions, dataScope: { kind: 'ALL' } };
  type Made = { key: string; apiClient: { id: string } };
  const { key, apiClient: made } = await change<Made>(
    admin,
    'createApiClient',
    'CreateApiClientInput',
    input,
    'key apiClient { id }',
  );
  return { id: made.id, caller: platform.client(key) };
}

describe('a webhook of a program', () => {
  const mine = '{ webhookSubscriptions { nodes { id } } webhookDeliveries { nodes { type } } }';

  it('is the API client’s own, which knows of no other', async () => {
    const { id, caller } = await apiClient(['webhook:manage', 'customer:read', 'property:read', 'api-client:read']);
    const companys = await subscribe(admin, url('/company'), created);
    const { subscription } = await subscribe(caller, url('/client'), created);
    expect(subscription.apiClient).toEqual({ id });
    await enterCustomer(admin);
    await platform.runJobs();
    expect([receiver.at('/company').length, receiver.at('/client').length]).toEqual([1, 1]);
    expect(await caller.ok(mine)).toEqual({
      webhookSubscriptions: { nodes: [{ id: subscription.id }] },
      webhookDeliveries: { nodes: [{ type: 'customer.created' }] },
    });
    const other = { id: companys.subscription.id };
    for (const mutation of ['deleteWebhookSubscription', 'disableWebhookSubscription', 'enableWebhookSubscription']) {
      expect(await refusal(caller, mutation, 'WebhookSubscriptionIdInput', other)).toMatchObject({ code: 'NOT_FOUND' });
    }
    const [delivery] = await deliveriesOf(admin, companys.subscription.id);
    const replay = { id: delivery!.id };
    expect(await refusal(caller, 'replayWebhookDelivery', 'ReplayWebhookDeliveryInput', replay)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await caller.ok('query ($id: ID!) { node(id: $id) { id } }', other)).toEqual({ node: null });
    const foreign = await apiClient(['customer:read']);
    const input = { name: 'x', url: url('/x'), events: created, dataScope: WHOLE, apiClientId: foreign.id };
    expect(await refusal(caller, 'createWebhookSubscription', CREATE, input)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is told of nothing that the client may not read any more, and ends with it', async () => {
    const { id } = await apiClient(['customer:read', 'property:read']);
    const { subscription } = await subscribe(admin, url('/shrinks'), ['customer.created', 'community.created'], {
      apiClientId: id,
    });
    const { apiClient: found } = await admin.ok<{ apiClient: { version: number } }>(
      'query ($id: ID!) { apiClient(id: $id) { version } }',
      { id },
    );
    await enterCustomer(admin);
    // It is put down already when the permission goes.
    await platform.drainEvents();
    const less = { id, version: found.version, permissions: ['property:read'] };
    await change(admin, 'updateApiClient', 'UpdateApiClientInput', less, '__typename');
    await enterCustomer(admin);
    await create(admin, 'community', { name: '新区' });
    await platform.runJobs();
    expect(receiver.at('/shrinks').map(({ json }) => json.type)).toEqual(['community.created']);
    expect((await deliveriesOf(admin, subscription.id)).map(({ state }) => state)).toEqual(['CANCELLED', 'DELIVERED']);
    await change(admin, 'revokeApiClient', 'ApiClientIdInput', { id }, '__typename');
    expect(await admin.ok('{ webhookSubscriptions { nodes { id } } }')).toEqual({
      webhookSubscriptions: { nodes: [] },
    });
    const late = { name: 'x', url: url('/x'), events: ['community.created'], dataScope: WHOLE, apiClientId: id };
    expect(await refusal(admin, 'createWebhookSubscription', CREATE, late)).toMatchObject({
      fields: [{ path: 'input.apiClientId', code: 'REVOKED' }],
    });
  });

  it('is refused what the client may not read', async () => {
    const { id } = await apiClient(['property:read']);
    const input = { name: 'x', url: url('/x'), events: created, dataScope: WHOLE, apiClientId: id };
    expect(await refusal(admin, 'createWebhookSubscription', CREATE, input)).toMatchObject({
      fields: [{ path: 'input.apiClientId', code: 'OWNER_LACKS' }],
    });
    expect(await sqlOf(platform)('SELECT 1 FROM atrium.webhook_subscription')).toEqual([]);
  });

  it('can be an app’s, and ends with it', async () => {
    const app = { name: '业主端', audience: 'CUSTOMERS', redirectUris: ['https://app.example/in'], allowedOrigins: [] };
    type Made = { publicClient: { id: string } };
    const { publicClient } = await change<Made>(
      admin,
      'registerPublicClient',
      'RegisterPublicClientInput',
      app,
      'publicClient { id }',
    );
    const { subscription } = await subscribe(admin, url('/app'), created, { publicClientId: publicClient.id });
    expect(subscription.publicClient).toEqual(publicClient);
    const { id: apiClientId } = await apiClient(['customer:read']);
    const both = { name: 'x', url: url('/x'), events: created, dataScope: WHOLE };
    expect(
      await refusal(admin, 'createWebhookSubscription', CREATE, {
        ...{ ...both, apiClientId, publicClientId: publicClient.id },
      }),
    ).toMatchObject({ fields: [{ path: 'input.apiClientId' }, { path: 'input.publicClientId', code: 'ONE_OWNER' }] });
    await enterCustomer(admin);
    await platform.runJobs();
    expect(receiver.at('/app')).toHaveLength(1);
    await change(admin, 'revokePublicClient', 'PublicClientIdInput', publicClient, '__typename');
    expect(await admin.ok(mine)).toEqual({ webhookSubscriptions: { nodes: [] }, webhookDeliveries: { nodes: [] } });
  });
});

it('what a name stands for is looked at when it is sent, not when it is made', async () => {
  const { subscription } = await subscribe(admin, url('/inside'), created);
  // As if the operator had allowed it once: the row names a private address that is not allowed (any more).
  await sqlOf(platform)(`UPDATE atrium.webhook_subscription SET url = replace(url, '127.0.0.1', '127.0.0.2')`);
  await enterCustomer(admin);
  await platform.runJobs();
  expect(receiver.at('/inside')).toEqual([]);
  expect(await deliveriesOf(admin, subscription.id)).toMatchObject([
    { state: 'WAITING', attempts: [{ outcome: 'ADDRESS_REFUSED', status: null, answer: null }] },
  ]);
});

it('a suspended company is told of nothing until it is resumed', async () => {
  const operator = await operatorOf(platform);
  const standing = (mutation: string): Promise<unknown> =>
    operator.ok(`mutation ($input: TenantStandingInput!) { ${mutation}(input: $input) { tenant { status } } }`, {
      input: { tenantId: encodeId('tenant', platform.tenants.b.id), reason: '测试' },
    });
  await subscribe(neighbour, url('/suspended'), created);
  await enterCustomer(neighbour);
  await standing('suspendTenant');
  await platform.runJobs();
  expect(receiver.at('/suspended')).toEqual([]);
  await standing('resumeTenant');
  await platform.runJobs();
  expect(receiver.at('/suspended')).toHaveLength(1);
});

describe('a worker', () => {
  afterEach(() => platform.stopWorker());

  it('serves everybody else while receivers of one company never answer, and holds few requests of each', async () => {
    const hung = Array.from({ length: 14 }, (_, index) => holding(`/hung${index}`));
    const paths = hung.map((_, index) => `/hung${index}`);
    for (const path of paths) await subscribe(admin, url(path), created);
    for (let told = 0; told < 6; told++) await enterCustomer(admin);
    await platform.startWorker();
    // Each takes what it may have at once: four, of the six that wait.
    await receiver.has(paths[0]!, 4);
    await subscribe(neighbour, url('/prompt'), created);
    await enterCustomer(neighbour);
    await receiver.has('/prompt', 1);
    const open = hung.flatMap(({ held }) => held.map((response) => response.destroyed));
    expect([open.length > 4, open.includes(true)]).toEqual([true, false]);
    for (const path of paths) expect(receiver.at(path).length).toBeLessThanOrEqual(4);
    for (const { release } of hung) release();
    for (const path of paths) await receiver.has(path, 6);
  });

  it('that is killed in the middle of a delivery leaves it to another: it comes again, under its id', async () => {
    const { held, release } = holding('/killed');
    const { subscription } = await subscribe(admin, url('/killed'), created);
    await enterCustomer(admin);
    const { dataDir } = platform.config.general;
    const env = { ATRIUM_MODE: 'test', LOG_LEVEL: 'error', DATA_DIR: dataDir, OUTBOUND_ALLOWED: '127.0.0.1' };
    const child = runChild(`
      load('reflect-metadata');
      const { createWorkerApp } = load(${JSON.stringify(join(APPS, 'worker/src/index.ts'))});
      const { coreContexts } = load(${JSON.stringify(join(LIBS, 'core/src/index.ts'))});
      const { loadConfig } = load(${JSON.stringify(join(LIBS, 'platform/src/index.ts'))});
      const config = loadConfig(${JSON.stringify(env)}, ${JSON.stringify(dataDir)});
      await createWorkerApp({ config, contexts: coreContexts, databaseUrl: ${JSON.stringify(platform.database.workerUrl)} });
      say('runs');
    `);
    await receiver.has('/killed', 1);
    child.kill('SIGKILL');
    await child.ended;
    release();
    expect(held).toHaveLength(1);
    // Nobody else has it before its lease has run out.
    await platform.runJobs();
    expect(receiver.at('/killed')).toHaveLength(1);
    await timePasses(platform, 31);
    const sql = sqlOf(platform);
    await sql(`UPDATE pgboss.job SET started_on = now() - interval '1 hour', heartbeat_on = now() - interval '1 hour'
      WHERE state = 'active'`);
    await sql(`UPDATE pgboss.queue SET monitor_claim_on = NULL, monitor_on = NULL`);
    await (await platform.atRest()).get(JobWorker).reclaim();
    await timePasses(platform, 60);
    await platform.runJobs();
    const came = receiver.at('/killed');
    expect(came.map(({ json }) => json.id)).toEqual([came[0]!.json.id, came[0]!.json.id]);
    expect(await deliveriesOf(admin, subscription.id)).toMatchObject([
      {
        state: 'DELIVERED',
        attempts: [
          { number: 2, outcome: 'DELIVERED' },
          { number: 1, outcome: 'SENDING' },
        ],
      },
    ]);
  });
});

it('the sample of the page verifies what comes, and nothing else', async () => {
  const page = readFileSync(resolve(__dirname, '../../docs/api/webhooks.md'), 'utf8');
  const [, code] = /```ts\n([\s\S]*?)```/.exec(page)!;
  const { outputText } = ts.transpileModule(code!, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  type Genuine = (headers: object, body: string, secret: string, now?: number) => boolean;
  const sample: { isGenuine?: Genuine } = {};
  new Function('exports', 'require', outputText)(sample, require);
  const isGenuine = sample.isGenuine!;
  const { secret } = await subscribe(admin, url('/sample'), created);
  await enterCustomer(admin);
  await platform.runJobs();
  const { headers, body } = receiver.at('/sample')[0]!;
  const at = Number(headers['webhook-timestamp']) * 1000;
  expect(isGenuine(headers, body, secret, at)).toBe(true);
  expect(isGenuine(headers, `${body} `, secret, at)).toBe(false);
  expect(isGenuine(headers, body, `whsec_${Buffer.from('other').toString('base64')}`, at)).toBe(false);
  expect(isGenuine({ ...headers, 'webhook-id': 'event_other' }, body, secret, at)).toBe(false);
  expect(isGenuine(headers, body, secret, at + 301_000)).toBe(false);
  expect(isGenuine({}, body, secret, at)).toBe(false);
});

it('the page lists the events there are', async () => {
  const page = readFileSync(resolve(__dirname, '../../docs/api/webhooks.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `([a-zA-Z]+\.[a-zA-Z]+)` +\| (.*?) +\| `([a-z:-]+)` +\|/gm)].map(
    ([, name, data, permission]) => ({ name, permission, data: data!.match(/\w+/g) }),
  );
  const { webhookEventTypes } = await admin.ok<{
    webhookEventTypes: { name: string; permission: string; schema: { properties: Record<string, object> } }[];
  }>('{ webhookEventTypes { name permission schema } }');
  expect(listed).toEqual(
    webhookEventTypes.map(({ name, permission, schema }) => ({
      name,
      permission,
      data: Object.keys(schema.properties),
    })),
  );
});

it('is changed by version, and goes on telling what it told', async () => {
  const { subscription } = await subscribe(admin, url('/old'), created);
  const update = (input: object) =>
    change<{ subscription: typeof subscription }>(
      admin,
      'updateWebhookSubscription',
      'UpdateWebhookSubscriptionInput',
      { id: subscription.id, ...input },
      `subscription { ${SUBSCRIPTION} }`,
    );
  await enterCustomer(admin);
  await platform.drainEvents();
  const changed = await update({ version: 1, url: url('/new'), name: '新' });
  expect(changed.subscription).toMatchObject({ name: '新', version: 2, events: created });
  await platform.runJobs();
  expect([receiver.at('/old').length, receiver.at('/new').length]).toEqual([0, 1]);
  const stale = { id: subscription.id, version: 1, name: 'x' };
  expect(await refusal(admin, 'updateWebhookSubscription', 'UpdateWebhookSubscriptionInput', stale)).toMatchObject({
    code: 'CONFLICT',
    currentVersion: 2,
  });
  expect(await refusal(neighbour, 'updateWebhookSubscription', 'UpdateWebhookSubscriptionInput', stale)).toMatchObject({
    code: 'NOT_FOUND',
  });
  const gone = { id: subscription.id };
  await change(admin, 'deleteWebhookSubscription', 'WebhookSubscriptionIdInput', gone, 'deletedId');
  await enterCustomer(admin);
  await platform.runJobs();
  expect(receiver.at('/new')).toHaveLength(1);
  await expect(subscriptionOf(admin, subscription.id)).rejects.toThrow('NOT_FOUND');
});
