import { createHmac } from 'node:crypto';
import { arrangePlugins } from '@atrium/platform';
import { db, defineNotification, definePlugin, type NotificationDraft, type PluginChannel } from '@atrium/sdk';
import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
  uuidOf,
} from '../customers/support/register';
import { change, refusal, sqlOf } from '../identity/support';
import { inTransaction, send } from '../notifications/support/sending';
import { startSurvey, type Survey } from '../surveys/support/surveys';
import { Receiver } from '../webhooks/support/receiver';
import { buildFixture, type BuiltFixture } from './fixture';

/** Midday where the companies are. */
const MIDDAY = new Date('2031-01-15T04:00:00Z');
const KEY = 'the key of the operator';

const words = { subject: '{name}', body: '{name}' };
const heralded = defineNotification({
  key: 'spec.heralded',
  title: { en: 'News', 'zh-CN': '消息' },
  purpose: 'CONTRACT',
  channels: ['WECHAT', 'SMS', 'EMAIL'],
  variables: { name: { type: 'TEXT', description: { en: 'Who.', 'zh-CN': '姓名' }, sample: '王芳' } },
  templates: { en: words, 'zh-CN': words },
});

let fixture: BuiltFixture;
let platform: TestPlatform;
let mailbox: Mailbox;
let operator: Receiver;
let admin: TestClient;
let neighbour: TestClient;
let register: Register;
let sql: ReturnType<typeof sqlOf>;
let people = 0;

const enable = (): Promise<unknown> =>
  admin.ok('mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { enabled } } }', {
    input: { plugin: 'herald', settings: { gateway: operator.origin, key: KEY } },
  });
const disable = (): Promise<unknown> =>
  admin.ok('mutation { disablePlugin(input: { plugin: "herald" }) { plugin { enabled } } }');
const person = async (account: string | null): Promise<Entered> => {
  const contacts = [
    { kind: 'EMAIL', value: `p${++people}@example.com` },
    { kind: 'PHONE', value: `1390000${String(people).padStart(4, '0')}` },
  ];
  const made = await enterCustomer(admin, `住户${people}`, { contacts });
  if (account !== null) await open(made, account);
  return made;
};
const open = ({ id }: Entered, account: string): Promise<unknown> =>
  change(admin, 'openHerald', 'HeraldOpenInput', { customerId: id, account }, 'done');

interface Told {
  state: string;
  reason: string | null;
  channel: string | null;
  deliveries: { id: string; channel: string; state: string; failure: string | null }[];
}
const told = async (id: string): Promise<Told> => {
  const { notifications } = await admin.ok<{ notifications: { nodes: (Told & { id: string })[] } }>(
    `{ notifications(first: 200) { nodes { id state reason channel deliveries { channel state failure } } } }`,
  );
  return notifications.nodes.find((node) => uuidOf(node.id) === id)!;
};
const values = { name: '王' };
/** A bill, by WeChat if that can be, else by e-mail. */
const bill = async (
  who: Entered,
  channels: NonNullable<NotificationDraft<typeof heralded.variables>['channels']> = ['WECHAT', 'EMAIL'],
): Promise<string> => {
  const [id] = await send(platform, heralded, [{ to: { customerId: uuidOf(who.id) }, values, channels }]);
  await platform.runJobs();
  return id!;
};
/** What waits for a time is looked at when it has come. */
const later = async (minutes: number): Promise<void> => {
  platform.clock.advance({ minutes });
  await inTransaction(platform, () =>
    db().query(`SELECT app.enqueue_job('notifications.deliver', '{}', 1, '{"retries": 0}')`),
  );
  await platform.runJobs();
};
const report = (input: object, key = KEY, company = 'alpha') => {
  const payload = JSON.stringify(input);
  const signature = createHmac('sha256', key).update(payload).digest('hex');
  return platform.http({
    method: 'POST',
    url: `/x/herald/${company}/reports`,
    headers: { 'content-type': 'application/json', 'x-signature': signature },
    payload,
  });
};
const taken = (path = '/WECHAT') =>
  operator
    .at(path)
    .map(({ json }) => json as unknown as { id: string; to: string; text: string; type: string; company: string });

