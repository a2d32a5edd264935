import { createHmac } from 'node:crypto';
import { findCatalogProblems, withClient } from '@atrium/platform';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import type { FastifyInstance } from 'fastify';
import { enterCustomer, enterRegister, startOccupancy, uuidOf } from '../customers/support/register';
import { Receiver } from '../webhooks/support/receiver';
import { subscribe } from '../webhooks/support/webhooks';
import { buildFixture, type BuiltFixture } from './fixture';

const KEY = 'a key of the front door';
let fixture: BuiltFixture;
let platform: TestPlatform;
let admin: TestClient;
let neighbour: TestClient;

const PLUGIN = 'plugin { name enabled version settings secretsSet }';
const ENABLE = `mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { ${PLUGIN} } }`;
const DISABLE = `mutation ($input: DisablePluginInput!) { disablePlugin(input: $input) { ${PLUGIN} } }`;
const UPDATE = `mutation ($input: UpdatePluginSettingsInput!) { updatePluginSettings(input: $input) { ${PLUGIN} } }`;
const RECORD = `mutation ($input: VisitsRecordInput!) { recordVisits(input: $input) { entry { id reason greeting counted } } }`;
const VISITS_OF = `query ($id: ID!) { customer(id: $id) { name visits { count lastAt } } }`;
const VISITS = '{ visits { totalCount nodes { id reason greeting counted } } }';
const NODE = 'query ($id: ID!) { node(id: $id) { id } }';

interface Shown {
  name: string;
  enabled: boolean;
  version: number;
  settings: Record<string, unknown>;
  secretsSet: string[];
}
const enable = async (client: TestClient, settings: object = { callbackKey: KEY }): Promise<Shown> =>
  (await client.ok<{ enablePlugin: { plugin: Shown } }>(ENABLE, { input: { plugin: 'visits', settings } })).enablePlugin
    .plugin;
const disable = (client: TestClient): Promise<unknown> => client.ok(DISABLE, { input: { plugin: 'visits' } });
const record = async (client: TestClient, customerId: string, reason = 'a key'): Promise<string> =>
  (await client.ok<{ recordVisits: { entry: { id: string } } }>(RECORD, { input: { customerId, reason } })).recordVisits
    .entry.id;
const visits = async (client: TestClient): Promise<Record<string, unknown>[]> =>
  (await client.ok<{ visits: { nodes: Record<string, unknown>[] } }>(VISITS)).visits.nodes;
const countOf = async (client: TestClient, id: string): Promise<number | null> =>
  (await client.ok<{ customer: { visits: { count: number } | null } }>(VISITS_OF, { id })).customer.visits?.count ??
  null;
const sql = <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  withClient(platform.database.adminUrl, async (client) => (await client.query<Row>(text, values)).rows);

beforeAll(async () => {
  fixture = buildFixture('CommonJS');
  platform = await createTestPlatform({ ATRIUM_PLUGINS: fixture.folder, OUTBOUND_ALLOWED: '127.0.0.1' });
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
});
afterAll(async () => {
  await platform?.close();
  fixture?.remove();
});

