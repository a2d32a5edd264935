import { FileSweep } from '@atrium/platform';
import { db } from '@atrium/sdk';
import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
  uuidOf,
} from '../customers/support/register';
import { create } from '../properties/support/properties';
import { inTransaction } from '../notifications/support/sending';

/** Midday where the companies are; today by the database's clock, which occupancies go by. */
const MIDDAY = new Date('2031-01-15T04:00:00Z');

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;
let register: Register;
/** In 3-2-1101 of the first community; next door; in the second community; nowhere. */
let wang: Entered, li: Entered, zhao: Entered, qian: Entered;

interface Notice {
  id: string;
  version: number;
  state: string;
  title: string;
  body: string;
  figures: { addressed: number; read: number; confirmed: number };
}
const SHOWN = 'id version state title body publishedAt figures { addressed read confirmed }';
const text = (title: string, body = `${title}的正文`) => ({ locale: 'zh-CN', title, body });
const call = async (
  client: TestClient,
  mutation: string,
  type: string,
  input: object,
  shown = SHOWN,
): Promise<Notice> => {
  const data = await client.ok<Record<string, { notice: Notice }>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { notice { ${shown} } } }`,
    { input },
  );
  return data[mutation]!.notice;
};
const write = (input: object, client = admin): Promise<Notice> =>
  call(client, 'createNotice', 'CreateNoticeInput', input);
const publish = async ({ id, version }: Notice, more: object = {}, client = admin): Promise<void> => {
  await call(client, 'publishNotice', 'PublishNoticeInput', { id, version, ...more });
  await platform.runJobs();
};
const shown = async (id: string, client = admin): Promise<Notice> =>
  (await client.ok<{ notice: Notice }>(`query ($id: ID!) { notice(id: $id) { ${SHOWN} } }`, { id })).notice;
const seen = async (client: TestClient, locale = 'zh-CN'): Promise<string[]> => {
  const { notices } = await client
    .with({ 'accept-language': locale })
    .ok<{ notices: { nodes: { title: string }[] } }>('{ notices { nodes { title } } }');
  return notices.nodes.map(({ title }) => title);
};
const as = (customer: Entered) => platform.as('CUSTOMER', { customer: customer.id });

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url, CHANNEL_PUSH: 'none', CHANNEL_WECHAT: 'none' });
  platform.clock.freeze(MIDDAY);
  admin = await platform.as('ADMIN');
  register = await enterRegister(admin);
  const enter = (name: string, more: object = {}) =>
    enterCustomer(admin, name, { contacts: [{ kind: 'EMAIL', value: `${name}@example.com` }], ...more });
  wang = await enter('wang');
  li = await enter('li', { preferredLanguage: 'en' });
  zhao = await enter('zhao');
  qian = await enter('qian');
  await startOccupancy(admin, wang, register.unit1101, 'OWNER', {});
  await startOccupancy(admin, li, register.unit1102, 'OWNER', {});
  await startOccupancy(admin, zhao, register.unit101, 'OWNER', {});
  await platform.runJobs();
});
beforeEach(() => {
  platform.clock.freeze(MIDDAY);
  mailbox.mails.length = 0;
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});

it('reaches those who live where it is to, in their language, and nobody else', async () => {
  const draft = await write({
    communityId: register.heYuan,
    texts: [text('停水通知', '<b>明天</b>停水'), { locale: 'en', title: 'No water', body: 'No water tomorrow.' }],
  });
  const [me, english, elsewhere, nowhere] = await Promise.all([wang, li, zhao, qian].map(as));
  expect(await seen(me!)).toEqual([]);
  await publish(draft);
  expect(await shown(draft.id)).toMatchObject({ state: 'PUBLISHED', figures: { addressed: 2, read: 0, confirmed: 0 } });
  expect(await Promise.all([me!, english!, elsewhere!, nowhere!].map((client) => seen(client)))).toEqual([
    ['停水通知'],
    ['No water'],
    [],
    [],
  ]);
  expect(
    (await elsewhere!.fails(`query ($id: ID!) { notice(id: $id) { title } }`, { id: draft.id })).extensions.code,
  ).toBe('NOT_FOUND');
  expect(
    (await me!.fails(`query ($id: ID!) { notice(id: $id) { figures { read } } }`, { id: draft.id })).extensions.code,
  ).toBe('FORBIDDEN');
  const other = await platform.as('ADMIN', { tenant: 'b' });
  expect((await other.fails(`query ($id: ID!) { notice(id: $id) { title } }`, { id: draft.id })).extensions.code).toBe(
    'NOT_FOUND',
  );
  expect(await seen(other)).toEqual([]);
  // In the app, and by mail as text and not as what it looks like.
  expect(mailbox.last('wang@example.com')).toMatchObject({ subject: '公告：停水通知' });
  expect(mailbox.last('wang@example.com').html).toContain('&lt;b&gt;明天&lt;/b&gt;停水');
  expect(mailbox.last('li@example.com').subject).toBe('Notice: No water');
  expect(mailbox.mails).toHaveLength(2);
  expect(await me!.ok('{ inbox { nodes { title aboutId } } }')).toEqual({
    inbox: { nodes: [{ title: '公告：停水通知', aboutId: draft.id }] },
  });
});

it('is read and confirmed by its addressees, and asks anew after a change that matters', async () => {
  const notice = await write({
    buildingId: register.building,
    texts: [text('装修管理')],
    needsConfirmation: true,
    notifies: false,
  });
  await publish(notice);
  const [me, elsewhere] = await Promise.all([wang, zhao].map(as));
  const read = (client: TestClient) =>
    client.ok(`mutation ($id: ID!) { readNotice(input: { id: $id }) { notice { myReadAt myConfirmedAt } } }`, {
      id: notice.id,
    });
  const confirm = `mutation ($id: ID!) { confirmNotice(input: { id: $id }) { notice { myReadAt myConfirmedAt } } }`;
  expect((await elsewhere!.fails(confirm, { id: notice.id })).extensions.code).toBe('NOT_FOUND');
  expect((await admin.fails(confirm, { id: notice.id })).extensions.code).toBe('FORBIDDEN');
  expect(await read(me!)).toEqual({
    readNotice: { notice: { myReadAt: '2031-01-15T04:00:00.000Z', myConfirmedAt: null } },
  });
  platform.clock.advance({ minutes: 5 });
  expect(await me!.ok(confirm, { id: notice.id })).toEqual({
    confirmNotice: { notice: { myReadAt: '2031-01-15T04:00:00.000Z', myConfirmedAt: '2031-01-15T04:05:00.000Z' } },
  });
  expect((await shown(notice.id)).figures).toEqual({ addressed: 2, read: 1, confirmed: 1 });
  const { notice: chased } = await admin.ok<{ notice: { addressees: object } }>(
    `query ($id: ID!) { notice(id: $id) { addressees(filter: { isConfirmed: false }) { totalCount nodes { readAt customer { name } } } } }`,
    { id: notice.id },
  );
  expect(chased.addressees).toEqual({ totalCount: 1, nodes: [{ readAt: null, customer: { name: 'li' } }] });

  const { version } = await shown(notice.id);
  const small = await call(admin, 'updateNotice', 'UpdateNoticeInput', {
    id: notice.id,
    version,
    texts: [text('装修管理（改错字）')],
  });
  expect(small.figures).toEqual({ addressed: 2, read: 1, confirmed: 1 });
  const big = await call(admin, 'updateNotice', 'UpdateNoticeInput', {
    id: notice.id,
    version: small.version,
    texts: [text('装修管理（新规定）')],
    asksAgain: true,
  });
  expect(big.figures).toEqual({ addressed: 2, read: 0, confirmed: 0 });
  expect(await me!.ok(confirm, { id: notice.id })).toMatchObject({
    confirmNotice: { notice: { myConfirmedAt: '2031-01-15T04:05:00.000Z' } },
  });
  const { notice: kept } = await admin.ok<{ notice: { versions: { texts: { title: string }[] }[] } }>(
    `query ($id: ID!) { notice(id: $id) { versions { number author texts { title } } } }`,
    { id: notice.id },
  );
  expect(kept.versions.map(({ texts }) => texts[0]!.title)).toEqual([
    '装修管理（新规定）',
    '装修管理（改错字）',
    '装修管理',
  ]);
  expect(
    (
      await admin.fails(`mutation ($input: UpdateNoticeInput!) { updateNotice(input: $input) { notice { id } } }`, {
        input: { id: notice.id, version, isPinned: true },
      })
    ).extensions.code,
  ).toBe('CONFLICT');
});

it('waits for its time, is over at its end, and is withdrawn with the messages that have not left', async () => {
  const me = await as(wang);
  const at = '2031-01-16T01:00:00+08:00';
  const draft = await write({
    communityId: register.heYuan,
    texts: [text('定时公告')],
    isPinned: true,
    expiresAt: '2031-02-01T00:00:00Z',
  });
  await publish(draft, { at });
  expect(await shown(draft.id)).toMatchObject({ state: 'SCHEDULED' });
  expect(await seen(me)).not.toContain('定时公告');
  platform.clock.freeze(new Date(at));
  // Jobs start by the database's own clock.
  await inTransaction(platform, () =>
    db().query(
      `SELECT app.enqueue_job('notices.publish', jsonb_build_object('noticeId', $1::text), 1, '{"retries": 0}')`,
      [uuidOf(draft.id)],
    ),
  );
  await platform.runJobs();
  const published = await shown(draft.id);
  expect(published).toMatchObject({ state: 'PUBLISHED', publishedAt: '2031-01-15T17:00:00.000Z' });
  expect((await seen(me))[0]).toBe('定时公告');
  // It is night: the messages wait.
  expect(mailbox.mails).toEqual([]);
  const withdrawn = await call(admin, 'withdrawNotice', 'WithdrawNoticeInput', {
    id: draft.id,
    version: published.version,
    reason: '日期有误',
  });
  expect(withdrawn.state).toBe('WITHDRAWN');
  expect(await seen(me)).not.toContain('定时公告');
  const { notifications } = await admin.ok<{ notifications: { nodes: object[] } }>(
    `query ($id: ID!) { notifications(filter: { about: { eq: $id } }) { nodes { state reason } } }`,
    { id: draft.id },
  );
  expect(notifications.nodes).toEqual([
    { state: 'SUPPRESSED', reason: 'CANCELLED' },
    { state: 'SUPPRESSED', reason: 'CANCELLED' },
  ]);
  const over = await write({
    communityId: register.heYuan,
    texts: [text('已过期')],
    notifies: false,
    expiresAt: '2031-01-20T00:00:00Z',
  });
  await publish(over);
  expect(await seen(me)).toContain('已过期');
  await inTransaction(platform, () =>
    db().execute(`UPDATE atrium.notice SET expires_at = now() - interval '1 second' WHERE id = $1`, [uuidOf(over.id)]),
  );
  expect(await seen(me)).not.toContain('已过期');
});

it('goes to the members of a segment, within what its publisher sees, and holds the segment', async () => {
  const { createSegment } = await admin.ok<{ createSegment: { segment: { id: string } } }>(
    `mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { segment { id } } }`,
    { input: { name: '业主', rule: { choice: { field: 'occupancy.kind', in: ['OWNER'] } } } },
  );
  const segmentId = createSegment.segment.id;
  const all = await write({ segmentId, texts: [text('致业主')], notifies: false });
  await publish(all);
  expect((await shown(all.id)).figures.addressed).toBe(3);
  const used = await admin.fails(`mutation ($id: ID!) { deleteSegment(input: { id: $id }) { deletedId } }`, {
    id: segmentId,
  });
  expect(used).toMatchObject({ extensions: { code: 'CONFLICT' }, message: expect.stringContaining('致业主') });
  const there = await write({ segmentId, buildingId: register.building, texts: [text('致本栋业主')], notifies: false });
  await publish(there);
  expect((await shown(there.id)).figures.addressed).toBe(2);
  const limited = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.jinGui)] });
  const part = await write({ segmentId, texts: [text('致金桂业主')], notifies: false }, limited);
  await publish(part, {}, limited);
  expect((await shown(part.id)).figures.addressed).toBe(1);
  expect(await seen(await as(zhao))).toContain('致金桂业主');
  expect(await seen(await as(wang))).not.toContain('致金桂业主');
  // Somebody limited to another community sees neither its notices nor may write any.
  expect(await seen(limited)).not.toContain('停水通知');
  expect(
    (
      await limited.fails(`mutation ($input: CreateNoticeInput!) { createNotice(input: $input) { notice { id } } }`, {
        input: { communityId: register.heYuan, texts: [text('x')] },
      })
    ).extensions.code,
  ).toBe('NOT_FOUND');
  const cashier = await platform.as('CASHIER');
  expect(
    (
      await cashier.fails(`mutation ($input: CreateNoticeInput!) { createNotice(input: $input) { notice { id } } }`, {
        input: { communityId: register.heYuan, texts: [text('x')] },
      })
    ).extensions.code,
  ).toBe('FORBIDDEN');
});

it('is seen by whoever moves in while it is out', async () => {
  const sun = await enterCustomer(admin, 'sun');
  const client = await as(sun);
  expect(await seen(client)).toEqual([]);
  await startOccupancy(admin, sun, register.unit1201, 'LESSEE', {});
  await platform.runJobs();
  expect(await seen(client)).toContain('停水通知');
  expect(await seen(client)).not.toContain('致金桂业主');
  expect(mailbox.mails).toEqual([]);
});

it('brings its files along, for its addressees', async () => {
  const file = await platform.upload(admin, {
    fileName: '方案.txt',
    contentType: 'text/plain',
    content: Buffer.from('停水方案'),
  });
  const notice = await write({
    communityId: register.heYuan,
    texts: [text('附件公告')],
    notifies: false,
    fileIds: [file],
  });
  await publish(notice);
  const query = `query ($id: ID!) { notice(id: $id) { attachments { name contentType url } } }`;
  const me = await as(wang);
  const { notice: mine } = await me.ok<{ notice: { attachments: { name: string; url: string }[] } }>(query, {
    id: notice.id,
  });
  expect(mine.attachments).toMatchObject([{ name: '方案.txt', contentType: 'text/plain' }]);
  expect(await platform.download(new URL(mine.attachments[0]!.url).pathname)).toBe('停水方案');
  expect((await (await as(zhao)).fails(query, { id: notice.id })).extensions.code).toBe('NOT_FOUND');
});

it('lets go of a file that is taken off, once no other notice has it', async () => {
  const attached = `attachments { id url }`;
  type Attached = { attachments: { id: string; url: string }[] };
  const fileIds = [
    await platform.upload(admin, { fileName: '图.txt', contentType: 'text/plain', content: Buffer.from('水管') }),
  ];
  const to = { communityId: register.heYuan, notifies: false, fileIds };
  const [first, second] = [await write({ ...to, texts: [text('甲')] }), await write({ ...to, texts: [text('乙')] })];
  const filesOf = async (id: string) =>
    (await admin.ok<{ notice: Attached }>(`query ($id: ID!) { notice(id: $id) { ${attached} } }`, { id })).notice
      .attachments;
  const sweep = () => platform.api.get(FileSweep).sweep(platform.tenants.a.id, new AbortController().signal);
  const [{ id, url }] = (await filesOf(first.id)) as [Attached['attachments'][0]];
  const { pathname } = new URL(url);
  await admin.ok(`mutation ($id: ID!) { removeNoticeAttachment(input: { id: $id }) { notice { id } } }`, { id });
  await sweep();
  expect(await filesOf(first.id)).toEqual([]);
  expect(await platform.download(pathname)).toBe('水管');
  // With the notice everything that hangs on it goes.
  await admin.ok(`mutation ($id: ID!) { deleteNotice(input: { id: $id }) { deletedId } }`, { id: second.id });
  expect((await sweep()).expired).toBe(1);
  expect((await platform.http({ method: 'GET', url: pathname })).statusCode).toBe(404);
});

it('keeps a file that is taken off here while a notice elsewhere has it, out of sight of whoever takes it off', async () => {
  const fileIds = [
    await platform.upload(admin, { fileName: '图.txt', contentType: 'text/plain', content: Buffer.from('电梯') }),
  ];
  const to = (communityId: string) => write({ communityId, notifies: false, fileIds, texts: [text('同一附件')] });
  const [here, there] = [await to(register.heYuan), await to(register.jinGui)];
  const filesOf = async (id: string) =>
    (
      await admin.ok<{ notice: { attachments: { id: string; url: string }[] } }>(
        `query ($id: ID!) { notice(id: $id) { attachments { id url } } }`,
        { id },
      )
    ).notice.attachments;
  const limited = await platform.as('ADMIN', { communities: [uuidOf(register.heYuan)] });
  const [attached] = await filesOf(here.id);
  const id = attached!.id;
  await limited.ok(`mutation ($id: ID!) { removeNoticeAttachment(input: { id: $id }) { notice { id } } }`, { id });
  await platform.api.get(FileSweep).sweep(platform.tenants.a.id, new AbortController().signal);
  const [kept] = await filesOf(there.id);
  expect(await platform.download(new URL(kept!.url).pathname)).toBe('电梯');
});

it('says what is wrong with it', async () => {
  const fails = async (input: object) =>
    (
      await admin.fails(`mutation ($input: CreateNoticeInput!) { createNotice(input: $input) { notice { id } } }`, {
        input,
      })
    ).extensions.fields!.map(({ path, code }) => [path, code]);
  const to = { communityId: register.heYuan };
  expect(await fails({ texts: [text('x')] })).toEqual([['input', 'NO_TARGET']]);
  expect(await fails({ ...to, texts: [{ locale: 'en', title: 'x', body: 'x' }] })).toEqual([
    ['input.texts', 'REQUIRED'],
  ]);
  expect(await fails({ ...to, texts: [text('x'), text('y')] })).toEqual([['input.texts', 'DUPLICATE']]);
  expect(await fails({ ...to, texts: [text('x'.repeat(201))] })).toEqual([['input.texts.0.title', 'INVALID_TEXT']]);
  expect(await fails({ ...to, texts: [text('a\u0007b', 'x')] })).toEqual([['input.texts.0.title', 'INVALID_TEXT']]);
  expect(await fails({ ...to, texts: [text('x')], expiresAt: '2020-01-01T00:00:00Z' })).toEqual([
    ['input.expiresAt', 'IN_THE_PAST'],
  ]);
  const draft = await write({ ...to, texts: [text('草稿')] });
  await admin.ok(`mutation ($id: ID!) { deleteNotice(input: { id: $id }) { deletedId } }`, { id: draft.id });
  const community = await create(admin, 'community', { name: '空园' });
  await write({ communityId: community.id, texts: [text('占用')] });
  expect(
    (
      await admin.fails(`mutation ($id: ID!) { deleteCommunity(input: { id: $id }) { __typename } }`, {
        id: community.id,
      })
    ).message,
  ).toContain('公告');
});
