import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import { codeAt } from '../../libs/core/src/totp/totp.policy';
import { enterCustomer, type Entered } from '../customers/support/register';
import { sqlOf } from '../identity/support';
import { mailedCode, sentSms } from './support/portal';

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;
let liu: Entered;
let app: string;
let staffApp: string;

const ORIGIN = 'https://app.example.com';
const REDIRECT = 'https://app.example.com/signed-in?from=atrium';
const NATIVE = 'com.example.app:/signed-in';
const VERIFIER = randomBytes(48).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const ME = '{ me { id name } }';
const REGISTER = `mutation ($input: RegisterPublicClientInput!) { registerPublicClient(input: $input) {
  publicClient { id name audience redirectUris allowedOrigins version } } }`;

const server = (): FastifyInstance => platform.api.getHttpAdapter().getInstance() as never;
const register = async (input: object): Promise<string> =>
  (await admin.ok<{ registerPublicClient: { publicClient: { id: string } } }>(REGISTER, { input })).registerPublicClient
    .publicClient.id;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url, PUBLIC_URL: 'https://atrium.example.com' });
  admin = await platform.as('ADMIN');
  const contacts = [
    { kind: 'EMAIL', value: 'liu@example.com' },
    { kind: 'PHONE', value: '13800138000' },
  ];
  liu = await enterCustomer(admin, '刘主', { contacts });
  await enterCustomer(admin, '刘小', { contacts: [{ kind: 'PHONE', value: '13800138000' }] });
  app = await register({
    name: '业主<App>',
    audience: 'CUSTOMERS',
    redirectUris: [REDIRECT, NATIVE],
    allowedOrigins: [ORIGIN],
  });
  staffApp = await register({ name: 'Desk', audience: 'STAFF', redirectUris: [REDIRECT], allowedOrigins: [] });
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});
beforeEach(() => sqlOf(platform)('DELETE FROM atrium.customer_code_count'));

type Values = Record<string, string>;
const request = (change: Values = {}): Values => ({
  response_type: 'code',
  client_id: app,
  redirect_uri: REDIRECT,
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
  state: 'a b&c',
  ...change,
});
const form = (values: Values) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' },
  payload: new URLSearchParams(values).toString(),
});
const show = (values: Values, slug = 'alpha', language = 'en') =>
  server().inject({
    method: 'GET',
    url: `/oauth/${slug}/authorize?${new URLSearchParams(values).toString()}`,
    headers: { 'accept-language': language },
  });
const send = (values: Values, slug = 'alpha') =>
  server().inject({ method: 'POST', url: `/oauth/${slug}/authorize`, ...form(values) });
const token = async (values: Values, slug = 'alpha') => {
  const answer = await server().inject({ method: 'POST', url: `/oauth/${slug}/token`, ...form(values) });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<Values>() };
};

/** The fields of a page's form, hidden ones with their values, as a browser would send them. */
const fieldsOf = (html: string): Values =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [
      name!,
      value!
        .replace(/&amp;/g, '&')
        .replace(/&#39;/g, "'")
        .replace(/&quot;/g, '"'),
    ]),
  );
const signInByMail = async (change: Values = {}): Promise<URL> => {
  const first = await send({ ...fieldsOf((await show(request(change))).body), contact: 'liu@example.com' });
  expect(first.statusCode).toBe(200);
  await platform.runJobs();
  const done = await send({ ...fieldsOf(first.body), code: mailedCode(mailbox, 'liu@example.com') });
  expect(done.statusCode).toBe(303);
  return new URL(done.headers.location!);
};
const exchange = (code: string, change: Values = {}) =>
  token({
    grant_type: 'authorization_code',
    client_id: app,
    redirect_uri: REDIRECT,
    code,
    code_verifier: VERIFIER,
    ...change,
  });

