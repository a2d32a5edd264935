import {
  createTestPlatform,
  IdentityProviderServer,
  Mailbox,
  PROVIDER_CLIENT,
  type TestClient,
  type TestPlatform,
} from '@atrium/testing';
import type { FastifyInstance } from 'fastify';
import { ALL, change, refusal, roleIds, sqlOf, type Tokens } from './support';

const PUBLIC_URL = 'http://localhost:4000';
const CALLBACK = `${PUBLIC_URL}/auth/oidc/callback`;
const RETURN = 'https://desk.alpha.example/signed-in?from=sso';
const WHO = '{ viewer { actor { name id } tenant { slug } } }';
const PROVIDER = 'identityProvider { issuer clientId returnUrls enabled redirectUri startUrl version }';

let mailbox: Mailbox;
let platform: TestPlatform;
let admin: TestClient;
let provider: IdentityProviderServer;
let sequence = 0;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ PUBLIC_URL, OIDC_PRIVATE_ISSUERS: 'true', SMTP_URL: mailbox.url });
  admin = await platform.as('ADMIN');
  provider = await IdentityProviderServer.open(CALLBACK);
});

beforeEach(() => {
  provider.refuses = false;
});

afterAll(async () => {
  await provider?.close();
  await platform?.close();
  await mailbox?.close();
});

interface Visit {
  status: number;
  location: string;
  cookie: string;
  body: string;
}

/** What the API answers a browser. */
async function visit(url: string, cookie = '', language = 'en'): Promise<Visit> {
  const server = platform.api.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const { pathname, search } = new URL(url, PUBLIC_URL);
  const answer = await server.inject({
    method: 'GET',
    url: pathname + search,
    headers: { cookie, 'accept-language': language },
  });
  const set = String(answer.headers['set-cookie'] ?? '');
  return {
    status: answer.statusCode,
    location: String(answer.headers.location ?? ''),
    cookie: set.split(';')[0]!,
    body: answer.body,
  };
}

const startUrl = (slug = 'alpha', back = RETURN): string => `/auth/oidc/${slug}?return=${encodeURIComponent(back)}`;
const fragmentOf = (location: string): URLSearchParams => new URLSearchParams(new URL(location).hash.slice(1));

/** The whole way: to the provider and back; answers what stands behind the `#`. */
async function wayRound(): Promise<URLSearchParams> {
  const begun = await visit(startUrl());
  const back = await provider.visit(begun.location);
  const done = await visit(back.href, begun.cookie);
  expect(done.status).toBe(303);
  expect(done.location.startsWith(`${RETURN}#`)).toBe(true);
  return fragmentOf(done.location);
}

const complete = (code: string): Promise<{ tokens: Tokens }> =>
  change(
    platform.client(),
    'completeSingleSignOn',
    'CompleteSingleSignOnInput',
    { code },
    'tokens { accessToken refreshToken }',
  );

async function invite(): Promise<{ id: string; email: string }> {
  const email = `sso${++sequence}@alpha.example`;
  const ids = await roleIds(admin);
  const input = { name: `员工${sequence}`, email, roleIds: [ids['TECHNICIAN']], dataScope: ALL };
  const { staff } = await change<{ staff: { id: string } }>(
    admin,
    'inviteStaff',
    'InviteStaffInput',
    input,
    'staff { id }',
  );
  return { id: staff.id, email };
}

const settings = (): Record<string, unknown> => ({
  issuer: provider.issuer,
  clientId: PROVIDER_CLIENT.id,
  clientSecret: PROVIDER_CLIENT.secret,
  returnUrls: [RETURN],
  enabled: true,
});

describe('the provider of a company', () => {
  it('is set by its administrators, checked at once, its secret sealed and never shown', async () => {
    expect((await visit(startUrl())).status).toBe(404);
    const set = (input: object): Promise<{ identityProvider: Record<string, unknown> }> =>
      change(admin, 'setIdentityProvider', 'SetIdentityProviderInput', { ...settings(), ...input }, PROVIDER);
    const refused = (input: object): Promise<Record<string, unknown>> =>
      refusal(admin, 'setIdentityProvider', 'SetIdentityProviderInput', { ...settings(), version: 0, ...input });
    for (const [input, path, code] of [
      [{ issuer: 'not an address' }, 'input.issuer', 'WRONG_FORM'],
      [{ issuer: `${provider.issuer}/nowhere` }, 'input.issuer', 'UNREACHABLE'],
      [{ issuer: 'http://127.0.0.1:9' }, 'input.issuer', 'UNREACHABLE'],
      [{ returnUrls: [RETURN, 'http://evil.example'] }, 'input.returnUrls.1', 'WRONG_FORM'],
      [{ clientSecret: null }, 'input.clientSecret', 'REQUIRED'],
    ] as const) {
      expect(await refused(input)).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path, code }] });
    }
    const { identityProvider } = await set({ version: 0 });
    expect(identityProvider).toEqual({
      issuer: provider.issuer,
      clientId: PROVIDER_CLIENT.id,
      returnUrls: [RETURN],
      enabled: true,
      redirectUri: CALLBACK,
      startUrl: `${PUBLIC_URL}/auth/oidc/alpha`,
      version: 1,
    });
    const stored = await sqlOf(platform)<{ all: string }>(
      `SELECT p::text || (SELECT string_agg(l::text, ' ') FROM atrium.audit_log l WHERE l.entity = 'identity_provider') AS all
       FROM atrium.identity_provider p`,
    );
    expect(stored[0]!.all).not.toContain(PROVIDER_CLIENT.secret);
    expect(await refused({ version: 0 })).toMatchObject({ code: 'CONFLICT', currentVersion: 1 });
    // The secret may stay unsaid while issuer and client are the same.
    await set({ version: 1, clientSecret: null });
    for (const client of [await platform.as('AUDITOR'), await platform.as('FINANCE_MANAGER')]) {
      expect((await client.fails('{ identityProvider { issuer } }')).extensions.code).toBe('FORBIDDEN');
    }
    const other = await platform.as('ADMIN', { tenant: 'b' });
    expect(await other.ok('{ identityProvider { issuer } }')).toEqual({ identityProvider: null });
  });
});

