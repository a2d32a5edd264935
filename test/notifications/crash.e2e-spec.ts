import { resolve } from 'node:path';
import { coreContexts, notificationEvents, type NotificationFacts } from '@atrium/core';
import { JobWorker, withClient } from '@atrium/platform';
import { type ContextDefinition, db, EventHandler, newId } from '@atrium/sdk';
import { createTestPlatform, gate, Mailbox, type TenantName, type TestPlatform } from '@atrium/testing';
import { createWorkerApp } from '@atrium/worker';
import { Injectable, Module } from '@nestjs/common';
import { type ChildProgram, endChildren, runChild } from '../support/child-program';
import { inTransaction, send } from './support/sending';
import { billReady } from './support/spec-types';

const LIBS = resolve(__dirname, '../../libs');
const WORKER = resolve(__dirname, '../../apps/worker/src/index.ts');
const TYPES = resolve(__dirname, 'support/spec-types.ts');
/** Midday where the companies are, for every process alike. */
const MIDDAY = '2031-01-15T04:00:00Z';
/** What one transaction takes: a crash leaves no more of them unknown. */
const CHUNK = 50;
const values = { name: '王', amount: { amount: '1.00', currency: 'CNY' }, dueOn: '2031-02-01' };

interface Kept {
  readonly state: string;
  readonly perhapsTwice: boolean;
  readonly address: string;
}

/** Ids of the messages that were told of as sent. */
const told: string[] = [];

@Injectable()
class Listener {
  @EventHandler(notificationEvents.sent)
  onSent({ notificationId }: NotificationFacts): Promise<void> {
    told.push(notificationId);
    return Promise.resolve();
  }
}
@Module({ providers: [Listener] })
class ListenerModule {}
const listener: ContextDefinition = { name: 'listener', module: ListenerModule, entities: [], migrations: [] };

let platform: TestPlatform;
let mailbox: Mailbox;

const sql = <Row extends object>(text: string, parameters: unknown[] = []): Promise<Row[]> =>
  withClient(platform.database.adminUrl, async (client) => (await client.query<Row>(text, parameters)).rows);

/** A worker that is a process of the operating system, so that it can be killed. */
function startProcess(): ChildProgram {
  const { dataDir } = platform.config.general;
  const env = { ATRIUM_MODE: 'test', LOG_LEVEL: 'error', DATA_DIR: dataDir, SMTP_URL: mailbox.url };
  return runChild(`
    load('reflect-metadata');
    load(${JSON.stringify(TYPES)});
    const { createWorkerApp } = load(${JSON.stringify(WORKER)});
    const { coreContexts } = load(${JSON.stringify(resolve(LIBS, 'core/src/index.ts'))});
    const { loadConfig } = load(${JSON.stringify(resolve(LIBS, 'platform/src/index.ts'))});
    await createWorkerApp({
      config: loadConfig(${JSON.stringify(env)}, ${JSON.stringify(dataDir)}),
      contexts: coreContexts,
      clock: { now: () => new Date(${JSON.stringify(MIDDAY)}) },
      databaseUrl: ${JSON.stringify(platform.database.workerUrl)},
    });
  `);
}

/** Customers with an address each; answers their UUIDs. */
async function people(count: number, domain: string, tenant: TenantName = 'a'): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await inTransaction(
    platform,
    async () => {
      await db().execute(
        `INSERT INTO atrium.customer (id, code, kind, name, name_key, sort_key)
         SELECT id, 'K' || id, 'PERSON', '住户', '住户', '住户' FROM unnest($1::uuid[]) id`,
        [ids],
      );
      await db().execute(
        `INSERT INTO atrium.customer_contact (id, customer_id, kind, value, masked, is_preferred)
         SELECT g.contact, g.id, 'EMAIL', 'c' || g.n || '@' || $3, '***', true
         FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY g (contact, id, n)`,
        [ids.map(() => newId()), ids, domain],
      );
    },
    tenant,
  );
  return ids;
}
const bills = (customers: readonly string[], tenant: TenantName = 'a'): Promise<readonly string[]> =>
  send(
    platform,
    billReady,
    customers.map((customerId) => ({ to: { customerId }, values, channels: ['EMAIL'] as const })),
    tenant,
  );
const kept = (customers: readonly string[]): Promise<Kept[]> =>
  sql<Kept>(
    `SELECT n.state, n.perhaps_twice AS "perhapsTwice", k.value AS address FROM atrium.notification n
     JOIN atrium.customer_contact k ON k.tenant_id = n.tenant_id AND k.customer_id = n.customer_id
     WHERE n.customer_id = ANY ($1::uuid[])`,
    [customers],
  );
/** As if the workers had been silent for an hour. */
async function giveUp(): Promise<void> {
  await sql(
    `UPDATE pgboss.job SET started_on = now() - interval '1 hour', heartbeat_on = now() - interval '1 hour' WHERE state = 'active'`,
  );
  await sql(`UPDATE pgboss.queue SET monitor_claim_on = NULL, monitor_on = NULL`);
}
/** How many mails each address of a domain got. */
function counted(domain: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [address = ''] of mailbox.mails.map(({ to }) => to)) {
    if (address.endsWith(`@${domain}`)) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url }, [listener]);
  platform.clock.freeze(new Date(MIDDAY));
});
beforeEach(() => {
  mailbox.mails.length = 0;
  mailbox.hold = () => Promise.resolve();
});
afterEach(endChildren);
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});