describe('signing in with a browser app', () => {
  it('from the page without a script to a session that is renewed', async () => {
    const page = await show(request());
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<html lang="en">');
    expect(page.body).toContain('Sign in to 业主&lt;App&gt;');
    expect(page.body).toContain('<label for="contact">Phone number or e-mail address</label>');
    expect(page.body).not.toMatch(/<script|onclick|javascript:/);
    const policy = page.headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' https://app.example.com");
    expect(page.headers['cache-control']).toBe('no-store');
    expect((await show(request(), 'alpha', 'zh-CN')).body).toContain('<html lang="zh-CN">');

    const back = await signInByMail();
    expect(`${back.origin}${back.pathname}`).toBe('https://app.example.com/signed-in');
    expect(Object.fromEntries(back.searchParams)).toEqual({
      from: 'atrium',
      code: expect.stringMatching(/^atr_g_/),
      state: 'a b&c',
      iss: 'https://atrium.example.com/oauth/alpha',
    });
    const given = await exchange(back.searchParams.get('code')!);
    expect(given.status).toBe(200);
    expect(given.headers['cache-control']).toBe('no-store');
    expect(given.body).toMatchObject({ token_type: 'Bearer', expires_in: expect.any(Number) });
    expect(await platform.client(given.body.access_token!).ok(ME)).toEqual({ me: { id: liu.id, name: '刘主' } });

    const renewed = await token({
      grant_type: 'refresh_token',
      client_id: app,
      refresh_token: given.body.refresh_token!,
    });
    expect(renewed.status).toBe(200);
    expect(await platform.client(renewed.body.access_token!).ok(ME)).toEqual({ me: { id: liu.id, name: '刘主' } });
    const again = await token({
      grant_type: 'refresh_token',
      client_id: app,
      refresh_token: given.body.refresh_token!,
    });
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('a session is renewed for the app it was given to alone', async () => {
    const { body } = await exchange((await signInByMail()).searchParams.get('code')!);
    const other = await register({
      name: '另一应用',
      audience: 'CUSTOMERS',
      redirectUris: [REDIRECT],
      allowedOrigins: [],
    });
    const neighbour = await platform.as('ADMIN', { tenant: 'b' });
    const input = { name: 'App', audience: 'CUSTOMERS', redirectUris: [REDIRECT], allowedOrigins: [] };
    const { registerPublicClient: theirs } = await neighbour.ok<{
      registerPublicClient: { publicClient: { id: string } };
    }>(REGISTER, { input });
    const renew = (clientId: string, slug?: string) =>
      token({ grant_type: 'refresh_token', client_id: clientId, refresh_token: body.refresh_token! }, slug);
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    expect(await renew(other)).toMatchObject(refused);
    expect(await renew(theirs.publicClient.id, 'beta')).toMatchObject(refused);
    expect(await renew(app)).toMatchObject({ status: 200 });
  });

  it('a family that shares a phone chooses; a mobile app is sent back to its own scheme', async () => {
    const first = await send({
      ...fieldsOf((await show(request({ redirect_uri: NATIVE }))).body),
      contact: '13800138000',
    });
    await platform.runJobs();
    const second = await send({ ...fieldsOf(first.body), code: sentSms(platform).at(-1)!.params.code! });
    expect(second.body).toContain('<legend>Several people share this contact. Who are you?</legend>');
    expect(second.body).toContain('刘小');
    expect(second.headers['content-security-policy']).toContain("form-action 'self' com.example.app:");
    const done = await send({ ...fieldsOf(second.body), customerId: liu.id });
    expect(done.headers.location).toMatch(/^com\.example\.app:\/signed-in\?code=atr_g_/);
    const code = new URL(done.headers.location!).searchParams.get('code')!;
    const { body } = await exchange(code, { redirect_uri: NATIVE });
    expect(await platform.client(body.access_token!).ok(ME)).toEqual({ me: { id: liu.id, name: '刘主' } });
  });

  it('staff sign in with their password, and are told in words what was wrong', async () => {
    const { email, password } = platform.tenants.a.admin;
    const fields = fieldsOf((await show(request({ client_id: staffApp }))).body);
    expect(fields.step).toBe('password');
    const wrong = await send({ ...fields, email, password: 'not the right one' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toMatch(/<p role="alert" id="problem">[^<]+password is wrong/);
    expect(wrong.body).toContain('aria-describedby="problem"');
    const done = await send({ ...fieldsOf(wrong.body), email, password });
    const code = new URL(done.headers.location!).searchParams.get('code')!;
    // The code of one client does not count for another.
    const { body } = await exchange(code, { client_id: staffApp });
    expect(await platform.client(body.access_token!).ok('{ viewer { actor { kind } } }')).toEqual({
      viewer: { actor: { kind: 'STAFF' } },
    });
  });

  it('staff with a second factor are asked for it, and tell it wrongly once', async () => {
    const { email, password } = platform.tenants.b.admin;
    const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } } }`;
    const { signIn: signedIn } = await platform.client().ok<{ signIn: { tokens: { accessToken: string } } }>(signIn, {
      input: { slug: 'beta', email, password },
    });
    const client = platform.client(signedIn.tokens.accessToken);
    const { enrolTotp } = await client.ok<{ enrolTotp: { secret: string } }>(
      'mutation ($input: OwnPasswordInput!) { enrolTotp(input: $input) { secret } }',
      { input: { password } },
    );
    const shown = (): string => codeAt(enrolTotp.secret, platform.clock.now());
    await client.ok('mutation ($input: ConfirmTotpInput!) { confirmTotp(input: $input) { __typename } }', {
      input: { code: shown() },
    });
    const input = { name: 'Desk', audience: 'STAFF', redirectUris: [REDIRECT], allowedOrigins: [] };
    const { registerPublicClient } = await client.ok<{ registerPublicClient: { publicClient: { id: string } } }>(
      REGISTER,
      { input },
    );
    const clientId = registerPublicClient.publicClient.id;
    const fields = fieldsOf((await show(request({ client_id: clientId }), 'beta')).body);
    const second = await send({ ...fields, email, password }, 'beta');
    expect(second.body).toContain('<label for="code">Code of your authenticator app</label>');
    expect(second.headers.location).toBeUndefined();
    platform.clock.advance({ seconds: 30 });
    const right = shown();
    const wrong = await send({ ...fieldsOf(second.body), code: right === '000000' ? '000001' : '000000' }, 'beta');
    expect(wrong.statusCode).toBe(400);
    const done = await send({ ...fieldsOf(wrong.body), code: right }, 'beta');
    const code = new URL(done.headers.location!).searchParams.get('code')!;
    const given = {
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: REDIRECT,
      code_verifier: VERIFIER,
    };
    const { body } = await token({ ...given, code }, 'beta');
    expect(await platform.client(body.access_token!).ok('{ viewer { actor { kind } } }')).toEqual({
      viewer: { actor: { kind: 'STAFF' } },
    });
    platform.clock.reset();
  });

  it('a wrong code is told, and the page does not say whether the contact is known', async () => {
    const known = await send({ ...fieldsOf((await show(request())).body), contact: 'liu@example.com' });
    const unknown = await send({ ...fieldsOf((await show(request())).body), contact: 'nobody@example.com' });
    // What is on its way is sent here, not in the midst of the next test.
    await platform.runJobs();
    const bare = (html: string): string => html.replace(/atr_d_\S+?"/g, '"').replace(/(liu|nobody)@example\.com/g, '');
    expect(bare(known.body)).toBe(bare(unknown.body));
    const wrong = await send({ ...fieldsOf(unknown.body), code: '123456' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toContain('The code is wrong, has expired or was used already.');
    expect(fieldsOf(wrong.body)).toMatchObject({ step: 'code', contact: 'nobody@example.com', state: 'a b&c' });
    const malformed = await send({ ...fieldsOf((await show(request())).body), contact: '<b>"x' });
    expect(malformed.statusCode).toBe(400);
    expect(malformed.body).not.toContain('<b>');
  });
});

describe('a request that may not go on', () => {
  it.each([
    ['an unknown client', { client_id: 'public_client_01h455vb4pex5vsknk084sn02q' }, 'alpha'],
    ['no client', { client_id: 'x' }, 'alpha'],
    ['an address that only begins alike', { redirect_uri: `${REDIRECT}&more` }, 'alpha'],
    ['another path', { redirect_uri: 'https://app.example.com/' }, 'alpha'],
    ['another company', {}, 'beta'],
    ['no such company', {}, 'nowhere'],
  ])('%s is shown and sent nowhere', async (_what, change, slug) => {
    for (const answer of [await show(request(change), slug), await send(request(change), slug)]) {
      expect(answer.statusCode).toBe(400);
      expect(answer.headers.location).toBeUndefined();
      expect(answer.body).toContain('This sign-in cannot go on');
    }
  });

  it.each([
    ['without PKCE', { code_challenge: '' }, 'invalid_request'],
    ['with a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['with a challenge of another form', { code_challenge: 'short' }, 'invalid_request'],
    ['for a token at once', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s is sent back with the error and the state', async (_what, change, error) => {
    const { statusCode, headers } = await show(request(change));
    expect(statusCode).toBe(303);
    const back = new URL(headers.location!);
    expect(back.origin).toBe(ORIGIN);
    expect(back.searchParams.get('error')).toBe(error);
    expect(back.searchParams.get('state')).toBe('a b&c');
  });
});

describe('a code', () => {
  it.each([
    ['a wrong verifier', { code_verifier: randomBytes(48).toString('base64url') }],
    ['no verifier', { code_verifier: '' }],
    ['the challenge in place of the verifier', { code_verifier: CHALLENGE }],
    ['another address', { redirect_uri: NATIVE }],
  ])('is used up by %s', async (_what, change) => {
    const code = (await signInByMail()).searchParams.get('code')!;
    expect(await exchange(code, change)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await exchange(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('used a second time ends the session of the first', async () => {
    const code = (await signInByMail()).searchParams.get('code')!;
    const { body } = await exchange(code);
    const client = platform.client(body.access_token!);
    expect(await client.ok(ME)).toMatchObject({ me: { name: '刘主' } });
    expect(await exchange(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await client.fails(ME)).extensions.code).toBe('UNAUTHENTICATED');
  });

  it('exchanged by two at once gives one session', async () => {
    const code = (await signInByMail()).searchParams.get('code')!;
    const answers = await Promise.all([exchange(code), exchange(code)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('ends after a minute, and counts for its own client and company alone', async () => {
    const late = (await signInByMail()).searchParams.get('code')!;
    platform.clock.advance({ seconds: 61 });
    expect((await exchange(late)).body.error).toBe('invalid_grant');
    platform.clock.reset();
    const code = (await signInByMail()).searchParams.get('code')!;
    expect((await exchange(code, { client_id: staffApp })).body.error).toBe('invalid_grant');
    expect((await exchange('nonsense')).body.error).toBe('invalid_grant');
    expect(await token({ grant_type: 'authorization_code', client_id: app }, 'beta')).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await token({ grant_type: 'password', client_id: app })).body.error).toBe('unsupported_grant_type');
  });

  it('lies in the database as a hash, and the tokens sealed', async () => {
    const code = (await signInByMail()).searchParams.get('code')!;
    const stored = JSON.stringify(await sqlOf(platform)('SELECT * FROM atrium.authorization_code'));
    expect(stored).not.toContain(code);
    expect(stored).not.toContain('atr_u_');
  });
});

describe('browsers', () => {
  const ask = (origin: string, url = '/graphql') =>
    server().inject({
      method: 'OPTIONS',
      url,
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
  const post = (origin: string) =>
    server().inject({
      method: 'POST',
      url: '/graphql',
      headers: { origin, 'content-type': 'application/json' },
      payload: JSON.stringify({ query: '{ __typename }' }),
    });

  it('may call from a registered origin, named in the answer', async () => {
    for (const url of ['/graphql', '/oauth/alpha/token']) {
      const preflight = await ask(ORIGIN, url);
      expect(preflight.statusCode).toBe(204);
      expect(preflight.headers).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-headers': expect.stringContaining('authorization'),
        vary: expect.stringContaining('Origin'),
      });
      expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    }
    const { statusCode, headers } = await post(ORIGIN);
    expect(statusCode).toBe(200);
    expect(headers['access-control-allow-origin']).toBe(ORIGIN);
  });

  it.each(['https://evil.example.com', 'http://app.example.com', `${ORIGIN}:8443`, 'null', '*'])(
    'may not from %s',
    async (origin) => {
      const preflight = await ask(origin);
      expect(preflight.statusCode).toBe(403);
      expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
      expect((await post(origin)).headers['access-control-allow-origin']).toBeUndefined();
    },
  );
});

describe('registering', () => {
  it.each([
    [{ redirectUris: ['http://app.example.com/cb'] }, 'input.redirectUris.0', 'BAD_REDIRECT'],
    [{ redirectUris: ['javascript:alert(1)'] }, 'input.redirectUris.0', 'BAD_REDIRECT'],
    [{ allowedOrigins: [ORIGIN, '*'] }, 'input.allowedOrigins.1', 'BAD_ORIGIN'],
  ])('%j is refused with its place', async (change, path, code) => {
    const input = { name: 'Bad', audience: 'CUSTOMERS', redirectUris: [REDIRECT], allowedOrigins: [], ...change };
    expect((await admin.fails(REGISTER, { input })).extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path, code }],
    });
  });

  it('is for who may manage them, in their own company; a revoked one signs nobody in and lets no browser call', async () => {
    const input = {
      name: 'Kiosk',
      audience: 'CUSTOMERS',
      redirectUris: [REDIRECT],
      allowedOrigins: ['https://kiosk.example.com'],
    };
    const agent = await platform.as('SERVICE_AGENT');
    expect((await agent.fails(REGISTER, { input })).extensions.code).toBe('FORBIDDEN');
    const limited = await platform.as('ADMIN', { communities: [] });
    expect((await limited.fails(REGISTER, { input })).extensions.messageKey).toBe('common.wholeCompany');
    const id = await register(input);
    expect((await admin.fails(REGISTER, { input })).extensions).toMatchObject({ messageKey: 'publicClient.nameTaken' });
    const other = await platform.as('ADMIN', { tenant: 'b' });
    const mine = await admin.ok<{ publicClients: { nodes: { id: string }[] } }>('{ publicClients { nodes { id } } }');
    const theirs = await other.ok<typeof mine>('{ publicClients { nodes { id } } }');
    expect(mine.publicClients.nodes).toContainEqual({ id });
    expect(theirs.publicClients.nodes).not.toContainEqual({ id });
    const revoke = 'mutation ($id: ID!) { revokePublicClient(input: { id: $id }) { publicClient { revokedAt } } }';
    expect((await other.fails(revoke, { id })).extensions.code).toBe('NOT_FOUND');
    const cors = () =>
      server().inject({ method: 'GET', url: '/health/live', headers: { origin: 'https://kiosk.example.com' } });
    expect((await cors()).headers['access-control-allow-origin']).toBe('https://kiosk.example.com');
    const change = `mutation ($input: UpdatePublicClientInput!) { updatePublicClient(input: $input) { publicClient { version } } }`;
    expect(await admin.ok(change, { input: { id, version: 1, redirectUris: [NATIVE] } })).toMatchObject({
      updatePublicClient: { publicClient: { version: 2 } },
    });
    expect((await show(request({ client_id: id }))).statusCode).toBe(400);
    expect((await show(request({ client_id: id, redirect_uri: NATIVE }))).statusCode).toBe(200);
    // What it was given ends with it, in every process at once, and cannot be renewed past it.
    const first = await send({
      ...fieldsOf((await show(request({ client_id: id, redirect_uri: NATIVE }))).body),
      contact: 'liu@example.com',
    });
    await platform.runJobs();
    const signedIn = await send({ ...fieldsOf(first.body), code: mailedCode(mailbox, 'liu@example.com') });
    const code = new URL(signedIn.headers.location!).searchParams.get('code')!;
    const { body } = await exchange(code, { client_id: id, redirect_uri: NATIVE });
    expect(await platform.client(body.access_token!).ok(ME)).toMatchObject({ me: { name: '刘主' } });
    await admin.ok(revoke, { id });
    expect((await platform.client(body.access_token!).fails(ME)).extensions.code).toBe('UNAUTHENTICATED');
    const renew =
      'mutation ($token: String!) { refreshCustomerSession(input: { refreshToken: $token }) { __typename } }';
    expect((await platform.client().fails(renew, { token: body.refresh_token })).extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect((await show(request({ client_id: id, redirect_uri: NATIVE }))).statusCode).toBe(400);
    expect((await cors()).headers['access-control-allow-origin']).toBeUndefined();
    expect((await admin.fails(change, { input: { id, version: 3, name: 'x' } })).extensions.code).toBe('CONFLICT');
  });

  it('metadata tells where everything is', async () => {
    const { body } = await server().inject({
      method: 'GET',
      url: '/.well-known/oauth-authorization-server/oauth/alpha',
    });
    expect(JSON.parse(body)).toMatchObject({
      issuer: 'https://atrium.example.com/oauth/alpha',
      authorization_endpoint: 'https://atrium.example.com/oauth/alpha/authorize',
      token_endpoint: 'https://atrium.example.com/oauth/alpha/token',
      code_challenge_methods_supported: ['S256'],
    });
  });
});