beforeAll(async () => {
  fixture = buildFixture('CommonJS', 'herald');
  mailbox = await Mailbox.open();
  operator = await Receiver.open();
  platform = await createTestPlatform({
    ...{ ATRIUM_PLUGINS: fixture.folder, OUTBOUND_ALLOWED: '127.0.0.1', SMTP_URL: mailbox.url },
    ...{ CHANNEL_WECHAT: 'herald', SMS_GATEWAY: 'herald' },
  });
  sql = sqlOf(platform);
  platform.clock.freeze(MIDDAY);
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  register = await enterRegister(admin);
  await enable();
});
beforeEach(() => {
  platform.clock.freeze(MIDDAY);
  operator.answer('/WECHAT', 200);
  operator.received.length = 0;
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
  await operator?.close();
  fixture?.remove();
});

describe('a channel of a plugin', () => {
  it('takes messages with the company’s own settings, and what its operator reports becomes of them', async () => {
    const wang = await person('wang-1');
    const id = await bill(wang);
    expect(await told(id)).toMatchObject({ state: 'SENT', channel: 'WECHAT', deliveries: [{ channel: 'WECHAT' }] });
    const [message] = operator.at('/WECHAT');
    expect(taken()).toMatchObject([{ to: 'wang-1', type: 'spec.heralded', company: 'alpha' }]);
    expect(message!.headers['x-signature']).toBe(createHmac('sha256', KEY).update(message!.body).digest('hex'));
    const reference = taken()[0]!.id;
    expect((await report({ reference, outcome: 'DELIVERED' }, 'some other key that is long')).statusCode).toBe(401);
    // The neighbour has not enabled it: there is no such path.
    expect((await report({ reference, outcome: 'DELIVERED' }, KEY, 'beta')).statusCode).toBe(404);
    expect((await told(id)).state).toBe('SENT');
    expect(JSON.parse((await report({ reference, outcome: 'DELIVERED' })).body)).toEqual({ known: true });
    expect((await told(id)).state).toBe('DELIVERED');
    expect((await report({ reference, outcome: 'READ' })).statusCode).toBe(200);
    expect(await told(id)).toMatchObject({ state: 'READ', deliveries: [{ state: 'READ' }] });
    const { customer } = await admin.ok<{ customer: { timeline: { nodes: object[] } } }>(
      `query ($id: ID!) { customer(id: $id) { timeline(kinds: ["MESSAGE"]) { nodes { summary } } } }`,
      { id: wang.id },
    );
    expect(customer.timeline.nodes).toEqual([{ summary: '微信：已读' }]);
  });

  it('what came back goes on by the next channel, and its address is left alone', async () => {
    const li = await person('li-1');
    const id = await bill(li);
    const reference = taken()[0]!.id;
    await report({ reference, outcome: 'BOUNCED' });
    await platform.runJobs();
    expect(await told(id)).toMatchObject({
      state: 'SENT',
      channel: 'EMAIL',
      deliveries: [{ channel: 'WECHAT', state: 'BOUNCED', failure: 'The account was closed' }, { channel: 'EMAIL' }],
    });
    expect(await told(await bill(li))).toMatchObject({ channel: 'EMAIL', deliveries: [{ channel: 'EMAIL' }] });
    expect(taken()).toHaveLength(1);
  });

  it('reports of its own channels alone, and of messages that went by them', async () => {
    const zhao = await person(null);
    const id = await bill(zhao);
    expect((await told(id)).channel).toBe('EMAIL');
    const [delivery] = await sql<{ reference: string }>(
      `SELECT reference FROM atrium.notification_delivery WHERE notification_id = $1`,
      [id],
    );
    const reference = delivery!.reference.slice(0, 36);
    expect((await report({ channel: 'EMAIL', reference, outcome: 'BOUNCED' })).statusCode).toBe(500);
    expect(JSON.parse((await report({ reference, outcome: 'BOUNCED' })).body)).toEqual({ known: false });
    expect((await told(id)).state).toBe('SENT');
  });

  it('is tried again while its operator is away, and makes way for the next where it refuses', async () => {
    const [qian, sun] = [await person('qian-1'), await person('sun-1')];
    operator.answer('/WECHAT', 503);
    const waiting = await bill(qian);
    expect(await told(waiting)).toMatchObject({ state: 'QUEUED', reason: 'RETRYING' });
    operator.answer('/WECHAT', 200);
    await later(1);
    expect(await told(waiting)).toMatchObject({ state: 'SENT', channel: 'WECHAT' });
    // The same message both times: an operator who knows it sends it once.
    expect(new Set(taken().map(({ id }) => id)).size).toBe(1);
    operator.answer('/WECHAT', 410);
    expect(await told(await bill(sun))).toMatchObject({ state: 'SENT', channel: 'EMAIL' });
  });

  it('that cannot tell addresses for now holds what would go by it, and nothing else', async () => {
    const [zhou, wu] = [await person('broken'), await person(null)];
    const [held, other] = [await bill(zhou, ['WECHAT']), await bill(wu, ['WECHAT', 'EMAIL'])];
    expect(await told(held)).toMatchObject({ state: 'HELD', reason: 'RETRYING', deliveries: [] });
    expect(await told(other)).toMatchObject({ state: 'SENT', channel: 'EMAIL' });
    await open(zhou, 'zhou-1');
    await later(6);
    expect(await told(held)).toMatchObject({ state: 'SENT', channel: 'WECHAT' });
  });

  it('for short messages takes codes as well', async () => {
    const zheng = await person(null);
    expect(await told(await bill(zheng, ['SMS']))).toMatchObject({ state: 'SENT', channel: 'SMS' });
    expect(taken('/SMS')).toMatchObject([{ to: expect.stringMatching(/^1390000/), company: 'alpha' }]);
    await platform
      .client()
      .ok(`mutation ($input: RequestCustomerCodeInput!) { requestCustomerCode(input: $input) { __typename } }`, {
        input: { slug: 'alpha', phone: taken('/SMS')[0]!.to },
      });
    await platform.runJobs();
    expect(taken('/SMS')[1]!.text).toMatch(/\d{6}/);
  });

  it('is none for a company that has not enabled its plugin, or has no longer', async () => {
    const feng = await person('feng-1');
    await disable();
    expect(await told(await bill(feng))).toMatchObject({ state: 'SENT', channel: 'EMAIL' });
    expect(operator.received).toEqual([]);
    await enable();
    expect(await told(await bill(feng))).toMatchObject({ state: 'SENT', channel: 'WECHAT' });
    const theirs = await enterCustomer(neighbour, '邻居', { contacts: [{ kind: 'EMAIL', value: 'next@example.com' }] });
    await send(
      platform,
      heralded,
      [{ to: { customerId: uuidOf(theirs.id) }, values, channels: ['WECHAT', 'EMAIL'] }],
      'b',
    );
    await platform.runJobs();
    expect(mailbox.last('next@example.com').from?.name).toBe('beta 物业');
    expect(taken()).toHaveLength(1);
  });
});

