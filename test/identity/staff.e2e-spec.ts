import { PasswordHasher } from '@atrium/sdk';
import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import { ALL, change, MEMBER, type Member, refusal, roleIds, sqlOf, type Tokens, WHO } from './support';

let platform: TestPlatform;
let mailbox: Mailbox;
let sql: ReturnType<typeof sqlOf>;
let admin: TestClient;
let roles: Record<string, string>;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'Atrium <mail@atrium.example>',
    PUBLIC_URL: 'https://atrium.example/',
    LOG_LEVEL: 'fatal', // mails are refused on purpose
  });
  sql = sqlOf(platform);
  admin = await platform.as('ADMIN');
  roles = await roleIds(admin);
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});

const invite = async (email: string, more: object = {}, client = admin): Promise<Member> =>
  (
    await change<{ staff: Member }>(
      client,
      'inviteStaff',
      'InviteStaffInput',
      { name: '李娜', email, roleIds: [roles.TECHNICIAN], dataScope: ALL, ...more },
      `staff { ${MEMBER} }`,
    )
  ).staff;

/** The code in the newest mail to somebody, after all jobs have run. */
const codeFor = async (email: string): Promise<string> => {
  await platform.runJobs();
  const code = /^atr_[ip]_\S+$/m.exec(mailbox.last(email).text ?? '')?.[0];
  if (!code) throw new Error(`No code in: ${mailbox.last(email).text}`);
  return code;
};

const PASSWORD = 'a long enough one';
const accept = async (token: string, password = PASSWORD): Promise<Tokens> =>
  (
    await change<{ tokens: Tokens }>(
      platform.client(),
      'acceptInvitation',
      'AcceptInvitationInput',
      { token, password },
      'tokens { accessToken refreshToken }',
    )
  ).tokens;
const signIn = async (email: string, password = PASSWORD): Promise<Tokens> =>
  (
    await change<{ tokens: Tokens }>(
      platform.client(),
      'signIn',
      'SignInInput',
      { slug: 'alpha', email, password },
      'tokens { accessToken refreshToken }',
    )
  ).tokens;
/** Somebody who was invited, has joined and is signed in. */
const join = async (
  email: string,
  more: object = {},
): Promise<{ member: Member; client: TestClient; tokens: Tokens }> => {
  const member = await invite(email, more);
  const tokens = await accept(await codeFor(email));
  return { member, tokens, client: platform.client(tokens.accessToken) };
};
const read = async (id: string, client = admin): Promise<Member> =>
  (await client.ok<{ staffMember: Member }>(`query ($id: ID!) { staffMember(id: $id) { ${MEMBER} } }`, { id }))
    .staffMember;
const act = (mutation: string, staffId: string, client = admin): Promise<{ staff: Member }> =>
  change(client, mutation, 'StaffIdInput', { staffId }, `staff { ${MEMBER} }`);
const assign = async (
  member: Member,
  roleNames: string[],
  dataScope: object = ALL,
  client = admin,
): Promise<Member> => {
  const { version } = await read(member.id);
  const input = { staffId: member.id, version, roleIds: roleNames.map((name) => roles[name]), dataScope };
  return (await change<{ staff: Member }>(client, 'assignRoles', 'AssignRolesInput', input, `staff { ${MEMBER} }`))
    .staff;
};
const community = async (code: string): Promise<string> =>
  (
    await change<{ community: { id: string } }>(
      admin,
      'createCommunity',
      'CreateCommunityInput',
      { code, name: code },
      'community { id }',
    )
  ).community.id;

