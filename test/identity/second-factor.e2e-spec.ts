import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { codeAt } from '../../libs/core/src/totp/totp.policy';
import { ALL, change, type Member, MEMBER, refusal, roleIds, sqlOf, type Tokens, WHO } from './support';

interface Outcome {
  tokens: Tokens | null;
  challenge: { token: string; expiresAt: string; enrolmentRequired: boolean } | null;
}

const OUTCOME = 'tokens { accessToken refreshToken } challenge { token expiresAt enrolmentRequired }';
const PASSWORD = 'correct horse battery';

let platform: TestPlatform;
let admin: TestClient;
let sequence = 0;

const signIn = (email: string, password = PASSWORD): Promise<Outcome> =>
  change(platform.client(), 'signIn', 'SignInInput', { slug: 'alpha', email, password }, OUTCOME);
const complete = (challenge: string, code: string): Promise<{ tokens: Tokens; recoveryCodes: string[] | null }> =>
  change(
    platform.client(),
    'completeSignIn',
    'CompleteSignInInput',
    { challenge, code },
    'tokens { accessToken refreshToken } recoveryCodes',
  );
const completeRefusal = (challenge: string, code: string): Promise<Record<string, unknown>> =>
  refusal(platform.client(), 'completeSignIn', 'CompleteSignInInput', { challenge, code });

/** The code an app with this secret shows now. */
const shown = (secret: string, secondsAgo = 0): string =>
  codeAt(secret, new Date(platform.clock.now().getTime() - secondsAgo * 1000));
const nextStep = (): void => platform.clock.advance({ seconds: 30 });

interface Person {
  id: string;
  email: string;
  client: TestClient;
}

/** Somebody with a password and these roles, signed in with it. */
async function person(...roles: string[]): Promise<Person> {
  const email = `tech${++sequence}@alpha.example`;
  const ids = await roleIds(admin);
  const { staff } = await change<{ staff: Member }>(
    admin,
    'inviteStaff',
    'InviteStaffInput',
    { name: '技师', email, roleIds: roles.map((role) => ids[role] ?? role), dataScope: ALL },
    `staff { ${MEMBER} }`,
  );
  const [{ password_hash }] = (await sqlOf(platform)<{ password_hash: string }>(
    'SELECT password_hash FROM atrium.staff WHERE email = $1',
    [platform.tenants.a.admin.email],
  )) as [{ password_hash: string }];
  await sqlOf(platform)(`UPDATE atrium.staff SET password_hash = $2, status = 'ACTIVE' WHERE email = $1`, [
    email,
    password_hash,
  ]);
  const { tokens } = await signIn(email);
  return { id: staff.id, email, client: platform.client(tokens?.accessToken ?? null) };
}

/** Sets up an authenticator app; answers its secret and the recovery codes. */
async function enrolled({ client }: Person): Promise<{ secret: string; codes: string[] }> {
  const { secret } = await change<{ secret: string }>(
    client,
    'enrolTotp',
    'OwnPasswordInput',
    { password: PASSWORD },
    'secret uri',
  );
  const { recoveryCodes } = await change<{ recoveryCodes: string[] }>(
    client,
    'confirmTotp',
    'ConfirmTotpInput',
    { code: shown(secret) },
    'recoveryCodes',
  );
  nextStep();
  return { secret, codes: recoveryCodes };
}

beforeAll(async () => {
  platform = await createTestPlatform();
  const { tokens } = await signIn(platform.tenants.a.admin.email);
  admin = platform.client(tokens!.accessToken);
});

beforeEach(() => platform.clock.freeze(new Date(Date.now() + 3_600_000)));
afterAll(() => platform.close());

