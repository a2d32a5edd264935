import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, type Entered } from '../customers/support/register';
import { sqlOf } from '../identity/support';
import {
  mailedCode,
  refusedRequest,
  requestCode,
  sentSms,
  signInByMail,
  type Tokens,
  verify,
  VERIFY,
} from './support/portal';

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;
let nobody: TestClient;
let liu: Entered, wang: Entered, child: Entered;

const ME = '{ me { id name } }';
const sql = <T extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
  sqlOf(platform)<T>(text, values);
const wrongOf = (code: string): string => (code === '000000' ? '000001' : '000000');
const refused = async (input: Record<string, unknown>) => (await nobody.fails(VERIFY, { input })).extensions;
const rows = async (): Promise<number> =>
  Number((await sql<{ count: string }>('SELECT count(*) FROM atrium.customer_code'))[0]!.count);

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url });
  admin = await platform.as('ADMIN');
  nobody = platform.client();
  const contacts = (...values: [string, string][]) => ({ contacts: values.map(([kind, value]) => ({ kind, value })) });
  liu = await enterCustomer(admin, '刘主', contacts(['EMAIL', 'liu@example.com'], ['PHONE', '13800138000']));
  wang = await enterCustomer(admin, '王母', contacts(['PHONE', '13900139000'], ['EMAIL', 'wang@example.com']));
  child = await enterCustomer(admin, '王小', contacts(['PHONE', '139-0013-9000']));
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});
// What one test used up does not reach the next.
beforeEach(async () => {
  platform.clock.reset();
  await sql('DELETE FROM atrium.customer_code_count');
});

describe('a one-time code', () => {
  it('by e-mail signs the customer in, once', async () => {
    const challenge = await requestCode(nobody, { email: 'Liu@Example.com' });
    await platform.runJobs();
    const code = mailedCode(mailbox, 'liu@example.com');
    const { tokens, choices } = await verify(nobody, { challenge, code });
    expect(choices).toEqual([]);
    expect(await platform.client(tokens!.accessToken).ok(ME)).toEqual({ me: { id: liu.id, name: '刘主' } });
    expect(await refused({ challenge, code })).toMatchObject({
      code: 'UNAUTHENTICATED',
      messageKey: 'portal.codeInvalid',
    });
    // The contact has proved to be right, and staff see it.
    const { customer } = await admin.ok<{ customer: { contacts: { kind: string; verifiedAt: string | null }[] } }>(
      'query ($id: ID!) { customer(id: $id) { contacts { kind verifiedAt } } }',
      { id: liu.id },
    );
    expect(customer.contacts.find(({ kind }) => kind === 'EMAIL')!.verifiedAt).toMatch(/^20/);
    expect(customer.contacts.find(({ kind }) => kind === 'PHONE')!.verifiedAt).toBeNull();
  });

  it('by SMS goes to the gateway, in the caller’s language, with template and values', async () => {
    const challenge = await requestCode(nobody.with({ 'accept-language': 'zh-CN' }), { phone: '+86 138 0013 8000' });
    await platform.runJobs();
    const sms = sentSms(platform).at(-1)!;
    expect(sms).toMatchObject({ to: '13800138000', template: 'sign-in-code', locale: 'zh-CN' });
    expect(sms.text).toBe(`【alpha 物业】验证码 ${sms.params.code}，10 分钟内有效，请勿告知他人。`);
    const { tokens } = await verify(nobody, { challenge, code: sms.params.code });
    expect(await platform.client(tokens!.accessToken).ok(ME)).toEqual({ me: { id: liu.id, name: '刘主' } });
  });

  it('is stored as a keyed hash alone, and the contact sealed', async () => {
    await requestCode(nobody, { email: 'liu@example.com' });
    await platform.runJobs();
    const code = mailedCode(mailbox, 'liu@example.com');
    const stored = JSON.stringify(await sql('SELECT * FROM atrium.customer_code'));
    expect(stored).not.toContain('liu@example.com');
    expect(stored).not.toContain(`"${code}"`);
    const jobs = JSON.stringify(await sql('SELECT data FROM pgboss.job'));
    expect(jobs).not.toContain(code);
    expect(jobs).not.toContain('liu@example.com');
  });

  it('ends after ten minutes', async () => {
    const challenge = await requestCode(nobody, { email: 'liu@example.com' });
    await platform.runJobs();
    const code = mailedCode(mailbox, 'liu@example.com');
    platform.clock.advance({ minutes: 10, seconds: 1 });
    expect((await refused({ challenge, code })).messageKey).toBe('portal.codeInvalid');
  });

  it('is dead after five wrong entries, also when they come at once', async () => {
    const challenge = await requestCode(nobody, { email: 'liu@example.com' });
    await platform.runJobs();
    const code = mailedCode(mailbox, 'liu@example.com');
    const guesses = await Promise.all(Array.from({ length: 5 }, () => refused({ challenge, code: wrongOf(code) })));
    expect(new Set(guesses.map(({ messageKey }) => messageKey))).toEqual(new Set(['portal.codeInvalid']));
    expect((await refused({ challenge, code })).messageKey).toBe('portal.codeInvalid');
  });

  it('entered twice at once begins one session', async () => {
    const challenge = await requestCode(nobody, { email: 'liu@example.com' });
    await platform.runJobs();
    const code = mailedCode(mailbox, 'liu@example.com');
    const answers = await Promise.all([1, 2, 3].map(() => nobody.query(VERIFY, { input: { challenge, code } })));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
  });

  it('does not count with another challenge, nor a code of one company in another', async () => {
    const mine = await requestCode(nobody, { email: 'wang@example.com' });
    const other = await requestCode(nobody, { email: 'liu@example.com' });
    await platform.runJobs();
    const code = mailedCode(mailbox, 'wang@example.com');
    if (code !== mailedCode(mailbox, 'liu@example.com')) {
      expect((await refused({ challenge: other, code })).code).toBe('UNAUTHENTICATED');
    }
    const foreign = await requestCode(nobody, { email: 'wang@example.com' }, 'beta');
    expect((await refused({ challenge: foreign, code })).code).toBe('UNAUTHENTICATED');
    for (const challenge of ['nonsense', mine.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))]) {
      expect((await refused({ challenge, code })).messageKey).toBe('portal.codeInvalid');
    }
    expect((await verify(nobody, { challenge: mine, code })).tokens).not.toBeNull();
  });
});