describe('an invitation', () => {
  it('comes by mail in the company’s language, and opens the account once', async () => {
    const member = await invite('lina@alpha.example', {
      phone: '13900000001',
      employeeNumber: 'E-1',
      externalId: 'hr-1',
    });
    expect(member).toMatchObject({
      status: 'INVITED',
      roles: [{ readyMade: 'TECHNICIAN' }],
      dataScope: { kind: 'ALL', communities: [] },
    });
    const token = await codeFor('lina@alpha.example');
    const mail = mailbox.last('lina@alpha.example');
    expect(mail).toMatchObject({
      subject: 'alpha 物业邀请您加入',
      from: { name: 'alpha 物业', address: 'mail@atrium.example' },
    });
    expect(mail.text).toContain('李娜，您好：');
    expect(mail.text).toContain(`https://atrium.example/account/invitation#${token}`);
    expect(mail.html).toContain(`href="https://atrium.example/account/invitation#${token}"`);
    const { accessToken } = await accept(token);
    const { viewer } = await platform
      .client(accessToken)
      .ok<{ viewer: { actor: { id: string; roles: string[] } } }>('{ viewer { actor { id roles } } }');
    expect(viewer.actor).toEqual({ id: member.id, roles: ['维修技师'] });
    expect((await read(member.id)).status).toBe('ACTIVE');
    await signIn('LiNa@alpha.example');
    const again = await refusal(platform.client(), 'acceptInvitation', 'AcceptInvitationInput', {
      token,
      password: PASSWORD,
    });
    expect(again).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.token', code: 'INVALID_TOKEN' }],
    });
  });

  it('speaks the language of the person invited, and shows names as they are', async () => {
    await invite('ada@alpha.example', { name: '<b>Ada</b> & co', locale: 'en' });
    await platform.runJobs();
    const { subject, text, html } = mailbox.last('ada@alpha.example');
    expect(subject).toBe('You are invited to join alpha 物业');
    expect(text).toContain('Hello <b>Ada</b> & co,');
    expect(html).toContain('Hello &lt;b&gt;Ada&lt;/b&gt; &amp; co,');
  });

  it('is replaced by a newer one', async () => {
    const member = await invite('resent@alpha.example');
    const first = await codeFor('resent@alpha.example');
    await act('resendInvitation', member.id);
    const second = await codeFor('resent@alpha.example');
    expect(second).not.toBe(first);
    const input = { token: first, password: PASSWORD };
    expect(await refusal(platform.client(), 'acceptInvitation', 'AcceptInvitationInput', input)).toMatchObject({
      messageKey: 'common.validationFailed',
    });
    await accept(second);
    expect(await refusal(admin, 'resendInvitation', 'StaffIdInput', { staffId: member.id })).toMatchObject({
      code: 'INVALID_TRANSITION',
      messageKey: 'staff.notInvited',
    });
  });

  it('ends after seven days', async () => {
    await invite('late@alpha.example');
    const token = await codeFor('late@alpha.example');
    platform.clock.advance({ days: 7 });
    const refused = await refusal(platform.client(), 'acceptInvitation', 'AcceptInvitationInput', {
      token,
      password: PASSWORD,
    });
    expect(refused.fields).toEqual([expect.objectContaining({ code: 'INVALID_TOKEN' })]);
    platform.clock.reset();
    const weak = await refusal(platform.client(), 'acceptInvitation', 'AcceptInvitationInput', {
      token,
      password: 'short',
    });
    expect(weak.fields).toEqual([expect.objectContaining({ path: 'input.password', code: 'WEAK_PASSWORD' })]);
    await accept(token);
  });

  it.each([
    ['e-mail address, in another case', { email: 'LINA@alpha.example' }, 'input.email', 'staff.emailTaken'],
    [
      'employee number',
      { email: 'x@alpha.example', employeeNumber: 'E-1' },
      'input.employeeNumber',
      'staff.employeeNumberTaken',
    ],
    ['external id', { email: 'x@alpha.example', externalId: 'hr-1' }, 'input.externalId', 'staff.externalIdTaken'],
  ])('is refused for an %s that is taken, and sends nothing', async (_, more, path, messageKey) => {
    const sent = mailbox.mails.length;
    const input = { name: '某人', roleIds: [], dataScope: ALL, ...more };
    expect(await refusal(admin, 'inviteStaff', 'InviteStaffInput', input)).toMatchObject({
      code: 'CONFLICT',
      messageKey,
      fields: [{ path, code: 'TAKEN' }],
    });
    await platform.runJobs();
    expect(mailbox.mails).toHaveLength(sent);
  });

  it('can go to an address another company knows', async () => {
    const other = await platform.as('ADMIN', { tenant: 'b' });
    const ids = await roleIds(other);
    const { staff } = await change<{ staff: Member }>(
      other,
      'inviteStaff',
      'InviteStaffInput',
      { name: '李娜', email: 'lina@alpha.example', roleIds: [ids.AUDITOR], dataScope: ALL },
      `staff { ${MEMBER} }`,
    );
    expect(
      (await admin.fails('query ($id: ID!) { staffMember(id: $id) { name } }', { id: staff.id })).extensions.code,
    ).toBe('NOT_FOUND');
  });

  it('waits for a mail server that is away, and is given up for an address that is refused for good', async () => {
    mailbox.refuse = (to) => (to === 'busy@alpha.example' ? 451 : to === 'gone@alpha.example' ? 550 : null);
    await invite('busy@alpha.example');
    await invite('gone@alpha.example');
    await platform.runJobs();
    mailbox.refuse = () => null;
    expect(
      await sql(`SELECT state::text FROM pgboss.job WHERE name = 'mail.send' AND state <> 'completed' ORDER BY 1`),
    ).toEqual([{ state: 'failed' }, { state: 'retry' }]);
    await sql(`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`);
    await accept(await codeFor('busy@alpha.example'));
    expect(() => mailbox.last('gone@alpha.example')).toThrow('No mail to');
  });

  it('leaves no code and no address readable in the queue', async () => {
    const rows = await sql<{ data: unknown }>(
      `SELECT data FROM pgboss.job WHERE name IN ('mail.send', 'staff.passwordReset')`,
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(JSON.stringify(rows)).not.toMatch(/atr_|@alpha\.example/);
  });
});