describe('a trigger of a plugin', () => {
  let survey: Survey;
  let templateId: string;
  const arrive = (client: TestClient, customer: Entered, more: object = {}) =>
    change(client, 'arriveHerald', 'HeraldArriveInput', { customerId: customer.id, time: 'one', ...more }, 'done');
  const refused = (client: TestClient, customer: Entered, more: object = {}) =>
    refusal(client, 'arriveHerald', 'HeraldArriveInput', { customerId: customer.id, time: 'one', ...more });
  const asked = async (): Promise<string[]> => {
    await platform.runJobs();
    const rows = await sql<{ id: string }>(
      'SELECT customer_id AS id FROM atrium.survey_invitation WHERE survey_id = $1 ORDER BY id',
      [uuidOf(survey.id)],
    );
    return rows.map(({ id }) => id).sort();
  };
  const templateOf = async (client: TestClient): Promise<string> =>
    (await client.ok<{ surveyTemplates: { nodes: { id: string }[] } }>('{ surveyTemplates { nodes { id } } }'))
      .surveyTemplates.nodes[0]!.id;

  beforeAll(async () => {
    templateId = await templateOf(admin);
    survey = await startSurvey(admin, { templateId, trigger: 'herald.arrived' });
  });

  it('is offered where it is enabled, and there alone', async () => {
    const names = async (client: TestClient) =>
      (await client.ok<{ surveyTriggers: { name: string; label: string }[] }>('{ surveyTriggers { name label } }'))
        .surveyTriggers;
    expect(await names(admin)).toContainEqual({ name: 'herald.arrived', label: '到访大门' });
    expect((await names(neighbour)).map(({ name }) => name)).toEqual([
      'fee.paid',
      'occupancy.movedIn',
      'ticket.resolved',
    ]);
    const input = { name: 'x', templateId: await templateOf(neighbour), trigger: 'herald.arrived' };
    expect(await refusal(neighbour, 'startSurvey', 'StartSurveyInput', input)).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.trigger', code: 'UNKNOWN_TRIGGER' }],
    });
  });

  it('has customers asked after what has happened, each once for each time, and has no way to spare anybody', async () => {
    const [one, two] = [await person(null), await person(null)];
    await arrive(admin, one);
    await arrive(admin, one);
    await arrive(admin, two, { spare: two.id });
    expect(await asked()).toEqual([uuidOf(one.id), uuidOf(two.id)].sort());
  });

  it('is fired for customers whom whoever acts knows, and for no others', async () => {
    const before = await asked();
    const limited = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.heYuan)] });
    const [here, there] = [await person(null), await person(null)];
    await startOccupancy(admin, here, register.unit1101, 'OWNER');
    await startOccupancy(admin, there, register.unit101, 'OWNER');
    const foreign = await enterCustomer(neighbour, '别家的');
    expect((await refused(limited, there)).code).toBe('INTERNAL');
    expect((await refused(admin, foreign)).code).toBe('INTERNAL');
    expect(await asked()).toEqual(before);
    await arrive(limited, here);
    expect(await asked()).toHaveLength(before.length + 1);
  });

  it('is the plugin’s own: it fires none of the core’s, none of another’s, and none that it has not declared', async () => {
    const before = await asked();
    const moved = await startSurvey(admin, { templateId, trigger: 'occupancy.movedIn' });
    const who = await person(null);
    for (const trigger of ['occupancy.movedIn', 'communityEvents.attended', 'herald.elsewhere']) {
      expect((await refused(admin, who, { trigger })).code).toBe('INTERNAL');
    }
    expect(await asked()).toEqual(before);
    expect(await sql('SELECT 1 FROM atrium.survey_invitation WHERE survey_id = $1', [uuidOf(moved.id)])).toEqual([]);
  });
});