describe('an authenticator app', () => {
  it('is set up with the password, sealed at rest, and asked for from then on', async () => {
    const tech = await person('TECHNICIAN');
    expect(await refusal(tech.client, 'enrolTotp', 'OwnPasswordInput', { password: 'a wrong one' })).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.password', code: 'WRONG_PASSWORD' }],
    });
    expect(await refusal(tech.client, 'confirmTotp', 'ConfirmTotpInput', { code: '123456' })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'secondFactor.notBegun',
    });
    const { secret, uri } = await change<{ secret: string; uri: string }>(
      tech.client,
      'enrolTotp',
      'OwnPasswordInput',
      { password: PASSWORD },
      'secret uri',
    );
    expect(decodeURIComponent(uri)).toContain('otpauth://totp/alpha 物业:' + tech.email);
    // Not confirmed yet: nobody is shut out by a code that was never scanned.
    expect((await signIn(tech.email)).challenge).toBeNull();
    expect(await refusal(tech.client, 'confirmTotp', 'ConfirmTotpInput', { code: '000000' })).toMatchObject({
      fields: [{ path: 'input.code', code: 'WRONG_CODE' }],
    });
    const code = shown(secret);
    const { recoveryCodes } = await change<{ recoveryCodes: string[] }>(
      tech.client,
      'confirmTotp',
      'ConfirmTotpInput',
      { code },
      'recoveryCodes',
    );
    expect(new Set(recoveryCodes).size).toBe(10);

    const stored = await sqlOf(platform)<{ all: string }>(
      `SELECT coalesce(string_agg(t::text, ' '), '') || (SELECT string_agg(c::text, ' ') FROM atrium.staff_recovery_code c)
         || (SELECT string_agg(l::text, ' ') FROM atrium.audit_log l WHERE l.entity IN ('staff_totp', 'staff_recovery_code')) AS all
       FROM atrium.staff_totp t`,
    );
    for (const clear of [secret, ...recoveryCodes]) expect(stored[0]!.all).not.toContain(clear);

    const { tokens, challenge } = await signIn(tech.email);
    expect(tokens).toBeNull();
    expect(challenge).toMatchObject({ enrolmentRequired: false });
    // The code that turned it on was used: it opens nothing more.
    expect(await completeRefusal(challenge!.token, code)).toMatchObject({
      code: 'UNAUTHENTICATED',
      messageKey: 'secondFactor.wrong',
    });
    nextStep();
    const done = await complete(challenge!.token, shown(secret));
    expect(done.recoveryCodes).toBeNull();
    await platform.client(done.tokens.accessToken).ok(WHO);
    expect(
      await platform
        .client(done.tokens.accessToken)
        .ok('{ secondFactor { enabled required recoveryCodesLeft } sessions { nodes { method current } } }'),
    ).toMatchObject({
      secondFactor: { enabled: true, required: false, recoveryCodesLeft: 10 },
      sessions: { nodes: expect.arrayContaining([{ method: 'PASSWORD_AND_CODE', current: true }]) as unknown },
    });
    // A challenge is good once, and the access token of one is none.
    expect(await completeRefusal(challenge!.token, shown(secret))).toMatchObject({
      messageKey: 'secondFactor.challengeInvalid',
    });
    expect((await platform.client(challenge!.token).fails(WHO)).extensions.code).toBe('UNAUTHENTICATED');
  });

  it('may be one step off, and each code counts once, also when used twice at the same time', async () => {
    const tech = await person('TECHNICIAN');
    const { secret } = await enrolled(tech);
    nextStep();
    for (const [secondsAgo, isRight] of [
      [90, false],
      [60, false],
      [30, true],
      [30, false],
      [0, true],
      [-60, false],
      [-30, true],
      [0, false],
    ] as const) {
      const { challenge } = await signIn(tech.email);
      const code = shown(secret, secondsAgo);
      if (isRight) await complete(challenge!.token, code);
      else expect(await completeRefusal(challenge!.token, code)).toMatchObject({ messageKey: 'secondFactor.wrong' });
    }
    nextStep();
    nextStep();
    const { challenge } = await signIn(tech.email);
    const document =
      'mutation ($input: CompleteSignInInput!) { completeSignIn(input: $input) { tokens { accessToken } } }';
    const input = { challenge: challenge!.token, code: shown(secret) };
    const answers = await Promise.all([1, 2, 3].map(() => platform.client().query(document, { input })));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
  });

  it('locks the account after wrong codes as after wrong passwords, and a right one frees it', async () => {
    const tech = await person('TECHNICIAN');
    const { secret } = await enrolled(tech);
    const { challenge } = await signIn(tech.email);
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await completeRefusal(challenge!.token, '000000')).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect(await completeRefusal(challenge!.token, shown(secret))).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 30,
    });
    expect(
      await refusal(platform.client(), 'signIn', 'SignInInput', {
        slug: 'alpha',
        email: tech.email,
        password: PASSWORD,
      }),
    ).toMatchObject({ code: 'RATE_LIMITED' });
    platform.clock.advance({ seconds: 31 });
    await complete(challenge!.token, shown(secret));
    // The count begins anew.
    const again = await signIn(tech.email);
    for (let attempt = 0; attempt < 3; attempt++) await completeRefusal(again.challenge!.token, '000000');
    nextStep();
    await complete(again.challenge!.token, shown(secret));
  });

  it('a challenge ends after ten minutes, with a newer one, and when the account is disabled', async () => {
    const tech = await person('TECHNICIAN');
    const { secret } = await enrolled(tech);
    const first = await signIn(tech.email);
    const second = await signIn(tech.email);
    expect(await completeRefusal(first.challenge!.token, shown(secret))).toMatchObject({
      messageKey: 'secondFactor.challengeInvalid',
    });
    platform.clock.advance({ minutes: 10, seconds: 1 });
    expect(await completeRefusal(second.challenge!.token, shown(secret))).toMatchObject({
      messageKey: 'secondFactor.challengeInvalid',
    });
    const third = await signIn(tech.email);
    await change(admin, 'disableStaff', 'StaffIdInput', { staffId: tech.id }, 'staff { id }');
    expect(await completeRefusal(third.challenge!.token, shown(secret))).toMatchObject({
      messageKey: 'secondFactor.challengeInvalid',
    });
    for (const token of ['', 'nonsense', first.challenge!.token.replace('atr_c_', 'atr_r_')]) {
      expect(await completeRefusal(token, shown(secret))).toMatchObject({
        code: token === '' ? 'VALIDATION_FAILED' : 'UNAUTHENTICATED',
      });
    }
  });
});