describe('a sign-in at the provider', () => {
  it('admits an invited colleague whose address it vouches for, tells them, and binds the identity', async () => {
    const { id, email } = await invite();
    provider.account = { sub: 'idp-1', email: email.toUpperCase(), email_verified: true };
    const begun = await visit(startUrl());
    expect(begun.status).toBe(303);
    const to = new URL(begun.location);
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      client_id: PROVIDER_CLIENT.id,
      redirect_uri: CALLBACK,
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email profile',
    });
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(to.searchParams.get(name)!.length).toBeGreaterThan(20);
    const back = await provider.visit(begun.location);
    const done = await visit(back.href, begun.cookie);
    expect([...provider.askedElsewhere].sort()).toEqual(['/jwks', '/me', '/token']);
    const code = fragmentOf(done.location).get('code')!;
    const { tokens } = await complete(code);
    const who = await platform
      .client(tokens.accessToken)
      .ok<{ viewer: { actor: { id: string }; tenant: object } }>(WHO);
    expect(who.viewer).toMatchObject({ actor: { id }, tenant: { slug: 'alpha' } });
    // The code is good once, and so are state and cookie.
    expect(
      await refusal(platform.client(), 'completeSingleSignOn', 'CompleteSingleSignOnInput', { code }),
    ).toMatchObject({
      code: 'UNAUTHENTICATED',
      messageKey: 'singleSignOn.codeInvalid',
    });
    expect((await visit(back.href, begun.cookie)).status).toBe(401);
    // Tokens as signIn gives them.
    await change(
      platform.client(),
      'refreshSession',
      'RefreshSessionInput',
      { refreshToken: tokens.refreshToken },
      'tokens { accessToken }',
    );
    await platform.runJobs();
    expect(mailbox.last(email).text).toContain(provider.issuer);
    expect(await sqlOf(platform)('SELECT subject FROM atrium.staff_identity')).toEqual([{ subject: 'idp-1' }]);
    const log = await admin.ok<{ auditEntries: { nodes: { actor: { id: string } }[] } }>(
      '{ auditEntries(filter: { entity: { eq: "staff_identity" } }) { nodes { actor { id } operation } } }',
    );
    expect(log.auditEntries.nodes).toMatchObject([{ actor: { id }, operation: 'singleSignOn' }]);

    // Next time the subject counts, whatever its address is now.
    provider.account = { sub: 'idp-1', email: 'renamed@alpha.example', email_verified: false };
    const again = await complete((await wayRound()).get('code')!);
    const same = await platform.client(again.tokens.accessToken).ok<{ viewer: { actor: { id: string } } }>(WHO);
    expect(same.viewer.actor.id).toBe(id);
  });

  it('takes nobody’s account over: not by an unverified address, not by one that was given to somebody else', async () => {
    const { id, email } = await invite();
    for (const [account, error] of [
      [{ sub: 'x-1', email, email_verified: false }, 'singleSignOn.emailNotVerified'],
      [{ sub: 'x-2', email }, 'singleSignOn.emailNotVerified'],
      [{ sub: 'x-3' }, 'singleSignOn.emailNotVerified'],
      [{ sub: 'x-4', email: 'stranger@alpha.example', email_verified: true }, 'singleSignOn.noAccount'],
      [{ sub: 'x-5', email: platform.tenants.b.admin.email, email_verified: true }, 'singleSignOn.noAccount'],
    ] as const) {
      provider.account = account;
      expect((await wayRound()).get('error')).toBe(error);
    }
    provider.account = { sub: 'first', email, email_verified: true };
    await complete((await wayRound()).get('code')!);
    provider.account = { sub: 'second', email, email_verified: true };
    const refused = await wayRound();
    expect(refused.get('error')).toBe('singleSignOn.boundElsewhere');
    expect(refused.get('message')).toMatch(/another identity/);

    // A colleague in charge lets the new identity in; a stranger cannot.
    const strangers = await platform.as('ADMIN', { tenant: 'b' });
    expect(await refusal(strangers, 'unbindIdentity', 'UnbindIdentityInput', { staffId: id })).toMatchObject({
      code: 'NOT_FOUND',
    });
    await change(admin, 'unbindIdentity', 'UnbindIdentityInput', { staffId: id }, 'staff { id }');
    await complete((await wayRound()).get('code')!);
    await change(admin, 'disableStaff', 'StaffIdInput', { staffId: id }, 'staff { id }');
    expect((await wayRound()).get('error')).toBe('staff.accountDisabled');
  });

  it('counts only in the browser it began in, with its own state, in time', async () => {
    const { email } = await invite();
    provider.account = { sub: 'csrf', email, email_verified: true };
    const begun = await visit(startUrl());
    const other = await visit(startUrl());
    const back = await provider.visit(begun.location);
    for (const cookie of ['', other.cookie, 'atrium_sso=guessed']) {
      const answer = await visit(back.href, cookie);
      expect(answer.status).toBe(401);
      // The first try has used the state up: the right cookie comes too late.
    }
    expect((await visit(back.href, begun.cookie)).status).toBe(401);
    expect((await visit('/auth/oidc/callback?code=x&state=atr_q_forged', begun.cookie)).status).toBe(401);

    const late = await visit(startUrl());
    const lateBack = await provider.visit(late.location);
    platform.clock.advance({ minutes: 11 });
    const answer = await visit(lateBack.href, late.cookie, 'zh-CN');
    platform.clock.reset();
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('登录未成功');
    expect(answer.body).toContain('请重新登录');

    // A code of one sign-in does not fit another's state, verifier and nonce.
    const [one, two] = [await visit(startUrl()), await visit(startUrl())];
    const [oneBack, twoBack] = [await provider.visit(one.location), await provider.visit(two.location)];
    twoBack.searchParams.set('code', oneBack.searchParams.get('code')!);
    const mixed = await visit(twoBack.href, two.cookie);
    expect(fragmentOf(mixed.location).get('error')).toBe('singleSignOn.answerInvalid');
  });

  it('tells the person in their language why the provider or the address was no good', async () => {
    provider.refuses = true;
    const begun = await visit(startUrl());
    const back = await provider.visit(begun.location);
    const done = await visit(back.href, begun.cookie, 'zh-CN');
    expect(fragmentOf(done.location).get('error')).toBe('singleSignOn.refusedByProvider');
    expect(fragmentOf(done.location).get('message')).toContain('access_denied');
    expect(fragmentOf(done.location).get('message')).toContain('身份提供方');

    for (const [url, status, text] of [
      [startUrl('beta'), 404, 'no identity provider'],
      [startUrl('no-such-company'), 404, 'no identity provider'],
      [startUrl('alpha', 'https://evil.example/'), 400, 'not on the company'],
      [startUrl('alpha', `${RETURN}/x`), 400, 'not on the company'],
      ['/auth/oidc/alpha', 400, 'not on the company'],
    ] as const) {
      const answer = await visit(url);
      expect([answer.status, answer.location]).toEqual([status, '']);
      expect(answer.body).toContain(text);
    }
  });
});

