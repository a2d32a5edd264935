import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { arrangePlugins, type LoadedPlugin, PrincipalCache, uninstallPlugin, withClient } from '@atrium/platform';
import { definePlugin, type PluginDefinition } from '@atrium/sdk';
import { createTestPlatform, type Gate, gate, TestClient, type TestPlatform } from '@atrium/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';

const ENABLE = `mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { name } } }`;
const DISABLE = `mutation ($input: DisablePluginInput!) { disablePlugin(input: $input) { plugin { name } } }`;
const UPDATE = `mutation ($input: UpdatePluginSettingsInput!) { updatePluginSettings(input: $input) { plugin { version } } }`;
const base = { input: { plugin: 'base' } };
const needy = { input: { plugin: 'needy' } };

/** Which hooks ran for the company `a`, and with which settings. */
let ran: string[];
/** A hook that is held tells that it has begun, and waits. */
let held: { hook: string; begun: Gate; go: Gate } | null;

const hookOf =
  (hook: string): NonNullable<PluginDefinition['onEnable']> =>
  async ({ tenant, settings }) => {
    if (tenant.id !== platform.tenants.a.id) return;
    await run(hook, (settings as { mark?: string }).mark);
  };
async function run(hook: string, mark = ''): Promise<void> {
  ran.push(`${hook} ${mark}`.trim());
  if (held?.hook !== hook) return;
  held.begun.open();
  await held.go.opened;
}
const hold = (hook: string): NonNullable<typeof held> => (held = { hook, begun: gate(), go: gate() });
const plugin = (id: string, more: Partial<PluginDefinition> = {}): PluginDefinition =>
  definePlugin({
    id,
    version: '1.0.0',
    sdk: '^0.1',
    settings: z.object({ mark: z.string().default('none') }),
    onEnable: hookOf(`${id} on`),
    onDisable: hookOf(`${id} off`),
    ...more,
  });
/** Taken out of the installation by the last test. */
const leaving = plugin('leaving', { onUninstall: () => run('leaving gone') });
const plugins: readonly LoadedPlugin[] = arrangePlugins(
  [plugin('base'), plugin('needy', { requires: { base: '^1.0' } }), plugin('brief'), leaving].map((definition) => ({
    source: `@example/${definition.id}`,
    definition,
    metadata: {},
  })),
);

let platform: TestPlatform;
let second: NestFastifyApplication;
/** The same administrator, at two processes of the API. */
let here: TestClient;
let there: TestClient;
let neighbour: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform({}, [], plugins);
  const { config, clock, database } = platform;
  second = await createApiApp({ config, clock, contexts: coreContexts, plugins, databaseUrl: database.appUrl });
  here = await platform.as('ADMIN');
  there = new TestClient(second.getHttpAdapter().getInstance() as never, here.token);
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
});
afterAll(async () => {
  await second?.close();
  await platform?.close();
});

const sql = <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  withClient(platform.database.adminUrl, async (client) => (await client.query<Row>(text, values)).rows);
const enabled = async (tenant: 'a' | 'b' = 'a'): Promise<string[]> =>
  (
    await sql<{ plugin: string }>(
      'SELECT plugin FROM atrium.tenant_plugin WHERE tenant_id = $1 AND enabled ORDER BY plugin',
      [platform.tenants[tenant].id],
    )
  ).map((row) => row.plugin);

