import { createHash } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import type { FastifyInstance } from 'fastify';
import { ALL, change, refusal, sqlOf, type Tokens } from './support';

let platform: TestPlatform;
let mailbox: Mailbox;
let server: FastifyInstance;
let admin: TestClient;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url, PUBLIC_URL: 'https://atrium.example' });
  server = platform.api.getHttpAdapter().getInstance() as never;
  admin = await platform.as('ADMIN');
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});

const get = (url: string, language = 'zh-CN') =>
  server.inject({ method: 'GET', url, headers: { 'accept-language': language } });
const inline = (html: string, tag: 'script' | 'style'): string =>
  new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(html)![1]!;

/** A browser as far as the page's script needs one; what it fetches goes to the platform. */
class Page {
  readonly elements: Record<string, { value: string; hidden: boolean; disabled: boolean; textContent: string }> = {};
  address: string;
  private submitted: ((event: object) => Promise<void>) | null = null;

  constructor(link: string, html: string) {
    const { pathname, hash } = new URL(link);
    this.address = pathname + hash;
    for (const [tag, id] of html.matchAll(/<\w+ id="([\w-]+)"[^>]*>/g)) {
      this.elements[id!] = { value: '', hidden: / hidden>/.test(tag), disabled: false, textContent: '' };
    }
    const attribute = (name: string): string =>
      new RegExp(`data-${name}="([^"]*)"`)
        .exec(html)![1]!
        .replace(/&quot;/g, '"')
        .replace(/&#39;/g, "'");
    const listener = (_: string, run: (event: object) => Promise<void>): void => void (this.submitted = run);
    const sandbox = createContext({
      location: { pathname, hash },
      history: { replaceState: (_: unknown, __: unknown, url: string) => void (this.address = url) },
      document: {
        getElementById: (id: string) => Object.assign(this.elements[id]!, { addEventListener: listener }),
        documentElement: { lang: /<html lang="([^"]+)">/.exec(html)![1] },
        body: {
          dataset: {
            mutation: attribute('mutation'),
            different: attribute('different'),
            offline: attribute('offline'),
          },
        },
      },
      fetch: async (
        url: string,
        { method, headers, body }: { method: 'POST'; headers: Record<string, string>; body: string },
      ) => {
        const answer = await server.inject({ method, url, headers, payload: body });
        return { json: () => JSON.parse(answer.body) as unknown };
      },
      decodeURIComponent,
      JSON,
    });
    runInContext(inline(html, 'script'), sandbox);
  }

  async submit(password: string, repeat = password): Promise<void> {
    this.elements.password!.value = password;
    this.elements.repeat!.value = repeat;
    await this.submitted!({ preventDefault: () => undefined });
  }

  get problem(): string | null {
    const { hidden, textContent } = this.elements.problem!;
    return hidden ? null : textContent;
  }

  get done(): boolean {
    return !this.elements.done!.hidden && this.elements.form!.hidden;
  }
}

const open = async (email: string, language?: string): Promise<Page> => {
  await platform.runJobs();
  const link = /https:\/\/atrium\.example\/account\/\S+/.exec(mailbox.last(email).text!)![0];
  return new Page(link, (await get(new URL(link).pathname, language)).body);
};
const invite = (email: string): Promise<unknown> =>
  change(
    admin,
    'inviteStaff',
    'InviteStaffInput',
    { name: '李娜', email, roleIds: [], dataScope: ALL },
    'staff { id }',
  );
const signIn = (email: string, password: string): Promise<{ tokens: Tokens }> =>
  change(platform.client(), 'signIn', 'SignInInput', { slug: 'alpha', email, password }, 'tokens { accessToken }');

it.each(['/account/invitation', '/account/password'])('%s runs its own script and style alone', async (url) => {
  const { statusCode, headers, body } = await get(url);
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = String(headers['content-security-policy']);
  for (const tag of ['script', 'style'] as const) {
    const hash = createHash('sha256').update(inline(body, tag)).digest('base64');
    expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
  }
  expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  expect(body).not.toMatch(/ (on\w+|style|src)=/);
});

it('speaks the language of whoever opens it', async () => {
  expect((await get('/account/invitation', 'en-GB')).body).toContain('<h1>Join your company</h1>');
  expect((await get('/account/password', 'zh-CN')).body).toContain('<h1>重置密码</h1>');
});

it('brings somebody from the mail into the company', async () => {
  await invite('lina@alpha.example');
  const page = await open('lina@alpha.example');
  expect(page.address).toBe('/account/invitation');
  expect(page.elements['code-field']!.hidden).toBe(true);
  await page.submit('a long enough one', 'a long enough two');
  expect(page.problem).toBe('两次输入的密码不一致。');
  await page.submit('too short');
  expect(page.problem).toContain('密码须为 10 至 128 个字符');
  expect(page.done).toBe(false);
  await page.submit('a long enough one');
  expect([page.problem, page.done]).toEqual([null, true]);
  await signIn('lina@alpha.example', 'a long enough one');
  // The page keeps no session behind.
  expect(
    await sqlOf(platform)(
      `SELECT s.revoked_reason FROM atrium.staff_session s JOIN atrium.staff m ON m.id = s.staff_id
       WHERE m.email = 'lina@alpha.example' ORDER BY s.created_at`,
    ),
  ).toEqual([{ revoked_reason: 'SIGNED_OUT' }, { revoked_reason: null }]);
});

it('gives somebody a new password, once', async () => {
  const email = 'admin@alpha.example';
  await change(
    platform.client(),
    'requestPasswordReset',
    'RequestPasswordResetInput',
    { slug: 'alpha', email },
    'accepted',
  );
  const page = await open(email, 'en');
  await page.submit('quite another one');
  expect([page.problem, page.done]).toEqual([null, true]);
  await signIn(email, 'quite another one');
  const again = await open(email, 'en');
  await again.submit('yet another one');
  expect(again.problem).toBe('This code is not valid: it was used, replaced by a newer one, or has expired.');
  expect(
    (await refusal(platform.client(), 'signIn', 'SignInInput', { slug: 'alpha', email, password: 'yet another one' }))
      .code,
  ).toBe('UNAUTHENTICATED');
});