describe('a company that makes it mandatory', () => {
  const signIn = (email: string, password: string): Promise<Record<string, unknown>> =>
    refusal(platform.client(), 'signIn', 'SignInInput', { slug: 'alpha', email, password });

  it('lets nobody in by password, and cannot lock itself out', async () => {
    const { email, password } = platform.tenants.a.admin;
    await change(
      admin,
      'updateSignInRules',
      'UpdateSignInRulesInput',
      { version: 0, passwordSignIn: false },
      'rules { version }',
    );
    // Administrators need a second factor for the day the provider fails; without one the password is not enough.
    expect(await signIn(email, password)).toMatchObject({
      code: 'UNAUTHENTICATED',
      messageKey: 'staff.singleSignOnRequired',
    });
    expect(await signIn(email, 'a wrong password')).toMatchObject({ messageKey: 'staff.invalidCredentials' });
    for (const [mutation, type, input] of [
      ['removeIdentityProvider', 'RemoveIdentityProviderInput', { version: 2 }],
      ['setIdentityProvider', 'SetIdentityProviderInput', { ...settings(), version: 2, enabled: false }],
    ] as const) {
      expect(await refusal(admin, mutation, type, input)).toMatchObject({
        code: 'CONFLICT',
        messageKey: 'singleSignOn.inUse',
      });
    }
    const invited = await invite();
    provider.account = { sub: 'mandatory', email: invited.email, email_verified: true };
    await complete((await wayRound()).get('code')!);
    await change(
      admin,
      'updateSignInRules',
      'UpdateSignInRulesInput',
      { version: 1, passwordSignIn: true },
      'rules { version }',
    );
    await change(
      admin,
      'removeIdentityProvider',
      'RemoveIdentityProviderInput',
      { version: 2 },
      'identityProvider { issuer }',
    );
    expect((await visit(startUrl())).status).toBe(404);
  });
});