describe('who does not know the customers learns nothing', () => {
  it('the same answer, rows, statements and jobs for a contact that nobody has; and no mail', async () => {
    const before = await rows();
    const mails = mailbox.mails.length;
    // What is to be looked up, the worker looks up.
    await platform.expectQueries(5, () => requestCode(nobody, { email: 'liu@example.com' }));
    const challenge = await platform.expectQueries(5, () => requestCode(nobody, { email: 'stranger@example.com' }));
    expect(await rows()).toBe(before + 2);
    await platform.runJobs();
    expect(mailbox.mails.slice(mails).flatMap(({ to }) => to)).toEqual(['liu@example.com']);
    expect(await refused({ challenge, code: '000000' })).toMatchObject({ messageKey: 'portal.codeInvalid' });
  });

  it.each([
    ['neither phone nor e-mail', {}, 'ONE_OF'],
    ['both', { phone: '13800138000', email: 'liu@example.com' }, 'ONE_OF'],
    ['no phone number', { phone: 'abc' }, 'NOT_A_PHONE'],
  ])('%s: VALIDATION_FAILED', async (_what, input, code) => {
    expect(await refusedRequest(nobody, input)).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.phone', code }],
    });
  });

  it('an unknown company: NOT_FOUND', async () => {
    expect((await refusedRequest(nobody, { slug: 'nowhere', email: 'liu@example.com' })).code).toBe('NOT_FOUND');
  });

  it('a phone where no SMS can be sent: VALIDATION_FAILED', async () => {
    const mute = await createTestPlatform({ SMS_GATEWAY: 'none' });
    try {
      expect(await refusedRequest(mute.client(), { phone: '13800138000' })).toMatchObject({
        code: 'VALIDATION_FAILED',
        fields: [{ path: 'input.phone', code: 'NO_SMS' }],
      });
    } finally {
      await mute.close();
    }
  });
});

