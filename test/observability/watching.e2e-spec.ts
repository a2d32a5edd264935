import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, JsonLogger } from '@atrium/platform';
import {
  type ContextDefinition,
  db,
  defineJob,
  JobHandler,
  Jobs,
  metricsRegistry,
  systemActor,
  Transactions,
} from '@atrium/sdk';
import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import { Injectable, Logger, Module } from '@nestjs/common';
import { z } from 'zod';
import { roleIds } from '../identity/support';
import { freePort, samples } from './support';

/** What must never be in a log or a metric, and comes by on every way in. */
const PERSON = {
  name: '欧阳慧敏',
  email: 'ouyang@alpha.example',
  phone: '13912345678',
  document: '11010519491231002X',
  password: 'not her password 42',
};

const payload = z.object({ mark: z.string() });
const breaks = defineJob({ name: 'spec.breaks', version: 1, schema: payload, retries: 0 });
const later = defineJob({ name: 'spec.later', version: 1, schema: payload });

/** Fails as careless code does: with what it was at in the message. */
@Injectable()
class CarelessHandlers {
  @JobHandler(breaks)
  async break({ mark }: z.infer<typeof payload>): Promise<void> {
    if (mark === 'statement') await db().query('SELECT $1::int', [PERSON.phone]);
    if (mark === 'parse') JSON.parse(PERSON.name);
    throw new Error(`nothing found for ${PERSON.name}, ${PERSON.email}, ${PERSON.phone}, ${PERSON.document}`);
  }

  @JobHandler(later)
  wait(): Promise<void> {
    return Promise.resolve();
  }
}
@Module({ providers: [CarelessHandlers] })
class CarelessModule {}
const careless: ContextDefinition = { name: 'careless', module: CarelessModule, entities: [], migrations: [] };

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;
let port: number;
const written: string[] = [];

/** Both kinds of log at once, each line of each level. */
function listen({ general, observability }: Config): void {
  const loggers = (['production', 'development'] as const).map((mode) => {
    const config = {
      general: { ...general, mode },
      observability: { ...observability, logLevel: 'trace', logFormat: 'json' },
    } as const;
    return new JsonLogger(config, { write: (line: string) => void written.push(line) });
  });
  const tell =
    (level: 'log' | 'error' | 'warn' | 'debug' | 'verbose' | 'fatal') =>
    (...args: [unknown, ...unknown[]]): void =>
      loggers.forEach((logger) => logger[level](...args));
  Logger.overrideLogger({
    log: tell('log'),
    error: tell('error'),
    warn: tell('warn'),
    debug: tell('debug'),
    verbose: tell('verbose'),
    fatal: tell('fatal'),
  });
}

const lines = (): Record<string, unknown>[] => written.map((line) => JSON.parse(line) as Record<string, unknown>);
const page = async (path = '/metrics'): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
const figures = async (): Promise<Map<string, number>> => samples(await page());
const enqueue = (job: typeof breaks, mark: string, startAfter?: Date): Promise<string> => {
  const as = { tenantId: platform.tenants.a.id, actor: systemActor('spec'), operation: 'spec' };
  return platform.api.get(Transactions).run(as, () => platform.api.get(Jobs).enqueue(job, { mark }, { startAfter }));
};
const invite = async (email: string): Promise<void> => {
  const { TECHNICIAN } = await roleIds(admin);
  await admin.ok('mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { staff { id } } }', {
    input: { name: PERSON.name, email, roleIds: [TECHNICIAN], dataScope: { kind: 'ALL' } },
  });
};

beforeAll(async () => {
  [mailbox, port] = [await Mailbox.open(), await freePort()];
  platform = await createTestPlatform({ SMTP_URL: mailbox.url, MANAGEMENT_PORT: String(port) }, [careless]);
  // The worker brings a logger of its own: it is there before ours.
  await platform.runJobs();
  listen(platform.config);
  admin = await platform.as('ADMIN');
  await everythingHappens();
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});

