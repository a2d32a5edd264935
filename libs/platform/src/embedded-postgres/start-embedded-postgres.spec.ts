import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Client } from 'pg';
import { endChildren, runChild, type ChildProgram } from '../../../../test/support/child-program';
import { isAlive, readPostmaster } from './postmaster';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './start-embedded-postgres';

const ROOM = path.join(__dirname, 'start-embedded-postgres.ts');
const isRoot = process.geteuid?.() === 0;

const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];

/** A data folder that other accounts may enter, as one in a home folder or a volume. */
async function newDataDir(): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'atrium-embedded-')));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

let template: string;

/** A data folder with a database that was stopped, which spares its making. */
async function usedDataDir(): Promise<string> {
  const dataDir = await newDataDir();
  execFileSync('cp', ['-a', path.join(template, 'postgres'), dataDir]);
  return dataDir;
}

beforeAll(async () => {
  template = await newDataDir();
  folders.length = 0;
  await (await startEmbeddedPostgres({ dataDir: template, volatile: true })).stop();
});

afterAll(() => rmSync(template, { recursive: true, force: true }));

async function start(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...options });
  servers.push(server);
  return server;
}

async function sql<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A process of its own that uses the database of `dataDir` until it is killed, or until SIGINT has made it drain. */
function useInChild(dataDir: string, processGroup = false): ChildProgram {
  return runChild(
    `const { startEmbeddedPostgres } = load(${JSON.stringify(ROOM)});
     const { Client } = load('pg');
     const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
     const alive = setInterval(() => {}, 60000);
     process.once('SIGINT', async () => {
       const client = new Client({ connectionString: server.url });
       await client.connect();
       const { rows } = await client.query('select 42 as answer');
       await client.end();
       say(rows[0]);
       await server.stop();
       clearInterval(alive);
     });
     say({ url: server.url, root: server.root, startedHere: server.startedHere });`,
    { processGroup, cwd: process.cwd() },
  );
}

interface Joined {
  url: string;
  root: string;
  startedHere: boolean;
}

