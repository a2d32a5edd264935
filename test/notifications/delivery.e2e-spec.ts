import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { db, Notifications } from '@atrium/sdk';
import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, type Entered, uuidOf } from '../customers/support/register';
import { inTransaction, send } from './support/sending';
import { billReady, doorOpened, invitation, offer, outage, taskGiven } from './support/spec-types';

/** Midday where the companies are, in winter. */
const MIDDAY = new Date('2031-01-15T04:00:00Z');
const SECRET = 'a secret that is long enough for this';
const bill = (name: string) => ({ name, amount: { amount: '750.72', currency: 'CNY' }, dueOn: '2031-02-01' });

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;
let people = 0;

interface Told {
  state: string;
  reason: string | null;
  channel: string | null;
  perhapsTwice: boolean;
  isInApp: boolean;
  deliveries: {
    channel: string;
    state: string;
    body: string;
    subject: string | null;
    attempts: number;
    failure: string | null;
  }[];
}
const told = async (id: string, client = admin): Promise<Told> => {
  const { notifications } = await client.ok<{ notifications: { nodes: (Told & { id: string })[] } }>(
    `{ notifications(first: 200) { nodes { id state reason channel perhapsTwice isInApp
       deliveries { channel state subject body attempts failure } } } }`,
  );
  return notifications.nodes.find((node) => uuidOf(node.id) === id)!;
};
const person = (more: Record<string, unknown> = {}, ...contacts: readonly [string, string][]): Promise<Entered> =>
  enterCustomer(admin, `住户${++people}`, { contacts: contacts.map(([kind, value]) => ({ kind, value })), ...more });
const to = ({ id }: Entered) => ({ customerId: uuidOf(id) });
const mailsTo = (address: string) => mailbox.mails.filter((mail) => mail.to.includes(address));
const shortMessagesTo = (phone: string): { text: string; template: string }[] => {
  const folder = join(platform.config.general.dataDir, 'sms');
  const all = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { to: string });
  return all.filter((message) => message.to === phone) as never;
};
const consent = (customer: Entered, mutation: string, purpose: string, channel = 'EMAIL') =>
  admin.ok(`mutation ($input: DecideConsentInput!) { ${mutation}(input: $input) { consent { status } } }`, {
    input: { customerId: customer.id, channel, purpose, source: 'WRITTEN', decidedAt: '2030-01-01T00:00:00Z' },
  });
/** What waits for a time is looked at when it has come; jobs of the queue go by the database's own clock. */
const runDue = async (): Promise<void> => {
  await inTransaction(platform, () =>
    db().query(`SELECT app.enqueue_job('notifications.deliver', '{}', 1, '{"retries": 0}')`),
  );
  await platform.runJobs();
};

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'Atrium <mail@atrium.example>',
    MAIL_REPORT_SECRET: SECRET,
  });
  platform.clock.freeze(MIDDAY);
  admin = await platform.as('ADMIN');
});
beforeEach(() => {
  platform.clock.freeze(MIDDAY);
  mailbox.mails.length = 0;
  mailbox.refuse = () => null;
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});

