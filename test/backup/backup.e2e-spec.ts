import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import {
  asRole,
  atDatabase,
  type BackupManifest,
  findCatalogProblems,
  loadConfig,
  type LoadedPlugin,
  loadPlugins,
  migrate,
  migrationsOf,
  prepareDatabase,
  withClient,
} from '@atrium/platform';
import { createTestPlatform, TEST_ROLE_PASSWORD, TestClient, type TestPlatform, testServerUrl } from '@atrium/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type BackupSurroundings, backupCommand, restoreCommand } from '../../apps/cli/src/commands/backup';
import { enterCustomer, enterRegister } from '../customers/support/register';
import { buildFixture, type BuiltFixture } from '../plugins/fixture';
import { desk, shelfContext } from '../tenants/support';

const CONTEXTS = [...coreContexts, shelfContext];
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } } }';
const CUSTOMERS = '{ customers { nodes { name } } }';
const KEY = 'a key of the front door';

let fixture: BuiltFixture;
let plugins: readonly LoadedPlugin[];
let platform: TestPlatform;
let folder: string;
let archive: string;
let manifest: BackupManifest;
/** Of each table as it was at the snapshot. */
let before: Digest;
let content: string;
const databases: string[] = [];

type Digest = Record<string, string>;
type Rows = Record<string, string>[];

/** All rows of every table outside of the system's schemas, as a superuser sees them; tables found without our own code. */
async function digestOf(url: string, snapshot?: string): Promise<Digest> {
  return withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (snapshot) await client.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')`,
    );
    const digest: Digest = {};
    for (const { name: table } of tables) {
      // Beside its version pg-boss notes there when it last looked for work: it does, when the restored tables are brought up to date.
      const name = table === 'pgboss.version' ? '(SELECT version FROM pgboss.version)' : table;
      const { rows } = await client.query<{ d: string }>(
        `SELECT count(*) || ' ' || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS d FROM ${name} t`,
      );
      digest[table] = rows[0]!.d;
    }
    return digest;
  });
}

async function emptyDatabase(): Promise<string> {
  const name = `restored_${process.pid}_${databases.length}`;
  databases.push(name);
  await prepareDatabase(testServerUrl(), name);
  return atDatabase(testServerUrl(), name);
}

interface Restored {
  readonly adminUrl: string;
  readonly dataDir: string;
  readonly printed: string[];
  readonly surroundings: BackupSurroundings;
}

/** What an operator has on another machine: an empty database, a data folder, and the key. */
async function newMachine(env: Record<string, string> = {}, adminUrl?: string): Promise<Restored> {
  const url = adminUrl ?? (await emptyDatabase());
  const dataDir = mkdtempSync(join(folder, 'machine-'));
  const { encryptionKey, accessTokenSecret } = platform.config.secrets;
  const config = loadConfig(
    {
      ATRIUM_MODE: 'test',
      LOG_LEVEL: 'error',
      DATA_DIR: dataDir,
      DATABASE_URL: url,
      APP_DATABASE_URL: asRole(url, 'atrium_app', TEST_ROLE_PASSWORD),
      WORKER_DATABASE_URL: asRole(url, 'atrium_worker', TEST_ROLE_PASSWORD),
      ENCRYPTION_KEY: encryptionKey,
      ACCESS_TOKEN_SECRET: accessTokenSecret,
      ...env,
    },
    dataDir,
  );
  const printed: string[] = [];
  const surroundings = { config, print: (line: string) => void printed.push(line), contexts: CONTEXTS, plugins };
  return { adminUrl: url, dataDir, printed, surroundings };
}

const count = async (url: string, table: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ n: number | null }>(
      `SELECT CASE WHEN to_regclass($1) IS NOT NULL THEN (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || $1, false, true, '')))[1]::text::int END AS n`,
      [table],
    );
    return rows[0]!.n ?? -1;
  });