describe('limits', () => {
  it('three codes in five minutes for one contact, whether or not a customer has it', async () => {
    for (const email of ['liu@example.com', 'stranger@example.com']) {
      for (let sent = 0; sent < 3; sent++) await requestCode(nobody, { email });
      const error = await refusedRequest(nobody, { email });
      expect(error).toMatchObject({ code: 'RATE_LIMITED', retryable: true, messageKey: 'portal.tooMany' });
      expect(error.retryAfterSeconds).toBeLessThanOrEqual(300);
      expect(error.retryAfterSeconds).toBeGreaterThan(290);
    }
    await requestCode(nobody, { email: 'wang@example.com' });
    // Another company counts for itself.
    await requestCode(nobody, { email: 'liu@example.com' }, 'beta');
    platform.clock.advance({ minutes: 5, seconds: 1 });
    await requestCode(nobody, { email: 'liu@example.com' });
  });

  it('thirty in ten minutes for one network, and a thousand for one company', async () => {
    await requestCode(nobody, { email: 'one@example.com' });
    await sql(`UPDATE atrium.customer_code_count SET count = 30 WHERE subject LIKE 'request:network:600:%'`);
    expect((await refusedRequest(nobody, { email: 'two@example.com' })).code).toBe('RATE_LIMITED');
    await sql('DELETE FROM atrium.customer_code_count');
    await requestCode(nobody, { email: 'one@example.com' });
    await sql(`UPDATE atrium.customer_code_count SET count = 1000 WHERE subject LIKE 'request:tenant:%'`);
    expect((await refusedRequest(nobody, { email: 'two@example.com' })).code).toBe('RATE_LIMITED');
  });

  it('thirty entries a day for one contact, over all its codes', async () => {
    const challenge = await requestCode(nobody, { email: 'liu@example.com' });
    await platform.runJobs();
    const code = mailedCode(mailbox, 'liu@example.com');
    await refused({ challenge, code: wrongOf(code) });
    await sql(`UPDATE atrium.customer_code_count SET count = 30 WHERE subject LIKE 'verify:contact:%'`);
    expect(await refused({ challenge, code })).toMatchObject({ code: 'RATE_LIMITED' });
  });
});

describe('a phone that a family shares', () => {
  it('lets them choose, with the same code, one of them and nobody else', async () => {
    const challenge = await requestCode(nobody, { phone: '13900139000' });
    await platform.runJobs();
    const code = sentSms(platform).at(-1)!.params.code!;
    const first = await verify(nobody, { challenge, code });
    expect(first.tokens).toBeNull();
    expect(first.choices).toEqual([
      { customerId: wang.id, name: '王母', code: wang.code },
      { customerId: child.id, name: '王小', code: child.code },
    ]);
    expect((await refused({ challenge, code, customerId: liu.id })).code).toBe('NOT_FOUND');
    const { tokens } = await verify(nobody, { challenge, code, customerId: child.id });
    expect(await platform.client(tokens!.accessToken).ok(ME)).toEqual({ me: { id: child.id, name: '王小' } });
    expect((await refused({ challenge, code, customerId: wang.id })).code).toBe('UNAUTHENTICATED');
  });
});

