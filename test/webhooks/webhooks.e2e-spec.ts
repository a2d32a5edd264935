import { createHmac } from 'node:crypto';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change, refusal, sqlOf } from '../identity/support';
import { create } from '../properties/support/properties';
import { Receiver, type Received } from './support/receiver';
import {
  deliveriesOf,
  DELIVERY,
  type Delivery,
  enterCustomer,
  subscribe,
  SUBSCRIPTION,
  type Subscription,
  subscriptionOf,
  timePasses,
  WHOLE,
} from './support/webhooks';

let platform: TestPlatform;
let receiver: Receiver;
let admin: TestClient;
let neighbour: TestClient;
let north: string;
let south: string;
let northern: TestClient;

const CREATE = 'CreateWebhookSubscriptionInput';
const ONE = 'WebhookSubscriptionIdInput';
const created = ['customer.created'];
const url = (path: string): string => `${receiver.origin}${path}`;

beforeAll(async () => {
  receiver = await Receiver.open();
  platform = await createTestPlatform({ OUTBOUND_ALLOWED: '127.0.0.1' });
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  north = (await create(admin, 'community', { name: '北苑' })).id;
  south = (await create(admin, 'community', { name: '南苑' })).id;
  northern = await platform.as('ADMIN', { communities: [platform.uuid(north)] });
});
afterAll(async () => {
  await platform?.close();
  await receiver?.close();
});

/** What each webhook still waits for goes out of the way of the next test. */
afterEach(async () => {
  await sqlOf(platform)(`DELETE FROM atrium.webhook_subscription`);
});

const put = (client: TestClient, mutation: string, input: object): Promise<{ subscription: Subscription }> =>
  change(
    client,
    mutation,
    mutation.startsWith('update') ? 'UpdateWebhookSubscriptionInput' : ONE,
    input as never,
    `subscription { ${SUBSCRIPTION} }`,
  );

const isSigned = ({ headers, body }: Received, secret: string): boolean => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return (headers['webhook-signature'] as string).split(' ').includes(expected);
};