beforeAll(async () => {
  fixture = buildFixture('CommonJS');
  plugins = loadPlugins([fixture.folder]);
  folder = mkdtempSync(join(tmpdir(), 'atrium-backup-'));
  platform = await createTestPlatform({}, [shelfContext], plugins);
  const [a, b] = [await platform.as('ADMIN'), await platform.as('ADMIN', { tenant: 'b' })];
  await enterRegister(a);
  const { id } = await enterCustomer(a, '王芳');
  await enterCustomer(b, '李雷');
  await a.ok('mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { name } } }', {
    input: { plugin: 'visits', settings: { callbackKey: KEY } },
  });
  await a.ok('mutation ($input: VisitsRecordInput!) { recordVisits(input: $input) { entry { id } } }', {
    input: { customerId: id, reason: 'a key' },
  });
  content = 'a,b\n1,2\n'.repeat(500);
  await platform.upload(a, { fileName: 'list.csv', content: Buffer.from(content), contentType: 'text/csv' });
  await withClient(platform.database.adminUrl, async (client) => {
    // Tables that refer to each other in a circle, a day of statistics that no migration makes, a table of others.
    const [box, item] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
    await client.query(`SET app.tenant_id = '${platform.tenants.a.id}'`);
    await client.query(`INSERT INTO plg_shelf.box (id, label) VALUES ('${box}', E'\\\\N \\\\. tab\\t line\\n 制表符');
      INSERT INTO plg_shelf.item (id, box_id, note) VALUES ('${item}', '${box}', 'y');
      UPDATE plg_shelf.box SET first_item_id = '${item}';
      CREATE TABLE pgboss.queue_stats_20200101 PARTITION OF pgboss.queue_stats
        FOR VALUES FROM ('2020-01-01 00:00:00+00') TO ('2020-01-02 00:00:00+00');
      INSERT INTO pgboss.queue_stats (name, captured_on) VALUES ('dead', '2020-01-01 12:00:00+00');
      CREATE TABLE public.of_others (n int);`);
  });

  archive = join(folder, 'atrium.backup.zip');
  manifest = await backupCommand(
    { out: archive },
    {
      ...desk(platform),
      onSnapshot: async (snapshot) => {
        before = await digestOf(platform.database.adminUrl, snapshot);
        // The installation goes on working: none of this is in the backup.
        await enterCustomer(a, 'too late');
        await enterCustomer(b, 'too late');
      },
    },
  );
}, 60_000);

