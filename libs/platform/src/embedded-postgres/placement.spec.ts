import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Client } from 'pg';
import { findEmbeddedBinaries, type PostgresBinaries } from './binaries';
import { EmbeddedPostgresError } from './errors';
import { placeBinaries } from './place-binaries';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './start-embedded-postgres';

const isRoot = process.geteuid?.() === 0;
const asRoot = isRoot ? describe : describe.skip;

const garbage: string[] = [];
const servers: EmbeddedPostgres[] = [];

async function newFolder(mode: number): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'atrium-placement-')));
  chmodSync(folder, mode);
  garbage.push(folder);
  return folder;
}

async function start(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, volatile: true, ...options });
  servers.push(server);
  garbage.push(server.root);
  return server;
}

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** The package as npm leaves it when install scripts are off, in a folder of its own. */
async function packageWithoutLinks(parent: string): Promise<PostgresBinaries & { nativeDir: string }> {
  const installed = await findEmbeddedBinaries();
  if (!installed?.nativeDir) throw new Error('the embedded package is not installed');
  const nativeDir = path.join(parent, 'node_modules', 'native');
  cpSync(installed.nativeDir, nativeDir, { recursive: true, verbatimSymlinks: true });
  for (const entry of readdirSync(path.join(nativeDir, 'lib'), { withFileTypes: true })) {
    if (entry.isSymbolicLink()) unlinkSync(path.join(nativeDir, 'lib', entry.name));
  }
  return { ...installed, nativeDir, binDir: path.join(nativeDir, 'bin') };
}

const linksOf = (nativeDir: string): string[] =>
  readdirSync(path.join(nativeDir, 'lib'), { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map((entry) => entry.name);

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of garbage.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('the package', () => {
  it('gets the links that install scripts would have made', async () => {
    const binaries = await packageWithoutLinks(await newFolder(0o755));
    expect(linksOf(binaries.nativeDir)).toEqual([]);

    const server = await start(await newFolder(0o755), { binaries });
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(linksOf(binaries.nativeDir)).toContain('libpq.so.5');
  });
});

asRoot('as root below a folder that the server account may not enter', () => {
  it('keeps database and programs where it may, and finds them again', async () => {
    const closed = await newFolder(0o700);
    const binaries = await packageWithoutLinks(closed);
    const dataDir = path.join(closed, '.data');
    const messages: string[] = [];
    const first = await start(dataDir, { binaries, log: (message) => messages.push(message) });

    expect(path.dirname(first.root)).toBe('/var/tmp');
    expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false);
    expect(statSync(first.root).mode & 0o777).toBe(0o700);
    expect(messages.join('\n')).toContain(`kept in ${first.root}`);
    const copy = /copied to (\S+)/.exec(messages.join('\n'))?.[1] ?? '';
    garbage.push(copy);
    expect(linksOf(copy)).toContain('libpq.so.5');
    expect(readFileSync(path.join(first.root, 'data', 'postmaster.opts'), 'utf8')).toContain(copy);

    await query(first, 'create table kept (n int); insert into kept values (5)');
    await first.stop();
    const again = await start(dataDir, { binaries });
    expect(again.root).toBe(first.root);
    expect(await query(again, 'select n from kept')).toEqual([{ n: 5 }]);
  });

  it('moves a database that was made before the folder was closed', async () => {
    const folder = await newFolder(0o755);
    const dataDir = path.join(folder, '.data');
    const first = await start(dataDir);
    expect(first.root).toBe(path.join(dataDir, 'postgres'));
    await query(first, 'create table kept (n int); insert into kept values (6)');
    await first.stop();

    chmodSync(folder, 0o700);
    const again = await start(dataDir);
    expect(path.dirname(again.root)).toBe('/var/tmp');
    expect(await query(again, 'select n from kept')).toEqual([{ n: 6 }]);
  });

  it('says so when the database kept elsewhere is gone, and begins no empty one by itself', async () => {
    const dataDir = path.join(await newFolder(0o700), '.data');
    const first = await start(dataDir);
    await first.stop();
    rmSync(first.root, { recursive: true });
    await expect(start(dataDir)).rejects.toThrow(`was kept in ${first.root}, and that folder is gone`);
  });

  it('copies programs that a strict umask made unreadable, and mends a copy that lost files', async () => {
    const binaries = await packageWithoutLinks(await newFolder(0o700));
    chmodSync(path.join(binaries.nativeDir, 'share', 'postgresql', 'postgres.bki'), 0o600);
    const place = { dataDir: binaries.nativeDir, user: { name: 'nobody', uid: 65_534, gid: 65_534 } };
    const { nativeDir: copy = '' } = await placeBinaries(binaries, place, () => {});
    garbage.push(copy);
    const bki = path.join(copy, 'share', 'postgresql', 'postgres.bki');
    expect(statSync(bki).mode & 0o777).toBe(0o644);

    unlinkSync(bki);
    await placeBinaries(binaries, place, () => {});
    expect(existsSync(bki)).toBe(true);
  });

  it('runs no programs from a folder that others may write to', async () => {
    const binaries = await packageWithoutLinks(await newFolder(0o700));
    const place = { dataDir: binaries.nativeDir, user: { name: 'nobody', uid: 65_534, gid: 65_534 } };
    const { nativeDir: copy = '' } = await placeBinaries(binaries, place, () => {});
    garbage.push(copy);
    chmodSync(copy, 0o777);
    await expect(placeBinaries(binaries, place, () => {})).rejects.toThrow(EmbeddedPostgresError);
    chmodSync(copy, 0o755);
    await expect(placeBinaries(binaries, place, () => {})).resolves.toMatchObject({ nativeDir: copy });
  });
});

describe('a database of another major version', () => {
  it('is refused before anything is started', async () => {
    const dataDir = await newFolder(0o755);
    const binaries = await findEmbeddedBinaries();
    if (!binaries) throw new Error('the embedded package is not installed');
    mkdirSync(path.join(dataDir, 'untouched'));
    const server = await start(dataDir);
    await server.stop();
    await expect(start(dataDir, { binaries: { ...binaries, major: 17, version: '17.2' } })).rejects.toThrow(
      /made by PostgreSQL 18, and PostgreSQL 17\.2 cannot read it/,
    );
  });
});