async function serverPid(root: string): Promise<number> {
  const server = await readPostmaster(path.join(root, 'data'));
  if (!server) throw new Error(`no server in ${root}`);
  return server.pid;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

const shutDownCleanly = (root: string): boolean =>
  readFileSync(path.join(root, 'server.log'), 'utf8').trimEnd().endsWith('database system is shut down');

afterEach(async () => {
  await endChildren();
  for (const server of servers.splice(0)) {
    await server.stop();
    rmSync(server.root, { recursive: true, force: true });
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('a first start', () => {
  it('makes a database with Unicode rules, reachable over loopback with the password only', async () => {
    const messages: string[] = [];
    const server = await start(await newDataDir(), { log: (message) => messages.push(message) });

    const [row] = await sql<Record<string, string>>(
      server.url,
      `select current_user as "user", current_setting('listen_addresses') as listens, current_setting('fsync') as fsync,
              current_setting('max_connections') as connections, upper('żółć') as upper,
              current_setting('server_encoding') as encoding, current_setting('is_superuser') as super`,
    );
    expect(row).toEqual({
      user: 'postgres',
      listens: '127.0.0.1',
      fsync: 'on',
      connections: '200',
      upper: 'ŻÓŁĆ',
      encoding: 'UTF8',
      super: 'on',
    });
    expect(server.startedHere).toBe(true);
    expect(messages).toEqual([expect.stringContaining(server.root)]);
    expect(statSync(path.join(server.root, 'password')).mode & 0o777).toBe(0o600);
    const wrong = new URL(server.url);
    wrong.password = 'guessed';
    await expect(sql(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('turns fsync off and takes other settings only when asked to; heeds time-outs; does not run as root', async () => {
    const server = await start(await newDataDir(), { volatile: true, settings: { work_mem: '3MB' } });
    expect(await sql(server.url, `select current_setting('fsync') f, current_setting('work_mem') w`)).toEqual([
      { f: 'off', w: '3MB' },
    ]);
    // A shell makes its background jobs ignore SIGINT, by which the server cancels statements.
    await expect(sql(server.url, 'set statement_timeout = 20; select pg_sleep(600)')).rejects.toMatchObject({
      code: '57014',
    });
    const uid = statSync(`/proc/${await serverPid(server.root)}`).uid;
    expect(uid).toBe(isRoot ? statSync(server.root).uid : process.geteuid?.());
    expect(uid).not.toBe(0);
  });

  it('works when two processes make it at once', async () => {
    const dataDir = await newDataDir();
    const children = [useInChild(dataDir), useInChild(dataDir)];
    const joined = await Promise.all(children.map((child) => child.next<Joined>()));

    expect(joined.map((each) => each.startedHere).sort()).toEqual([false, true]);
    const third = await start(dataDir);
    expect(joined.map((each) => each.url)).toEqual([third.url, third.url]);
    expect(await sql(third.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('begins anew after one that was killed while it made the database', async () => {
    const dataDir = await newDataDir();
    mkdirSync(path.join(dataDir, 'postgres.preparing-0123', 'data'), { recursive: true });
    const server = await start(dataDir, { volatile: true });
    expect(await sql(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(path.join(dataDir, 'postgres.preparing-0123'))).toBe(false);
  });
});

describe('later starts', () => {
  it('find the data again, on the same port and with the same password', async () => {
    const dataDir = await usedDataDir();
    const first = await start(dataDir);
    await sql(first.url, 'create table kept (n int); insert into kept values (7)');
    await first.stop();
    expect(await readPostmaster(path.join(first.root, 'data'))).toBeUndefined();

    const second = await start(dataDir);
    expect(second.startedHere).toBe(true);
    expect(second.url).toBe(first.url);
    expect(await sql(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('join a server that runs; it ends with its last user, whoever started it', async () => {
    const dataDir = await usedDataDir();
    const child = useInChild(dataDir);
    const { url } = await child.next<Joined>();
    const joined = await start(dataDir);
    expect(joined).toMatchObject({ startedHere: false, url });

    child.kill('SIGKILL');
    await child.ended;
    expect(await sql(joined.url, 'select 1 as one')).toEqual([{ one: 1 }]);

    await joined.stop();
    expect(await readPostmaster(path.join(joined.root, 'data'))).toBeUndefined();
    await until(() => shutDownCleanly(joined.root));
  });

  it('stop twice without harm', async () => {
    const server = await start(await usedDataDir(), { volatile: true });
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(shutDownCleanly(server.root)).toBe(true);
  });

  it('stop although the data folder was removed under the server', async () => {
    const server = await start(await usedDataDir(), { volatile: true });
    const pid = await serverPid(server.root);
    rmSync(server.dataDir, { recursive: true });
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('work when many processes start and stop at random', async () => {
    const dataDir = await usedDataDir();
    const use = async (): Promise<void> => {
      for (let round = 0; round < 3; round += 1) {
        const server = await start(dataDir, { volatile: true });
        expect(await sql(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
        await server.stop();
      }
    };
    await Promise.all([use(), use(), use()]);
  });
});

describe('Ctrl-C', () => {
  it('reaches the application and not the database, which serves until the application has drained', async () => {
    const child = useInChild(await usedDataDir(), true);
    const { root } = await child.next<Joined>();
    // A terminal sends SIGINT to its whole foreground process group.
    process.kill(-child.pid, 'SIGINT');
    expect(await child.next()).toEqual({ answer: 42 });
    expect(await child.ended).toEqual({ code: 0, signal: null });
    expect(shutDownCleanly(root)).toBe(true);
  });
});

describe('kill -9', () => {
  it('of the application ends the database cleanly', async () => {
    const dataDir = await usedDataDir();
    const child = useInChild(dataDir);
    const { url, root } = await child.next<Joined>();
    await sql(url, 'create table kept (n int); insert into kept values (1)');
    const pid = await serverPid(root);

    child.kill('SIGKILL');
    await child.ended;
    await until(() => shutDownCleanly(root));
    await until(() => !isAlive(pid) || !existsSync(`/proc/${pid}/cwd`));

    const again = await start(dataDir);
    expect(again.startedHere).toBe(true);
    expect(await sql(again.url, 'select n from kept')).toEqual([{ n: 1 }]);
    expect(readFileSync(path.join(root, 'server.log'), 'utf8')).not.toContain('was interrupted');
  });

  it('of the application just before another starts leaves that one with a database', async () => {
    const dataDir = await usedDataDir();
    const child = useInChild(dataDir);
    await child.next<Joined>();
    child.kill('SIGKILL');
    const next = await start(dataDir);
    expect(await sql(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('of both is recovered from at the next start, with all that was committed', async () => {
    const dataDir = await usedDataDir();
    const child = useInChild(dataDir);
    const { url, root } = await child.next<Joined>();
    await sql(url, 'create table kept (n int); insert into kept select generate_series(1, 1000)');
    // Stopped first: killed alone, its database shuts down cleanly, and may be done with it before it is killed too.
    child.kill('SIGSTOP');
    process.kill(await serverPid(root), 'SIGKILL');
    child.kill('SIGKILL');
    await child.ended;

    const again = await start(dataDir);
    expect(await sql(again.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
    expect(readFileSync(path.join(root, 'server.log'), 'utf8')).toContain('was interrupted');
  });

  it('of the database alone is mended while the application runs, at the same address', async () => {
    const server = await start(await usedDataDir());
    await sql(server.url, 'create table kept (n int); insert into kept values (3)');
    const killed = await serverPid(server.root);
    process.kill(killed, 'SIGKILL');

    await until(() =>
      sql(server.url, 'select 1').then(
        () => true,
        () => false,
      ),
    );
    expect(await serverPid(server.root)).not.toBe(killed);
    expect(await sql(server.url, 'select n from kept')).toEqual([{ n: 3 }]);
    await server.stop();
    expect(shutDownCleanly(server.root)).toBe(true);
  });
});