describe('sessions', () => {
  const REFRESH = `mutation ($token: String!) { refreshCustomerSession(input: { refreshToken: $token }) {
    tokens { accessToken refreshToken } } }`;
  const refresh = async (token: string): Promise<Tokens> =>
    (await nobody.ok<{ refreshCustomerSession: { tokens: Tokens } }>(REFRESH, { token })).refreshCustomerSession.tokens;
  const signIn = async (): Promise<Tokens> => {
    await sql('DELETE FROM atrium.customer_code_count');
    const challenge = await requestCode(nobody, { email: 'wang@example.com' });
    await platform.runJobs();
    return (await verify(nobody, { challenge, code: mailedCode(mailbox, 'wang@example.com') })).tokens!;
  };
  const SESSIONS = '{ customerSessions { nodes { id current client } } }';

  it('are renewed by a token that is good once; a second use ends the session', async () => {
    const first = await signIn();
    const second = await refresh(first.refreshToken);
    expect(await platform.client(second.accessToken).ok(ME)).toMatchObject({ me: { name: '王母' } });
    expect((await nobody.fails(REFRESH, { token: first.refreshToken })).extensions.messageKey).toBe(
      'portal.refreshReused',
    );
    expect((await platform.client(second.accessToken).fails(ME)).extensions.code).toBe('UNAUTHENTICATED');
    expect((await nobody.fails(REFRESH, { token: second.refreshToken })).extensions.code).toBe('UNAUTHENTICATED');
  });

  it('are no sessions of staff: neither kind of refresh token does for the other', async () => {
    const { refreshToken } = await signIn();
    const staff = `mutation ($token: String!) { refreshSession(input: { refreshToken: $token }) { tokens { accessToken } } }`;
    expect((await nobody.fails(staff, { token: refreshToken })).extensions.code).toBe('UNAUTHENTICATED');
  });

  it('are listed and ended by their owner; staff end them all', async () => {
    const [one, two] = [platform.client((await signIn()).accessToken), platform.client((await signIn()).accessToken)];
    const { customerSessions } = await one.ok<{ customerSessions: { nodes: { id: string; current: boolean }[] } }>(
      SESSIONS,
    );
    expect(customerSessions.nodes.filter(({ current }) => current)).toHaveLength(1);
    const liuClient = await platform.as('CUSTOMER', { customer: liu.id });
    const end = `mutation ($id: ID!) { revokeCustomerSession(input: { id: $id }) { revoked } }`;
    const other = customerSessions.nodes.find(({ current }) => !current)!;
    expect((await liuClient.fails(end, { id: other.id })).extensions.code).toBe('NOT_FOUND');
    expect(await two.ok(ME)).toMatchObject({ me: { name: '王母' } });
    await one.ok(end, { id: other.id });
    expect((await two.fails(ME)).extensions.code).toBe('UNAUTHENTICATED');
    await one.ok('mutation { signOutCustomer { signedOut } }');
    expect((await one.fails(ME)).extensions.code).toBe('UNAUTHENTICATED');

    const three = platform.client((await signIn()).accessToken);
    const endAll = `mutation ($id: ID!) { endCustomerSessions(input: { customerId: $id }) { ended customer { id } } }`;
    expect((await (await platform.as('ADMIN', { tenant: 'b' })).fails(endAll, { id: wang.id })).extensions.code).toBe(
      'NOT_FOUND',
    );
    expect(await three.ok(ME)).toMatchObject({ me: { name: '王母' } });
    await admin.ok(endAll, { id: wang.id });
    expect((await three.fails(ME)).extensions.code).toBe('UNAUTHENTICATED');
  });

  it('go on while the company is suspended: customers read, and change nothing', async () => {
    const client = await platform.as('CUSTOMER', { tenant: 'b' });
    const id = platform.tenants.b.id;
    await sql(`UPDATE atrium.tenant SET status = 'SUSPENDED' WHERE id = $1`, [id]);
    try {
      expect(await client.ok('{ me { name } homes { totalCount } }')).toMatchObject({ homes: { totalCount: 0 } });
      expect(
        (await client.fails('mutation { updateMyProfile(input: { version: 1 }) { customer { id } } }')).extensions.code,
      ).toBe('TENANT_SUSPENDED');
      await requestCode(nobody, { email: 'anybody@example.com' }, 'beta');
      await client.ok('mutation { signOutCustomer { signedOut } }');
    } finally {
      await sql(`UPDATE atrium.tenant SET status = 'TRIAL' WHERE id = $1`, [id]);
    }
  });
});

