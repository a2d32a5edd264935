import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, uuidOf } from '../customers/support/register';
import { create } from '../properties/support/properties';
import { send } from './support/sending';
import { billReady, invitation } from './support/spec-types';

const MIDDAY = new Date('2031-01-15T04:00:00Z');
const SAVE = `mutation ($input: SaveTemplateInput!) { saveNotificationTemplate(input: $input) {
  template { id version subject body versions { number body author } } } }`;
const PREVIEW = `query ($input: PreviewTemplateInput!) { previewNotification(input: $input) { subject text html } }`;
const key = { type: 'spec.billReady', channel: 'EMAIL', locale: 'zh-CN' };
const bill = (name: string) => ({ name, amount: { amount: '1.00', currency: 'CNY' }, dueOn: '2031-02-01' });

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;

interface Template {
  id: string;
  version: number;
  subject: string;
  body: string;
  versions: { number: number; body: string; author: string }[];
}
const save = async (input: object, client = admin): Promise<Template> =>
  (await client.ok<{ saveNotificationTemplate: { template: Template } }>(SAVE, { input: { ...key, ...input } }))
    .saveNotificationTemplate.template;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url });
  platform.clock.freeze(MIDDAY);
  admin = await platform.as('ADMIN');
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});

it('a company’s own words take the place of those a message came with, each version is kept, and a reset goes back', async () => {
  const who = await enterCustomer(admin, '模板', { contacts: [{ kind: 'EMAIL', value: 'own@example.com' }] });
  const to = { customerId: uuidOf(who.id) };
  const script = '<script>alert("{name}")</script>';
  const first = await save({ version: 0, subject: '【和园】{name}', body: `{name}：\n\n${script}\n\n花括号 {{x}}` });
  expect(first).toMatchObject({ version: 1, versions: [{ number: 1, author: 'ADMIN' }] });
  const [id] = await send(platform, billReady, [{ to, values: bill('王<b>') }]);
  await platform.runJobs();
  const mail = mailbox.last('own@example.com');
  expect(mail.subject).toBe('【和园】王<b>');
  expect(mail.text?.trim()).toBe('王<b>：\n\n<script>alert("王<b>")</script>\n\n花括号 {x}');
  expect(mail.html).toContain('&lt;script&gt;alert(&quot;王&lt;b&gt;&quot;)&lt;/script&gt;');
  expect(mail.html).not.toContain('<script');
  const { notifications } = await admin.ok<{ notifications: { nodes: { id: string; deliveries: object[] }[] } }>(
    '{ notifications { nodes { id deliveries { templateVersion } } } }',
  );
  expect(notifications.nodes.find((node) => uuidOf(node.id) === id)!.deliveries).toEqual([{ templateVersion: 1 }]);

  const second = await save({ version: 1, subject: '账单', body: '{amount}' });
  expect(second.versions.map(({ number, body }) => [number, body])).toEqual([
    [2, '{amount}'],
    [1, first.body],
  ]);
  expect(await admin.fails(SAVE, { input: { ...key, version: 1, subject: 'x', body: 'x' } })).toMatchObject({
    extensions: { code: 'CONFLICT', currentVersion: 2 },
  });
  await admin.ok(`mutation ($id: ID!) { resetNotificationTemplate(input: { id: $id, version: 2 }) { deletedId } }`, {
    id: first.id,
  });
  await send(platform, billReady, [{ to, values: bill('王') }]);
  await platform.runJobs();
  expect(mailbox.last('own@example.com').subject).toBe('王的账单');
});