describe('a lost password', () => {
  const request = (email: string, slug = 'alpha'): Promise<unknown> =>
    change(platform.client(), 'requestPasswordReset', 'RequestPasswordResetInput', { slug, email }, 'accepted');
  const reset = (token: string, password: string): Promise<unknown> =>
    change(platform.client(), 'resetPassword', 'ResetPasswordInput', { token, password }, 'reset');
  beforeEach(() => sql('DELETE FROM atrium.sign_in_throttle'));

  it('is chosen anew with a code from a mail, once, and ends every session', async () => {
    const { client, tokens } = await join('forgetful@alpha.example');
    expect(await request('Forgetful@alpha.example')).toEqual({ accepted: true });
    const token = await codeFor('forgetful@alpha.example');
    expect(mailbox.last('forgetful@alpha.example').subject).toBe('重置您在alpha 物业的登录密码');
    await client.ok(WHO);
    expect(await reset(token, 'another long one')).toEqual({ reset: true });
    expect((await client.fails(WHO)).extensions.messageKey).toBe('auth.sessionEnded');
    expect(
      (await refusal(platform.client(), 'refreshSession', 'RefreshSessionInput', { refreshToken: tokens.refreshToken }))
        .code,
    ).toBe('UNAUTHENTICATED');
    await signIn('forgetful@alpha.example', 'another long one');
    const again = await refusal(platform.client(), 'resetPassword', 'ResetPasswordInput', {
      token,
      password: 'yet another one',
    });
    expect(again.fields).toEqual([expect.objectContaining({ code: 'INVALID_TOKEN' })]);
  });

  it('that is chosen anew while somebody signs in with the old one shuts them out', async () => {
    await join('raced@alpha.example');
    await request('raced@alpha.example');
    const token = await codeFor('raced@alpha.example');
    const hasher = platform.api.get(PasswordHasher);
    const verify = hasher.verify.bind(hasher);
    // The old password has been found right, and the session is not there yet.
    jest.spyOn(hasher, 'verify').mockImplementationOnce(async (stored, password) => {
      const right = await verify(stored, password);
      await reset(token, 'another long one');
      return right;
    });
    const input = { slug: 'alpha', email: 'raced@alpha.example', password: PASSWORD };
    expect((await refusal(platform.client(), 'signIn', 'SignInInput', input)).messageKey).toBe(
      'staff.invalidCredentials',
    );
    await signIn('raced@alpha.example', 'another long one');
  });

  it('is nobody’s business: every request is answered alike, and enqueues alike', async () => {
    const { member } = await join('shut-out@alpha.example');
    await act('disableStaff', member.id);
    await platform.runJobs();
    const sent = mailbox.mails.length;
    const queued = async (): Promise<number> =>
      (await sql(`SELECT FROM pgboss.job WHERE name = 'staff.passwordReset' AND state = 'created'`)).length;
    for (const [email, count] of [
      ['nobody@alpha.example', 1],
      ['shut-out@alpha.example', 2],
      ['lina@alpha.example', 3],
    ] as const) {
      expect(await request(email)).toEqual({ accepted: true });
      expect(await queued()).toBe(count);
    }
    expect(await request('lina@alpha.example', 'no-such-company')).toEqual({ accepted: true });
    await platform.runJobs();
    expect(mailbox.mails.slice(sent).flatMap(({ to }) => to)).toEqual(['lina@alpha.example']);
  });

  it('has a code that ends after an hour and by a newer one', async () => {
    await join('slow@alpha.example');
    await request('slow@alpha.example');
    const first = await codeFor('slow@alpha.example');
    await request('slow@alpha.example');
    const second = await codeFor('slow@alpha.example');
    const refused = async (token: string): Promise<unknown> =>
      (await refusal(platform.client(), 'resetPassword', 'ResetPasswordInput', { token, password: 'another long one' }))
        .fields;
    expect(await refused(first)).toEqual([expect.objectContaining({ code: 'INVALID_TOKEN' })]);
    platform.clock.advance({ hours: 1 });
    expect(await refused(second)).toEqual([expect.objectContaining({ code: 'INVALID_TOKEN' })]);
    platform.clock.reset();
    // An invitation's code is none for a reset.
    await invite('mixed@alpha.example');
    expect(await refused(await codeFor('mixed@alpha.example'))).toEqual([
      expect.objectContaining({ code: 'INVALID_TOKEN' }),
    ]);
    await reset(second, 'another long one');
  });

  it('cannot be used to flood a mailbox, be there an account or not', async () => {
    for (const email of ['lina@alpha.example', 'nobody@alpha.example']) {
      for (let index = 0; index < 5; index++) await request(email);
      expect(
        await refusal(platform.client(), 'requestPasswordReset', 'RequestPasswordResetInput', { slug: 'alpha', email }),
      ).toMatchObject({
        code: 'RATE_LIMITED',
        retryAfterSeconds: expect.any(Number) as number,
      });
    }
  });
});

