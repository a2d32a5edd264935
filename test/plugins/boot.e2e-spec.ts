import {
  createTenantTable,
  defineField,
  definePlugin,
  defineQuery,
  type PluginDefinition,
  releaseFiles,
  secret,
} from '@atrium/sdk';
import {
  arrangePlugins,
  findCatalogProblems,
  type LoadedPlugin,
  migrate,
  migrationsOf,
  PluginBootError,
  PluginsError,
  uninstallPlugin,
  withClient,
} from '@atrium/platform';
import { coreContexts } from '@atrium/core';
import { createTestDatabase, createTestPlatform } from '@atrium/testing';
import { Logger } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import type { QueryRunner } from 'typeorm';
import { z } from 'zod';
import { counted } from '../observability/support';

const loaded = (...definitions: PluginDefinition[]): readonly LoadedPlugin[] =>
  arrangePlugins(definitions.map((definition) => ({ source: `@example/${definition.id}`, definition, metadata: {} })));
const field = (read: () => Promise<ReadonlyMap<string, unknown>>) =>
  defineField({ description: 'A field.', type: () => String, permission: null, read });

const ENABLE = `mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { name } } }`;

let errors: jest.SpyInstance<void, [message: unknown, ...rest: unknown[]]>;
beforeEach(() => {
  errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
});
afterEach(() => errors?.mockRestore());
const logged = (): string => errors.mock.calls.map(([line]) => String(line)).join('\n');

describe('a plugin that does not start', () => {
  const broken = (given: Partial<PluginDefinition> & { id: string }): PluginDefinition =>
    definePlugin({ version: '1.0.0', sdk: '^0.1', ...given });
  const badMigration = class Broken1 {
    async up(runner: QueryRunner): Promise<void> {
      await runner.query('CREATE TABLE plg_broken.kept (id int)');
      await runner.query('SELECT 1 / 0');
    }
    async down(): Promise<void> {}
  };

  it('stops everything by default: a migration that throws', async () => {
    const started = createTestPlatform({}, [], loaded(broken({ id: 'broken', data: { migrations: [badMigration] } })));
    await expect(started).rejects.toThrow(PluginBootError);
    await expect(started).rejects.toThrow('The plugin broken could not start (migrations): division by zero');
  });

  it('stops everything by default: onBoot that throws', async () => {
    const onBoot = () => Promise.reject(new Error('no such printer'));
    await expect(createTestPlatform({}, [], loaded(broken({ id: 'broken', onBoot })))).rejects.toThrow(
      'The plugin broken could not start (onBoot): no such printer',
    );
  });

  it('or is off for everybody, with all that needs it, and the rest goes on', async () => {
    const faults = (plugin: string) => counted(`atrium_plugin_faults_total{plugin="${plugin}",place="boot"}`);
    const before = [await faults('broken'), await faults('needing'), await faults('sound')] as const;
    const platform = await createTestPlatform(
      {},
      [],
      loaded(
        broken({ id: 'broken', onBootFailure: 'disable', data: { migrations: [badMigration] } }),
        broken({ id: 'needing', onBootFailure: 'disable', requires: { broken: '^1.0' } }),
        broken({ id: 'sound' }),
      ),
    );
    try {
      const admin = await platform.as('ADMIN');
      const { plugins } = await admin.ok<{ plugins: object[] }>('{ plugins { name running enabled } }');
      expect(plugins).toEqual([
        { name: 'broken', running: false, enabled: false },
        { name: 'needing', running: false, enabled: false },
        { name: 'sound', running: true, enabled: false },
      ]);
      expect((await admin.fails(ENABLE, { input: { plugin: 'broken' } })).extensions).toMatchObject({
        code: 'CONFLICT',
        messageKey: 'plugin.notStarted',
      });
      await admin.ok(ENABLE, { input: { plugin: 'sound' } });
      expect(logged()).toContain('The plugin broken could not start (migrations)');
      expect(logged()).toContain('The plugin needing could not start (requires)');
      expect([await faults('broken'), await faults('needing'), await faults('sound')]).toEqual([
        ...[before[0] + 1, before[1] + 1, before[2]],
      ]);
    } finally {
      await platform.close();
    }
  });

  it('adds a field to a type that is not there', async () => {
    const graphql = { fields: { 'Nobody.broken': field(() => Promise.resolve(new Map())) } } as const;
    await expect(createTestPlatform({}, [], loaded(broken({ id: 'broken', graphql })))).rejects.toThrow(PluginsError);
  });

  it('claims a permission of the core', async () => {
    const description = { en: 'x', 'zh-CN': 'x' };
    const customer = broken({ id: 'customer', permissions: { 'customer:eat': { description, roles: [] } } });
    await expect(createTestPlatform({}, [], loaded(customer))).rejects.toThrow(
      'customer (@example/customer) and the core both claim the permission customer:',
    );
  });

  it('has an operation without a permission', async () => {
    const graphql = {
      queries: {
        brokenOpen: defineQuery({ description: 'x', type: () => String, run: () => Promise.resolve('x') }),
      },
    };
    await expect(createTestPlatform({}, [], loaded(broken({ id: 'broken', graphql })))).rejects.toThrow(
      'does not say who may call it',
    );
  });

  it('brings a type without its name', async () => {
    @ObjectType({ description: 'A type.' })
    class Unprefixed {
      @Field({ description: 'A name.' })
      name: string;
    }
    const graphql = {
      queries: {
        broken: defineQuery({
          description: 'x',
          signedIn: 'a test',
          type: () => Unprefixed,
          run: () => Promise.resolve(null),
        }),
      },
    };
    await expect(createTestPlatform({}, [], loaded(broken({ id: 'broken', graphql })))).rejects.toThrow(
      'broken: its type Unprefixed must begin with Broken',
    );
  });
});