it('what a template may not contain is said by field and variable, in the caller’s language', async () => {
  const fails = async (input: object, locale = 'zh-CN') => {
    const { extensions } = await admin
      .with({ 'accept-language': locale })
      .fails(SAVE, { input: { ...key, version: 0, subject: 's', body: 'b', ...input } });
    return extensions.fields!.map(({ path, code, message }) => [path, code, message]);
  };
  expect(await fails({ subject: '{nmae}', body: '{amount} {foo} {foo}' })).toEqual([
    ['input.subject', 'UNKNOWN_VARIABLE', '没有变量“nmae”，可用：name, amount, dueOn, note。'],
    ['input.body', 'UNKNOWN_VARIABLE', '没有变量“foo”，可用：name, amount, dueOn, note。'],
  ]);
  expect(await fails({ body: 'a { b' }, 'en')).toEqual([
    ['input.body', 'STRAY_BRACE', 'A brace stands alone: write a variable as {name}, and a brace as {{ or }}.'],
  ]);
  expect(await fails({ body: '[立即缴费]({amount})' })).toEqual([
    ['input.body', 'NOT_A_LINK', '“amount”不是网址变量。'],
  ]);
  expect(await fails({ type: 'spec.invitation', body: '请评价' })).toEqual([
    ['input.body', 'MISSING_VARIABLE', '文本中必须包含变量“link”。'],
  ]);
  expect(await fails({ type: 'spec.nothing' })).toEqual([
    ['input.type', 'UNKNOWN_TYPE', '没有消息类型“spec.nothing”。'],
  ]);
  expect(await fails({ channel: 'VOICE' })).toEqual([
    ['input.channel', 'UNKNOWN_CHANNEL', '该类消息不通过 VOICE 发送，可用渠道：EMAIL, SMS, IN_APP。'],
  ]);
  expect(await fails({ channel: 'SMS', subject: '标题', body: '长'.repeat(501) })).toEqual([
    ['input.subject', 'NOT_ALLOWED', '该渠道的消息没有标题。'],
    ['input.body', 'TOO_LONG', '该渠道最多 500 个字符。'],
  ]);
  expect(await fails({ subject: null })).toEqual([['input.subject', 'REQUIRED', '该渠道的消息须有标题。']]);
  expect((await fails({ body: 'a\u0000b' }))[0]).toMatchObject(['input.body', 'INVALID_TEXT', expect.any(String)]);
  expect((await fails({ body: 'x'.repeat(10_001) }))[0]).toMatchObject([
    'input.body',
    'INVALID_TEXT',
    expect.any(String),
  ]);
  expect((await fails({ locale: 'fr' }))[0]![0]).toBe('input.locale');
});

it('a preview fills in the samples, of the words given or of those in use', async () => {
  expect(await admin.ok(PREVIEW, { input: { ...key, body: '{name}：{amount}，{dueOn}' } })).toEqual({
    previewNotification: {
      subject: '王芳的账单',
      text: '王芳：¥750.72，2026年1月10日\n',
      html: expect.stringContaining('<p>王芳：¥750.72，2026年1月10日</p>'),
    },
  });
  expect(await admin.ok(PREVIEW, { input: { type: 'spec.invitation', channel: 'SMS', locale: 'en' } })).toEqual({
    previewNotification: { subject: null, text: 'How was it? https://example.com/s/1', html: null },
  });
  expect((await admin.fails(PREVIEW, { input: { ...key, body: '{x}' } })).extensions.fields).toMatchObject([
    { code: 'UNKNOWN_VARIABLE' },
  ]);
});