describe('one’s own password', () => {
  const INPUT = 'ChangeOwnPasswordInput';
  const own = (client: TestClient, currentPassword: string, newPassword: string): Promise<unknown> =>
    change(client, 'changeOwnPassword', INPUT, { currentPassword, newPassword }, 'changed');
  beforeEach(() => sql('DELETE FROM atrium.sign_in_throttle'));

  it('is changed with the old one, and ends the other sessions', async () => {
    const { client } = await join('careful@alpha.example');
    const other = platform.client((await signIn('careful@alpha.example')).accessToken);
    expect(await own(client, PASSWORD, 'an even longer one')).toEqual({ changed: true });
    await client.ok(WHO);
    expect((await other.fails(WHO)).extensions.messageKey).toBe('auth.sessionEnded');
    await signIn('careful@alpha.example', 'an even longer one');
  });

  it('is not changed by guessing the old one', async () => {
    const { client } = await join('watched@alpha.example');
    const input = { currentPassword: 'a wrong guess', newPassword: 'an even longer one' };
    for (let index = 0; index < 5; index++) {
      expect((await refusal(client, 'changeOwnPassword', INPUT, input)).fields).toEqual([
        expect.objectContaining({ path: 'input.currentPassword', code: 'WRONG_PASSWORD' }),
      ]);
    }
    expect((await refusal(client, 'changeOwnPassword', INPUT, { ...input, currentPassword: PASSWORD })).code).toBe(
      'RATE_LIMITED',
    );
  });
});

