import { join } from 'node:path';
import { createTestPlatform, type GraphqlAnswer, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer } from '../customers/support/register';
import { type ChildProgram, endChildren, runChild } from '../support/child-program';
import { buildFixture, type BuiltFixture, type Form } from './fixture';

// Each form is a process of its own, which compiles all of the platform.
jest.setTimeout(120_000);

const ROOT = join(__dirname, '../..');
/** What a change in one process may take to be in force in another. */
const PROPAGATION_MS = 2_000;

const ENABLE = `mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { enabled } } }`;
const DISABLE = `mutation ($input: DisablePluginInput!) { disablePlugin(input: $input) { plugin { enabled } } }`;
const RECORD = `mutation ($input: VisitsRecordInput!) { recordVisits(input: $input) { entry { reason } } }`;
const VISITS_OF = `query ($id: ID!) { customer(id: $id) { name visits { count } } }`;

let here: BuiltFixture;
let platform: TestPlatform;
let admin: TestClient;
let customer: { id: string };

beforeAll(async () => {
  here = buildFixture('CommonJS');
  platform = await createTestPlatform({ ATRIUM_PLUGINS: here.folder });
  admin = await platform.as('ADMIN');
  await admin.ok(ENABLE, { input: { plugin: 'visits', settings: { callbackKey: 'a key of the front door' } } });
  customer = await enterCustomer(admin, '王芳');
});
afterEach(endChildren);
afterAll(async () => {
  await platform?.close();
  here?.remove();
});

/** Another API process on the same database, with the plugin from `source`. Answers its address. */
async function startApi(source: string, cwd: string): Promise<{ child: ChildProgram; url: string }> {
  const { secrets } = platform.config;
  const env = {
    ATRIUM_MODE: 'test',
    LOG_LEVEL: 'error',
    DATA_DIR: join(cwd, 'data'),
    PORT: '0',
    ATRIUM_PLUGINS: source,
    ACCESS_TOKEN_SECRET: secrets.accessTokenSecret,
    ENCRYPTION_KEY: secrets.encryptionKey,
    DATABASE_ROLE_PASSWORD: secrets.databaseRolePassword,
  };
  const child = runChild(
    `
    delete process.env.JEST_WORKER_ID; // a process as in production, not one of the test runner
    const { createApiApp } = load(${JSON.stringify(join(ROOT, 'apps/api/src/index.ts'))});
    const { coreContexts } = load(${JSON.stringify(join(ROOT, 'libs/core/src/index.ts'))});
    const { loadConfig, loadPlugins } = load(${JSON.stringify(join(ROOT, 'libs/platform/src/index.ts'))});
    const config = loadConfig(${JSON.stringify(env)}, ${JSON.stringify(cwd)});
    const plugins = loadPlugins(config.general.plugins, ${JSON.stringify(cwd)});
    const databaseUrl = ${JSON.stringify(platform.database.appUrl)};
    const api = await createApiApp({ config, databaseUrl, contexts: coreContexts, plugins });
    await api.listen(0, '127.0.0.1');
    say(await api.getUrl());
    `,
    { cwd: ROOT },
  );
  return { child, url: await child.next<string>() };
}

async function ask<T>(url: string, query: string, variables: object): Promise<GraphqlAnswer<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${admin.token!}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as GraphqlAnswer<T>;
}

const countAt = async (url: string): Promise<number | null> => {
  const { data, errors } = await ask<{ customer: { visits: { count: number } | null } }>(url, VISITS_OF, customer);
  if (errors) throw new Error(JSON.stringify(errors));
  return data!.customer.visits?.count ?? null;
};

describe.each<Form>(['CommonJS', 'ESM'])('a plugin in %s', (form) => {
  it.each(['by its path', 'as a packed tarball'])('is loaded %s', async (how) => {
    const fixture = buildFixture(form);
    try {
      const { url } = await (how === 'by its path'
        ? startApi(fixture.folder, fixture.folder)
        : startApi('@example/visits', fixture.installed()));
      const before = await countAt(url);
      const { errors } = await ask(url, RECORD, { input: { customerId: customer.id, reason: 'a key' } });
      expect(errors).toBeUndefined();
      expect(await countAt(url)).toBe((before ?? 0) + 1);
      // An input that the shared classes check: a second copy of the framework would let it pass, or know no such class.
      const refused = await ask(url, RECORD, { input: { customerId: customer.id, reason: 'x'.repeat(201) } });
      expect(refused.errors?.[0]?.extensions).toMatchObject({
        code: 'VALIDATION_FAILED',
        fields: [{ path: 'input.reason' }],
      });
    } finally {
      fixture.remove();
    }
  });
});

it('what one process enables, disables or sets is in force in another within two seconds', async () => {
  const { url } = await startApi(here.folder, here.folder);
  await ask(url, RECORD, { input: { customerId: customer.id, reason: 'a key' } });
  const isOn = async () => (await countAt(url)) !== null;
  const within = async (expected: boolean): Promise<boolean> => {
    const until = performance.now() + PROPAGATION_MS;
    while ((await isOn()) !== expected) if (performance.now() > until) return false;
    return true;
  };
  expect(await isOn()).toBe(true);
  for (const [change, expected] of [
    [DISABLE, false],
    [ENABLE, true],
    [DISABLE, false],
    [ENABLE, true],
  ] as const) {
    await admin.ok(change, { input: { plugin: 'visits' } });
    expect(await within(expected)).toBe(true);
  }
});
