import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tenantEvents } from '@atrium/core';
import { arrangePlugins, installPlugins, loadPlugins, type LoadedPlugin, uninstallPlugin } from '@atrium/platform';
import { createTenantTable, definePlugin, newId, onEvent, type PluginDefinition } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform, unzip } from '@atrium/testing';
import { Logger } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eraseCommand, exportTenant, moveTenant } from '../../apps/cli/src/commands/tenant';
import { enterCustomer, uuidOf } from '../customers/support/register';
import { sqlOf } from '../identity/support';
import { desk, lines } from '../tenants/support';
import { buildFixture, type BuiltFixture } from './fixture';

const told: string[] = [];

function ledgerTable(schema: string, rule: object): new () => MigrationInterface {
  return class Ledger1 implements MigrationInterface {
    readonly name = 'Ledger1';
    async up(runner: QueryRunner): Promise<void> {
      await createTenantTable(runner, {
        table: `${schema}.line`,
        columns: `customer_id uuid, note text, FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
        scope: 'none',
        rights: 'append',
        retention: { kept: 'a test' },
        ...rule,
      });
    }
    async down(): Promise<void> {}
  };
}

/** Throws whenever a company leaves; notes how companies stand; its lines can only be added to. */
const sulky = definePlugin({
  id: 'sulky',
  version: '1.0.0',
  sdk: '^0.1',
  data: {
    migrations: [ledgerTable('plg_sulky', { onCustomerErased: { set: { note: 'NULL' } } })],
    reads: ['customer'],
  },
  events: [
    onEvent('noteStanding', tenantEvents.statusChanged, async (ctx, { from, to }) => {
      await ctx.db.execute('INSERT INTO plg_sulky.line (id, note) VALUES ($1, $2)', [newId(), `${from} to ${to}`]);
    }),
  ],
  onTenantExport: async function* () {
    yield {
      name: 'half',
      rows: (async function* () {
        yield { line: 1 };
        throw new Error('no more of it');
      })(),
    };
  },
  onTenantErase: () => Promise.reject(new Error('they stay')),
});
const sleepy = definePlugin({
  id: 'sleepy',
  version: '1.0.0',
  sdk: '^0.1',
  onTenantExport: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }),
  onTenantErase: () => new Promise(() => undefined),
});
const keeper = definePlugin({
  id: 'keeper',
  version: '1.0.0',
  sdk: '^0.1',
  onTenantErase: ({ tenant }) => Promise.resolve(void told.push(`${tenant.slug} ${tenant.status}`)),
});
const loaded = (...definitions: PluginDefinition[]): readonly LoadedPlugin[] =>
  arrangePlugins(definitions.map((definition) => ({ source: definition.id, definition, metadata: {} })));

let fixture: BuiltFixture;
let plugins: readonly LoadedPlugin[];
let platform: TestPlatform;
let admin: TestClient;
let sql: ReturnType<typeof sqlOf>;
let a: string;
let b: string;

const call = <T>(field: string, type: string, input: object, selection: string): Promise<T> =>
  admin.ok(`mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`, { input });
const enable = (plugin: string, settings: object = {}): Promise<unknown> =>
  call('enablePlugin', 'EnablePluginInput', { plugin, settings }, 'plugin { name }');

beforeAll(async () => {
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  fixture = buildFixture('CommonJS');
  plugins = [...loadPlugins([fixture.folder]), ...loaded(sulky, sleepy, keeper)];
  platform = await createTestPlatform({ PLUGIN_HOOK_SECONDS: '1' }, [], plugins);
  sql = sqlOf(platform);
  [a, b] = [platform.tenants.a.id, platform.tenants.b.id];
  admin = await platform.as('ADMIN');
  await enable('visits', { callbackKey: 'a key of the front door' });
  for (const plugin of ['sulky', 'sleepy', 'keeper']) await enable(plugin);
  const neighbour = await platform.as('ADMIN', { tenant: 'b' });
  await neighbour.ok('mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { name } } }', {
    input: { plugin: 'sulky', settings: {} },
  });
});
afterAll(async () => {
  await platform?.close();
  fixture?.remove();
});

it('hear of their company’s standing also when the command line moves it', async () => {
  // Without a worker at hand: the command starts one of its own.
  const here = { ...desk(platform), services: undefined, plugins };
  await moveTenant('SUSPEND', 'alpha', { reason: '欠费' }, here);
  await moveTenant('RESUME', 'alpha', { reason: '已缴' }, here);
  await platform.drainEvents();
  const [{ status }] = (await sql<{ status: string }>('SELECT status FROM atrium.tenant WHERE id = $1', [a])) as [
    { status: string },
  ];
  expect(await sql('SELECT tenant_id, note FROM plg_sulky.line ORDER BY id')).toEqual([
    { tenant_id: a, note: `${status} to SUSPENDED` },
    { tenant_id: a, note: `SUSPENDED to ${status}` },
  ]);
});

it('hear nothing of the time in which they were disabled', async () => {
  const neighbour = await platform.as('ADMIN', { tenant: 'b' });
  const change = (mutation: string, type: string): Promise<unknown> =>
    neighbour.ok(`mutation ($input: ${type}!) { ${mutation}(input: $input) { plugin { enabled } } }`, {
      input: { plugin: 'sulky' },
    });
  const move = async (): Promise<void> => {
    await moveTenant('SUSPEND', 'beta', { reason: '欠费' }, desk(platform));
    await moveTenant('RESUME', 'beta', { reason: '已缴' }, desk(platform));
    await platform.drainEvents();
  };
  const heard = async (): Promise<number> => (await sql('SELECT FROM plg_sulky.line WHERE tenant_id = $1', [b])).length;
  await change('disablePlugin', 'DisablePluginInput');
  await move();
  await change('enablePlugin', 'EnablePluginInput');
  await platform.drainEvents();
  expect(await heard()).toBe(0);
  await move();
  expect(await heard()).toBe(2);
});

/** Makes somebody a customer no more, on their own wish. */
async function erase(customerId: string): Promise<void> {
  const { openPrivacyRequest } = await call<{ openPrivacyRequest: { request: { id: string; version: number } } }>(
    'openPrivacyRequest',
    'OpenPrivacyRequestInput',
    { customerId, kind: 'ERASURE', details: '请删除' },
    'request { id version }',
  );
  await call('completePrivacyRequest', 'AnswerPrivacyRequestInput', openPrivacyRequest.request, 'request { state }');
}

/** A plugin that was there, and whose rows were kept when it was taken out of the installation. */
async function leftBehind(): Promise<(tenant: string, customer: string | null) => Promise<string>> {
  const { adminUrl } = platform.database;
  const gone = definePlugin({
    id: 'gone',
    version: '1.0.0',
    sdk: '^0.1',
    data: { migrations: [ledgerTable('plg_gone', { rights: 'write' })], reads: ['customer'] },
  });
  await installPlugins(adminUrl, loaded(gone));
  await uninstallPlugin(adminUrl, 'gone', null, { data: 'keep' });
  return async (tenant, customer) => {
    const id = newId();
    const row = [tenant, id, customer, '从前的插件'];
    await sql('INSERT INTO plg_gone.line (tenant_id, id, customer_id, note) VALUES ($1, $2, $3, $4)', row);
    return id;
  };
}
const keptByGone = async (): Promise<string[]> =>
  (await sql<{ id: string }>('SELECT id FROM plg_gone.line ORDER BY id')).map(({ id }) => id);

it('what one that is gone has kept goes with the customer whom it names, and with the company', async () => {
  const keep = await leftBehind();
  const person = await enterCustomer(admin, '钱多多');
  await keep(a, uuidOf(person.id));
  const [ours, theirs] = [await keep(a, null), await keep(b, null)];
  await erase(person.id);
  expect(await keptByGone()).toEqual([ours, theirs].sort());
});

describe('a table that can only be added to', () => {
  it('says what becomes of a customer it names, or its plugin is not installed', async () => {
    const plugin = (id: string, rule: object): readonly LoadedPlugin[] =>
      loaded(
        definePlugin({
          id,
          version: '1.0.0',
          sdk: '^0.1',
          data: { migrations: [ledgerTable(`plg_${id}`, rule)], reads: ['customer'] },
        }),
      );
    const install = (id: string, rule: object) => installPlugins(platform.database.adminUrl, plugin(id, rule));
    await expect(install('mute', {})).rejects.toThrow(
      /plg_mute\.line names a customer in customer_id .* say onCustomerErased/,
    );
    await expect(install('eager', { onCustomerErased: 'delete' })).rejects.toThrow('plg_eager.line names a customer');
    expect(await install('keeping', { onCustomerErased: 'keep' })).toEqual(['keeping/Ledger1']);
    expect(await install('books', { accounting: true })).toEqual(['books/Ledger1']);
  });

  it('is overwritten where it said so, and nothing else of it', async () => {
    const person = await enterCustomer(admin, '赵铁柱');
    const id = newId();
    await sql('INSERT INTO plg_sulky.line (tenant_id, id, customer_id, note) VALUES ($1, $2, $3, $4)', [
      a,
      id,
      uuidOf(person.id),
      '赵铁柱怕狗',
    ]);
    await erase(person.id);
    expect(await sql('SELECT customer_id, note FROM plg_sulky.line WHERE id = $1', [id])).toEqual([
      { customer_id: uuidOf(person.id), note: null },
    ]);
    await expect(sql(`SET ROLE plg_sulky; UPDATE plg_sulky.line SET customer_id = NULL`)).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('a company that leaves', () => {
  beforeAll(async () => {
    const { id } = await enterCustomer(admin, '王芳');
    await call('recordVisits', 'VisitsRecordInput', { customerId: id, reason: 'a key' }, 'entry { id }');
    // What it has switched off is its own all the same.
    for (const plugin of ['visits', 'keeper', 'sulky', 'sleepy'])
      await call('disablePlugin', 'DisablePluginInput', { plugin }, 'plugin { name }');
  });

  it('takes along what plugins add, disabled ones too; one that throws or hangs is named, and the archive is whole', async () => {
    const { startTenantExport } = await call<{ startTenantExport: { job: { id: string } } }>(
      'startTenantExport',
      'StartTenantExportInput',
      {},
      'job { id }',
    );
    await platform.runJobs();
    const job = await platform.finishedJob(admin, startTenantExport.job.id, 'state result { counts { name value } }');
    expect(job.state).toBe('SUCCEEDED');
    expect((job.result as { counts: object[] }).counts).toEqual(
      expect.arrayContaining([
        { name: 'plugin.sulky.failed', value: 1 },
        { name: 'plugin.sleepy.failed', value: 1 },
      ]),
    );

    const out = join(platform.config.general.dataDir, 'alpha.zip');
    const printed: string[] = [];
    await exportTenant('alpha', { out }, desk(platform, printed));
    const entries = await unzip(await readFile(out));
    const { plugins: made } = JSON.parse(entries.get('manifest.json')!.toString()) as {
      plugins: { parts: object[]; failed: object[] };
    };
    expect(made.parts).toMatchObject([
      { plugin: 'visits', name: 'totals', path: 'plugins/visits/totals.jsonl', rows: 1 },
      { plugin: 'sulky', name: 'half', rows: 1 },
    ]);
    expect(made.failed).toEqual([
      { plugin: 'sleepy', message: 'It took longer than 1 s' },
      { plugin: 'sulky', message: 'no more of it' },
    ]);
    expect(lines(entries.get('plugins/visits/totals.jsonl'))).toEqual([{ visits: 1 }]);
    expect(lines(entries.get('plugins/sulky/half.jsonl'))).toEqual([{ line: 1 }]);
    expect(printed.slice(1)).toEqual([
      'Plugin sleepy has not added its part, or not all of it: It took longer than 1 s',
      'Plugin sulky has not added its part, or not all of it: no more of it',
    ]);

    const theirs = join(platform.config.general.dataDir, 'beta.zip');
    await exportTenant('beta', { out: theirs }, desk(platform));
    const others = [...(await unzip(await readFile(theirs))).keys()].filter((path) => path.startsWith('plugins/'));
    expect(others).toEqual(['plugins/sulky/half.jsonl']);
  });

  it('is erased to the last row whatever its plugins do; those that were not told are named', async () => {
    await sql('INSERT INTO plg_sulky.line (tenant_id, id, note) VALUES ($1, $2, $3)', [b, newId(), 'theirs']);
    await call(
      'requestTenantErasure',
      'RequestTenantErasureInput',
      { slug: 'alpha', immediately: true },
      'erasure { id }',
    );
    const printed: string[] = [];
    await eraseCommand('alpha', { confirm: 'alpha', now: true }, desk(platform, printed));
    expect(told).toEqual(['alpha CLOSED']);
    expect(printed.filter((line) => line.startsWith('Plugin'))).toEqual([
      'Plugin sulky could not be told, what it keeps elsewhere may be left: they stay',
      'Plugin sleepy could not be told, what it keeps elsewhere may be left: It took longer than 1 s',
    ]);
    expect(printed.at(-1)).toMatch(/^alpha is erased: 0 rows left in \d+ tables\./);
    expect(
      await sql(`SELECT DISTINCT tenant_id FROM plg_sulky.line UNION SELECT tenant_id FROM plg_visits.entry
        UNION SELECT tenant_id FROM plg_gone.line`),
    ).toEqual([{ tenant_id: b }]);
    const [log] = await sql<{ detail: { pluginsFailed: object[] } }>(
      `SELECT detail FROM app.tenant_log WHERE of_tenant = $1 AND action = 'ERASED'`,
      [a],
    );
    expect(log!.detail.pluginsFailed).toEqual([
      { plugin: 'sulky', message: 'they stay' },
      { plugin: 'sleepy', message: 'It took longer than 1 s' },
    ]);
  });
});
