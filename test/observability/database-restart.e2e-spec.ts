import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { coreContexts } from '@atrium/core';
import {
  atDatabase,
  type EmbeddedPostgres,
  loadConfig,
  migrationsOf,
  type PreparedDatabase,
  prepareInstallation,
  startEmbeddedPostgres,
  withClient,
} from '@atrium/platform';
import { type ChildProgram, endChildren, runChild } from '../support/child-program';
import { freePort, samples } from './support';

const source = (room: string): string => JSON.stringify(resolve(__dirname, '../..', room, 'src/index.ts'));
const INVITATIONS = 60;

let dataDir: string;
let server: EmbeddedPostgres;
let database: PreparedDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'atrium-restart-'));
  chmodSync(dataDir, 0o755);
  server = await startEmbeddedPostgres({ dataDir, volatile: true });
  env = { ATRIUM_MODE: 'test', LOG_LEVEL: 'info', DATA_DIR: dataDir, PORT: '0', SIGN_UP_PLAN: 'UNLIMITED' };
  database = await prepareInstallation(server.url, 'atrium', loadConfig(env, dataDir), migrationsOf(coreContexts));
});
afterAll(async () => {
  await endChildren();
  await server.stop();
  for (const folder of [server.root, dataDir]) rmSync(folder, { recursive: true, force: true });
});

/** API or worker as a process of its own; an API says its address first. */
function startProcess(role: 'api' | 'worker', port: number): ChildProgram {
  const config = JSON.stringify({ ...env, MANAGEMENT_PORT: String(port) });
  const make = role === 'api' ? 'createApiApp' : 'createWorkerApp';
  return runChild(`
    load('reflect-metadata');
    const { ${make} } = load(${source(`apps/${role}`)});
    const { coreContexts } = load(${source('libs/core')});
    const { loadConfig } = load(${source('libs/platform')});
    const config = loadConfig(${config}, ${JSON.stringify(dataDir)});
    const databaseUrl = ${JSON.stringify(role === 'api' ? database.appUrl : database.workerUrl)};
    const app = await ${make}({ config, contexts: coreContexts, databaseUrl });
    process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
    if (${JSON.stringify(role)} === 'api') await app.listen(0, '127.0.0.1');
    say(${JSON.stringify(role)} === 'api' ? await app.getUrl() : 'ready');
  `);
}

it('a database that restarts under load is said and counted, comes back without a hand, and leaves nothing lost or twice', async () => {
  const ports = { api: await freePort(), worker: await freePort() };
  const [api, worker] = [startProcess('api', ports.api), startProcess('worker', ports.worker)];
  const url = `${await api.next<string>()}/graphql`;
  await worker.next();
  const call = async (query: string, variables: object, token?: string): Promise<Record<string, unknown>> => {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const { data, errors } = (await answer.json()) as { data: Record<string, unknown>; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const admin = { name: '王芳', email: 'admin@restart.example', password: 'correct horse battery' };
  await call('mutation ($input: SignUpTenantInput!) { signUpTenant(input: $input) { tenant { id } } }', {
    input: {
      ...{ company: 'Restart', slug: 'restart', locale: 'en', timeZone: 'UTC', currency: 'CNY', admin },
    },
  });
  const { email, password } = admin;
  const { signIn } = await call(
    'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } } }',
    {
      input: { slug: 'restart', email, password },
    },
  );
  const { accessToken } = (signIn as { tokens: { accessToken: string } }).tokens;
  const { roles } = await call('{ roles(first: 100) { nodes { id readyMade } } }', {}, accessToken);
  const [role] = (roles as { nodes: { id: string; readyMade: string }[] }).nodes;
  const ready = (port: number): Promise<number> =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(({ status }) => status);

  let answered = 0;
  let failed = 0;
  /** As a client should: again with the same key until it is answered. */
  const invite = async (n: number): Promise<void> => {
    const input = {
      name: `Member ${n}`,
      email: `member-${n}@restart.example`,
      roleIds: [role!.id],
      dataScope: { kind: 'ALL' },
      idempotencyKey: `invitation-${n}`,
    };
    for (;;) {
      try {
        await call(
          'mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { staff { id } } }',
          { input },
          accessToken,
        );
        answered += 1;
        return;
      } catch {
        failed += 1;
        await pause(50);
      }
    }
  };
  let next = 0;
  const clients = Array.from({ length: 4 }, async () => {
    while (next < INVITATIONS) await invite(next++);
  });
  while (answered < INVITATIONS / 4) await pause(5);
  const { port } = server;
  await server.stop();
  while (failed === 0) await pause(5);
  expect([await ready(ports.api), await ready(ports.worker)]).toEqual([503, 503]);
  expect((await fetch(`http://127.0.0.1:${ports.api}/health/live`)).status).toBe(200);
  server = await startEmbeddedPostgres({ dataDir, volatile: true });
  expect(server.port).toBe(port);
  await Promise.all(clients);
  expect(answered).toBe(INVITATIONS);

  const mails = (): string[] => readdirSync(join(dataDir, 'mails')).filter((file) => file.endsWith('.eml'));
  while (mails().length < INVITATIONS) await pause(50);
  while ((await ready(ports.api)) !== 200 || (await ready(ports.worker)) !== 200) await pause(50);
  const count = (from: string): Promise<number> =>
    withClient(atDatabase(server.url, 'atrium'), async (client) => {
      const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`);
      return rows[0]!.n;
    });
  // A mail is written just before its job is acknowledged.
  while ((await count(`pgboss.job WHERE name = 'mail.send' AND state <> 'completed'`)) > 0) await pause(50);
  expect(await count(`atrium.staff WHERE name LIKE 'Member %'`)).toBe(INVITATIONS);
  expect(mails()).toHaveLength(INVITATIONS);

  for (const [role, program] of Object.entries({ api, worker })) {
    const figures = samples(await (await fetch(`http://127.0.0.1:${ports[role as 'api']}/metrics`)).text());
    const lost = [...figures].filter(([name]) => name.startsWith('atrium_database_connections_lost_total'));
    expect(lost.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(0);
    const line = program
      .errors()
      .split('\n')
      .find((one) => one.includes('Lost a connection to the database'));
    expect(JSON.parse(line!)).toMatchObject({ level: 'warn', part: 'Database', pool: expect.any(String) });
    program.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
  }
});