describe('staff', () => {
  it('are listed by name, filtered and found again', async () => {
    const { staff } = await admin.ok<{ staff: { nodes: { email: string }[]; totalCount: number } }>(
      `query ($role: ID!) {
        staff(first: 100, filter: { email: { startsWith: "li" }, status: { eq: ACTIVE }, role: { eq: $role } }) {
          totalCount nodes { email }
        }
      }`,
      { role: roles.TECHNICIAN },
    );
    expect(staff).toEqual({ totalCount: 1, nodes: [{ email: 'lina@alpha.example' }] });
  });

  it('are changed from the version one saw', async () => {
    const member = await invite('changed@alpha.example', { phone: '1', employeeNumber: 'E-9' });
    const input = { id: member.id, version: member.version, name: '王强', phone: null, email: 'moved@alpha.example' };
    const { staff } = await change<{ staff: Member & { phone: string | null; employeeNumber: string } }>(
      admin,
      'updateStaff',
      'UpdateStaffInput',
      input,
      `staff { ${MEMBER} phone employeeNumber }`,
    );
    expect(staff).toMatchObject({
      name: '王强',
      phone: null,
      email: 'moved@alpha.example',
      employeeNumber: 'E-9',
      version: 2,
    });
    expect(await refusal(admin, 'updateStaff', 'UpdateStaffInput', input)).toMatchObject({
      code: 'CONFLICT',
      currentVersion: 2,
    });
    // The code went to the old address: it opens nothing any more.
    const token = await codeFor('changed@alpha.example');
    const refused = await refusal(platform.client(), 'acceptInvitation', 'AcceptInvitationInput', {
      token,
      password: PASSWORD,
    });
    expect(refused.fields).toEqual([expect.objectContaining({ code: 'INVALID_TOKEN' })]);
  });

  it('are shut out at once, and let in again', async () => {
    const { member, client, tokens } = await join('left@alpha.example');
    await client.ok(WHO);
    expect((await act('disableStaff', member.id)).staff.status).toBe('DISABLED');
    expect((await client.fails(WHO)).extensions.messageKey).toBe('auth.sessionEnded');
    const denied = await refusal(platform.client(), 'signIn', 'SignInInput', {
      slug: 'alpha',
      email: 'left@alpha.example',
      password: PASSWORD,
    });
    expect(denied.messageKey).toBe('staff.accountDisabled');
    expect(await refusal(admin, 'disableStaff', 'StaffIdInput', { staffId: member.id })).toMatchObject({
      code: 'INVALID_TRANSITION',
      status: 'DISABLED',
      allowed: ['ACTIVE', 'INVITED'],
    });
    expect((await act('enableStaff', member.id)).staff.status).toBe('ACTIVE');
    expect((await client.fails(WHO)).extensions.messageKey).toBe('auth.sessionEnded');
    expect(
      (await refusal(platform.client(), 'refreshSession', 'RefreshSessionInput', { refreshToken: tokens.refreshToken }))
        .code,
    ).toBe('UNAUTHENTICATED');
    await signIn('left@alpha.example');
  });

  it('who never joined are invited again after having been shut out', async () => {
    const member = await invite('hesitant@alpha.example');
    const token = await codeFor('hesitant@alpha.example');
    await act('disableStaff', member.id);
    const refused = await refusal(platform.client(), 'acceptInvitation', 'AcceptInvitationInput', {
      token,
      password: PASSWORD,
    });
    expect(refused.fields).toEqual([expect.objectContaining({ code: 'INVALID_TOKEN' })]);
    expect((await act('enableStaff', member.id)).staff.status).toBe('INVITED');
    await act('resendInvitation', member.id);
    await accept(await codeFor('hesitant@alpha.example'));
  });

  it('of a role act by it from the next call on', async () => {
    const { member, client } = await join('promoted@alpha.example');
    const LIST = '{ roles { totalCount } }';
    expect((await client.fails(LIST)).extensions.code).toBe('FORBIDDEN');
    await assign(member, ['TECHNICIAN', 'AUDITOR']);
    await client.ok(LIST);
    await assign(member, ['TECHNICIAN']);
    expect((await client.fails(LIST)).extensions.code).toBe('FORBIDDEN');
  });

  it('keep an administrator', async () => {
    const other = await platform.as('ADMIN', { tenant: 'b' });
    const theirRoles = await roleIds(other);
    const { staff } = await other.ok<{ staff: { nodes: Member[] } }>(
      `query ($role: ID!) { staff(filter: { role: { eq: $role } }) { nodes { ${MEMBER} } } }`,
      { role: theirRoles.ADMIN },
    );
    const me = (await other.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }')).viewer.actor.id;
    const others = staff.nodes.filter(({ id }) => id !== me);
    for (const { id } of others) await act('disableStaff', id, other);
    const founder = others[0]!;
    const last = { code: 'CONFLICT', messageKey: 'staff.lastAdmin' };
    expect(await refusal(other, 'disableStaff', 'StaffIdInput', { staffId: me })).toMatchObject(last);
    const assignment = { staffId: me, version: 1, roleIds: [theirRoles.AUDITOR], dataScope: ALL };
    expect(await refusal(other, 'assignRoles', 'AssignRolesInput', assignment)).toMatchObject(last);
    const { createCommunity } = await other.ok<{ createCommunity: { community: { id: string } } }>(
      'mutation { createCommunity(input: { code: "b1", name: "b1" }) { community { id } } }',
    );
    const dataScope = { kind: 'COMMUNITIES', communityIds: [createCommunity.community.id] };
    const limited = { ...assignment, roleIds: [theirRoles.ADMIN], dataScope };
    expect(await refusal(other, 'assignRoles', 'AssignRolesInput', limited)).toMatchObject(last);
    expect((await read(me, other)).roles).toEqual([{ name: '管理员', readyMade: 'ADMIN' }]);
    await act('enableStaff', founder.id, other);
    // Two who demote each other at once: one of them stays.
    const answers = await Promise.all(
      [me, founder.id].map((staffId) =>
        other.query(`mutation ($staffId: ID!) { disableStaff(input: { staffId: $staffId }) { staff { id } } }`, {
          staffId,
        }),
      ),
    );
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(
      await sql(
        `SELECT m.id FROM atrium.staff m JOIN atrium.staff_role h ON h.staff_id = m.id JOIN atrium.role r ON r.id = h.role_id
         WHERE m.tenant_id = $1 AND m.status = 'ACTIVE' AND r.ready_key = 'ADMIN'`,
        [platform.tenants.b.id],
      ),
    ).toHaveLength(1);
  });
});