describe('what customers keep themselves', () => {
  it('language and channel, with version', async () => {
    const client = await signInByMail(platform, mailbox, 'liu@example.com');
    const { me } = await client.ok<{ me: { version: number } }>('{ me { version } }');
    const change = `mutation ($input: UpdateMyProfileInput!) { updateMyProfile(input: $input) {
      customer { preferredLanguage preferredChannel version } } }`;
    const input = { version: me.version, preferredLanguage: 'en', preferredChannel: 'EMAIL' };
    expect(await client.ok(change, { input })).toEqual({
      updateMyProfile: { customer: { preferredLanguage: 'en', preferredChannel: 'EMAIL', version: me.version + 1 } },
    });
    expect((await client.fails(change, { input })).extensions).toMatchObject({
      code: 'CONFLICT',
      currentVersion: me.version + 1,
    });
    // Staff see the change and who made it.
    const [entry] = await sql<{ cause: { kind: string; name: string } }>(
      `SELECT cause FROM atrium.audit_log WHERE entity = 'customer' AND operation = 'updateMyProfile' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry!.cause).toMatchObject({ kind: 'CUSTOMER', name: '刘主' });
  });

  it('consents, whose history stays', async () => {
    const client = await signInByMail(platform, mailbox, 'liu@example.com');
    const decide = `mutation ($input: DecideMyConsentInput!) { decideMyConsent(input: $input) {
      consent { status source } customer { consents { channel purpose status } consentHistory { totalCount } } } }`;
    const input = { channel: 'SMS', purpose: 'MARKETING', agree: true };
    await client.ok(decide, { input });
    expect(await client.ok(decide, { input: { ...input, agree: false } })).toEqual({
      decideMyConsent: {
        consent: { status: 'WITHDRAWN', source: 'ONLINE' },
        customer: {
          consents: [{ channel: 'SMS', purpose: 'MARKETING', status: 'WITHDRAWN' }],
          consentHistory: { totalCount: 2 },
        },
      },
    });
  });

  it('contacts: a new one is proved, then serves to sign in; the last one stays', async () => {
    const client = await signInByMail(platform, mailbox, 'wang@example.com');
    const ask = `mutation ($input: RequestMyContactInput!) { requestMyContact(input: $input) { challenge } }`;
    const confirm = `mutation ($input: ConfirmMyContactInput!) { confirmMyContact(input: $input) {
      contact { id value label verifiedAt isMasked version } } }`;
    const { requestMyContact } = await client.ok<{ requestMyContact: { challenge: string } }>(ask, {
      input: { email: 'Wang.New@example.com', label: '单位' },
    });
    await platform.runJobs();
    const input = { challenge: requestMyContact.challenge, code: mailedCode(mailbox, 'wang.new@example.com') };
    // Neither does the code sign anybody in, nor does it serve another customer.
    expect((await refused(input)).code).toBe('UNAUTHENTICATED');
    const liuClient = await platform.as('CUSTOMER', { customer: liu.id });
    expect((await liuClient.fails(confirm, { input })).extensions.code).toBe('UNAUTHENTICATED');
    const { confirmMyContact } = await client.ok<{
      confirmMyContact: { contact: { id: string; version: number } };
    }>(confirm, { input });
    expect(confirmMyContact.contact).toMatchObject({ value: 'wang.new@example.com', label: '单位', isMasked: false });
    await signInByMail(platform, mailbox, 'wang.new@example.com');
    expect(await admin.ok(`{ customers(filter: { email: "wang.new@example.com" }) { nodes { id } } }`)).toEqual({
      customers: { nodes: [{ id: wang.id }] },
    });

    const update = `mutation ($input: UpdateMyContactInput!) { updateMyContact(input: $input) { contact { isPreferred } } }`;
    const { id, version } = confirmMyContact.contact;
    expect((await liuClient.fails(update, { input: { id, version, isPreferred: true } })).extensions.code).toBe(
      'NOT_FOUND',
    );
    expect(await client.ok(update, { input: { id, version, isPreferred: true } })).toEqual({
      updateMyContact: { contact: { isPreferred: true } },
    });
    const remove = `mutation ($id: ID!) { removeMyContact(input: { id: $id }) { removedContactId } }`;
    expect((await liuClient.fails(remove, { id })).extensions.code).toBe('NOT_FOUND');
    await client.ok(remove, { id });
    const { me } = await client.ok<{ me: { contacts: { id: string }[] } }>('{ me { contacts { id } } }');
    expect(me.contacts).toHaveLength(2);
    await client.ok(remove, { id: me.contacts[0]!.id });
    expect((await client.fails(remove, { id: me.contacts[1]!.id })).extensions).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'portal.lastContact',
    });
  });
});