it('kinds of messages are listed with variables and words; templates are the company’s own', async () => {
  await save({ version: 0, subject: '甲', body: '甲的模板' });
  const list =
    '{ notificationTypes { key title purpose channels isOn variables { name type sample isSecret } texts { channel locale body template { id } } } }';
  interface Kind {
    key: string;
    texts: { channel: string; locale: string; body: string; template: { id: string } | null }[];
  }
  const of = async (client: TestClient, type: string): Promise<Kind> =>
    (await client.ok<{ notificationTypes: Kind[] }>(list)).notificationTypes.find((kind) => kind.key === type)!;
  expect(await of(admin, invitation.key)).toMatchObject({
    title: '邀请',
    purpose: 'SURVEY',
    channels: ['EMAIL', 'SMS'],
    isOn: true,
    variables: [{ name: 'link', type: 'LINK', sample: 'https://example.com/s/1', isSecret: true }],
  });
  const mail = ({ texts }: Kind) => texts.find(({ channel, locale }) => channel === 'EMAIL' && locale === 'zh-CN')!;
  const ours = mail(await of(admin, billReady.key));
  expect(ours).toMatchObject({ body: '甲的模板', template: { id: expect.stringMatching(/^notification_template_/) } });
  const other = await platform.as('ADMIN', { tenant: 'b' });
  expect(mail(await of(other, billReady.key))).toMatchObject({
    template: null,
    body: billReady.templates['zh-CN'].body,
  });
  const node = 'query ($id: ID!) { node(id: $id) { id } }';
  expect(await other.ok(node, { id: ours.template!.id })).toEqual({ node: null });
  expect(await admin.ok(node, { id: ours.template!.id })).toEqual({ node: { id: ours.template!.id } });
  const agent = await platform.as('SERVICE_AGENT');
  expect((await agent.fails(SAVE, { input: { ...key, version: 1, subject: 'x', body: 'x' } })).extensions.code).toBe(
    'FORBIDDEN',
  );
  const community = await create(admin, 'community', { name: '和园' });
  const limited = await platform.as('ADMIN', { communities: [uuidOf(community.id)] });
  expect((await limited.fails(SAVE, { input: { ...key, version: 1, subject: 'x', body: 'x' } })).extensions.code).toBe(
    'FORBIDDEN',
  );
});

it('messages in the app come by a subscription, are counted, and are read by their recipient alone', async () => {
  const enter = (name: string) => enterCustomer(admin, name);
  const [mine, neighbours] = [await enter('收件'), await enter('邻居')];
  const [me, neighbour] = await Promise.all(
    [mine, neighbours].map(({ id }) => platform.as('CUSTOMER', { customer: id })),
  );
  const socket = await platform.socket(me!);
  const heard = await socket.subscribe('subscription { notificationReceived { unreadCount newest { title body } } }');
  const said = async () => (await heard.next()).data;
  expect(await said()).toEqual({ notificationReceived: { unreadCount: 0, newest: null } });
  const [id] = await send(platform, billReady, [{ to: { customerId: uuidOf(mine.id) }, values: bill('收') }]);
  await send(platform, billReady, [{ to: { customerId: uuidOf(neighbours.id) }, values: bill('邻') }]);
  await platform.runJobs();
  expect(await said()).toEqual({
    notificationReceived: {
      unreadCount: 1,
      newest: { title: '收的账单', body: '收您好：\n\n请于2031年2月1日前缴纳 ¥1.00。' },
    },
  });
  const list = '{ inbox { nodes { id title readAt } } unreadCount }';
  const inbox = async (client: TestClient) =>
    client.ok<{ inbox: { nodes: { id: string; readAt: string | null }[] }; unreadCount: number }>(list);
  const [message] = (await inbox(me!)).inbox.nodes;
  const mark = `mutation ($ids: [ID!]) { markInboxRead(input: { ids: $ids }) { marked unreadCount } }`;
  expect((await neighbour!.fails(mark, { ids: [message!.id] })).extensions.code).toBe('NOT_FOUND');
  expect((await inbox(me!)).unreadCount).toBe(1);
  expect(await me!.ok(mark, { ids: null })).toEqual({ markInboxRead: { marked: 1, unreadCount: 0 } });
  expect(await said()).toMatchObject({ notificationReceived: { unreadCount: 0 } });
  expect((await inbox(me!)).inbox.nodes[0]!.readAt).toBe('2031-01-15T04:00:00.000Z');
  const { notifications } = await admin.ok<{ notifications: { nodes: { id: string; state: string }[] } }>(
    '{ notifications(first: 50) { nodes { id state } } }',
  );
  expect(notifications.nodes.find((node) => uuidOf(node.id) === id)!.state).toBe('READ');
  expect((await me!.fails('{ notifications { nodes { id } } }')).extensions.code).toBe('FORBIDDEN');
  await socket.close();
});
