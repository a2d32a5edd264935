import { AccessTokens, PasswordHasher } from '@atrium/sdk';
import { Logger } from '@nestjs/common';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { PrincipalCache, withClient } from '@atrium/platform';

let platform: TestPlatform;
let nobody: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform({ ACCESS_TOKEN_TTL_SECONDS: '600' });
  nobody = platform.client();
});
afterAll(() => platform?.close());

interface Tokens {
  accessToken: string;
  accessTokenExpiresAt: string;
  refreshToken: string;
  refreshTokenExpiresAt: string;
}

const TOKENS = 'tokens { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }';
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { ${TOKENS} } }`;
const REFRESH = `mutation ($refreshToken: String!) { refreshSession(input: { refreshToken: $refreshToken }) { ${TOKENS} } }`;
const SIGN_UP = `mutation ($input: SignUpTenantInput!) {
  signUpTenant(input: $input) { tenant { id slug name locale timeZone currency status version branding { logoUrl } } ${TOKENS} }
}`;
const VIEWER = `{ viewer {
  actor { kind id name roles communityIds staff { id email status roles { name readyMade } dataScope { kind } } }
  tenant { id slug name status } permissions plugins locale
} }`;
const WHO = '{ viewer { actor { name } } }';

interface ViewerAnswer {
  viewer: {
    actor: {
      kind: string;
      id: string;
      name: string;
      roles: string[];
      communityIds: string[] | null;
      staff: { id: string; email: string; roles: { name: string; readyMade: string }[] };
    };
    tenant: { id: string; slug: string; name: string; status: string };
    permissions: string[];
    locale: string;
  };
}

const credentials = (change: object = {}): { input: object } => {
  const { slug, admin } = platform.tenants.a;
  return { input: { slug, ...admin, ...change } };
};
const signIn = async (client = nobody, change: object = {}): Promise<Tokens> =>
  (await client.ok<{ signIn: { tokens: Tokens } }>(SIGN_IN, credentials(change))).signIn.tokens;
const refresh = async (refreshToken: string): Promise<Tokens> =>
  (await nobody.ok<{ refreshSession: { tokens: Tokens } }>(REFRESH, { refreshToken })).refreshSession.tokens;
const whyNot = async (token: string): Promise<string | undefined> => {
  const { extensions } = await platform.client(token).fails(WHO);
  return extensions.code === 'UNAUTHENTICATED' ? extensions.messageKey : extensions.code;
};
const sql = <T extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
  withClient(platform.database.adminUrl, async (client) => (await client.query<T>(text, values)).rows);

/** Changes something as another process would, and waits until this one has heard of it. */
async function elsewhere(text: string, values: unknown[]): Promise<void> {
  const cache = platform.api.get(PrincipalCache);
  const forget = cache.forgetTenant.bind(cache);
  const heard = new Promise<string>((resolve) => {
    jest.spyOn(cache, 'forgetTenant').mockImplementation((tenantId) => resolve((forget(tenantId), tenantId)));
  });
  await sql(text, values);
  await sql(`SELECT pg_notify('atrium_access', $1)`, [platform.tenants.a.id]);
  expect(await heard).toBe(platform.tenants.a.id);
  jest.restoreAllMocks();
}

describe('signing up', () => {
  const company = (change: object = {}, admin: object = {}) => ({
    input: {
      company: 'Harbour Estates',
      slug: 'harbour',
      locale: 'en',
      timeZone: 'europe/london',
      currency: 'GBP',
      admin: { name: 'Ada Hill', email: 'Ada@Harbour.example', password: 'tides and moorings', ...admin },
      ...change,
    },
  });

  it('makes a company in its language with an administrator who is signed in', async () => {
    const { signUpTenant } = await nobody.ok<{ signUpTenant: { tenant: { id: string }; tokens: Tokens } }>(
      SIGN_UP,
      company(),
    );
    expect(signUpTenant.tenant).toMatchObject({
      slug: 'harbour',
      name: 'Harbour Estates',
      locale: 'en',
      timeZone: 'Europe/London',
      currency: 'GBP',
      status: 'TRIAL',
      version: 1,
      branding: { logoUrl: null },
    });
    const admin = platform.client(signUpTenant.tokens.accessToken);
    const { viewer } = await admin.ok<ViewerAnswer>(VIEWER);
    expect(viewer.tenant).toEqual({
      id: signUpTenant.tenant.id,
      slug: 'harbour',
      name: 'Harbour Estates',
      status: 'TRIAL',
    });
    expect(viewer.actor).toMatchObject({
      kind: 'STAFF',
      name: 'Ada Hill',
      roles: ['Administrator'],
      communityIds: null,
      staff: { email: 'Ada@Harbour.example', status: 'ACTIVE', dataScope: { kind: 'ALL' } },
    });
    expect(viewer.actor.id).toBe(viewer.actor.staff.id);
    const { permissions, roles } = await admin.ok<{
      permissions: { name: string; description: string }[];
      roles: { nodes: { name: string; readyMade: string; permissions: string[]; staffCount: number }[] };
    }>('{ permissions { name description } roles { nodes { name readyMade permissions staffCount } } }');
    expect(viewer.permissions).toEqual(permissions.map(({ name }) => name).sort());
    expect(roles.nodes.map(({ name, readyMade }) => `${readyMade} ${name}`).sort()).toEqual([
      'ADMIN Administrator',
      'AUDITOR Auditor',
      'CASHIER Cashier',
      'DISPATCHER Dispatcher',
      'FINANCE_MANAGER Finance manager',
      'QUALITY_INSPECTOR Quality inspector',
      'SERVICE_AGENT Service agent',
      'TECHNICIAN Technician',
    ]);
    const admins = roles.nodes.find(({ readyMade }) => readyMade === 'ADMIN');
    expect(admins).toMatchObject({ staffCount: 1, permissions: viewer.permissions });
    const auditor = roles.nodes.find(({ readyMade }) => readyMade === 'AUDITOR');
    expect(auditor?.permissions).toContain('staff:read');
    expect(auditor?.permissions).not.toContain('staff:manage');
  });

  it('names the roles of a Chinese company in Chinese', async () => {
    const admin = await platform.as('ADMIN');
    const { roles } = await admin.ok<{ roles: { nodes: { name: string }[] } }>('{ roles { nodes { name } } }');
    expect(roles.nodes.map(({ name }) => name)).toEqual(
      ['调度员', '管理员', '客服坐席', '品质专员', '审计员', '收费员', '维修技师', '财务经理'].sort((a, b) =>
        new Intl.Collator('zh-CN-u-co-pinyin').compare(a, b),
      ),
    );
  });

  it('leaves nothing behind when a late step fails', async () => {
    const counts = async (): Promise<unknown> =>
      sql(`SELECT (SELECT count(*) FROM atrium.tenant) AS tenants, (SELECT count(*) FROM atrium.role) AS roles,
             (SELECT count(*) FROM atrium.staff) AS staff, (SELECT count(*) FROM atrium.audit_log) AS entries`);
    const before = await counts();
    // The very last step: signing the administrator in.
    jest.spyOn(platform.api.get(AccessTokens), 'issue').mockRejectedValueOnce(new Error('no entropy left'));
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    expect((await nobody.fails(SIGN_UP, company({ slug: 'unlucky' }))).extensions.code).toBe('INTERNAL');
    jest.restoreAllMocks();
    expect(await counts()).toEqual(before);
    await nobody.ok(SIGN_UP, company({ slug: 'unlucky' }));
  });

  it('refuses a slug that is taken, whoever asks, and leaves nothing behind', async () => {
    const before = await sql('SELECT id FROM atrium.staff');
    const { extensions } = await nobody.fails(SIGN_UP, company({ slug: platform.tenants.b.slug }));
    expect(extensions).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'tenant.slugTaken',
      fields: [{ path: 'input.slug', code: 'TAKEN' }],
    });
    expect(await sql('SELECT id FROM atrium.staff')).toHaveLength(before.length);
  });

  it.each([
    [
      { slug: 'Ab', timeZone: 'Mars/Olympus', currency: 'RMB' },
      {},
      ['SLUG_FORM', 'UNKNOWN_TIME_ZONE', 'UNKNOWN_CURRENCY'],
    ],
    [{ slug: 'graphql' }, {}, ['SLUG_RESERVED']],
    [{ slug: 'quay', locale: 'de' }, {}, ['NOT_ALLOWED']],
    [{ slug: 'quay', company: ' ' }, {}, ['INVALID_TEXT']],
    [{ slug: 'quay' }, { email: 'not an address' }, ['NOT_AN_EMAIL']],
    [{ slug: 'quay' }, { password: 'short' }, ['WEAK_PASSWORD']],
    [{ slug: 'quay' }, { password: '' }, ['INVALID_PASSWORD']],
  ])('refuses %j %j', async (change, admin, codes) => {
    const { extensions } = await nobody.fails(SIGN_UP, company(change, admin));
    expect(extensions.code).toBe('VALIDATION_FAILED');
    expect(extensions.fields?.map(({ code }) => code)).toEqual(codes);
  });
});

describe('signing in', () => {
  it('answers tokens that are good for ten minutes and thirty days', async () => {
    const before = platform.clock.now().getTime();
    const tokens = await signIn(nobody, { email: 'ADMIN@Alpha.example' });
    const minutes = (until: string): number => Math.round((Date.parse(until) - before) / 60_000);
    expect(minutes(tokens.accessTokenExpiresAt)).toBe(10);
    expect(minutes(tokens.refreshTokenExpiresAt)).toBe(30 * 24 * 60);
    const { viewer } = await platform.client(tokens.accessToken).ok<ViewerAnswer>(VIEWER);
    expect(viewer.tenant.slug).toBe('alpha');
    expect(viewer.actor.staff.roles).toEqual([{ name: '管理员', readyMade: 'ADMIN' }]);
  });

  it('answers an unknown company, an unknown address and a wrong password alike, after the same work', async () => {
    const hasher = platform.api.get(PasswordHasher);
    const verify = jest.spyOn(hasher, 'verify');
    const attempts = [{ slug: 'nowhere' }, { email: 'nobody@alpha.example' }, { password: 'wrong password' }];
    const answers: unknown[] = [];
    for (const change of attempts) {
      verify.mockClear();
      const { data, errors } = await nobody.query(SIGN_IN, credentials(change));
      const { requestId, ...extensions } = errors![0]!.extensions;
      expect(requestId).toEqual(expect.any(String));
      answers.push({ data, errors: [{ ...errors![0], extensions }], hashes: verify.mock.calls.length });
    }
    verify.mockRestore();
    expect(answers[0]).toMatchObject({
      hashes: 1,
      errors: [{ extensions: { code: 'UNAUTHENTICATED', messageKey: 'staff.invalidCredentials' } }],
    });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('speaks the caller’s language', async () => {
    const chinese = nobody.with({ 'accept-language': 'zh-CN,zh;q=0.9' });
    expect((await chinese.fails(SIGN_IN, credentials({ slug: 'nowhere' }))).message).toBe('公司标识、邮箱或密码错误。');
  });

  it('renews a hash that was made at another cost', async () => {
    const { verify, hash } = await import('@node-rs/argon2');
    const { slug, admin } = platform.tenants.b;
    const old = await hash(admin.password, { memoryCost: 8192, timeCost: 1 });
    await sql('UPDATE atrium.staff SET password_hash = $1 WHERE email = $2', [old, admin.email]);
    await signIn(nobody, { slug, ...admin });
    const [row] = await sql<{ password_hash: string }>('SELECT password_hash FROM atrium.staff WHERE email = $1', [
      admin.email,
    ]);
    expect(row!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(row!.password_hash, admin.password)).toBe(true);
  });
});

describe('lock-out', () => {
  beforeEach(() => sql('DELETE FROM atrium.sign_in_throttle'));

  const fail = async (change: object): Promise<string> => {
    const { extensions } = await nobody.fails(SIGN_IN, credentials(change));
    return extensions.code === 'RATE_LIMITED' ? `wait ${String(extensions.retryAfterSeconds)}` : extensions.code;
  };
  const failures = async (count: number, change: object): Promise<string[]> => {
    const answers: string[] = [];
    for (let index = 0; index < count; index++) answers.push(await fail(change));
    return answers;
  };

  it.each([
    ['an account', { password: 'wrong password' }],
    ['an account that does not exist', { email: 'ghost@alpha.example' }],
  ])('locks %s after five failures, and twice as long after each further one', async (_, change) => {
    platform.clock.freeze(new Date());
    const refused = 'UNAUTHENTICATED';
    expect(await failures(6, change)).toEqual([refused, refused, refused, refused, refused, 'wait 30']);
    // Not even the right password helps while it lasts.
    const { email } = change as { email?: string };
    expect(await fail(email ? { email } : {})).toBe('wait 30');
    platform.clock.advance({ seconds: 20 });
    expect(await fail(change)).toBe('wait 10');
    platform.clock.advance({ seconds: 10 });
    expect(await failures(2, change)).toEqual([refused, 'wait 60']);
    platform.clock.advance({ seconds: 60 });
    expect(await failures(2, change)).toEqual([refused, 'wait 120']);
    platform.clock.advance({ seconds: 120 });
  });

  it('starts afresh after a right password', async () => {
    await signIn();
    expect(await failures(5, { password: 'wrong password' })).not.toContain('wait 30');
    platform.clock.advance({ minutes: 1 });
    await signIn();
  });

  it('is of one company: the same address elsewhere is not locked', async () => {
    const elsewhere = { slug: platform.tenants.b.slug, email: platform.tenants.a.admin.email };
    await failures(5, { password: 'wrong password' });
    expect(await fail({})).toBe('wait 30');
    expect(await fail(elsewhere)).toBe('UNAUTHENTICATED');
    platform.clock.advance({ minutes: 1 });
  });

  it('locks a network that tries many accounts', async () => {
    const answers: string[] = [];
    for (let index = 0; index < 60 && answers.at(-1)?.startsWith('wait') !== true; index++) {
      answers.push(await fail({ email: `guess${index}@alpha.example` }));
    }
    expect(answers.at(-1)).toBe('wait 30');
    expect(await fail({})).toBe('wait 30');
    platform.clock.advance({ seconds: 30 });
    await signIn();
  });

  it('counts attempts that are sent at once', async () => {
    const attempts = Array.from({ length: 12 }, () => fail({ email: 'parallel@alpha.example' }));
    const answers = await Promise.all(attempts);
    expect(answers.filter((answer) => answer === 'UNAUTHENTICATED')).toHaveLength(5);
  });
});

describe('a session', () => {
  beforeAll(async () => {
    platform.clock.reset();
    await sql('DELETE FROM atrium.sign_in_throttle');
  });

  it('ends its access token after ten minutes, and goes on by its refresh token', async () => {
    const first = await signIn();
    platform.clock.advance({ minutes: 10 });
    expect(await whyNot(first.accessToken)).toBe('auth.tokenExpired');
    const second = await refresh(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    await platform.client(second.accessToken).ok(WHO);
  });

  it('ends as a whole when a refresh token is used twice', async () => {
    const first = await signIn();
    const other = await signIn();
    const second = await refresh(first.refreshToken);
    const third = await refresh(second.refreshToken);
    await platform.client(third.accessToken).ok(WHO);
    const { extensions } = await nobody.fails(REFRESH, { refreshToken: first.refreshToken });
    expect(extensions).toMatchObject({ code: 'UNAUTHENTICATED', messageKey: 'staff.refreshReused' });
    expect(await whyNot(third.accessToken)).toBe('auth.sessionEnded');
    expect((await nobody.fails(REFRESH, { refreshToken: third.refreshToken })).extensions.messageKey).toBe(
      'staff.refreshInvalid',
    );
    // Sessions of other devices go on.
    await platform.client(other.accessToken).ok(WHO);
  });

  it('gives one of two refreshes at once new tokens at most', async () => {
    const { refreshToken } = await signIn();
    const answers = await Promise.all([1, 2].map(() => nobody.query(REFRESH, { refreshToken })));
    const keys = answers.map(({ errors }) => errors?.[0]?.extensions.messageKey ?? 'renewed').sort();
    expect(keys).toEqual(['renewed', 'staff.refreshReused']);
  });

  it('cannot be renewed after thirty days, nor with a made-up token', async () => {
    const { refreshToken } = await signIn();
    const forged = refreshToken.slice(0, -6) + (refreshToken.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA');
    for (const token of [forged, refreshToken.replace('atr_r_', 'atr_k_'), 'x']) {
      const { extensions } = await nobody.fails(REFRESH, { refreshToken: token });
      expect(extensions).toMatchObject({ code: 'UNAUTHENTICATED', messageKey: 'staff.refreshInvalid' });
    }
    platform.clock.advance({ days: 30, seconds: 1 });
    const { extensions } = await nobody.fails(REFRESH, { refreshToken });
    expect(extensions.messageKey).toBe('staff.refreshInvalid');
    platform.clock.reset();
  });

  it('is ended by signing out, at once', async () => {
    const { accessToken, refreshToken } = await signIn();
    const me = platform.client(accessToken);
    await me.ok(WHO);
    expect(await me.ok('mutation { signOut { signedOut } }')).toEqual({ signOut: { signedOut: true } });
    expect(await whyNot(accessToken)).toBe('auth.sessionEnded');
    await nobody.fails(REFRESH, { refreshToken });
  });

  it('is listed and ended by its owner alone', async () => {
    const [one, two] = [await signIn(nobody.with({ 'user-agent': 'Phone/1.0' })), await signIn()];
    const me = platform.client(two.accessToken);
    const LIST = '{ sessions(first: 50) { nodes { id current client startedAt renewedAt expiresAt } } }';
    const mine = async (): Promise<{ id: string; current: boolean; client: string | null }[]> =>
      (await me.ok<{ sessions: { nodes: { id: string; current: boolean; client: string | null }[] } }>(LIST)).sessions
        .nodes;
    const sessions = await mine();
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    const phone = sessions.find(({ client }) => client === 'Phone/1.0')!;
    const REVOKE = 'mutation ($id: ID!) { revokeSession(input: { id: $id }) { revoked } }';
    const colleague = await platform.as('ADMIN');
    const stranger = await platform.as('ADMIN', { tenant: 'b' });
    for (const other of [colleague, stranger]) {
      expect((await other.fails(REVOKE, { id: phone.id })).extensions.code).toBe('NOT_FOUND');
      expect(await other.ok('query ($id: ID!) { node(id: $id) { id } }', { id: phone.id })).toEqual({ node: null });
      const { sessions: theirs } = await other.ok<{ sessions: { nodes: { id: string }[] } }>(LIST);
      expect(theirs.nodes.map(({ id }) => id)).not.toContain(phone.id);
    }
    await platform.client(one.accessToken).ok(WHO);
    expect(await me.ok(REVOKE, { id: phone.id })).toEqual({ revokeSession: { revoked: true } });
    expect(await whyNot(one.accessToken)).toBe('auth.sessionEnded');
    expect((await mine()).map(({ id }) => id)).not.toContain(phone.id);
    await me.ok(WHO);
  });
});

describe('a credential', () => {
  it.each([
    ['Basic YTpi', 'auth.schemeUnknown'],
    ['Bearer', 'auth.schemeUnknown'],
    ['Bearer x.y.z', 'auth.tokenInvalid'],
    ['Bearer atr_k_x', 'auth.apiKeyInvalid'],
    [`Bearer atr_k_01h455vb4pex5vsknk084sn02q_${'a'.repeat(43)}`, 'auth.apiKeyInvalid'],
  ])('"%s" is refused as %s, also for public operations', async (authorization, messageKey) => {
    const client = nobody.with({ authorization });
    for (const [document, variables] of [
      [WHO, {}],
      [SIGN_IN, credentials()],
    ] as const) {
      const { extensions } = await client.fails(document, variables);
      expect(extensions).toMatchObject({ code: 'UNAUTHENTICATED', messageKey });
    }
  });

  it('of nobody opens public operations alone', async () => {
    expect((await nobody.fails(WHO)).extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
      messageKey: 'common.unauthenticated',
    });
  });

  it('of a disabled account is refused at once, in words only its owner gets to read', async () => {
    const { accessToken } = await signIn();
    await platform.client(accessToken).ok(WHO);
    await elsewhere(`UPDATE atrium.staff SET status = 'DISABLED' WHERE email = $1`, [platform.tenants.a.admin.email]);
    expect(await whyNot(accessToken)).toBe('auth.accountDisabled');
    expect((await nobody.fails(SIGN_IN, credentials())).extensions.messageKey).toBe('staff.accountDisabled');
    expect((await nobody.fails(SIGN_IN, credentials({ password: 'wrong password' }))).extensions.messageKey).toBe(
      'staff.invalidCredentials',
    );
    await sql(`UPDATE atrium.staff SET status = 'ACTIVE' WHERE email = $1`, [platform.tenants.a.admin.email]);
    await signIn();
  });

  it('of a suspended company reads and signs in, and changes nothing', async () => {
    const { accessToken } = await signIn();
    const setStatus = (status: string): Promise<void> =>
      elsewhere('UPDATE atrium.tenant SET status = $2 WHERE id = $1', [platform.tenants.a.id, status]);
    const UPDATE = 'mutation { updateTenant(input: { version: 1, name: "改名" }) { tenant { name } } }';
    const me = platform.client(accessToken);
    await setStatus('SUSPENDED');
    expect((await me.ok<ViewerAnswer>(VIEWER)).viewer.tenant.status).toBe('SUSPENDED');
    expect((await me.fails(UPDATE)).extensions.code).toBe('TENANT_SUSPENDED');
    await refresh((await signIn()).refreshToken);
    await setStatus('CLOSED');
    expect(await whyNot(accessToken)).toBe('auth.tenantClosed');
    expect((await nobody.fails(SIGN_IN, credentials())).extensions.messageKey).toBe('staff.invalidCredentials');
    await setStatus('ACTIVE');
    await me.ok(WHO);
  });
});

describe('the company', () => {
  const UPDATE = `mutation ($input: UpdateTenantInput!) {
    updateTenant(input: $input) { tenant { name locale timeZone version branding { primaryColor logoUrl } } }
  }`;

  it('is changed by its administrator, from the version they saw', async () => {
    const admin = await platform.as('ADMIN', { tenant: 'b' });
    const change = async (input: object): Promise<unknown> =>
      (await admin.ok<{ updateTenant: { tenant: unknown } }>(UPDATE, { input })).updateTenant.tenant;
    expect(await change({ version: 1, name: '贝塔物业', branding: { primaryColor: '#0a7d5a' } })).toEqual({
      name: '贝塔物业',
      locale: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      version: 2,
      branding: { primaryColor: '#0a7d5a', logoUrl: null },
    });
    const logoUrl = 'https://beta.example/logo.png';
    expect(await change({ version: 2, timeZone: 'asia/urumqi', branding: { logoUrl } })).toMatchObject({
      timeZone: 'Asia/Urumqi',
      branding: { primaryColor: '#0a7d5a', logoUrl },
    });
    expect(await change({ version: 3, branding: { primaryColor: null } })).toMatchObject({
      branding: { primaryColor: null, logoUrl },
    });
    const { extensions } = await admin.fails(UPDATE, { input: { version: 3, name: '旧' } });
    expect(extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 4 });
    expect((await admin.ok<ViewerAnswer>(VIEWER)).viewer.tenant.name).toBe('贝塔物业');
  });

  it.each([
    [{ timeZone: '+08:00' }, 'UNKNOWN_TIME_ZONE'],
    [{ locale: 'fr' }, 'NOT_ALLOWED'],
    [{ name: '' }, 'INVALID_TEXT'],
    [{ branding: { logoUrl: 'http://insecure.example/x.png' } }, 'INVALID_TEXT'],
    [{ branding: { primaryColor: 'red' } }, 'INVALID_TEXT'],
  ])('refuses %j', async (change, code) => {
    const admin = await platform.as('ADMIN', { tenant: 'b' });
    const { extensions } = await admin.fails(UPDATE, { input: { version: 4, ...change } });
    expect(extensions.fields?.map((field) => field.code)).toEqual([code]);
  });

  it('is not changed by others', async () => {
    const { extensions } = await (await platform.as('AUDITOR')).fails(UPDATE, { input: { version: 1, name: 'x' } });
    expect(extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});