describe('nobody rises above themselves', () => {
  let manager: TestClient;
  let member: Member;
  let boss: Member;
  let c1: string;
  let c2: string;

  beforeAll(async () => {
    [c1, c2] = [await community('c1'), await community('c2')];
    const { role } = await change<{ role: { id: string; permissions: string[] } }>(
      admin,
      'createRole',
      'CreateRoleInput',
      {
        name: '人事',
        permissions: ['staff:manage', 'staff:read', 'role:manage', 'property:read', 'api-client:manage'],
      },
      'role { id permissions }',
    );
    roles.HR = role.id;
    ({ member, client: manager } = await join('hr@alpha.example', { roleIds: [role.id] }));
    boss = await invite('boss@alpha.example', { roleIds: [roles.ADMIN] });
  });

  const beyond = { code: 'FORBIDDEN', messageKey: 'staff.beyondPermissions' };

  it('by inviting somebody with more', async () => {
    const input = { name: '某人', email: 'puppet@alpha.example', dataScope: ALL };
    expect(
      await refusal(manager, 'inviteStaff', 'InviteStaffInput', { ...input, roleIds: [roles.ADMIN] }),
    ).toMatchObject(beyond);
    expect(
      await refusal(manager, 'inviteStaff', 'InviteStaffInput', { ...input, roleIds: [roles.HR, roles.AUDITOR] }),
    ).toMatchObject({
      ...beyond,
      missing: expect.arrayContaining(['audit:read']) as string[],
    });
    await invite('puppet@alpha.example', { roleIds: [roles.HR] }, manager);
  });

  it('by giving roles to oneself or to others', async () => {
    const { version } = await read(member.id);
    const input = { staffId: member.id, version, dataScope: ALL, roleIds: [roles.HR, roles.AUDITOR] };
    expect(await refusal(manager, 'assignRoles', 'AssignRolesInput', input)).toMatchObject(beyond);
    expect((await read(member.id)).roles).toEqual([{ name: '人事', readyMade: null }]);
    await assign(member, ['HR'], ALL, manager);
  });

  it('by taking over, demoting or shutting out somebody with more', async () => {
    const { version } = boss;
    for (const [mutation, type, input] of [
      ['updateStaff', 'UpdateStaffInput', { id: boss.id, version, email: 'hr2@alpha.example' }],
      ['assignRoles', 'AssignRolesInput', { staffId: boss.id, version, roleIds: [], dataScope: ALL }],
      ['disableStaff', 'StaffIdInput', { staffId: boss.id }],
      ['resendInvitation', 'StaffIdInput', { staffId: boss.id }],
    ] as const) {
      expect([mutation, await refusal(manager, mutation, type, input)]).toMatchObject([mutation, beyond]);
    }
    expect(await read(boss.id)).toEqual(boss);
  });

  it('by making or changing a role', async () => {
    const create = { name: '超级', permissions: ['staff:read', 'audit:read'] };
    expect(await refusal(manager, 'createRole', 'CreateRoleInput', create)).toMatchObject({
      ...beyond,
      missing: ['audit:read'],
    });
    const own = { id: roles.HR, version: 1, permissions: ['staff:manage', 'tenant:manage'] };
    expect(await refusal(manager, 'updateRole', 'UpdateRoleInput', own)).toMatchObject({
      ...beyond,
      missing: ['tenant:manage'],
    });
    const stronger = { id: roles.AUDITOR, version: 1, permissions: ['staff:read'] };
    expect(await refusal(manager, 'updateRole', 'UpdateRoleInput', stronger)).toMatchObject(beyond);
    const { role } = await change<{ role: { id: string; permissions: string[] } }>(
      manager,
      'createRole',
      'CreateRoleInput',
      { name: '前台', permissions: ['staff:read'] },
      'role { id permissions }',
    );
    expect(role.permissions).toEqual(['staff:read']);
    await change(manager, 'deleteRole', 'DeleteRoleInput', { id: role.id }, 'deletedRoleId');
  });

  it('by an API client', async () => {
    const input = { name: 'robot', permissions: ['staff:read', 'audit:read'], dataScope: ALL };
    expect(await refusal(manager, 'createApiClient', 'CreateApiClientInput', input)).toMatchObject(beyond);
    const { apiClient } = await change<{ apiClient: { id: string } }>(
      admin,
      'createApiClient',
      'CreateApiClientInput',
      input,
      'apiClient { id }',
    );
    for (const [mutation, type, more] of [
      ['rotateApiClientKey', 'RotateApiClientKeyInput', {}],
      ['revokeApiClient', 'ApiClientIdInput', {}],
      ['updateApiClient', 'UpdateApiClientInput', { version: 1, allowedNetworks: [] }],
    ] as const) {
      expect([mutation, await refusal(manager, mutation, type, { id: apiClient.id, ...more })]).toMatchObject([
        mutation,
        beyond,
      ]);
    }
  });

  it('nor reaches beyond the communities they are limited to', async () => {
    await assign(member, ['HR'], { kind: 'COMMUNITIES', communityIds: [c1] });
    const limited = await read(member.id);
    expect(limited.dataScope).toEqual({ kind: 'COMMUNITIES', communities: [{ id: c1 }] });
    const base = { name: '某人', email: 'local@alpha.example', roleIds: [roles.HR] };
    const scope = { code: 'FORBIDDEN', messageKey: 'staff.beyondScope' };
    expect(await refusal(manager, 'inviteStaff', 'InviteStaffInput', { ...base, dataScope: ALL })).toMatchObject(scope);
    const outside = { ...base, dataScope: { kind: 'COMMUNITIES', communityIds: [c1, c2] } };
    expect((await refusal(manager, 'inviteStaff', 'InviteStaffInput', outside)).code).toBe('NOT_FOUND');
    const self = { staffId: member.id, version: limited.version, roleIds: [roles.HR], dataScope: ALL };
    expect(await refusal(manager, 'assignRoles', 'AssignRolesInput', self)).toMatchObject(scope);
    // Whoever reaches further is out of reach, though they hold less.
    const wide = await invite('wide@alpha.example', { roleIds: [] });
    expect(await refusal(manager, 'disableStaff', 'StaffIdInput', { staffId: wide.id })).toMatchObject(scope);
    const elsewhere = await invite('elsewhere@alpha.example', {
      roleIds: [],
      dataScope: { kind: 'COMMUNITIES', communityIds: [c2] },
    });
    expect(await refusal(manager, 'disableStaff', 'StaffIdInput', { staffId: elsewhere.id })).toMatchObject(scope);
    // So is whoever reaches one community more, which the caller does not see.
    const both = await invite('both@alpha.example', {
      roleIds: [],
      dataScope: { kind: 'COMMUNITIES', communityIds: [c1, c2] },
    });
    expect(await refusal(manager, 'disableStaff', 'StaffIdInput', { staffId: both.id })).toMatchObject(scope);
    const { apiClient } = await change<{ apiClient: { id: string } }>(
      admin,
      'createApiClient',
      'CreateApiClientInput',
      { name: 'both', permissions: [], dataScope: { kind: 'COMMUNITIES', communityIds: [c1, c2] } },
      'apiClient { id }',
    );
    expect(await refusal(manager, 'revokeApiClient', 'ApiClientIdInput', { id: apiClient.id })).toMatchObject(scope);
    // Roles are the whole company's.
    expect(await refusal(manager, 'createRole', 'CreateRoleInput', { name: 'x', permissions: [] })).toMatchObject(
      scope,
    );
    const local = await invite(
      'local@alpha.example',
      { roleIds: [roles.HR], dataScope: { kind: 'COMMUNITIES', communityIds: [c1] } },
      manager,
    );
    expect((await act('disableStaff', local.id, manager)).staff.status).toBe('DISABLED');
    const { communities } = await manager.ok<{ communities: { nodes: { id: string }[] } }>(
      '{ communities { nodes { id } } }',
    );
    expect(communities.nodes).toEqual([{ id: c1 }]);
  });

  it('and a scope says what it means', async () => {
    const base = { name: '某人', email: 'odd@alpha.example', roleIds: [] };
    for (const dataScope of [
      { kind: 'ALL', communityIds: [c1] },
      { kind: 'COMMUNITIES' },
      { kind: 'COMMUNITIES', communityIds: [] },
    ]) {
      expect(await refusal(admin, 'inviteStaff', 'InviteStaffInput', { ...base, dataScope })).toMatchObject({
        fields: [{ path: 'input.dataScope.communityIds', code: 'CONTRADICTION' }],
      });
    }
  });
});