/** Sign-in, imports, mails, mistakes and faults, each with the person in it. */
async function everythingHappens(): Promise<void> {
  const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } } }';
  const input = { slug: platform.tenants.a.slug, email: PERSON.email, password: PERSON.password };
  await platform.client().fails(signIn, { input });
  await platform.client().ok(signIn, { input: { slug: input.slug, ...platform.tenants.a.admin } });
  await admin.fails(`{ customers(filter: { name: "${PERSON.name}" }) { nodes { nothing } } }`);
  await admin.query(`query ${'q'.repeat(40)} { viewer { actor { name } } }`);
  await admin.fails('query ($id: ID!) { customer(id: $id) { name } }', { id: PERSON.phone });

  mailbox.refuse = (to) => (to === 'busy@alpha.example' ? 451 : to === PERSON.email ? 550 : null);
  await invite(PERSON.email);
  await invite('busy@alpha.example');
  await invite('fine@alpha.example');
  for (const mark of ['statement', 'parse', 'other']) await enqueue(breaks, mark);
  await enqueue(later, 'tomorrow', new Date(Date.now() + 86_400_000));

  const header = '小区,楼栋,房号,姓名,手机,证件号码,电子邮箱';
  const row = `无此小区,1栋,101,${PERSON.name},${PERSON.phone},${PERSON.document},${PERSON.email}`;
  const fileId = await platform.upload(admin, {
    fileName: `${PERSON.name}.csv`,
    content: Buffer.from(`${header}\n${row}\n`),
  });
  await admin.query('mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }', {
    input: { fileId, kind: 'CUSTOMERS_WITH_OCCUPANCY', onMissingParent: 'REFUSE' },
  });
  await platform.runJobs();
}