it('a worker that is killed loses no message, and sends none twice that is not marked', async () => {
  const customers = await people(150, 'killed.example');
  await bills(customers);
  const stuck = gate();
  // From the middle of the second chunk on the server takes mails without saying so.
  mailbox.hold = () => {
    if (mailbox.mails.length < CHUNK * 1.5) return Promise.resolve();
    stuck.open();
    return new Promise(() => undefined);
  };
  const doomed = startProcess();
  await Promise.race([stuck.opened, doomed.ended.then(() => Promise.reject(new Error(doomed.errors())))]);
  doomed.kill('SIGKILL');
  await doomed.ended;
  mailbox.hold = () => Promise.resolve();
  const before = counted('killed.example');
  await giveUp();
  await (await platform.atRest()).get(JobWorker).reclaim();
  await sql(`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`);
  await platform.runJobs();

  const rows = await kept(customers);
  expect(rows.map(({ state }) => state)).toEqual(customers.map(() => 'SENT'));
  const after = counted('killed.example');
  expect(after.size).toBe(customers.length);
  const marked = new Set(rows.filter(({ perhapsTwice }) => perhapsTwice).map(({ address }) => address));
  const twice = [...after].filter(([, count]) => count > 1);
  // What the server had of the chunk in hand comes again: nobody could know. Nothing else does.
  expect(twice.map(([address]) => address).sort()).toEqual([...before.keys()].filter((one) => marked.has(one)).sort());
  expect(twice.length).toBeGreaterThan(0);
  expect(twice.every(([, count]) => count === 2)).toBe(true);
  expect(marked.size).toBe(CHUNK);
  // Both copies of a mail bear one name, so that mail programs can tell.
  for (const [address] of twice) {
    const copies = mailbox.mails.filter(({ to }) => to.includes(address)).map(({ email }) => email.messageId);
    expect(copies).toEqual([copies[0], copies[0]]);
  }
});

it('a worker that was given up and comes back says nothing of messages that another one has sent', async () => {
  await platform.drainEvents();
  told.length = 0;
  const customers = await people(3, 'late.example');
  const ids = await bills(customers);
  const [stuck, late] = [gate(), gate()];
  mailbox.hold = () => {
    stuck.open();
    return late.opened;
  };
  const first = platform.runJobs();
  await stuck.opened;
  mailbox.hold = () => Promise.resolve();
  await giveUp();
  const { config, clock, database } = platform;
  const second = await createWorkerApp({
    ...{ config, clock, contexts: [...coreContexts, listener], databaseUrl: database.workerUrl, runsJobs: false },
  });
  try {
    await second.get(JobWorker).reclaim();
    await sql(`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`);
    await second.get(JobWorker).runDue();
  } finally {
    await second.close();
  }
  late.open();
  await first;
  expect((await kept(customers)).map(({ state, perhapsTwice }) => [state, perhapsTwice])).toEqual(
    customers.map(() => ['SENT', true]),
  );
  await platform.drainEvents();
  expect(told.toSorted()).toEqual(ids.toSorted());
});

it('several workers at once send each message once', async () => {
  const customers = await people(400, 'several.example');
  // Many transactions, so that many jobs look at the same rows.
  await Promise.all(Array.from({ length: 8 }, (_, n) => bills(customers.slice(n * 50, n * 50 + 50))));
  const { config, clock, database } = platform;
  const options = { config, clock, contexts: coreContexts, databaseUrl: database.workerUrl, runsJobs: false };
  const second = await createWorkerApp(options);
  try {
    await Promise.all([platform.runJobs(), second.get(JobWorker).runDue()]);
  } finally {
    await second.close();
  }
  await platform.runJobs();
  expect([...counted('several.example').values()]).toEqual(customers.map(() => 1));
  expect(await kept(customers)).toEqual(
    customers.map(() => expect.objectContaining({ state: 'SENT', perhapsTwice: false }) as Kept),
  );
});

it('a company with very many messages does not hold up one with a few', async () => {
  const many = await people(1_600, 'many.example');
  const few = await people(10, 'few.example', 'b');
  // As many jobs as a worker has slots for them.
  for (let n = 0; n < 8; n++) await bills(many.slice(n * 200, n * 200 + 200));
  const [begun, done] = [gate(), gate()];
  let others = 0;
  let ours = 0;
  mailbox.hold = (recipient) => {
    if (recipient.endsWith('@few.example')) ours += 1;
    else if (ours < few.length) others += 1;
    if (others > 100) begun.open();
    if (ours === few.length) done.open();
    return Promise.resolve();
  };
  await platform.startWorker();
  await begun.opened;
  const sentBefore = others;
  await bills(few, 'b');
  await done.opened;
  await platform.stopWorker();
  // Counted in mails, not in seconds: most of what the other company had waiting is still to come.
  expect(others - sentBefore).toBeLessThan(many.length / 2);
  expect([...counted('few.example').values()]).toEqual(few.map(() => 1));
});