describe('installed', () => {
  it('it is off for everybody: fields are null, operations PLUGIN_DISABLED', async () => {
    const { viewer } = await admin.ok<{ viewer: { plugins: string[] } }>('{ viewer { plugins } }');
    expect(viewer.plugins).toEqual([]);
    const { id } = await enterCustomer(admin, '王芳');
    expect(await admin.ok(VISITS_OF, { id })).toEqual({ customer: { name: '王芳', visits: null } });
    const refused = await admin.fails(RECORD, { input: { customerId: id, reason: 'a key' } });
    expect(refused.extensions).toMatchObject({ code: 'PLUGIN_DISABLED', plugin: 'visits' });
    expect(refused.message).toBe('贵公司尚未启用插件 visits。');
    expect((await admin.fails(VISITS)).extensions.code).toBe('PLUGIN_DISABLED');
  });

  it('its tables have every guard, a role that does not log in, and nothing of the core beyond what it asked for', async () => {
    expect(await findCatalogProblems(platform.database.adminUrl)).toEqual([]);
    const roles = await sql(
      `SELECT rolname, rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'plg\\_visits%' ORDER BY 1`,
    );
    const harmless = { rolcanlogin: false, rolsuper: false, rolbypassrls: false };
    expect(roles).toEqual([
      { rolname: 'plg_visits', ...harmless },
      { rolname: 'plg_visits_owner', ...harmless },
    ]);
    const rights = await sql(
      `SELECT table_schema || '.' || table_name AS name, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS rights
       FROM information_schema.role_table_grants WHERE grantee = 'plg_visits' GROUP BY 1 ORDER BY 1`,
    );
    expect(rights).toEqual([
      { name: 'core.customer', rights: 'SELECT' },
      { name: 'plg_visits.entry', rights: 'DELETE INSERT SELECT UPDATE' },
      // Its own view of its own table, which the core reads: an owner's rights.
      { name: 'segment.plg_visits_entry', rights: 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE' },
    ]);
    const history = await sql('SELECT plugin, name FROM app.plugin_migration');
    expect(history).toEqual([{ plugin: 'visits', name: 'Visits1' }]);
  });

  it('only whoever may manages plugins', async () => {
    const agent = await platform.as('SERVICE_AGENT');
    for (const [document, input] of [
      [ENABLE, { plugin: 'visits', settings: {} }],
      [DISABLE, { plugin: 'visits' }],
      [UPDATE, { plugin: 'visits', version: 1, settings: {} }],
    ] as const) {
      expect((await agent.fails(document, { input })).extensions).toMatchObject({
        code: 'FORBIDDEN',
        permission: 'plugin:manage',
      });
    }
    expect((await agent.fails('{ plugins { name } }')).extensions.code).toBe('FORBIDDEN');
  });
});

describe('settings', () => {
  it('that are refused enable nothing, and each is told in the caller’s language', async () => {
    const settings = { greeting: '', dailyLimit: 'many', colour: 'red' };
    const { extensions } = await admin.fails(ENABLE, { input: { plugin: 'visits', settings } });
    expect(extensions.code).toBe('VALIDATION_FAILED');
    expect(extensions.fields?.map(({ path, code }) => [path, code])).toEqual([
      ['input.settings.colour', 'UNKNOWN_SETTING'],
      ['input.settings.greeting', 'INVALID_VALUE'],
      ['input.settings.dailyLimit', 'INVALID_VALUE'],
      ['input.settings.callbackKey', 'REQUIRED'],
    ]);
    for (const { message } of extensions.fields!) expect(message).toMatch(/\p{Script=Han}/u);
    expect((await admin.fails(ENABLE, { input: { plugin: 'visits', settings: [1] } })).extensions.code).toBe(
      'VALIDATION_FAILED',
    );
    expect(await sql('SELECT FROM atrium.tenant_plugin')).toEqual([]);
  });

  it('have defaults; secrets are sealed at rest, never answered, and hidden in the audit log', async () => {
    expect(await enable(admin)).toEqual({
      name: 'visits',
      enabled: true,
      version: 1,
      settings: { greeting: 'Welcome', dailyLimit: 100 },
      secretsSet: ['callbackKey'],
    });
    const [row] = await sql<{ settings: object; secrets: { callbackKey: string } }>(
      'SELECT settings, secrets FROM atrium.tenant_plugin',
    );
    expect(row!.settings).toEqual({});
    expect(row!.secrets.callbackKey).toMatch(/^v2\./);
    const log = await sql<{ after: Record<string, unknown> }>(
      `SELECT after FROM atrium.audit_log WHERE entity = 'tenant_plugin'`,
    );
    expect(JSON.stringify(log)).not.toContain(KEY);
    expect(JSON.stringify(log)).not.toContain(row!.secrets.callbackKey);
  });

  it('are described as JSON Schema', async () => {
    const { plugins } = await admin.ok<{ plugins: Record<string, unknown>[] }>(
      '{ plugins { name displayName description release running requires permissions settingsSchema } }',
    );
    expect(plugins).toEqual([
      {
        name: 'visits',
        displayName: '来访登记',
        description: 'Writes down who came to the front desk, and greets them.',
        release: '1.0.0',
        running: true,
        requires: [],
        permissions: ['visits:read', 'visits:record'],
        settingsSchema: expect.objectContaining({
          properties: expect.objectContaining({
            callbackKey: expect.objectContaining({ type: 'string', writeOnly: true, minLength: 16 }),
            dailyLimit: expect.objectContaining({ type: 'integer', default: 100 }),
          }),
        }),
      },
    ]);
  });

  it('are changed from the version one has seen; what is left out stays, null takes back', async () => {
    const change = (version: number, settings: object) => ({ input: { plugin: 'visits', version, settings } });
    const { updatePluginSettings } = await admin.ok<{ updatePluginSettings: { plugin: Shown } }>(
      UPDATE,
      change(1, { greeting: '您好', dailyLimit: 5 }),
    );
    expect(updatePluginSettings.plugin).toMatchObject({
      version: 2,
      settings: { greeting: '您好', dailyLimit: 5 },
      secretsSet: ['callbackKey'],
    });
    expect((await admin.fails(UPDATE, change(1, {}))).extensions).toMatchObject({
      code: 'CONFLICT',
      currentVersion: 2,
    });
    expect((await admin.fails(UPDATE, change(2, { callbackKey: null }))).extensions.code).toBe('VALIDATION_FAILED');
    const back = await admin.ok<{ updatePluginSettings: { plugin: Shown } }>(UPDATE, change(2, { dailyLimit: null }));
    expect(back.updatePluginSettings.plugin.settings).toEqual({ greeting: '您好', dailyLimit: 100 });
    expect((await neighbour.fails(UPDATE, change(1, {}))).extensions).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'plugin.neverEnabled',
    });
  });
});