describe('the metrics', () => {
  it('count operations by type and outcome, with their time and cost', async () => {
    const before = await figures();
    await admin.ok('{ viewer { actor { name } } }');
    await admin.fails('{ nothing }');
    await platform.client().fails('{ viewer { actor { name } } customers { nodes { id } } }');
    const after = await figures();
    const more = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(more('atrium_requests_total{type="query",code="OK"}')).toBe(1);
    expect(more('atrium_requests_total{type="query",code="UNAUTHENTICATED"}')).toBe(1);
    expect(more('atrium_requests_total{type="none",code="VALIDATION_FAILED"}')).toBe(1);
    expect(more('atrium_request_duration_seconds_count{type="query"}')).toBe(2);
    expect(more('atrium_request_cost_total{type="query"}')).toBeGreaterThan(0);
  });

  it('count statements by what they were for, and show every pool', async () => {
    await admin.ok('{ staff { nodes { id } } }');
    const now = await figures();
    for (const work of ['query', 'mutation', 'job', 'platform']) {
      expect(now.get(`atrium_statement_duration_seconds_count{work="${work}"}`)).toBeGreaterThan(0);
    }
    expect(now.get('atrium_statement_failures_total{work="job",reason="refused"}')).toBe(1);
    expect(now.get('atrium_pool_size{pool="api"}')).toBe(platform.config.database.apiPoolSize);
    expect(now.get('atrium_pool_waiting{pool="api"}')).toBe(0);
    expect(now.get('atrium_pool_size{pool="jobs"}')).toBe(2);
  });

  it('tell what became of jobs, mails and imported rows', async () => {
    const now = await figures();
    expect(now.get('atrium_jobs_total{job="spec.breaks",outcome="dead"}')).toBe(3);
    expect(now.get('atrium_jobs_total{job="mail.send",outcome="dead"}')).toBe(1);
    expect(['sent', 'refused', 'failed'].map((one) => now.get(`atrium_mails_total{outcome="${one}"}`))).toEqual([
      1, 1, 1,
    ]);
    expect(now.get('atrium_import_rows_total{kind="CUSTOMERS_WITH_OCCUPANCY",outcome="failed"}')).toBe(1);
    expect(now.get('atrium_files_total{outcome="stored"}')).toBeGreaterThan(0);
    expect(now.get('atrium_log_lines_total{level="error"}')).toBeGreaterThan(0);
    expect(now.get('process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('tell what waits in the queues, from a worker that reads them once however many ask', async () => {
    await platform.startWorker();
    try {
      await Promise.all(Array.from({ length: 20 }, figures));
      const now = await figures();
      expect(now.get('atrium_queue_readings_total{outcome="ok"}')).toBe(1);
      expect(now.get('atrium_queue_jobs{job="spec.later",state="later"}')).toBe(1);
      expect(now.get('atrium_queue_jobs{job="spec.later",state="due"}')).toBe(0);
      expect(now.get('atrium_dead_letters{kind="job"}')).toBe(4);
      expect(now.get('atrium_dead_letters{kind="event"}')).toBe(0);
    } finally {
      await platform.stopWorker();
    }
  });

  it('have the same series whatever callers make up', async () => {
    const names = async (): Promise<string[]> =>
      [...(await figures()).keys()].filter((name) => name.startsWith('atrium_'));
    await admin.fails('query a { nothing }');
    const before = await names();
    for (let n = 0; n < 20; n++) await admin.fails(`query made_up_${n} { nothing${n} }`);
    expect(await names()).toEqual(before);
  });

  it('hold nothing of a tenant or a person', async () => {
    const text = await page();
    const { a } = platform.tenants;
    for (const value of [a.id, `"${a.slug}"`, ...Object.values(PERSON)]) expect(text).not.toContain(value);
  });

  it('are each described on the page for operators, with their labels', async () => {
    const guide = readFileSync(join(__dirname, '../../docs/operations/observability.md'), 'utf8');
    const described = new Map(
      [...guide.matchAll(/^\| `(atrium_\w+)` +\| ([^|]*)\|/gm)].map(([, name, labels]) => [name!, labels!.trim()]),
    );
    const own = metricsRegistry()
      .getMetricsAsArray()
      .filter(({ name }) => name.startsWith('atrium_'))
      .map((metric) => [
        metric.name,
        (metric as unknown as { labelNames: string[] }).labelNames.map((label) => `\`${label}\``).join(', '),
      ]);
    expect([...described].sort()).toEqual(own.sort());
  });

  it('are given by the management server alone, which tells of health too', async () => {
    expect(await page('/health/live')).toBe('ok\n');
    expect(await page('/health/ready')).toBe('ok\n');
    expect((await fetch(`http://127.0.0.1:${port}/nothing`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${await platform.url()}/metrics`)).status).toBe(404);
  });
});

describe('the log', () => {
  it('has nothing of the person in it, in production and in development', () => {
    const text = written.join('');
    expect(written.length).toBeGreaterThanOrEqual(10);
    for (const value of [...Object.values(PERSON), 'busy@alpha.example', platform.tenants.a.admin.email]) {
      expect(text).not.toContain(value);
    }
    expect(text).not.toMatch(/eyJ|atr_[ipk]_/);
  });

  it('names the tenant, the job and what went wrong with its code', () => {
    const failed = lines().filter(({ job }) => job === 'spec.breaks');
    expect(failed).toHaveLength(6);
    for (const line of failed) {
      expect(line).toMatchObject({
        ...{ level: 'error', part: 'Jobs', tenantId: platform.tenants.a.id, jobId: expect.any(String), attempt: 1 },
        error: { type: expect.any(String), stack: expect.stringContaining('    at ') },
      });
    }
    expect(failed.map(({ error }) => (error as { code?: string }).code)).toContain('22003');
    const mail = lines().filter(({ job, attemptsLeft }) => job === 'mail.send' && attemptsLeft !== undefined);
    expect(mail[0]).toMatchObject({ msg: 'Job failed; it is tried again', error: { code: expect.any(String) } });
  });
});