afterAll(async () => {
  await platform?.close();
  fixture?.remove();
  await withClient(testServerUrl(), async (client) => {
    for (const name of databases) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  rmSync(folder, { recursive: true, force: true });
});

const lastMigration = migrationsOf(coreContexts)
  .map(({ name }) => name)
  .sort((x, y) => Number(/\d{13}$/.exec(x)![0]) - Number(/\d{13}$/.exec(y)![0]))
  .at(-1)!;

/** Of a release that lacks the latest migration, and that refuses while a table would be missing. */
async function olderBackup(): Promise<string> {
  const { adminUrl, surroundings } = await newMachine();
  const migrations = migrationsOf(coreContexts).filter(({ name }) => name !== lastMigration);
  await migrate(adminUrl, migrations, [], { check: false });
  const out = join(folder, 'older.zip');
  await withClient(adminUrl, (client) => client.query('DROP POLICY migrator ON atrium.customer'));
  await expect(backupCommand({ out }, surroundings)).rejects.toThrow(/atrium.customer would be missing in a backup/);
  expect(readdirSync(folder).filter((name) => name.startsWith('older.zip'))).toEqual([]);
  await withClient(adminUrl, (client) =>
    client.query('CREATE POLICY migrator ON atrium.customer TO atrium_migrator USING (true) WITH CHECK (true)'),
  );
  await backupCommand({ out }, surroundings);
  return out;
}

describe('atrium backup', () => {
  it('holds every table of the database, as the catalog and not a list tells it', () => {
    expect(manifest.tables.map(({ schema, name }) => `${schema}.${name}`).sort()).toEqual(Object.keys(before).sort());
    const schemas = new Set(manifest.tables.map(({ schema }) => schema));
    expect([...schemas].sort()).toEqual(['app', 'atrium', 'pgboss', 'platform', 'plg_shelf', 'plg_visits']);
    expect(manifest.sequences.map(({ name }) => name)).toContain('event_sequence');
  });

  it('says which tables are not its own', () => {
    expect(manifest.leftOut).toEqual([{ schema: 'public', name: 'of_others' }]);
  });

  it('is a file that only its owner reads, and holds no key', () => {
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    const { encryptionKey, accessTokenSecret } = platform.config.secrets;
    expect(JSON.stringify(manifest)).not.toContain(encryptionKey);
    expect(readFileSync(archive).includes(accessTokenSecret)).toBe(false);
  });
});

describe('atrium restore', () => {
  let machine: Restored;
  let api: NestFastifyApplication;

  beforeAll(async () => {
    machine = await newMachine();
    await restoreCommand(archive, {}, machine.surroundings);
  }, 60_000);
  afterAll(() => api?.close());

  it('brings back every row of every table as it was at the snapshot, and nothing since', async () => {
    expect(await digestOf(machine.adminUrl)).toEqual(before);
    expect(Object.values(before).filter((digest) => !digest.startsWith('0 ')).length).toBeGreaterThan(25);
  });

  it('leaves every guard, trigger, reference and index as the migrations made it', async () => {
    expect(await findCatalogProblems(machine.adminUrl)).toEqual([]);
    const objects = (url: string): Promise<Rows> =>
      withClient(
        url,
        async (client) =>
          (
            await client.query<Record<string, string>>(
              `SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated::text AS o FROM pg_constraint
               WHERE connamespace::regnamespace::text !~ '^(pg_|information_schema|public)'
               UNION ALL SELECT tgrelid::regclass || ' ' || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
               UNION ALL SELECT oid::regclass || relforcerowsecurity::text || coalesce(relacl::text, '') FROM pg_class
                 WHERE relnamespace::regnamespace::text IN ('atrium', 'app', 'platform', 'plg_visits', 'plg_shelf')
               ORDER BY 1`,
            )
          ).rows,
      );
    expect(await objects(machine.adminUrl)).toEqual(await objects(platform.database.adminUrl));
  });

  it('goes on counting where the sequences were', async () => {
    const next = (url: string): Promise<Rows> =>
      withClient(
        url,
        async (client) => (await client.query(`SELECT nextval('atrium.migration_id_seq')::text AS n`)).rows,
      );
    expect(await next(machine.adminUrl)).toEqual(await next(platform.database.adminUrl));
  });

  it('says what it did, and that the key opens what is sealed', () => {
    const text = machine.printed.join('\n');
    expect(text).toMatch(/\d+ rows of \d+ tables, 1 contents of files/);
    expect(text).toMatch(/ENCRYPTION_KEY opens what is sealed in [1-9]/);
  });

  it('serves both companies on the new machine, each its own, with plugin and files', async () => {
    const { config } = machine.surroundings;
    api = await createApiApp({ config, contexts: CONTEXTS, plugins, databaseUrl: config.database.appUrl! });
    const server = api.getHttpAdapter().getInstance() as never;
    const signIn = async (tenant: 'a' | 'b'): Promise<TestClient> => {
      const { slug, admin } = platform.tenants[tenant];
      const { signIn: answer } = await new TestClient(server, null).ok<{ signIn: { tokens: { accessToken: string } } }>(
        SIGN_IN,
        { input: { slug, ...admin } },
      );
      return new TestClient(server, answer.tokens.accessToken);
    };
    const [a, b] = [await signIn('a'), await signIn('b')];
    const names = async (client: TestClient): Promise<string[]> =>
      (await client.ok<{ customers: { nodes: { name: string }[] } }>(CUSTOMERS)).customers.nodes.map(
        ({ name }) => name,
      );
    expect(await names(a)).toEqual(['王芳']);
    expect(await names(b)).toEqual(['李雷']);
    expect(await a.ok('{ visits { nodes { reason } } }')).toEqual({ visits: { nodes: [{ reason: 'a key' }] } });
    expect((await b.fails('{ visits { nodes { reason } } }')).extensions.code).toBe('PLUGIN_DISABLED');
    // It is in use: rows can be entered, events and jobs included.
    await enterCustomer(b, '韩梅梅');
    expect((await names(b)).sort()).toEqual(['李雷', '韩梅梅'].sort());

    const { rows } = await withClient(machine.adminUrl, (client) =>
      client.query<{ key: string; sha: Buffer }>('SELECT storage_key AS key, sha256 AS sha FROM atrium.file'),
    );
    const kept = readFileSync(join(machine.dataDir, 'files', rows[0]!.key));
    expect(kept.toString()).toBe(content);
    expect(createHash('sha256').update(kept).digest()).toEqual(rows[0]!.sha);
    expect(readdirSync(join(machine.dataDir, 'files'))).toEqual([platform.tenants.a.id]);
  });

  it('refuses a database that is in use, then one that is not empty; told to replace it, brings up to date what is older', async () => {
    const older = await olderBackup();
    await expect(restoreCommand(older, { replace: true }, machine.surroundings)).rejects.toThrow(
      /in use \(connections: \d+ of atrium_app\)/,
    );
    await api.close();
    await expect(restoreCommand(older, {}, machine.surroundings)).rejects.toThrow(/not empty: 2 companies.*--replace/);
    expect(await count(machine.adminUrl, 'atrium.customer')).toBe(3);

    const { surroundings, printed } = machine;
    await restoreCommand(older, { replace: true }, { ...surroundings, contexts: coreContexts, plugins: [] });
    expect(await count(machine.adminUrl, 'atrium.customer')).toBe(0);
    expect(await count(machine.adminUrl, 'plg_visits.entry')).toBe(-1);
    expect(printed.at(-1)).toMatch(new RegExp(`Upgraded to this release: .*${lastMigration}`));
    expect(await findCatalogProblems(machine.adminUrl)).toEqual([]);
  }, 60_000);
});

describe('what cannot be restored is refused with nothing written', () => {
  let machine: Restored;
  beforeAll(async () => {
    machine = await newMachine();
  });
  const refuse = async (
    file: string,
    message: RegExp,
    change: (machine: Restored) => BackupSurroundings = ({ surroundings }) => surroundings,
  ): Promise<void> => {
    await expect(restoreCommand(file, {}, change(machine))).rejects.toThrow(message);
    expect(await count(machine.adminUrl, 'atrium.tenant')).toBe(-1);
    expect(readdirSync(machine.dataDir)).not.toContain('files');
  };
  const copy = (change: (bytes: Buffer) => Buffer): string => {
    const file = join(mkdtempSync(join(folder, 'copy-')), 'copy.zip');
    writeFileSync(file, change(Buffer.from(readFileSync(archive))));
    return file;
  };

  it.each([0.05, 0.5, 0.999])('an archive cut off at %d of its length', async (share) => {
    const file = copy((bytes) => bytes);
    truncateSync(file, Math.floor(statSync(file).size * share));
    await refuse(file, /cut off/);
  });

  it('an archive in which a byte of a table, of the files or of the manifest differs', async () => {
    for (const path of ['tables/atrium.customer.copy', 'files.tar', 'manifest.json']) {
      const file = copy((bytes) => {
        // The content begins behind the local header: 30 bytes and the name.
        const at = bytes.indexOf(path) + path.length + 40;
        bytes[at] = bytes[at]! ^ 0x55;
        return bytes;
      });
      await refuse(file, /damaged|changed/);
    }
  }, 60_000);

  it('something else', async () => {
    const file = join(folder, 'letter.txt');
    writeFileSync(file, 'Dear Atrium');
    await refuse(file, /no archive of "atrium backup"/);
    await refuse(join(folder, 'nowhere.zip'), /ENOENT/);
  });

  it('a backup of a release with more migrations, and one of a plugin that is not here', async () => {
    await refuse(archive, /migrations that this release does not know: Shelf1799999999000/, ({ surroundings }) => ({
      ...surroundings,
      contexts: coreContexts,
    }));
    await refuse(
      archive,
      /tables of the plugin visits 1.0.0, which is not in ATRIUM_PLUGINS.*--without-plugin visits/,
      (m) => ({
        ...m.surroundings,
        plugins: [],
      }),
    );
  });

  it('sealed values under another key; when told so it restores the rest, without the plugin too', async () => {
    const otherKey = (machine: Restored): BackupSurroundings => {
      const { config } = machine.surroundings;
      const secrets = { ...config.secrets, encryptionKey: Buffer.alloc(32, 7).toString('base64') };
      return { ...machine.surroundings, config: { ...config, secrets } };
    };
    await refuse(archive, /ENCRYPTION_KEY does not open what is sealed in .*atrium\.tenant_plugin/, otherKey);
    const left = { withoutKey: true, withoutPlugin: ['visits'], files: false };
    await restoreCommand(archive, left, { ...otherKey(machine), plugins: [] });
    expect(await count(machine.adminUrl, 'atrium.customer')).toBe(2);
    expect(await count(machine.adminUrl, 'plg_shelf.item')).toBe(1);
    expect(await count(machine.adminUrl, 'plg_visits.entry')).toBe(-1);
  }, 60_000);
});