describe('roles', () => {
  interface RoleAnswer {
    role: { id: string; name: string; permissions: string[]; version: number; readyMade: string | null };
  }
  const ROLE = 'role { id name permissions version readyMade }';

  it('are changed, ready-made ones too, and keep to what is declared', async () => {
    const { role } = await admin.ok<RoleAnswer>(
      `query ($id: ID!) { role(id: $id) { id name permissions version readyMade } }`,
      { id: roles.DISPATCHER },
    );
    const without = role.permissions.filter((name) => name !== 'staff:read');
    const permissions = [...without, 'audit:read'];
    const updated = await change<RoleAnswer>(
      admin,
      'updateRole',
      'UpdateRoleInput',
      { id: role.id, version: 1, name: '总调度', permissions },
      ROLE,
    );
    expect(updated.role).toEqual({ ...role, name: '总调度', permissions: [...permissions].sort(), version: 2 });
    const wrong = { id: role.id, version: 2, permissions: ['staff:read', 'moon:land'] };
    expect((await refusal(admin, 'updateRole', 'UpdateRoleInput', wrong)).fields).toEqual([
      expect.objectContaining({ path: 'input.permissions.1', code: 'UNKNOWN_PERMISSION' }),
    ]);
  });

  it('that are the administrators’ stay whole, and ready-made ones stay', async () => {
    const less = { id: roles.ADMIN, version: 1, permissions: ['staff:read'] };
    expect(await refusal(admin, 'updateRole', 'UpdateRoleInput', less)).toMatchObject({
      messageKey: 'staff.adminRoleFixed',
    });
    const renamed = await change<RoleAnswer>(
      admin,
      'updateRole',
      'UpdateRoleInput',
      { id: roles.ADMIN, version: 1, name: '系统管理员' },
      ROLE,
    );
    expect(renamed.role.name).toBe('系统管理员');
    expect(await refusal(admin, 'deleteRole', 'DeleteRoleInput', { id: roles.CASHIER })).toMatchObject({
      messageKey: 'staff.readyRoleStays',
    });
  });

  it('are not deleted while somebody holds them, and have names of their own', async () => {
    expect(await refusal(admin, 'deleteRole', 'DeleteRoleInput', { id: roles.HR })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'staff.roleHeld',
    });
    expect(await refusal(admin, 'createRole', 'CreateRoleInput', { name: '人事', permissions: [] })).toMatchObject({
      code: 'CONFLICT',
      fields: [{ path: 'input.name', code: 'TAKEN' }],
    });
  });
});