describe('a message', () => {
  it('is sent when, and only when, what caused it commits', async () => {
    const wang = await person({ preferredLanguage: 'en' }, ['EMAIL', 'wang@example.com']);
    const values = bill('Wang');
    const undone = inTransaction(platform, async () => {
      await platform.api.get(Notifications).send(billReady, { to: to(wang), values });
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    const [id] = await send(platform, billReady, [{ to: to(wang), values }]);
    await platform.runJobs();
    expect(await told(id!)).toMatchObject({
      state: 'SENT',
      channel: 'EMAIL',
      perhapsTwice: false,
      isInApp: true,
      deliveries: [{ channel: 'EMAIL', state: 'SENT', subject: 'Your bill, Wang', attempts: 1 }],
    });
    const mail = mailbox.last('wang@example.com');
    expect(mail.subject).toBe('Your bill, Wang');
    expect(mail.text).toContain('please pay CN¥750.72 by February 1, 2031.');
    expect(mail.from?.name).toBe('alpha 物业');
    expect(mailbox.mails).toHaveLength(1);
  });

  it('speaks the language of its recipient, the company’s where none was chosen', async () => {
    const li = await person({}, ['EMAIL', 'li@example.com']);
    await send(platform, billReady, [{ to: to(li), values: bill('李娜') }]);
    await platform.runJobs();
    expect(mailbox.last('li@example.com')).toMatchObject({ subject: '李娜的账单' });
    expect(mailbox.last('li@example.com').text).toContain('请于2031年2月1日前缴纳 ¥750.72。');
  });

  it('shows script in values as what it is, in mail and in the app, and keeps it as it came', async () => {
    const name = '<script>alert(1)</script>"><img src=x onerror=alert(2)>';
    const zhao = await person({}, ['EMAIL', 'zhao@example.com']);
    const [id] = await send(platform, billReady, [{ to: to(zhao), values: bill(name) }]);
    await platform.runJobs();
    const { html, text, subject } = mailbox.last('zhao@example.com');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|<img/);
    expect([text?.includes(name), subject]).toEqual([true, `${name}的账单`]);
    expect((await told(id!)).deliveries[0]!.body).toContain(name);
  });

  it('cannot be sent without a value, with one of another type, or with one that is unknown', async () => {
    const qian = await person({}, ['EMAIL', 'qian@example.com']);
    const attempt = (values: object): Promise<unknown> =>
      send(platform, billReady, [{ to: to(qian), values: values as never }]);
    await expect(attempt({ ...bill('钱'), dueOn: undefined })).rejects.toThrow('dueOn is missing');
    await expect(attempt({ ...bill('钱'), amount: 750 })).rejects.toThrow('amount is not of the type MONEY');
    await expect(attempt({ ...bill('钱'), more: 'x' })).rejects.toThrow('has no variable more');
    await expect(attempt({ ...bill('钱'), dueOn: '2031-02-30x' })).rejects.toThrow('dueOn is not of the type DATE');
  });

  it('is made once for a key and a recipient, also by many at once', async () => {
    const sun = await person({}, ['EMAIL', 'sun@example.com']);
    const wu = await person({}, ['EMAIL', 'wu@example.com']);
    const draft = (who: Entered) => ({ to: to(who), values: bill('孙'), dedupeKey: 'bill 2031-01' });
    const made = await Promise.all(
      Array.from({ length: 8 }, () => send(platform, billReady, [draft(sun), draft(wu), draft(sun)])),
    );
    const ids = new Set(made.map(([first]) => first));
    expect(ids.size).toBe(1);
    expect(made.every(([first, other, same]) => first === same && other !== first)).toBe(true);
    await platform.runJobs();
    expect([mailsTo('sun@example.com').length, mailsTo('wu@example.com').length]).toEqual([1, 1]);
  });

  it('waits for its time, and is not sent when it is too late or what it tells of is over', async () => {
    const zhou = await person({}, ['EMAIL', 'zhou@example.com']);
    const about = { idType: 'customer', id: uuidOf(zhou.id) };
    const at = (minutes: number): Date => new Date(MIDDAY.getTime() + minutes * 60_000);
    const [later, late, paid] = await send(platform, billReady, [
      { to: to(zhou), values: bill('later'), notBefore: at(30) },
      { to: to(zhou), values: bill('late'), notBefore: at(30), expiresAt: at(20) },
      { to: to(zhou), values: bill('paid'), notBefore: at(30), about },
    ]);
    await runDue();
    expect(mailbox.mails).toEqual([]);
    expect(await inTransaction(platform, () => platform.api.get(Notifications).cancel([billReady], about))).toBe(1);
    platform.clock.advance({ minutes: 31 });
    await runDue();
    expect([await told(later!), await told(late!), await told(paid!)]).toMatchObject([
      { state: 'SENT' },
      { state: 'SUPPRESSED', reason: 'EXPIRED' },
      { state: 'SUPPRESSED', reason: 'CANCELLED' },
    ]);
    expect(mailsTo('zhou@example.com').map(({ email }) => email.subject)).toEqual(['later的账单']);
  });

  it('for another company is that company’s: nobody here sees it', async () => {
    const otherAdmin = await platform.as('ADMIN', { tenant: 'b' });
    const zheng = await enterCustomer(otherAdmin, '郑乙', {
      contacts: [{ kind: 'EMAIL', value: 'zheng@example.com' }],
    });
    await expect(send(platform, billReady, [{ to: to(zheng), values: bill('郑') }])).rejects.toThrow(
      'notification_customer_fkey',
    );
    const [id] = await send(platform, billReady, [{ to: to(zheng), values: bill('郑') }], 'b');
    await platform.runJobs();
    expect(await told(id!, otherAdmin)).toMatchObject({ state: 'SENT' });
    expect(await told(id!)).toBeUndefined();
    expect(mailbox.last('zheng@example.com').from?.name).toBe('beta 物业');
  });
});

describe('the way of a message', () => {
  it('follows the customer’s order, then the company’s, then that of its kind', async () => {
    const contacts: [string, string][] = [
      ['EMAIL', 'order@example.com'],
      ['PHONE', '13900000001'],
    ];
    const none = await person({}, ...contacts);
    const sms = await person({ preferredChannel: 'SMS' }, ['EMAIL', 'o2@example.com'], ['PHONE', '13900000002']);
    const app = await person({ preferredChannel: 'APP' }, ['EMAIL', 'o3@example.com'], ['PHONE', '13900000003']);
    const ids = await send(
      platform,
      billReady,
      [none, sms, app].map((who) => ({ to: to(who), values: bill('序') })),
    );
    await platform.runJobs();
    expect(await Promise.all(ids.map((id) => told(id)))).toMatchObject([
      { channel: 'EMAIL', state: 'SENT' },
      { channel: 'SMS', state: 'SENT' },
      { channel: 'IN_APP', state: 'DELIVERED', deliveries: [] },
    ]);
    expect(shortMessagesTo('13900000002')).toMatchObject([
      { template: 'spec.billReady', text: '序，¥750.72 将于2031年2月1日到期。' },
    ]);

    const settings = {
      version: 0,
      channelOrder: ['SMS'],
      dailyLimit: null,
      marketingWeeklyLimit: 2,
      channelLimits: [],
      typesOff: ['spec.taskGiven'],
      quietHours: { from: '22:00', until: '07:00' },
    };
    const set = `mutation ($input: SetNotificationSettingsInput!) { setNotificationSettings(input: $input) { settings { version } } }`;
    await admin.ok(set, { input: settings });
    const preference = `mutation ($input: SetNotificationPreferenceInput!) { setNotificationPreference(input: $input) { preference { channels version } } }`;
    await admin.ok(preference, { input: { customerId: app.id, version: 0, channels: ['EMAIL', 'SMS'] } });
    const [again, own] = await send(
      platform,
      billReady,
      [none, app].map((who) => ({ to: to(who), values: bill('序') })),
    );
    await platform.runJobs();
    expect([await told(again!), await told(own!)]).toMatchObject([{ channel: 'SMS' }, { channel: 'EMAIL' }]);
    const back = {
      ...settings,
      version: 1,
      channelOrder: [],
      typesOff: [],
      dailyLimit: 10,
      quietHours: { from: '21:00', until: '08:00' },
    };
    await admin.ok(set, { input: back });
    expect(await admin.fails(set, { input: back })).toMatchObject({ extensions: { code: 'CONFLICT' } });
  });

  it('goes on to the next channel where one refuses, and remembers an address that is dead', async () => {
    const gone = await person({}, ['EMAIL', 'gone@example.com'], ['PHONE', '13900000010']);
    mailbox.refuse = (recipient) => (recipient === 'gone@example.com' ? 550 : null);
    const [first] = await send(platform, billReady, [{ to: to(gone), values: bill('退') }]);
    await platform.runJobs();
    expect(await told(first!)).toMatchObject({
      state: 'SENT',
      channel: 'SMS',
      deliveries: [
        { channel: 'EMAIL', state: 'FAILED', failure: expect.not.stringContaining('gone@') },
        { channel: 'SMS', state: 'SENT' },
      ],
    });
    mailbox.refuse = () => null;
    const [second, mailOnly] = [
      ...(await send(platform, billReady, [{ to: to(gone), values: bill('退') }])),
      ...(await send(platform, billReady, [{ to: to(gone), values: bill('退'), channels: ['EMAIL'] }])),
    ];
    await platform.runJobs();
    expect([await told(second!), await told(mailOnly!)]).toMatchObject([
      { state: 'SENT', channel: 'SMS' },
      { state: 'FAILED', reason: 'UNDELIVERABLE' },
    ]);
    const { undeliverableAddresses } = await admin.ok<{
      undeliverableAddresses: { nodes: { id: string; maskedAddress: string }[] };
    }>('{ undeliverableAddresses { nodes { id maskedAddress } } }');
    const [dead] = undeliverableAddresses.nodes;
    expect(dead!.maskedAddress).toBe('g***@example.com');
    await admin.ok(`mutation ($id: ID!) { clearUndeliverableAddress(input: { id: $id }) { deletedId } }`, {
      id: dead!.id,
    });
    const [third] = await send(platform, billReady, [{ to: to(gone), values: bill('退') }]);
    await platform.runJobs();
    expect(await told(third!)).toMatchObject({ channel: 'EMAIL', state: 'SENT' });
  });

  it('is tried again later and later where a channel is away for now', async () => {
    const slow = await person({}, ['EMAIL', 'slow@example.com']);
    mailbox.refuse = (recipient) => (recipient === 'slow@example.com' ? 451 : null);
    const [id] = await send(platform, billReady, [{ to: to(slow), values: bill('慢') }]);
    await platform.runJobs();
    expect(await told(id!)).toMatchObject({
      state: 'QUEUED',
      reason: 'RETRYING',
      deliveries: [{ state: 'RETRYING', attempts: 1 }],
    });
    await runDue();
    expect((await told(id!)).deliveries[0]!.attempts).toBe(1);
    mailbox.refuse = () => null;
    platform.clock.advance({ seconds: 23 });
    await runDue();
    expect(await told(id!)).toMatchObject({
      state: 'SENT',
      perhapsTwice: false,
      deliveries: [{ state: 'SENT', attempts: 2 }],
    });
    expect(mailsTo('slow@example.com')).toHaveLength(1);
  });

  it('gives up a channel after nine tries', async () => {
    const never = await person({}, ['EMAIL', 'never@example.com'], ['PHONE', '13900000011']);
    mailbox.refuse = (recipient) => (recipient === 'never@example.com' ? 451 : null);
    const [id] = await send(platform, billReady, [{ to: to(never), values: bill('无') }]);
    await platform.runJobs();
    for (let tries = 1; tries < 9; tries++) {
      platform.clock.advance({ hours: 5 });
      // Whatever the hour is, these are the tries.
      const hour = platform.clock.now().getUTCHours();
      if (hour >= 13 || hour === 0) platform.clock.advance({ hours: 24 - hour + 4 });
      await runDue();
    }
    platform.clock.freeze(MIDDAY);
    expect(await told(id!)).toMatchObject({
      state: 'SENT',
      channel: 'SMS',
      deliveries: [{ channel: 'EMAIL', state: 'FAILED', attempts: 9 }, { channel: 'SMS' }],
    });
  });

  it('says why nobody could be reached', async () => {
    const silent = await person();
    const [id] = await send(platform, invitation, [{ to: to(silent), values: { link: 'https://x.example/s/1' } }]);
    await platform.runJobs();
    expect(await told(id!)).toMatchObject({ state: 'FAILED', reason: 'NO_ADDRESS', channel: null, deliveries: [] });
  });

  it('reaches addresses of people who are neither customers nor staff', async () => {
    const [id] = await send(platform, billReady, [
      { to: { email: 'Guest@Example.com', locale: 'en' }, values: bill('Guest') },
    ]);
    await platform.runJobs();
    expect(await told(id!)).toMatchObject({ state: 'SENT', channel: 'EMAIL', isInApp: false });
    expect(mailbox.last('guest@example.com').subject).toBe('Your bill, Guest');
  });
});

describe('wishes of customers', () => {
  it('contract messages, surveys and marketing are apart: marketing takes a consent, the others an objection', async () => {
    const email = 'wish@example.com';
    const wish = await person({}, ['EMAIL', email]);
    const all = async () => {
      const link = { link: 'https://x.example/s/2' };
      const ids = [
        ...(await send(platform, billReady, [{ to: to(wish), values: bill('愿'), channels: ['EMAIL'] }])),
        ...(await send(platform, offer, [{ to: to(wish), values: { what: '洗车' }, channels: ['EMAIL'] }])),
        ...(await send(platform, invitation, [{ to: to(wish), values: link, channels: ['EMAIL'] }])),
      ];
      await platform.runJobs();
      return Promise.all(ids.map(async (id) => (await told(id)).reason ?? 'sent'));
    };
    expect(await all()).toEqual(['sent', 'NO_CONSENT', 'sent']);
    await consent(wish, 'grantConsent', 'MARKETING');
    await consent(wish, 'withdrawConsent', 'SURVEY');
    expect(await all()).toEqual(['sent', 'sent', 'NO_CONSENT']);
    await consent(wish, 'withdrawConsent', 'CONTRACT');
    expect(await all()).toEqual(['NO_CONSENT', 'sent', 'NO_CONSENT']);
  });

  it('a link in the mail, and the mail program by itself, stop marketing and nothing else', async () => {
    const stop = await person({}, ['EMAIL', 'stop@example.com']);
    await consent(stop, 'grantConsent', 'MARKETING');
    await send(platform, offer, [{ to: to(stop), values: { what: '洗车' } }]);
    await send(platform, billReady, [{ to: to(stop), values: bill('停') }]);
    await platform.runJobs();
    const [marketing, contract] = ['专享优惠', '停的账单'].map(
      (subject) => mailbox.mails.find(({ email }) => email.subject === subject)!.email,
    );
    const header = (mail: typeof marketing, name: string) => mail!.headers.find(({ key }) => key === name)?.value;
    expect(header(contract, 'list-unsubscribe')).toBeUndefined();
    expect(header(marketing, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const url = new URL(/<(.+)>/.exec(header(marketing, 'list-unsubscribe')!)![1]!).pathname;
    expect(marketing!.html).toContain(url);
    // Opening it changes nothing: programs do that too.
    const page = await platform.http({ method: 'GET', url });
    expect([page.statusCode, page.body.includes('alpha 物业'), page.body.includes('stop@')]).toEqual([
      200,
      true,
      false,
    ]);
    const before = await send(platform, offer, [{ to: to(stop), values: { what: '二' }, channels: ['EMAIL'] }]);
    await platform.runJobs();
    expect((await told(before[0]!)).state).toBe('SENT');
    const forms = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await platform.http({ method: 'POST', url, headers: forms, payload: 'List-Unsubscribe=One-Click' });
    expect(posted.statusCode).toBe(200);
    expect((await platform.http({ method: 'POST', url, headers: forms, payload: '' })).statusCode).toBe(200);
    const after = [
      ...(await send(platform, offer, [{ to: to(stop), values: { what: '三' }, channels: ['EMAIL'] }])),
      ...(await send(platform, billReady, [{ to: to(stop), values: bill('停') }])),
    ];
    await platform.runJobs();
    expect([await told(after[0]!), await told(after[1]!)]).toMatchObject([{ reason: 'NO_CONSENT' }, { state: 'SENT' }]);
    for (const other of [url.replace('/alpha/', '/beta/'), `${url.slice(0, -4)}----`, '/unsubscribe/nobody/x']) {
      expect((await platform.http({ method: 'POST', url: other, headers: forms, payload: '' })).statusCode).toBe(404);
    }
  });

  it('quiet hours hold messages until they end where the customer is; urgent ones go out, and the app is quiet', async () => {
    const here = await person({}, ['EMAIL', 'here@example.com']);
    const away = await person({}, ['EMAIL', 'away@example.com']);
    const own = `mutation ($input: SetMyNotificationPreferenceInput!) { setMyNotificationPreference(input: $input) { preference { timeZone version } } }`;
    const customer = await platform.as('CUSTOMER', { customer: away.id });
    expect(await customer.fails(own, { input: { version: 0, timeZone: 'Asia/Nowhere' } })).toMatchObject({
      extensions: { code: 'VALIDATION_FAILED', fields: [{ path: 'input.timeZone', code: 'UNKNOWN_TIME_ZONE' }] },
    });
    await customer.ok(own, {
      input: { version: 0, timeZone: 'america/new_york', quietHours: { from: '21:00', until: '08:00' } },
    });
    // 22:30 in Shanghai, 09:30 in New York.
    platform.clock.freeze(new Date('2031-01-15T14:30:00Z'));
    const ids = await send(
      platform,
      billReady,
      [here, away].map((who) => ({ to: to(who), values: bill('夜') })),
    );
    const [urgent] = await send(platform, outage, [{ to: to(here), values: { at: new Date('2031-01-15T16:00:00Z') } }]);
    await platform.runJobs();
    expect([...(await Promise.all(ids.map((id) => told(id)))), await told(urgent!)]).toMatchObject([
      { state: 'HELD', reason: 'QUIET_HOURS', isInApp: true },
      { state: 'SENT' },
      { state: 'SENT' },
    ]);
    expect(mailbox.last('here@example.com').text).toContain('2031年1月16日 00:00起停水。');
    platform.clock.freeze(new Date('2031-01-15T23:59:59Z'));
    await runDue();
    expect((await told(ids[0]!)).state).toBe('HELD');
    platform.clock.freeze(new Date('2031-01-16T00:00:00Z'));
    await runDue();
    expect(await told(ids[0]!)).toMatchObject({ state: 'SENT', reason: null });
  });

  it('limits: marketing beyond them is let go, what serves the contract waits, at once too', async () => {
    const busy = await person({}, ['EMAIL', 'busy@example.com']);
    await consent(busy, 'grantConsent', 'MARKETING');
    const many = await send(
      platform,
      offer,
      Array.from({ length: 5 }, (_, n) => ({ to: to(busy), values: { what: `第${n}` }, channels: ['EMAIL'] as const })),
    );
    await platform.runJobs();
    const reasons = await Promise.all(many.map(async (id) => (await told(id)).reason ?? 'sent'));
    expect(reasons.sort()).toEqual(['THROTTLED', 'THROTTLED', 'THROTTLED', 'sent', 'sent']);
    const bills = await send(
      platform,
      billReady,
      Array.from({ length: 10 }, () => ({ to: to(busy), values: bill('多') })),
    );
    await platform.runJobs();
    const waiting = await Promise.all(bills.map(async (id) => (await told(id)).reason ?? 'sent'));
    expect(waiting.filter((reason) => reason === 'sent')).toHaveLength(8);
    expect(waiting.filter((reason) => reason === 'CUSTOMER_LIMIT')).toHaveLength(2);
    platform.clock.freeze(new Date(MIDDAY.getTime() + 25 * 3_600_000));
    await runDue();
    platform.clock.freeze(MIDDAY);
    expect(new Set(await Promise.all(bills.map(async (id) => (await told(id)).state)))).toEqual(new Set(['SENT']));
  });
});

it('a kind that the company has turned off is not sent; a channel takes so many a minute, and the rest waits', async () => {
  const many = await Promise.all(['m1', 'm2', 'm3'].map((name) => person({}, ['EMAIL', `${name}@example.com`])));
  const set = `mutation ($input: SetNotificationSettingsInput!) { setNotificationSettings(input: $input) { settings { version } } }`;
  const { notificationSettings: before } = await admin.ok<{ notificationSettings: { version: number } }>(
    '{ notificationSettings { version } }',
  );
  const settings = {
    ...{ channelOrder: [], dailyLimit: 10, marketingWeeklyLimit: 2, typesOff: ['spec.outage'] },
    ...{ channelLimits: [{ channel: 'EMAIL', perMinute: 2 }], quietHours: { from: '21:00', until: '08:00' } },
  };
  await admin.ok(set, { input: { ...settings, version: before.version } });
  // A minute in which nothing else was sent.
  platform.clock.advance({ hours: 1 });
  const [off] = await send(platform, outage, [{ to: to(many[0]!), values: { at: MIDDAY } }]);
  const ids = await send(
    platform,
    billReady,
    many.map((who) => ({ to: to(who), values: bill('多'), channels: ['EMAIL'] as const })),
  );
  await platform.runJobs();
  expect(await told(off!)).toMatchObject({ state: 'SUPPRESSED', reason: 'TYPE_OFF', deliveries: [] });
  const reasons = async () =>
    (await Promise.all(ids.map((id) => told(id)))).map(({ state, reason }) => reason ?? state);
  expect((await reasons()).sort()).toEqual(['CHANNEL_LIMIT', 'SENT', 'SENT']);
  platform.clock.advance({ minutes: 2 });
  await runDue();
  expect(await reasons()).toEqual(['SENT', 'SENT', 'SENT']);
  await admin.ok(set, { input: { ...settings, version: before.version + 1, typesOff: [], channelLimits: [] } });
});

describe('what channels report', () => {
  const report = (body: string, secret = SECRET): Promise<{ statusCode: number; body: string }> => {
    const time = Math.floor(platform.clock.now().getTime() / 1000);
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return platform.http({
      method: 'POST',
      url: '/hooks/mail',
      headers: { 'content-type': 'application/json', 'atrium-signature': `t=${time},v1=${signature}` },
      payload: body,
    });
  };
  const sent = async (email: string, phone: string): Promise<{ id: string; messageId: string }> => {
    const who = await person({}, ['EMAIL', email], ['PHONE', phone]);
    const [id] = await send(platform, billReady, [{ to: to(who), values: bill('回') }]);
    await platform.runJobs();
    return { id: id!, messageId: mailbox.last(email).messageId! };
  };

  it('a mail that comes back marks its address and goes on by the next channel, once', async () => {
    const { id, messageId } = await sent('bounce@example.com', '13900000020');
    const body = JSON.stringify({ messageId, event: 'bounced', reason: '550 no bounce@example.com here' });
    expect((await report(body, 'another secret, which is as long')).statusCode).toBe(401);
    expect(await told(id)).toMatchObject({ state: 'SENT', channel: 'EMAIL' });
    expect(JSON.parse((await report(body)).body)).toEqual({ known: true });
    expect((await report(body)).statusCode).toBe(202);
    await platform.runJobs();
    expect(await told(id)).toMatchObject({
      state: 'SENT',
      channel: 'SMS',
      deliveries: [
        { state: 'BOUNCED', failure: '550 no *** here' },
        { channel: 'SMS', state: 'SENT' },
      ],
    });
    expect(shortMessagesTo('13900000020')).toHaveLength(1);
    const foreign = JSON.stringify({
      messageId: messageId.replace(/\.[0-9a-f-]{36}@/, `.${platform.tenants.b.id}@`),
      event: 'bounced',
    });
    expect(JSON.parse((await report(foreign)).body)).toEqual({ known: false });
  });

  it('staff report it too; what carried a link with a token is not sent anew', async () => {
    const who = await person({}, ['EMAIL', 'token@example.com'], ['PHONE', '13900000021']);
    const [id] = await send(platform, invitation, [
      { to: to(who), values: { link: 'https://x.example/s/secret-token' } },
    ]);
    await platform.runJobs();
    expect(mailbox.last('token@example.com').html).toContain('https://x.example/s/secret-token');
    const [delivery] = (await told(id!)).deliveries;
    expect(delivery!.body).toContain('‹…›');
    const stored = await inTransaction(platform, () =>
      db().query(
        `SELECT to_json(n) AS n, (SELECT json_agg(d) FROM atrium.notification_delivery d WHERE d.notification_id = n.id) AS d
         FROM atrium.notification n WHERE n.id = $1`,
        [id],
      ),
    );
    expect(JSON.stringify(stored)).not.toContain('secret-token');
    expect(stored[0]).toMatchObject({ n: { sealed: null } });
    const bounced = `mutation ($input: ReportBounceInput!) { reportBounce(input: $input) { notification { state reason } } }`;
    const nodes = await admin.ok<{ notifications: { nodes: { id: string }[] } }>(
      '{ notifications(first: 200) { nodes { id } } }',
    );
    const typed = nodes.notifications.nodes.find((node) => uuidOf(node.id) === id)!.id;
    const agent = await platform.as('SERVICE_AGENT');
    expect(
      (await agent.fails(bounced, { input: { id: typed, channel: 'EMAIL', reason: '退信' } })).extensions.code,
    ).toBe('FORBIDDEN');
    expect(await admin.ok(bounced, { input: { id: typed, channel: 'EMAIL', reason: '退信' } })).toEqual({
      reportBounce: { notification: { state: 'BOUNCED', reason: 'BOUNCED' } },
    });
  });

  it('what was delivered and read is noted, in whatever order it is told', async () => {
    const { id, messageId } = await sent('read@example.com', '13900000022');
    await report(JSON.stringify({ messageId, event: 'opened' }));
    await report(JSON.stringify({ messageId, event: 'delivered' }));
    expect(await told(id)).toMatchObject({ state: 'READ', deliveries: [{ state: 'READ' }] });
  });
});

it('the customer’s timeline shows every message and where it stands', async () => {
  const who = await person({}, ['EMAIL', 'line@example.com']);
  await send(platform, billReady, [{ to: to(who), values: bill('线') }]);
  await platform.runJobs();
  const query = `query ($id: ID!) { customer(id: $id) { timeline(kinds: ["MESSAGE"]) { nodes { title summary link } } } }`;
  const { customer } = await admin.ok<{ customer: { timeline: { nodes: object[] } } }>(query, { id: who.id });
  expect(customer.timeline.nodes).toEqual([
    { title: '消息：账单已出', summary: '邮件：已发送', link: expect.stringMatching(/^notification_/) },
  ]);
});

it.each(['WECHAT', 'VOICE', 'PUSH'] as const)('%s without a provider writes a file', async (channel) => {
  const customer = await person({}, ['PHONE', '13800138000']);
  const [id] = await send(platform, doorOpened, [{ to: to(customer), values: { who: '王芳' }, channels: [channel] }]);
  await platform.runJobs();
  expect(await told(id!)).toMatchObject({ state: 'SENT', channel });
  const folder = join(platform.config.general.dataDir, channel.toLowerCase());
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(texts.filter((text) => text.includes('王芳'))).toHaveLength(1);
});

it('staff are told by the app, with an e-mail besides only where the app cannot', async () => {
  const member = await platform.as('DISPATCHER');
  const { viewer } = await member.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }');
  await send(platform, taskGiven, [{ to: { staffId: uuidOf(viewer.actor.id) }, values: { task: '检查水泵' } }]);
  await platform.runJobs();
  expect(mailbox.mails).toEqual([]);
  expect(await member.ok('{ inbox { nodes { title body readAt } } unreadCount }')).toEqual({
    inbox: { nodes: [{ title: '新任务', body: '检查水泵', readAt: null }] },
    unreadCount: 1,
  });
  const colleague = await platform.as('DISPATCHER');
  // Until they want it otherwise, each for themselves.
  const wish = `mutation ($input: SetMyNotificationPreferenceInput!) {
    setMyNotificationPreference(input: $input) { preference { channels version } customer { id } } }`;
  expect(
    await member.ok(wish, {
      input: { version: 0, channels: ['EMAIL'], quietHours: { from: '20:00', until: '07:00' }, timeZone: 'Asia/Tokyo' },
    }),
  ).toEqual({ setMyNotificationPreference: { preference: { channels: ['EMAIL'], version: 1 }, customer: null } });
  expect((await member.fails(wish, { input: { version: 0 } })).extensions.code).toBe('CONFLICT');
  expect(await colleague.ok('{ myNotificationPreference { channels version } }')).toEqual({
    myNotificationPreference: { channels: null, version: 0 },
  });
  const [later] = await send(platform, taskGiven, [
    { to: { staffId: uuidOf(viewer.actor.id) }, values: { task: '关阀' } },
  ]);
  await platform.runJobs();
  expect(await told(later!)).toMatchObject({ state: 'SENT', channel: 'EMAIL', isInApp: true });
  expect(mailbox.mails).toHaveLength(1);
  // 19:30 in the company's zone is 20:30 where they are.
  platform.clock.freeze(new Date('2031-01-15T11:30:00Z'));
  const [night] = await send(platform, taskGiven, [
    { to: { staffId: uuidOf(viewer.actor.id) }, values: { task: '巡查' } },
  ]);
  await platform.runJobs();
  expect(await told(night!)).toMatchObject({ state: 'HELD', reason: 'QUIET_HOURS', isInApp: true });
  expect(await colleague.ok('{ inbox { nodes { title } } unreadCount }')).toEqual({
    inbox: { nodes: [] },
    unreadCount: 0,
  });
});