describe('a delivery', () => {
  it('tells of a chosen event once, signed, with ids and codes alone', async () => {
    const { subscription, secret } = await subscribe(admin, url('/one'), created);
    expect(secret).toMatch(/^whsec_/);
    expect(subscription).toMatchObject({ state: 'ENABLED', events: created, secrets: [{ hint: secret.slice(-4) }] });
    const id = await enterCustomer(admin, { name: '陈静', remarks: '门禁密码 1234' });
    await change(admin, 'updateCustomer', 'UpdateCustomerInput', { id, version: 1, name: '陈晶' }, '__typename');
    await platform.runJobs();
    const [got, ...more] = receiver.at('/one');
    expect(more).toEqual([]);
    expect(got!.json).toEqual({
      id: got!.headers['webhook-id'],
      type: 'customer.created',
      version: 1,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      company: expect.stringMatching(/^tenant_/) as string,
      data: { customerId: id, kind: 'PERSON' },
    });
    expect(got!.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
    expect(Math.abs(Number(got!.headers['webhook-timestamp']) - platform.clock.now().getTime() / 1000)).toBeLessThan(
      60,
    );
    expect([isSigned(got!, secret), isSigned(got!, 'whsec_c2VjcmV0')]).toEqual([true, false]);
    expect(await deliveriesOf(admin, subscription.id)).toEqual([
      expect.objectContaining({
        eventId: got!.json.id,
        body: got!.body,
        state: 'DELIVERED',
        nextAttemptAt: null,
        attempts: [
          expect.objectContaining({ number: 1, outcome: 'DELIVERED', status: 200, answer: 'ok', detail: null }),
        ],
      }),
    ]);
    expect(await subscriptionOf(admin, subscription.id)).toMatchObject({
      failingSince: null,
      lastDeliveredAt: expect.any(String) as string,
    });
  });

  it('has nothing of a change that was undone, of another company, or of what nobody chose', async () => {
    await subscribe(admin, url('/own'), created);
    await subscribe(neighbour, url('/theirs'), created);
    await admin.query(
      `mutation { createCustomer(input: { kind: PERSON, name: "", communityId: "x" }) { __typename } }`,
    );
    await enterCustomer(neighbour);
    await create(admin, 'community', { name: '东苑' });
    await platform.runJobs();
    expect([receiver.at('/own').length, receiver.at('/theirs').length]).toEqual([0, 1]);
  });

  it('tells of imports and of changes by customers and limited staff as of any other', async () => {
    await subscribe(admin, url('/any'), [...created, 'customer.updated']);
    const id = await enterCustomer(northern, { communityId: north });
    const herself = await platform.as('CUSTOMER', { customer: id });
    const { me } = await herself.ok<{ me: { version: number } }>('{ me { version } }');
    const input = { version: me.version, preferredLanguage: 'en' };
    await change(herself, 'updateMyProfile', 'UpdateMyProfileInput', input, '__typename');
    await platform.runJobs();
    expect(receiver.at('/any').map(({ json }) => json.type)).toEqual(['customer.created', 'customer.updated']);
  });

  it('tells of what happens behind its making in the same operation', async () => {
    const customer = 'createCustomer(input: { kind: PERSON, name: "张伟" }) { customer { id } }';
    const { b } = await admin.ok<{ b: { customer: { id: string } } }>(
      `mutation ($input: ${CREATE}!) { a: ${customer} made: createWebhookSubscription(input: $input) { secret } b: ${customer} }`,
      { input: { name: '同时', url: url('/same'), events: created, dataScope: WHOLE } },
    );
    await platform.runJobs();
    expect(receiver.at('/same').map(({ json }) => json.data['customerId'])).toEqual([b.customer.id]);
  });

  it('carries the same id to each webhook of a company', async () => {
    await subscribe(admin, url('/left'), created);
    await subscribe(admin, url('/right'), created);
    await enterCustomer(admin);
    await platform.runJobs();
    const [left, right] = ['/left', '/right'].map((path) => receiver.at(path)[0]!);
    expect(left!.json.id).toBe(right!.json.id);
    expect(left!.headers['webhook-signature']).not.toBe(right!.headers['webhook-signature']);
  });

  it('tells what happened to one object in its order', async () => {
    const { subscription } = await subscribe(admin, url('/order'), [...created, 'customer.updated']);
    const id = await enterCustomer(admin);
    for (let version = 1; version <= 6; version++) {
      const input = { id, version, name: `王芳${version}` };
      await change(admin, 'updateCustomer', 'UpdateCustomerInput', input, '__typename');
    }
    await platform.runJobs();
    const told = receiver.at('/order').map(({ json }) => json.id);
    expect(told).toEqual((await deliveriesOf(admin, subscription.id)).map(({ eventId }) => eventId));
    expect(new Set(told).size).toBe(7);
  });
});

describe('a failed delivery', () => {
  const failing = async (path: string): Promise<{ subscription: Subscription; secret: string }> => {
    const made = await subscribe(admin, url(path), created);
    await enterCustomer(admin);
    await platform.runJobs();
    return made;
  };
  const only = async ({ id }: Subscription): Promise<Delivery> => {
    const all = await deliveriesOf(admin, id);
    expect(all).toHaveLength(1);
    return all[0]!;
  };

  it('is tried again later under the same id, with a time and a signature of its own', async () => {
    receiver.answer('/again', (_, response) => response.writeHead(500).end('<b>broken</b>\u0000'));
    const { subscription, secret } = await failing('/again');
    expect(await only(subscription)).toMatchObject({
      state: 'WAITING',
      attempts: [{ number: 1, outcome: 'HTTP_ERROR', status: 500, answer: '<b>broken</b>\ufffd' }],
    });
    expect((await subscriptionOf(admin, subscription.id)).failingSince).not.toBeNull();
    // Not before its time.
    await platform.runJobs();
    expect(receiver.at('/again')).toHaveLength(1);
    receiver.answer('/again', 204);
    platform.clock.advance({ seconds: 10 });
    await timePasses(platform, 10);
    await platform.runJobs();
    const [first, second] = receiver.at('/again');
    expect([second!.headers['webhook-id'], second!.body]).toEqual([first!.headers['webhook-id'], first!.body]);
    expect(Number(second!.headers['webhook-timestamp'])).toBeGreaterThan(Number(first!.headers['webhook-timestamp']));
    expect(isSigned(second!, secret)).toBe(true);
    expect(await only(subscription)).toMatchObject({
      state: 'DELIVERED',
      attempts: [{ number: 2, outcome: 'DELIVERED', status: 204 }, { number: 1 }],
    });
    expect(await subscriptionOf(admin, subscription.id)).toMatchObject({ state: 'ENABLED', failingSince: null });
  });

  it('fails when no try is left, and can be sent again then', async () => {
    receiver.answer('/never', 400);
    const { subscription } = await failing('/never');
    // A little longer than each wait can be; all of them are less than it takes to be disabled.
    for (const seconds of [7, 40, 150, 750, 2_200, 4_400, 8_700, 17_300, 26_000, 34_600]) {
      await timePasses(platform, seconds);
      await platform.runJobs();
    }
    const delivery = await only(subscription);
    expect([delivery.state, delivery.attempts.length, receiver.at('/never').length]).toEqual(['FAILED', 11, 11]);
    expect(new Set(receiver.at('/never').map(({ json }) => json.id)).size).toBe(1);
    await timePasses(platform, 86_400);
    await platform.runJobs();
    expect(receiver.at('/never')).toHaveLength(11);
    receiver.answer('/never', 200);
    await change(
      admin,
      'replayWebhookDelivery',
      'ReplayWebhookDeliveryInput',
      { id: delivery.id },
      'delivery { state }',
    );
    await platform.runJobs();
    expect(await only(subscription)).toMatchObject({ state: 'DELIVERED', replays: 1, eventId: delivery.eventId });
  });

  it.each([
    [
      'a redirect, which is not followed',
      'REDIRECTED',
      (path: string) =>
        receiver.answer(path, (_, response) => response.writeHead(307, { location: url('/elsewhere') }).end()),
    ],
    [
      'a connection that breaks',
      'NO_CONNECTION',
      (path: string) => receiver.answer(path, (_, response) => response.destroy()),
    ],
    [
      'something that is no HTTP',
      'BAD_ANSWER',
      (path: string) => receiver.answer(path, (_, response) => response.socket!.end('hello\r\n\r\n')),
    ],
  ])('names %s', async (_, outcome, set) => {
    const path = `/names-${outcome}`;
    set(path);
    const { subscription } = await failing(path);
    expect(await only(subscription)).toMatchObject({ state: 'WAITING', attempts: [{ outcome }] });
    expect(receiver.at('/elsewhere')).toEqual([]);
  });

  it('keeps the beginning of a long answer, and no more of it', async () => {
    receiver.answer('/long', (_, response) => response.writeHead(503).end('字'.repeat(100_000)));
    const { subscription } = await failing('/long');
    expect((await only(subscription)).attempts[0]!.answer).toBe('字'.repeat(1_000));
  });

  it('waits for as long as the receiver asks, and everything else for it too', async () => {
    receiver.answer('/later', (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    const { subscription } = await failing('/later');
    const left = Date.parse((await only(subscription)).nextAttemptAt!) - Date.now();
    expect([left > 3_590_000, left <= 3_600_000]).toEqual([true, true]);
    await enterCustomer(admin);
    await platform.runJobs();
    expect(receiver.at('/later')).toHaveLength(1);
    receiver.answer('/later', 200);
    await timePasses(platform, 3_601);
    await platform.runJobs();
    expect(receiver.at('/later')).toHaveLength(3);
  });

  it('lets others of its webhook pass, and of its object too', async () => {
    const { subscription } = await subscribe(admin, url('/poison'), [...created, 'customer.updated']);
    receiver.answer('/poison', ({ json }, response) =>
      response.writeHead(json.type === 'customer.created' ? 500 : 200).end(),
    );
    const id = await enterCustomer(admin);
    await change(admin, 'updateCustomer', 'UpdateCustomerInput', { id, version: 1, name: '李娜' }, '__typename');
    await platform.runJobs();
    expect((await deliveriesOf(admin, subscription.id)).map(({ state }) => state)).toEqual(['WAITING', 'DELIVERED']);
  });

  it('disables its webhook at once where the receiver says that it is gone, and tells administrators', async () => {
    receiver.answer('/gone', 410);
    const { subscription } = await failing('/gone');
    expect(await subscriptionOf(admin, subscription.id)).toMatchObject({ state: 'DISABLED', disabledReason: 'GONE' });
    expect((await only(subscription)).state).toBe('FAILED');
    // The founder and the administrator who see the whole company; nobody limited, and nobody of another.
    expect(
      await sqlOf(platform)(
        `SELECT tenant_id, params ->> 'host' AS host FROM atrium.notification WHERE type = 'webhook.gone'`,
      ),
    ).toEqual(Array(2).fill({ tenant_id: platform.tenants.a.id, host: new URL(receiver.origin).host }));
    await enterCustomer(admin);
    await platform.runJobs();
    expect([receiver.at('/gone').length, (await deliveriesOf(admin, subscription.id)).length]).toEqual([1, 1]);
  });

  it('disables its webhook when all has failed for days; enabling sends what waits', async () => {
    receiver.answer('/dead', 500);
    const { subscription } = await failing('/dead');
    for (let more = 0; more < 3; more++) await enterCustomer(admin);
    for (let tries = 0; tries < 9; tries++) {
      await timePasses(platform, 10 * 3600);
      await platform.runJobs();
    }
    expect(await subscriptionOf(admin, subscription.id)).toMatchObject({
      state: 'DISABLED',
      disabledReason: 'FAILING',
    });
    const came = receiver.at('/dead').length;
    await timePasses(platform, 86_400);
    await platform.runJobs();
    expect(receiver.at('/dead')).toHaveLength(came);
    expect(await auditOf(subscription.id)).toContain('webhooks.deliver');
    receiver.answer('/dead', 200);
    const enabled = await put(admin, 'enableWebhookSubscription', { id: subscription.id });
    expect(enabled.subscription).toMatchObject({ state: 'ENABLED', disabledReason: null, failingSince: null });
    await platform.runJobs();
    const states = (await deliveriesOf(admin, subscription.id)).map(({ state }) => state);
    expect(states.filter((state) => state === 'DELIVERED')).toHaveLength(4);
  });

  /** What the audit log names as the causes of changes of a webhook. */
  const auditOf = async (id: string): Promise<string[]> => {
    const rows = await sqlOf(platform)<{ operation: string }>(
      `SELECT operation FROM atrium.audit_log WHERE entity_id = $1::uuid`,
      [platform.uuid(id)],
    );
    return rows.map(({ operation }) => operation);
  };
});

describe('what is sent again', () => {
  it('is a span of time, failed alone or delivered too', async () => {
    const { subscription } = await subscribe(admin, url('/span'), created);
    await enterCustomer(admin);
    await enterCustomer(admin);
    await platform.runJobs();
    const sql = sqlOf(platform);
    await sql(`UPDATE atrium.webhook_delivery SET state = 'FAILED' WHERE id = (
      SELECT id FROM atrium.webhook_delivery ORDER BY created_at LIMIT 1)`);
    const span = { subscriptionId: subscription.id, from: new Date(Date.now() - 3_600_000).toISOString() };
    const replay = (input: object): Promise<object> =>
      change(
        admin,
        'replayWebhookDeliveries',
        'ReplayWebhookDeliveriesInput',
        { ...span, ...input },
        'replayed hasMore',
      );
    expect(await replay({ before: new Date(Date.now() - 1_800_000).toISOString() })).toEqual({
      replayed: 0,
      hasMore: false,
    });
    expect(await replay({})).toEqual({ replayed: 1, hasMore: false });
    await platform.runJobs();
    expect(receiver.at('/span')).toHaveLength(3);
    expect(await replay({ includeDelivered: true })).toEqual({ replayed: 2, hasMore: false });
    await platform.runJobs();
    expect(receiver.at('/span')).toHaveLength(5);
    expect(new Set(receiver.at('/span').map(({ json }) => json.id)).size).toBe(2);
    expect(
      await refusal(admin, 'replayWebhookDeliveries', 'ReplayWebhookDeliveriesInput', { ...span, before: span.from }),
    ).toMatchObject({ fields: [{ path: 'input.before', code: 'EMPTY_SPAN' }] });
  });

  it('is nothing that still waits, no test, and nothing of a disabled webhook', async () => {
    receiver.answer('/wait', 500);
    const { subscription } = await subscribe(admin, url('/wait'), created);
    await enterCustomer(admin);
    await platform.runJobs();
    const [waiting] = await deliveriesOf(admin, subscription.id);
    const replay = (id: string) => refusal(admin, 'replayWebhookDelivery', 'ReplayWebhookDeliveryInput', { id });
    expect(await replay(waiting!.id)).toMatchObject({ code: 'INVALID_TRANSITION', messageKey: 'webhook.stillWaiting' });
    await put(admin, 'disableWebhookSubscription', { id: subscription.id });
    expect(await replay(waiting!.id)).toMatchObject({ code: 'CONFLICT', messageKey: 'webhook.disabled' });
    expect(await refusal(admin, 'disableWebhookSubscription', ONE, { id: subscription.id })).toMatchObject({
      messageKey: 'webhook.alreadyDisabled',
    });
    expect(
      await refusal(neighbour, 'replayWebhookDelivery', 'ReplayWebhookDeliveryInput', { id: waiting!.id }),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a test', () => {
  it('is one try, also of a disabled webhook, and says nothing of its health', async () => {
    const { subscription, secret } = await subscribe(admin, url('/ping'), created);
    await put(admin, 'disableWebhookSubscription', { id: subscription.id });
    const send = async (): Promise<Delivery> =>
      (
        await change<{ delivery: Delivery }>(
          admin,
          'sendTestWebhook',
          'SendTestWebhookInput',
          { subscriptionId: subscription.id },
          `delivery { ${DELIVERY} }`,
        )
      ).delivery;
    expect(await send()).toMatchObject({ isTest: true, type: 'webhook.ping', state: 'WAITING', attempts: [] });
    await platform.runJobs();
    const [ping] = receiver.at('/ping');
    expect([ping!.json.type, ping!.json.data, isSigned(ping!, secret)]).toEqual(['webhook.ping', {}, true]);
    receiver.answer('/ping', 500);
    const { id } = await send();
    await platform.runJobs();
    expect((await deliveriesOf(admin, subscription.id)).map(({ state }) => state)).toEqual(['DELIVERED', 'FAILED']);
    expect(await subscriptionOf(admin, subscription.id)).toMatchObject({ failingSince: null, lastDeliveredAt: null });
    await put(admin, 'enableWebhookSubscription', { id: subscription.id });
    expect(await refusal(admin, 'replayWebhookDelivery', 'ReplayWebhookDeliveryInput', { id })).toMatchObject({
      messageKey: 'webhook.testOnce',
    });
  });
});

describe('a secret', () => {
  it('is renewed with an overlap, and is nowhere to be read', async () => {
    const { subscription, secret } = await subscribe(admin, url('/secret'), created);
    const rotate = async (graceHours?: number): Promise<string> =>
      (
        await change<{ secret: string }>(
          admin,
          'rotateWebhookSecret',
          'RotateWebhookSecretInput',
          { id: subscription.id, ...(graceHours === undefined ? {} : { graceHours }) },
          'secret',
        )
      ).secret;
    const next = await rotate(1);
    const signedBy = async (): Promise<boolean[]> => {
      await enterCustomer(admin);
      await platform.runJobs();
      const last = receiver.at('/secret').at(-1)!;
      return [secret, next].map((one) => isSigned(last, one));
    };
    expect(await signedBy()).toEqual([true, true]);
    platform.clock.advance({ hours: 2 });
    expect(await signedBy()).toEqual([false, true]);
    await rotate(0);
    expect(await signedBy()).toEqual([false, false]);
    expect(
      await refusal(admin, 'rotateWebhookSecret', 'RotateWebhookSecretInput', { id: subscription.id, graceHours: 999 }),
    ).toMatchObject({
      fields: [{ path: 'input.graceHours' }],
    });
    const everywhere = await sqlOf(platform)<{ text: string }>(
      `SELECT s::text AS text FROM atrium.webhook_secret s UNION ALL SELECT a::text FROM atrium.audit_log a`,
    );
    for (const { text } of everywhere) expect(text).not.toContain(secret.slice('whsec_'.length));
  });
});

describe('communities', () => {
  const place = async (communityId: string, code: string): Promise<string> => {
    const building = (await create(admin, 'building', { communityId, code })).id;
    return (await create(admin, 'unit', { buildingId: building, code: '101' })).id;
  };

  it('limit what a webhook is told of', async () => {
    const scope = { dataScope: { kind: 'COMMUNITIES', communityIds: [north] } };
    const events = [...created, 'unit.updated', 'unit.deleted', 'occupancy.started'];
    await subscribe(northern, url('/north'), events, scope);
    await subscribe(admin, url('/all'), events);
    const [here, there] = [await place(north, '1栋'), await place(south, '2栋')];
    for (const [communityId, unitId] of [
      [north, here],
      [south, there],
    ]) {
      const customerId = await enterCustomer(admin, { communityId });
      const occupancy = { unitId, customerId, kind: 'OWNER' };
      await change(admin, 'startOccupancy', 'StartOccupancyInput', occupancy, '__typename');
      await change(admin, 'updateUnit', 'UpdateUnitInput', { id: unitId, version: 1, code: '102' }, '__typename');
    }
    const spare = await create(admin, 'building', { communityId: north, code: '9栋' });
    const unit = await create(admin, 'unit', { buildingId: spare.id, code: '1' });
    await change(admin, 'deleteUnit', 'DeleteUnitInput', { id: unit.id }, '__typename');
    await platform.runJobs();
    const told = (path: string): string[] => receiver.at(path).map(({ json }) => json.type);
    expect(told('/north').sort()).toEqual(['customer.created', 'occupancy.started', 'unit.deleted', 'unit.updated']);
    expect(told('/all')).toHaveLength(7);
    const ids = receiver
      .at('/north')
      .map(({ body }) => body)
      .join();
    expect([ids.includes(here), ids.includes(there)]).toEqual([true, false]);
  });

  it('limit who asks for the whole company, and who sees such a webhook', async () => {
    const input = { name: 'n', url: 'https://hooks.example.com/', events: created, dataScope: WHOLE };
    expect(await refusal(northern, 'createWebhookSubscription', CREATE, input)).toMatchObject({
      code: 'FORBIDDEN',
      messageKey: 'common.wholeCompany',
    });
    const beyond = { ...input, dataScope: { kind: 'COMMUNITIES', communityIds: [south] } };
    expect(await refusal(northern, 'createWebhookSubscription', CREATE, beyond)).toMatchObject({ code: 'NOT_FOUND' });
    const { subscription } = await subscribe(admin, input.url, created);
    const both = await subscribe(admin, input.url, created, {
      dataScope: { kind: 'COMMUNITIES', communityIds: [north, south] },
    });
    const within = await subscribe(admin, input.url, created, {
      dataScope: { kind: 'COMMUNITIES', communityIds: [north] },
    });
    const listed = await northern.ok<{ webhookSubscriptions: { nodes: { id: string }[] } }>(
      '{ webhookSubscriptions { nodes { id } } }',
    );
    expect(listed.webhookSubscriptions.nodes).toEqual([{ id: within.subscription.id }]);
    for (const id of [subscription.id, both.subscription.id]) {
      expect(await refusal(northern, 'deleteWebhookSubscription', ONE, { id })).toMatchObject({ code: 'NOT_FOUND' });
    }
    const wider = { id: within.subscription.id, version: 1, dataScope: WHOLE };
    expect(await refusal(northern, 'updateWebhookSubscription', 'UpdateWebhookSubscriptionInput', wider)).toMatchObject(
      {
        messageKey: 'common.wholeCompany',
      },
    );
  });

  it('cancel what waits of others when they are changed', async () => {
    const { subscription } = await subscribe(admin, url('/less'), created);
    await put(admin, 'disableWebhookSubscription', { id: subscription.id });
    await put(admin, 'enableWebhookSubscription', { id: subscription.id });
    await enterCustomer(admin, { communityId: south });
    await enterCustomer(admin, { communityId: north });
    await platform.drainEvents();
    const { version } = await subscriptionOf(admin, subscription.id);
    const dataScope = { kind: 'COMMUNITIES', communityIds: [north] };
    await put(admin, 'updateWebhookSubscription', { id: subscription.id, version, dataScope });
    await platform.runJobs();
    expect((await deliveriesOf(admin, subscription.id)).map(({ state }) => state)).toEqual(['CANCELLED', 'DELIVERED']);
    expect(receiver.at('/less')).toHaveLength(1);
  });
});