describe('enabled for one company', () => {
  it('it works there and not for the other, and the viewer tells', async () => {
    const { id } = await enterCustomer(admin, '李雷');
    await record(admin, id);
    expect(await countOf(admin, id)).toBe(1);
    const plugins = async (client: TestClient) =>
      (await client.ok<{ viewer: { plugins: string[] } }>('{ viewer { plugins } }')).viewer.plugins;
    expect(await plugins(admin)).toEqual(['visits']);
    expect(await plugins(neighbour)).toEqual([]);
    expect((await neighbour.fails(VISITS)).extensions.code).toBe('PLUGIN_DISABLED');
  });

  it('reads a field for a whole list at once', async () => {
    for (const name of ['韩梅梅', '赵敏', '周杰']) await record(admin, (await enterCustomer(admin, name)).id);
    const read = () => admin.ok('{ customers(first: 50) { nodes { name visits { count } } } }');
    await read();
    await platform.expectQueries(2, read);
  });

  it('events and jobs come with the commit, are handled as the plugin, and what is rolled back leaves none', async () => {
    await platform.runJobs();
    expect((await visits(admin)).every(({ greeting, counted }) => greeting === '您好' && counted === true)).toBe(true);
    const { id } = await enterCustomer(admin, '孙悦');
    const before = (await visits(admin)).length;
    const { data } = await admin.query(
      `mutation ($input: VisitsRecordInput!) { recordVisits(input: $input) { entry { id createdAt
         nothing: reason } } broken: enablePlugin(input: { plugin: "visits", settings: { dailyLimit: 0 } }) { plugin { name } } }`,
      { input: { customerId: id, reason: 'kept' } },
    );
    expect(data).toMatchObject({ recordVisits: { entry: {} }, broken: null });
    await platform.rehearse(() => record(admin, id, 'undone').catch(() => undefined));
    expect(await visits(admin)).toHaveLength(before + 1);
    expect(await platform.runJobs()).toBe(2);
  });

  it('is seen by whom its permissions let in', async () => {
    const { id } = await enterCustomer(admin, '吴迪');
    const agent = await platform.as('SERVICE_AGENT');
    await record(agent, id);
    expect(await countOf(agent, id)).toBe(1);
    const auditor = await platform.as('AUDITOR');
    expect(await countOf(auditor, id)).toBe(1);
    const refused = await auditor.fails(RECORD, { input: { customerId: id, reason: 'x' } });
    expect(refused.extensions).toMatchObject({ code: 'FORBIDDEN', permission: 'visits:record' });
    const dispatcher = await platform.as('DISPATCHER');
    const { data, errors } = await dispatcher.query<{ customer: object }>(VISITS_OF, { id });
    expect(data?.customer).toEqual({ name: '吴迪', visits: null });
    expect(errors?.map(({ extensions }) => extensions.permission)).toEqual(['visits:read']);
  });

  it('keeps to the data scope of the caller', async () => {
    const { unit1101, unit101, heYuan } = await enterRegister(admin);
    const [here, there] = [await enterCustomer(admin, '本园'), await enterCustomer(admin, '他园')];
    await startOccupancy(admin, here, unit1101, 'OWNER');
    await startOccupancy(admin, there, unit101, 'OWNER');
    await record(admin, here.id, 'here');
    await record(admin, there.id, 'there');
    const scoped = await platform.as('SERVICE_AGENT', { communities: [uuidOf(heYuan)] });
    expect((await visits(scoped)).map(({ reason }) => reason)).toEqual(['here']);
    const refused = await scoped.fails(RECORD, { input: { customerId: there.id, reason: 'x' } });
    expect(refused.extensions.code).toBe('NOT_FOUND');
  });

  it('its objects are nodes, of their own company alone', async () => {
    const entry = await record(admin, (await enterCustomer(admin, '郑爽')).id);
    expect(await admin.ok(NODE, { id: entry })).toEqual({ node: { id: entry } });
    await enable(neighbour, { callbackKey: 'another key, of the other' });
    expect(await neighbour.ok(NODE, { id: entry })).toEqual({ node: null });
    expect(await visits(neighbour)).toEqual([]);
    const theirs = await enterCustomer(admin, '陈晨');
    const refused = await neighbour.fails(RECORD, { input: { customerId: theirs.id, reason: 'x' } });
    expect(refused.extensions.code).toBe('NOT_FOUND');
    expect(await countOf(admin, theirs.id)).toBeNull();
    await disable(neighbour);
  });

  it('its public events are told by webhooks', async () => {
    const receiver = await Receiver.open();
    try {
      await subscribe(admin, `${receiver.origin}/visits`, ['visits.recorded']);
      const entryId = await record(admin, (await enterCustomer(admin, '何园')).id);
      await platform.runJobs();
      expect(receiver.at('/visits').map(({ json }) => [json.type, json.data])).toEqual([
        ['visits.recorded', { entryId }],
      ]);
    } finally {
      await receiver.close();
    }
  });

  it('what it writes is in the audit log, with its name', async () => {
    const [last] = await sql<{ entity: string; operation: string }>(
      `SELECT entity, operation FROM atrium.audit_log WHERE entity LIKE 'visits.%' AND action = 'INSERT'
       ORDER BY created_at DESC LIMIT 1`,
    );
    expect(last).toEqual({ entity: 'visits.entry', operation: 'recordVisits' });
    const { auditEntries: auditLog } = await admin.ok<{
      auditEntries: { nodes: { entity: string; entityId: string }[] };
    }>('{ auditEntries(first: 50) { nodes { entity entityId } } }');
    expect(auditLog.nodes.find(({ entity }) => entity === 'visits.entry')?.entityId).toMatch(/^visits_entry_/);
  });
});

