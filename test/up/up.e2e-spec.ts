import { READY_ROLES } from '@atrium/sdk';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `npm start` as a newcomer runs it, in a process of its own on an empty data folder. */
class Running {
  private constructor(
    private readonly child: ChildProcess,
    private readonly output: { text: string },
    readonly exited: Promise<number | null>,
  ) {}

  static start(dataDir: string, env: Record<string, string> = {}): Running {
    const child = spawn('npm', ['start'], {
      cwd: join(__dirname, '../..'),
      // A group of its own, so that nothing of it can be left behind.
      detached: true,
      env: { ...process.env, NODE_OPTIONS: '', ATRIUM_MODE: '', DATA_DIR: dataDir, PORT: '0', ...env },
    });
    const output = { text: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output.text += chunk.toString()));
    const exited = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
    return new Running(child, output, exited);
  }

  get text(): string {
    return this.output.text;
  }

  /** Address of the API, once it is ready. */
  async ready(): Promise<string> {
    let ended = false;
    void this.exited.then(() => (ended = true));
    while (!/Ready after/.test(this.text)) {
      if (ended) throw new Error(`npm start ended: ${this.text}`);
      await new Promise((resolve) => this.child.stdout!.once('data', resolve));
    }
    return /GraphQL API\s+(\S+)/.exec(this.text)![1]!;
  }

  /** To the whole group, as a terminal does. */
  signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.child.pid!, signal);
    } catch {
      // ended already
    }
  }
}

async function ask(
  url: string,
  query: string,
  token?: string,
): Promise<{ data: Record<string, never>; errors?: unknown }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query }),
  });
  return (await answer.json()) as never;
}

const databaseRuns = (dataDir: string): boolean => existsSync(join(dataDir, 'postgres/data/postmaster.pid'));

describe('npm start', () => {
  let dataDir: string;
  const all: Running[] = [];
  const start = (env?: Record<string, string>): Running => {
    const running = Running.start(dataDir, env);
    all.push(running);
    return running;
  };

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'atrium-up-'));
    // Started by root, the database runs as another account: one that may enter keeps it in this folder.
    chmodSync(dataDir, 0o755);
  });
  afterAll(async () => {
    for (const running of all) running.signal('SIGKILL');
    await Promise.all(all.map(({ exited }) => exited));
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('tells what a newcomer needs, refuses a second start, and stops its database on SIGTERM', async () => {
    const first = start();
    const url = await first.ready();
    expect(first.text).toMatch(/Sandbox page\s+http/);
    expect(first.text).toContain(`Data folder    ${dataDir}`);
    expect(first.text).toMatch(/Demo company/);
    expect(databaseRuns(dataDir)).toBe(true);

    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.text).toMatch(/already runs on the data folder .*: process \d+ at http/);
    expect((await ask(url, '{ __typename }')).data).toEqual({ __typename: 'Query' });

    first.signal('SIGTERM');
    expect([0, 143]).toContain(await first.exited);
    expect(first.text).toContain('Stopped.');
    expect(databaseRuns(dataDir)).toBe(false);
  }, 120_000);

  it('starts again with everything it had, also after kill -9', async () => {
    const first = start();
    const url = await first.ready();
    const logins = loginsOf(first.text);
    const [login] = logins as [Login];
    expect(logins.map(({ role }) => role)).toEqual([...READY_ROLES, 'SERVICE_AGENT, 和园里']);
    expect(await register(url, logins.at(-1)!)).toMatchObject({ communities: ['和园里'] });
    const before = await register(url, login);
    expect(before).toEqual({
      ...{ communities: ['和园里', '和园雅苑', '和园中心'], units: 2000, customers: 2667 },
      events: ['邻里运动会 24', '老年人健康讲座 10', '电梯年度检验 0', '亲子烘焙 8', '业主恳谈会 0', '社区联欢会 0'],
    });
    first.signal('SIGKILL');
    await first.exited;

    const again = start();
    expect(await register(await again.ready(), login)).toEqual(before);
    again.signal('SIGINT');
    await again.exited;
    expect(again.text).toContain('Stopped.');
    expect(databaseRuns(dataDir)).toBe(false);
  }, 120_000);

  it('names every wrong variable, what was given and what is allowed', async () => {
    const wrong = start({ PORT: 'many', LOG_LEVEL: 'loud' });
    expect(await wrong.exited).toBe(1);
    expect(wrong.text).toMatch(/PORT.*many[\s\S]*allowed is a whole number from 0 to 65,535/);
    expect(wrong.text).toMatch(/LOG_LEVEL.*loud/);
    expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).not.toBe('');
  }, 60_000);

  /** What the demo company's administrator sees. */
  async function register(
    url: string,
    { slug, email, password }: Login,
  ): Promise<{ communities: string[]; units: number; customers: number; events: string[] }> {
    const signedIn = await ask(
      url,
      `mutation { signIn(input: { slug: "${slug}", email: "${email}", password: "${password}" }) { tokens { accessToken } } }`,
    );
    const { accessToken } = (signedIn.data as unknown as { signIn: { tokens: { accessToken: string } } }).signIn.tokens;
    const { data } = await ask(
      url,
      `{ communities { nodes { name } } units { totalCount } customers { totalCount }
         communityEvents { nodes { title places { taken } } } }`,
      accessToken,
    );
    const { communities, units, customers, communityEvents } = data as unknown as {
      communities: { nodes: { name: string }[] };
      units: { totalCount: number };
      customers: { totalCount: number };
      communityEvents: { nodes: { title: string; places: { taken: number } | null }[] };
    };
    return {
      communities: communities.nodes.map(({ name }) => name),
      units: units.totalCount,
      customers: customers.totalCount,
      events: communityEvents.nodes.map(({ title, places }) => `${title} ${places?.taken ?? 0}`),
    };
  }
});

interface Login {
  slug: string;
  email: string;
  password: string;
  role: string;
}

/** The demo logins that the start printed. */
function loginsOf(output: string): Login[] {
  const slug = /Demo company\s+"([^"]+)"/.exec(output)![1]!;
  return [...output.matchAll(/^\s+(\S+@\S+)\s+(\S+)\s+(\S.*)$/gm)].map(([, email, password, role]) => ({
    slug,
    email: email!,
    password: password!,
    role: role!,
  }));
}