it('names and channels that are not the plugin’s, or that two plugins bring, stop the start and are named', () => {
  const label = { en: 'x', 'zh-CN': 'x' };
  const plugin = (id: string, more: object) => ({
    source: id,
    metadata: {},
    definition: definePlugin({ id, version: '1.0.0', sdk: '^0.1', ...more }),
  });
  const channel: PluginChannel = {
    name: 'pigeon',
    channel: 'PUSH',
    isIdempotent: true,
    send: () => Promise.resolve({}),
  };
  const trigger = (name: string) => ({ surveyTriggers: [{ name, label, description: label }] });
  expect(() => arrangePlugins([plugin('crier', trigger('ticket.resolved'))])).toThrow(
    'survey trigger ticket.resolved must begin with crier.',
  );
  expect(() => arrangePlugins([plugin('crier', { channels: [{ ...channel, name: 'file' }] })])).toThrow(
    'channel PUSH file',
  );
  expect(() => arrangePlugins([plugin('crier', { channels: [{ ...channel, channel: 'EMAIL' }] })])).toThrow(
    'channel EMAIL pigeon',
  );
  expect(() =>
    arrangePlugins([plugin('crier', { channels: [channel] }), plugin('flute', { channels: [channel] })]),
  ).toThrow('both claim the channel PUSH pigeon');
});