describe('an HTTP route', () => {
  const call = (slug: string, body: string, key = KEY, method: 'POST' | 'GET' = 'POST') =>
    (platform.api.getHttpAdapter().getInstance() as FastifyInstance).inject({
      method,
      url: `/x/visits/${slug}/arrivals`,
      headers: {
        'content-type': 'application/json',
        'x-signature': createHmac('sha256', key).update(body).digest('hex'),
      },
      payload: body,
    });
  let body: string;
  let customer: string;
  beforeAll(async () => {
    customer = (await enterCustomer(admin, '门禁')).id;
    body = JSON.stringify({ customerId: uuidOf(customer), reason: 'the door' });
  });

  it('answers whom its own check lets in, as the company in its address', async () => {
    const answer = await call('alpha', body);
    expect([answer.statusCode, answer.headers['content-security-policy']]).toEqual([
      201,
      "default-src 'none'; sandbox",
    ]);
    expect(await countOf(admin, customer)).toBe(1);
    const [cause] = await sql<{ name: string }>(
      `SELECT cause ->> 'name' AS name FROM atrium.audit_log WHERE operation = 'visits.http' LIMIT 1`,
    );
    expect(cause).toEqual({ name: 'visits: door' });
  });

  it('refuses strangers, and looks the same where the plugin or the company is not', async () => {
    expect((await call('alpha', body, 'another key')).statusCode).toBe(401);
    const [disabled, unknown] = [await call('beta', body), await call('nobody-here', body)];
    expect([disabled.statusCode, unknown.statusCode]).toEqual([404, 404]);
    const said = ({ payload }: { payload: string }) =>
      (JSON.parse(payload) as { errors: { message: string }[] }).errors[0]!;
    expect(said(disabled).message).toBe(said(unknown).message);
    expect((await call('alpha', 'no json')).statusCode).toBe(400);
    expect((await call('alpha', body, KEY, 'GET')).statusCode).toBe(404);
    expect(await countOf(admin, customer)).toBe(1);
  });
});

describe('disabled again', () => {
  it('everything rests and the data stays; enabled once more, it goes on', async () => {
    const { id } = await enterCustomer(admin, '休息');
    const entry = await record(admin, id, 'before');
    await disable(admin);
    expect(await countOf(admin, id)).toBeNull();
    expect((await admin.fails(NODE, { id: entry })).extensions.code).toBe('PLUGIN_DISABLED');
    await platform.runJobs();
    const stored = () =>
      sql<{ greeting: string | null }>('SELECT greeting FROM plg_visits.entry WHERE reason = $1', ['before']);
    expect(await stored()).toEqual([{ greeting: null }]);
    const again = await enable(admin, {});
    expect(again).toMatchObject({ settings: { greeting: '您好' }, secretsSet: ['callbackKey'] });
    expect(await countOf(admin, id)).toBe(1);
    await platform.runJobs();
    expect(await stored()).toEqual([{ greeting: '您好' }]);
  });

  it('its rows go with the customer they name, also while it is disabled', async () => {
    const { id } = await enterCustomer(admin, '再见');
    await record(admin, id, 'the last');
    await disable(admin);
    await sql('DELETE FROM atrium.customer WHERE id = $1', [uuidOf(id)]);
    expect(await sql('SELECT FROM plg_visits.entry WHERE customer_id = $1', [uuidOf(id)])).toEqual([]);
  });
});