/** Until the call waits for what another transaction holds, or has been answered. */
async function waitsOrEnds(call: Promise<unknown>): Promise<void> {
  let isOver = false;
  void call.finally(() => (isOver = true));
  while (!isOver) {
    const waiting = await sql(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    if (waiting.length > 0) return;
  }
}

beforeEach(async () => {
  held = null;
  await here.ok(DISABLE, needy);
  await here.ok(DISABLE, base);
  ran = [];
});

describe('a plugin that another needs', () => {
  it('is not lost to it while it is being disabled; another company waits for nothing', async () => {
    await here.ok(ENABLE, base);
    const { begun, go } = hold('base off');
    const disabling = here.ok(DISABLE, base);
    await begun.opened;
    const enabling = there.query(ENABLE, needy);
    await waitsOrEnds(enabling);
    await neighbour.ok(ENABLE, base);
    await neighbour.ok(ENABLE, needy);
    go.open();
    await disabling;
    expect((await enabling).errors?.[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'plugin.needs',
      requires: 'base',
    });
    expect(await enabled()).toEqual([]);
    expect(await enabled('b')).toEqual(['base', 'needy']);
    expect(ran).toEqual(['base on none', 'base off none']);
  });

  it('is not disabled while the other is being enabled', async () => {
    await here.ok(ENABLE, base);
    const { begun, go } = hold('needy on');
    const enabling = here.ok(ENABLE, needy);
    await begun.opened;
    const disabling = there.query(DISABLE, base);
    await waitsOrEnds(disabling);
    go.open();
    await enabling;
    expect((await disabling).errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', messageKey: 'plugin.needed' });
    expect(await enabled()).toEqual(['base', 'needy']);
    expect(ran).toEqual(['base on none', 'needy on none']);
  });

  it('may be enabled or disabled as often as two processes like: its hooks run once for each change', async () => {
    await Promise.all([here.ok(ENABLE, base), there.ok(ENABLE, base)]);
    await Promise.all([there.ok(DISABLE, base), here.ok(DISABLE, base)]);
    expect(ran).toEqual(['base on none', 'base off none']);
  });
});

describe('what is disabled', () => {
  const plugins = '{ viewer { plugins } }';

  it('is told so with its settings of now, though the process has not heard of them yet', async () => {
    const { id } = platform.tenants.a;
    expect(await there.ok(plugins)).toEqual({ viewer: { plugins: [] } });
    const forget = jest.spyOn(PrincipalCache.prototype, 'forgetTenant').mockImplementation(() => undefined);
    try {
      await here.ok(ENABLE, { input: { plugin: 'base', settings: { mark: 'first' } } });
      const [row] = await sql<{ version: number }>(
        `SELECT version FROM atrium.tenant_plugin WHERE tenant_id = $1 AND plugin = 'base'`,
        [id],
      );
      await here.ok(UPDATE, { input: { plugin: 'base', version: row!.version, settings: { mark: 'last' } } });
      await there.ok(DISABLE, base);
    } finally {
      forget.mockRestore();
    }
    expect(ran).toEqual(['base on first', 'base off last']);
  });

  it('is told so where one operation enables and disables it', async () => {
    await here.ok(
      `mutation ($on: EnablePluginInput!, $off: DisablePluginInput!) {
         enablePlugin(input: $on) { plugin { enabled } } disablePlugin(input: $off) { plugin { enabled } } }`,
      { on: { plugin: 'brief', settings: { mark: 'first' } }, off: { plugin: 'brief' } },
    );
    expect(ran).toEqual(['brief on first', 'brief off first']);
  });
});

describe('a plugin that is taken out of the installation', () => {
  const input = { input: { plugin: 'leaving' } };
  const uninstall = (): Promise<boolean> =>
    uninstallPlugin(
      platform.database.adminUrl,
      'leaving',
      plugins.find(({ definition }) => definition.id === 'leaving')!,
      { data: 'keep' },
    );

  it('waits for a company that is enabling it, and leaves it enabled for nobody who comes meanwhile', async () => {
    const enabling = hold('leaving on');
    const first = here.ok(ENABLE, input);
    await enabling.begun.opened;
    const leaves = hold('leaving gone');
    const gone = uninstall();
    await waitsOrEnds(gone);
    enabling.go.open();
    await first;
    await leaves.begun.opened;
    const late = neighbour.query(ENABLE, input);
    await waitsOrEnds(late);
    leaves.go.open();
    expect(await gone).toBe(true);
    expect((await late).errors?.[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'plugin.uninstalled',
    });
    for (const tenant of ['a', 'b'] as const) expect(await enabled(tenant)).not.toContain('leaving');
    expect(ran).toEqual(['leaving on none', 'leaving gone']);
  });
});
