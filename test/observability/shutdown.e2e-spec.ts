import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createTestPlatform, type TestPlatform, TestSocket } from '@atrium/testing';
import { endChildren } from '../support/child-program';
import { startSecondApi } from '../support/second-api';
import { freePort } from './support';

interface Answered {
  readonly status: number;
  readonly connection: string | undefined;
  readonly body: string;
}

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterEach(endChildren);
afterAll(() => platform.close());

function send(url: string, agent: Agent | false, token: string | null, payload?: object): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(payload ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const sent = request(url, { agent, method: payload ? 'POST' : 'GET', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('error', reject).on('end', () => {
        resolve({ status: response.statusCode!, connection: response.headers.connection, body });
      });
    });
    sent.on('error', reject).end(payload && JSON.stringify(payload));
  });
}

/** A process as a load balancer sees it: it is sent requests as long as it says that it is ready. */
class Target {
  ready = true;
  refused = 0;
  /** What the health of the process said, each change once. */
  readonly said: string[] = [];
  private over = false;
  private readonly watching: Promise<void>;

  constructor(readonly url: string) {
    this.watching = this.watch();
  }

  private async watch(): Promise<void> {
    while (!this.over) {
      const now = await send(`${this.url}/health/ready`, false, null).then(
        ({ status }) => `${status}`,
        () => 'gone',
      );
      this.ready = now === '200';
      if (this.said.at(-1) !== now) this.said.push(now);
      await pause(20);
    }
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.watching;
  }
}

it('an API process that is told to stop under load says so first, drops no request, closes sockets with 1001 and exits with 0', async () => {
  const admin = await platform.as('ADMIN');
  const { slug, admin: login } = platform.tenants.a;
  const drain = { SHUTDOWN_DRAIN_SECONDS: '1' };
  const [first, second] = await Promise.all([startSecondApi(platform, drain), startSecondApi(platform, drain)]);
  const targets = [new Target(first.url), new Target(second.url)] as const;
  const socket = await TestSocket.open(first.url, { authorization: `Bearer ${admin.token}` });

  const query = { query: '{ viewer { actor { name } } staff { nodes { id } } }' };
  const signIn = {
    query: 'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } } }',
    variables: { input: { slug, ...login } },
  };
  const answers: Answered[] = [];
  const failures: string[] = [];
  let over = false;
  let turn = 0;
  /** One after the other, by a connection that is kept or by a new one each, to whoever is ready. */
  const client = async (keepAlive: boolean): Promise<void> => {
    const agents = new Map(targets.map((target) => [target, new Agent({ keepAlive, maxSockets: 1 })]));
    while (!over) {
      turn += 1;
      const ready = targets.filter((target) => target.ready);
      const target = ready[turn % ready.length]!;
      // Signing in takes long: some are under way when the signal comes.
      const payload = turn % 10 === 0 ? signIn : query;
      await send(`${target.url}/graphql`, agents.get(target)!, admin.token, payload).then(
        (answer) => answers.push(answer),
        (error: Error) => failures.push(String(error)),
      );
    }
    for (const agent of agents.values()) agent.destroy();
  };
  const clients = [true, true, true, false, false].map(client);
  while (answers.length < 50) await pause(10);
  const before = answers.length;
  first.kill('SIGTERM');
  expect(await first.ended).toEqual({ code: 0, signal: null });
  const meanwhile = answers.slice(before);
  const enough = answers.length + 20;
  while (answers.length < enough) await pause(10);
  over = true;
  await Promise.all(clients);
  await Promise.all(targets.map((target) => target.stop()));

  expect(failures).toEqual([]);
  expect(answers.filter(({ status, body }) => status !== 200 || body.includes('"errors"'))).toEqual([]);
  expect(targets[0].said).toEqual(['200', '503', 'gone']);
  expect(targets[1].said).toEqual(['200']);
  // Whoever has a connection open is told to leave it.
  expect(meanwhile.some(({ connection }) => connection === 'close')).toBe(true);
  expect(await socket.closed).toMatchObject({ code: 1001 });
  second.kill('SIGTERM');
  expect(await second.ended).toEqual({ code: 0, signal: null });
});

it('health tells each phase: not ready before it listens to anybody, ready, not ready while it stops', async () => {
  const port = await freePort();
  const health = (path: string): Promise<string> =>
    send(`http://127.0.0.1:${port}/health/${path}`, false, null).then(
      ({ status, body }) => `${status} ${body.trim()}`,
      () => 'gone',
    );
  const starting = startSecondApi(platform, { MANAGEMENT_PORT: String(port), SHUTDOWN_DRAIN_SECONDS: '1' });
  const seen = new Set<string>();
  let over = false;
  const watching = (async () => {
    while (!over) {
      const [live, ready] = [await health('live'), await health('ready')];
      seen.add(`${live}, ${ready}`);
    }
  })();
  const child = await starting;
  while (!seen.has('200 ok, 200 ok')) await pause(10);
  child.kill('SIGTERM');
  expect(await child.ended).toEqual({ code: 0, signal: null });
  over = true;
  await watching;
  expect([...seen]).toEqual(expect.arrayContaining(['200 ok, 200 ok', '200 ok, 503 shutting down']));
  expect(
    [...seen].filter((one) => !one.includes('gone') && !/^200 ok, (200 ok|503 (starting|shutting down))$/.test(one)),
  ).toEqual([]);
});