describe('migrations', () => {
  const table = (name: string, sql: (runner: QueryRunner) => Promise<unknown>): new () => never =>
    ({
      [name]: class {
        async up(runner: QueryRunner): Promise<void> {
          await sql(runner);
        }
        async down(): Promise<void> {}
      },
    })[name] as never;
  const first = table('First', (runner) =>
    createTenantTable(runner, { table: 'plg_moving.item', columns: 'name text', scope: 'none' }),
  );
  const second = table('Second', (runner) =>
    runner.query(`ALTER TABLE plg_moving.item ADD COLUMN note text; UPDATE plg_moving.item SET note = name`),
  );
  const settings = z.object({ colour: z.string().default('red'), key: secret(z.string()).optional() });
  const release = (version: string, migrations: (new () => never)[], more: Partial<PluginDefinition> = {}) =>
    loaded(definePlugin({ id: 'moving', version, sdk: '^0.1', data: { migrations }, ...more } as PluginDefinition));

  it('run once each, in order, and those of a new version on top; two processes at once are no harm', async () => {
    const database = await createTestDatabase();
    const run = (plugins: readonly LoadedPlugin[]) =>
      migrate(database.adminUrl, migrationsOf(coreContexts), plugins).then(({ applied }) => applied);
    try {
      const both = await Promise.all([run(release('1.0.0', [first])), run(release('1.0.0', [first]))]);
      expect(both.flat()).toEqual(['moving/First']);
      expect(await run(release('1.0.0', [first]))).toEqual([]);
      expect(await run(release('1.1.0', [first, second]))).toEqual(['moving/Second']);
      await withClient(database.adminUrl, async (client) => {
        const { rows } = await client.query(`SELECT id, version, upgraded_at IS NOT NULL AS upgraded FROM app.plugin`);
        expect(rows).toEqual([{ id: 'moving', version: '1.1.0', upgraded: true }]);
      });
      expect(await findCatalogProblems(database.adminUrl)).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  it.each([
    ['no tenant', 'CREATE TABLE plg_moving.bare (id uuid PRIMARY KEY)', 'plg_moving.bare has no column tenant_id'],
    ['a table of the core', 'ALTER TABLE atrium.customer ADD COLUMN x int', 'must be owner of table customer'],
    ['a table of the core for itself', 'SELECT count(*) FROM atrium.customer', 'permission denied for table customer'],
    [
      'a function with its owner’s rights',
      `CREATE FUNCTION plg_moving.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`,
      'function plg_moving.f() of a plugin is SECURITY DEFINER',
    ],
  ])('with %s are refused whole', async (_, sql, problem) => {
    const database = await createTestDatabase();
    try {
      const plugins = release('1.0.0', [first, table('Bad', (runner) => runner.query(sql))]);
      await expect(migrate(database.adminUrl, [], plugins)).rejects.toThrow(problem);
      await withClient(database.adminUrl, async (client) => {
        const { rows } = await client.query(
          `SELECT relname FROM pg_class WHERE relnamespace = 'plg_moving'::regnamespace`,
        );
        expect(rows).toEqual([]);
      });
    } finally {
      await database.drop();
    }
  });

  it('with a reference to the core that would stand in the way of erasing are refused', async () => {
    const database = await createTestDatabase();
    try {
      const keeping = table('Keeping', (runner) =>
        createTenantTable(runner, {
          table: 'plg_moving.kept',
          columns: `customer_id uuid NOT NULL, CONSTRAINT kept_customer FOREIGN KEY (tenant_id, customer_id)
            REFERENCES atrium.customer (tenant_id, id)`,
          scope: 'none',
        }),
      );
      const plugins = release('1.0.0', [keeping], { data: { migrations: [keeping], reads: ['customer'] } });
      await expect(migrate(database.adminUrl, [], plugins)).rejects.toThrow(
        'plg_moving.kept: foreign key kept_customer to atrium.customer says neither ON DELETE CASCADE nor SET NULL',
      );
    } finally {
      await database.drop();
    }
  });

  it('are undone with all rows, or kept, when it is uninstalled', async () => {
    const onInstall = jest.fn(() => Promise.resolve());
    const onUninstall = jest.fn(() => Promise.resolve());
    const plugins = release('1.0.0', [first], { onInstall, onUninstall });
    const platform = await createTestPlatform({}, [], plugins);
    try {
      const { adminUrl } = platform.database;
      const admin = await platform.as('ADMIN');
      await admin.ok(ENABLE, { input: { plugin: 'moving' } });
      await withClient(adminUrl, (client) =>
        client.query(`INSERT INTO plg_moving.item (tenant_id, id) VALUES ($1, $1)`, [platform.tenants.a.id]),
      );
      const left = () =>
        withClient(adminUrl, async (client) => ({
          tables: (await client.query(`SELECT FROM pg_class WHERE relname = 'item' AND relkind = 'r'`)).rowCount,
          enabled: (await client.query('SELECT FROM atrium.tenant_plugin WHERE enabled')).rowCount,
          known: (await client.query('SELECT FROM app.plugin')).rowCount,
        }));
      expect(await left()).toEqual({ tables: 1, enabled: 1, known: 1 });
      expect(await uninstallPlugin(adminUrl, 'moving', plugins[0]!, { data: 'keep' })).toBe(true);
      expect(await left()).toEqual({ tables: 1, enabled: 0, known: 0 });
      expect(await migrate(adminUrl, migrationsOf(coreContexts), plugins)).toEqual({ applied: [] });
      expect(await uninstallPlugin(adminUrl, 'moving', null, { data: 'erase' })).toBe(true);
      expect(await left()).toEqual({ tables: 0, enabled: 0, known: 0 });
      expect(await uninstallPlugin(adminUrl, 'moving', null, { data: 'erase' })).toBe(false);
      expect([onInstall.mock.calls.length, onUninstall.mock.calls.length]).toEqual([2, 1]);
    } finally {
      await platform.close();
    }
  });

  it('leave no file behind that their rows alone referred to', async () => {
    const keeping = table('Keeping', async (runner) => {
      await createTenantTable(runner, {
        table: 'plg_moving.picture',
        columns: `file_id uuid, CONSTRAINT picture_file FOREIGN KEY (tenant_id, file_id)
          REFERENCES atrium.file (tenant_id, id) ON DELETE SET NULL (file_id)`,
        scope: 'none',
      });
      await releaseFiles(runner, { table: 'plg_moving.picture' });
    });
    const plugins = release('1.0.0', [keeping]);
    const platform = await createTestPlatform({}, [], plugins);
    try {
      const { adminUrl } = platform.database;
      const { a, b } = platform.tenants;
      const sql = <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
        withClient(adminUrl, async (client) => (await client.query<Row>(text, values)).rows);
      const files: Record<string, string> = {};
      for (const [name, tenant] of Object.entries({ first: a, second: a, loose: a, theirs: b })) {
        const client = await platform.as('ADMIN', { tenant: tenant === a ? 'a' : 'b' });
        files[name] = platform.uuid(
          await platform.upload(client, { fileName: 'a.txt', contentType: 'text/plain', content: Buffer.from(name) }),
        );
        await sql(`UPDATE atrium.file SET expires_at = 'infinity' WHERE id = $1`, [files[name]]);
        if (name === 'loose' || name === 'second') continue;
        const row = [tenant.id, files[name]];
        await sql('INSERT INTO plg_moving.picture (tenant_id, id, file_id) VALUES ($1, $2, $2)', row);
      }
      const kept = async (): Promise<string[]> =>
        (await sql<{ id: string }>(`SELECT id FROM atrium.file WHERE expires_at > now()`)).map(({ id }) =>
          Object.keys(files).find((name) => files[name] === id)!,
        );
      // Another file in its place lets go of the one before.
      await sql(
        `BEGIN; SELECT set_config('app.tenant_id', '${a.id}', true);
         UPDATE plg_moving.picture SET file_id = '${files.second}' WHERE tenant_id = '${a.id}'; COMMIT`,
      );
      expect((await kept()).sort()).toEqual(['loose', 'second', 'theirs']);
      expect(await uninstallPlugin(adminUrl, 'moving', null, { data: 'erase' })).toBe(true);
      expect(await kept()).toEqual(['loose']);
    } finally {
      await platform.close();
    }
  });

  it('that refer to files and say not when these go are refused', async () => {
    const database = await createTestDatabase();
    try {
      const silent = table('Silent', (runner) =>
        createTenantTable(runner, {
          table: 'plg_moving.picture',
          columns: `file_id uuid, FOREIGN KEY (tenant_id, file_id)
            REFERENCES atrium.file (tenant_id, id) ON DELETE SET NULL (file_id)`,
          scope: 'none',
        }),
      );
      await expect(migrate(database.adminUrl, [], release('1.0.0', [silent]))).rejects.toThrow(
        'plg_moving.picture refers to files and does not let go of them',
      );
    } finally {
      await database.drop();
    }
  });

  it('settings of an older version are upgraded where they are read', async () => {
    const upgradeSettings = (stored: Record<string, unknown>, from: string, to: string) => {
      const { color, ...rest } = stored;
      return color === undefined ? rest : { ...rest, colour: `${String(color)} since ${from} to ${to}` };
    };
    const plugins = release('2.0.0', [first], { settings, upgradeSettings } as Partial<PluginDefinition>);
    const platform = await createTestPlatform({}, [], plugins);
    try {
      const admin = await platform.as('ADMIN');
      await admin.ok(ENABLE, { input: { plugin: 'moving', settings: { key: 'kept as it is' } } });
      await withClient(platform.database.adminUrl, (client) =>
        client.query(`UPDATE atrium.tenant_plugin SET settings = '{"color": "blue"}', settings_version = '1.0.0'`),
      );
      const { updatePluginSettings } = await admin.ok<{ updatePluginSettings: { plugin: object } }>(
        `mutation ($input: UpdatePluginSettingsInput!) { updatePluginSettings(input: $input) {
           plugin { settings secretsSet version } } }`,
        { input: { plugin: 'moving', version: 1, settings: {} } },
      );
      expect(updatePluginSettings.plugin).toEqual({
        settings: { colour: 'blue since 1.0.0 to 2.0.0' },
        secretsSet: ['key'],
        version: 2,
      });
    } finally {
      await platform.close();
    }
  });
});
