import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Client } from 'pg';
import { findEmbeddedBinaries, findSystemBinaries, type PostgresBinaries } from './binaries';
import { resolveDatabase, startFirstUsable, type ResolvedDatabase } from './resolve-database';
import { startEmbeddedPostgres } from './start-embedded-postgres';

let dataDir: string;
const databases: ResolvedDatabase[] = [];

beforeEach(async () => {
  dataDir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'atrium-resolve-')));
  chmodSync(dataDir, 0o755);
});

afterEach(async () => {
  for (const database of databases.splice(0)) await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const keep = (database: ResolvedDatabase): ResolvedDatabase => {
  databases.push(database);
  return database;
};

async function embedded(): Promise<PostgresBinaries> {
  const binaries = await findEmbeddedBinaries();
  if (!binaries) throw new Error('the embedded package is not installed');
  return binaries;
}

/** Programs that another C library or processor would leave unable to run. */
function brokenBinaries(version: string): PostgresBinaries {
  const binDir = path.join(dataDir, `broken-${version}`, 'bin');
  mkdirSync(binDir, { recursive: true });
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    writeFileSync(path.join(binDir, name), '#!/no/such/loader\n', { mode: 0o755 });
  }
  return { source: 'system', binDir, version, major: Number.parseInt(version, 10) };
}

async function serverVersion(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ major: number }>(
      `select current_setting('server_version_num')::int / 10000 as major`,
    );
    return rows[0]?.major ?? 0;
  } finally {
    await client.end();
  }
}

it('takes DATABASE_URL before all, and starts and touches nothing', async () => {
  const missing = path.join(dataDir, 'not-made');
  const database = await resolveDatabase({ databaseUrl: 'postgres://owner:pw@db/atrium', dataDir: missing });
  expect(database).toMatchObject({ source: 'url', url: 'postgres://owner:pw@db/atrium', startedHere: false });
  await database.stop();
  expect(() => rmSync(missing, { recursive: true })).toThrow('ENOENT');
});

it('takes the embedded PostgreSQL next', async () => {
  const database = keep(await resolveDatabase({ dataDir, volatile: true }));
  expect(database).toMatchObject({ source: 'embedded', startedHere: true });
  expect(await serverVersion(database.url)).toBe(18);
});

it('goes on to the next programs when some do not run on this machine or are too old', async () => {
  const usable: PostgresBinaries = { ...(await embedded()), source: 'system' };
  const candidates = [brokenBinaries('18.1'), brokenBinaries('14.9'), usable];
  const database = keep(await startFirstUsable(candidates, { dataDir, volatile: true }));
  expect(database).toMatchObject({ source: 'system', version: usable.version, startedHere: true });
  expect(await serverVersion(database.url)).toBe(18);
});

it('says of all programs why not when none will do', async () => {
  const refusal = startFirstUsable([brokenBinaries('18.1'), brokenBinaries('14.9')], { dataDir, volatile: true });
  await expect(refusal).rejects.toThrow(/DATABASE_URL is not set/);
  await expect(refusal).rejects.toThrow(/broken-18\.1.*does not run here/);
  await expect(refusal).rejects.toThrow(/broken-14\.9.*older than 15/);
  await expect(startFirstUsable([], { dataDir })).rejects.toThrow(/@embedded-postgres\/.* is installed/);
});

it('keeps to the version that made the database', async () => {
  const made = await startEmbeddedPostgres({ dataDir, volatile: true });
  await made.stop();
  await expect(startFirstUsable([brokenBinaries('16.1')], { dataDir })).rejects.toThrow(/which PostgreSQL 18 made/);
  const database = keep(await startFirstUsable([brokenBinaries('16.1'), await embedded()], { dataDir }));
  expect(database.source).toBe('embedded');
});

it("runs the operating system's PostgreSQL (where this machine has one)", async () => {
  const installed = (await findSystemBinaries()).filter(({ major }) => major >= 15);
  expect(installed.map(({ major }) => major)).toEqual(installed.map(({ major }) => major).sort((a, b) => b - a));
  for (const binaries of installed.slice(0, 1)) {
    const database = keep(await startFirstUsable([binaries], { dataDir, volatile: true }));
    expect(database).toMatchObject({ source: 'system', startedHere: true });
    expect(await serverVersion(database.url)).toBe(binaries.major);
  }
});

it('joins and stops by pg_ctl where named pipes are missing', async () => {
  const options = { dataDir, volatile: true, supervision: 'pg_ctl' } as const;
  const first = await startEmbeddedPostgres(options);
  const second = await startEmbeddedPostgres(options);
  expect([first.startedHere, second.startedHere]).toEqual([true, false]);
  await first.stop();
  expect(await serverVersion(second.url)).toBe(18);
  await second.stop();
  await expect(serverVersion(second.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