describe('recovery codes', () => {
  it('stand in for the app, each once, and new ones replace them', async () => {
    const tech = await person('TECHNICIAN');
    const { codes } = await enrolled(tech);
    const one = await signIn(tech.email);
    const { tokens } = await complete(one.challenge!.token, codes[0]!.toUpperCase().replace('-', ' '));
    const two = await signIn(tech.email);
    expect(await completeRefusal(two.challenge!.token, codes[0]!)).toMatchObject({ messageKey: 'secondFactor.wrong' });
    await complete(two.challenge!.token, codes[1]!);
    const client = platform.client(tokens.accessToken);
    expect(await client.ok('{ secondFactor { recoveryCodesLeft } }')).toEqual({
      secondFactor: { recoveryCodesLeft: 8 },
    });
    const { recoveryCodes } = await change<{ recoveryCodes: string[] }>(
      client,
      'renewRecoveryCodes',
      'OwnPasswordInput',
      { password: PASSWORD },
      'recoveryCodes',
    );
    const three = await signIn(tech.email);
    expect(await completeRefusal(three.challenge!.token, codes[2]!)).toMatchObject({
      messageKey: 'secondFactor.wrong',
    });
    await complete(three.challenge!.token, recoveryCodes[9]!);
    // Somebody else's code is nobody's.
    const other = await person('TECHNICIAN');
    await enrolled(other);
    const theirs = await signIn(other.email);
    expect(await completeRefusal(theirs.challenge!.token, recoveryCodes[0]!)).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});

describe('turning it off', () => {
  it('takes the password, or a colleague within whose reach one is', async () => {
    const tech = await person('TECHNICIAN');
    expect(await refusal(tech.client, 'disableTotp', 'OwnPasswordInput', { password: PASSWORD })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'secondFactor.isOff',
    });
    await enrolled(tech);
    expect(await refusal(tech.client, 'disableTotp', 'OwnPasswordInput', { password: 'another one' })).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    expect(await refusal(tech.client, 'enrolTotp', 'OwnPasswordInput', { password: PASSWORD })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'secondFactor.isOn',
    });
    await change(tech.client, 'disableTotp', 'OwnPasswordInput', { password: PASSWORD }, 'disabled');
    expect((await signIn(tech.email)).tokens).not.toBeNull();

    await enrolled(tech);
    const strangers = await platform.as('ADMIN', { tenant: 'b' });
    expect(await refusal(strangers, 'resetTotp', 'ResetTotpInput', { staffId: tech.id })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(
      await refusal(await platform.as('SERVICE_AGENT'), 'resetTotp', 'ResetTotpInput', { staffId: tech.id }),
    ).toMatchObject({ code: 'FORBIDDEN' });
    await change(admin, 'resetTotp', 'ResetTotpInput', { staffId: tech.id }, 'staff { id }');
    expect((await tech.client.fails(WHO)).extensions.messageKey).toBe('auth.sessionEnded');
    expect((await signIn(tech.email)).tokens).not.toBeNull();
  });

  it('API clients have none', async () => {
    const { key } = await change<{ key: string }>(
      admin,
      'createApiClient',
      'CreateApiClientInput',
      { name: 'robot', permissions: ['property:read'], dataScope: ALL },
      'key',
    );
    expect((await platform.client(key).fails('{ secondFactor { enabled } }')).extensions.code).toBe('NOT_FOUND');
    expect(await refusal(platform.client(key), 'enrolTotp', 'OwnPasswordInput', { password: PASSWORD })).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('what is demanded', () => {
  it('of a role lets its holders in only with a second factor, set up in the sign-in itself', async () => {
    const { role } = await change<{ role: { id: string } }>(
      admin,
      'createRole',
      'CreateRoleInput',
      { name: '出纳主管', permissions: ['property:read'], secondFactorRequired: true },
      'role { id secondFactorRequired }',
    );
    const cashier = await person(role.id);
    const { tokens, challenge } = await signIn(cashier.email);
    expect(tokens).toBeNull();
    expect(challenge!.enrolmentRequired).toBe(true);
    // No app yet: no code can be right.
    expect(await completeRefusal(challenge!.token, '123456')).toMatchObject({ messageKey: 'secondFactor.notBegun' });
    const { secret } = await change<{ secret: string }>(
      platform.client(),
      'enrolTotpAtSignIn',
      'EnrolTotpAtSignInInput',
      { challenge: challenge!.token },
      'secret uri',
    );
    expect(await completeRefusal(challenge!.token, '000000')).toMatchObject({ messageKey: 'secondFactor.wrong' });
    const done = await complete(challenge!.token, shown(secret));
    expect(done.recoveryCodes).toHaveLength(10);
    const client = platform.client(done.tokens.accessToken);
    expect(await refusal(client, 'disableTotp', 'OwnPasswordInput', { password: PASSWORD })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'secondFactor.required',
    });
    // Who knows the password alone cannot set up an app of their own in place of the one there is.
    const later = await signIn(cashier.email);
    expect(
      await refusal(platform.client(), 'enrolTotpAtSignIn', 'EnrolTotpAtSignInInput', {
        challenge: later.challenge!.token,
      }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'secondFactor.isOn' });
  });

  it('of the company holds for everybody, guests who accept an invitation included', async () => {
    const tech = await person('TECHNICIAN');
    const rules = await admin.ok<{ signInRules: object }>('{ signInRules { secondFactor passwordSignIn version } }');
    expect(rules.signInRules).toEqual({ secondFactor: 'OPTIONAL', passwordSignIn: true, version: 0 });
    const set = (secondFactor: string, version: number): Promise<unknown> =>
      change(admin, 'updateSignInRules', 'UpdateSignInRulesInput', { version, secondFactor }, 'rules { version }');
    await set('REQUIRED', 0);
    expect(
      await refusal(admin, 'updateSignInRules', 'UpdateSignInRulesInput', { version: 0, secondFactor: 'OPTIONAL' }),
    ).toMatchObject({ code: 'CONFLICT', currentVersion: 1 });
    expect((await signIn(tech.email)).challenge).toMatchObject({ enrolmentRequired: true });
    // Without an identity provider nobody could sign in.
    expect(
      await refusal(admin, 'updateSignInRules', 'UpdateSignInRulesInput', { version: 1, passwordSignIn: false }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'staff.noProvider' });
    // The other company is not concerned.
    const { slug, admin: theirs } = platform.tenants.b;
    const other = await change<Outcome>(platform.client(), 'signIn', 'SignInInput', { slug, ...theirs }, OUTCOME);
    expect(other.challenge).toBeNull();
    for (const role of ['FINANCE_MANAGER', 'AUDITOR'] as const) {
      const client = await platform.as(role);
      expect(
        await refusal(client, 'updateSignInRules', 'UpdateSignInRulesInput', { version: 1, secondFactor: 'OPTIONAL' }),
      ).toMatchObject({ code: 'FORBIDDEN' });
    }
    await set('OPTIONAL', 1);
    expect((await signIn(tech.email)).challenge).toBeNull();
  });
});

describe('sessions of colleagues', () => {
  const SESSIONS =
    'query ($id: ID!) { staffSessions(staffId: $id) { nodes { id client ip method renewedAt current } } }';

  it('are seen and ended by who manages staff, within their reach', async () => {
    const tech = await person('TECHNICIAN');
    const again = await change<Outcome>(
      platform.client().with({ 'user-agent': 'Phone/1.0' }),
      'signIn',
      'SignInInput',
      { slug: 'alpha', email: tech.email, password: PASSWORD },
      OUTCOME,
    );
    const phone = platform.client(again.tokens!.accessToken);
    const { staffSessions } = await admin.ok<{ staffSessions: { nodes: { id: string; client: string }[] } }>(SESSIONS, {
      id: tech.id,
    });
    expect(staffSessions.nodes).toMatchObject([{ client: 'Phone/1.0', current: false, method: 'PASSWORD' }, {}]);
    const { id } = staffSessions.nodes[0]!;
    await change(admin, 'revokeStaffSession', 'RevokeColleagueSessionInput', { id }, 'revoked');
    expect((await phone.fails(WHO)).extensions.messageKey).toBe('auth.sessionEnded');
    await tech.client.ok(WHO);
    await change(admin, 'revokeStaffSessions', 'StaffIdInput', { staffId: tech.id }, 'staff { id }');
    expect((await tech.client.fails(WHO)).extensions.messageKey).toBe('auth.sessionEnded');
    expect(await refusal(admin, 'revokeStaffSession', 'RevokeColleagueSessionInput', { id })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('are not for others: another company, colleagues without the right, or with less reach', async () => {
    const tech = await person('TECHNICIAN');
    const { staffSessions } = await admin.ok<{ staffSessions: { nodes: { id: string }[] } }>(SESSIONS, { id: tech.id });
    const input = { id: staffSessions.nodes[0]!.id };
    const strangers = await platform.as('ADMIN', { tenant: 'b' });
    expect((await strangers.fails(SESSIONS, { id: tech.id })).extensions.code).toBe('NOT_FOUND');
    expect(await refusal(strangers, 'revokeStaffSession', 'RevokeColleagueSessionInput', input)).toMatchObject({
      code: 'NOT_FOUND',
    });
    const agent = await platform.as('SERVICE_AGENT');
    expect((await agent.fails(SESSIONS, { id: tech.id })).extensions.code).toBe('FORBIDDEN');

    const { role } = await change<{ role: { id: string } }>(
      admin,
      'createRole',
      'CreateRoleInput',
      { name: '人事', permissions: ['staff:read', 'staff:manage'] },
      'role { id }',
    );
    const clerk = await person(role.id);
    const me = await admin.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }');
    expect((await clerk.client.fails(SESSIONS, { id: me.viewer.actor.id })).extensions).toMatchObject({
      code: 'FORBIDDEN',
      messageKey: 'staff.beyondPermissions',
    });
    await tech.client.ok(WHO);
  });
});

describe('front-line authority', () => {
  it('is a limit per ticket and month of each role, in the company’s currency', async () => {
    const limit = (perTicket: string, perMonth: string, currency = 'CNY'): object => ({
      perTicket: { amount: perTicket, currency },
      perMonth: { amount: perMonth, currency },
    });
    const ids = await roleIds(admin);
    const READ = 'role { id version compensation { perTicket { amount currency } perMonth { amount currency } } }';
    const { role } = await change<{ role: { id: string; version: number; compensation: object | null } }>(
      admin,
      'createRole',
      'CreateRoleInput',
      { name: '前台', permissions: [], compensation: limit('200', '1000.5') },
      READ,
    );
    expect(role.compensation).toEqual(limit('200.00', '1000.50'));
    const update = (input: object): Promise<{ role: { version: number; compensation: object | null } }> =>
      change(admin, 'updateRole', 'UpdateRoleInput', { id: role.id, ...input }, READ);
    expect((await update({ version: 1, name: '前台接待' })).role.compensation).toEqual(limit('200.00', '1000.50'));
    expect((await update({ version: 2, compensation: null })).role.compensation).toBeNull();
    for (const [compensation, path, code] of [
      [limit('200', '100'), 'input.compensation.perMonth.amount', 'TOO_SMALL'],
      [limit('0', '100'), 'input.compensation.perTicket.amount', 'WRONG_AMOUNT'],
      [limit('0.001', '100'), 'input.compensation.perTicket.amount', 'WRONG_AMOUNT'],
      [limit('1', '100', 'USD'), 'input.compensation.perTicket.currency', 'WRONG_CURRENCY'],
    ] as const) {
      expect(
        await refusal(admin, 'updateRole', 'UpdateRoleInput', { id: ids['SERVICE_AGENT'], version: 1, compensation }),
      ).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path, code }] });
    }
  });
});
