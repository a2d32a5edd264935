import { join } from 'node:path';
import { db, newId } from '@atrium/sdk';
import { atDatabase, installJobSchema, prepareDatabase, withClient } from '@atrium/platform';
import { createTestDatabase, gate, type TestDatabase, testServerUrl } from '@atrium/testing';
import { Logger } from '@nestjs/common';
import type { Client } from 'pg';
import { endChildren, runChild } from '../support/child-program';
import { failJob, hangJob, longJob, orphanJob, SpecWorker, writeJob } from './spec-jobs';

const A = newId();
const B = newId();

interface JobRow {
  id: string;
  state: string;
  retry_count: number;
  delay: number;
}

let database: TestDatabase;
/** The API's side: enqueues, runs nothing. */
let api: SpecWorker;
let worker: SpecWorker;
const extra: SpecWorker[] = [];
const said: string[] = [];

const admin = <T>(task: (client: Client) => Promise<T>): Promise<T> => withClient(database.adminUrl, task);
const sql = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await admin((client) => client.query<Row>(text, values))).rows;
const effects = async (mark: string): Promise<number> =>
  Number((await sql<{ count: string }>('SELECT count(*) FROM public.effect WHERE mark = $1', [mark]))[0]!.count);
const jobRow = async (id: string): Promise<JobRow | undefined> =>
  (
    await sql<JobRow>(
      `SELECT id, state::text, retry_count, extract(epoch FROM start_after - started_on)::float AS delay FROM pgboss.job WHERE id = $1`,
      [id],
    )
  )[0];
/** As if the worker that has the job had been silent for an hour. */
const lapse = async (id: string): Promise<void> => {
  await sql(
    `UPDATE pgboss.job SET started_on = now() - interval '1 hour', heartbeat_on = now() - interval '1 hour' WHERE id = $1`,
    [id],
  );
  await sql(`UPDATE pgboss.queue SET monitor_claim_on = NULL, monitor_on = NULL`);
};
/** Makes waiting tries due. */
const hurry = (): Promise<object[]> => sql(`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`);
const another = async (options: Parameters<typeof SpecWorker.open>[1] = {}): Promise<SpecWorker> => {
  const one = await SpecWorker.open(database.workerUrl, options);
  extra.push(one);
  return one;
};

beforeAll(async () => {
  database = await createTestDatabase();
  await admin(async (client) => {
    await client.query(`
      CREATE TABLE public.effect (mark text NOT NULL, tenant_id uuid);
      GRANT USAGE ON SCHEMA public TO atrium_app, atrium_worker;
      GRANT SELECT, INSERT ON public.effect TO atrium_app, atrium_worker`);
    for (const [id, slug] of [
      [A, 'alpha'],
      [B, 'beta'],
    ]) {
      await client.query(
        `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency) VALUES ($1, $2, $2, 'en', 'UTC', 'CNY')`,
        [id, slug],
      );
    }
  });
  api = await SpecWorker.open(database.appUrl);
  for (const level of ['error', 'warn', 'log'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((...message: unknown[]) => {
      if (String(message[0]).startsWith('Job ')) said.push(String(message[0]));
    });
  }
});
beforeEach(async () => {
  said.length = 0;
  worker = await another();
});
afterEach(async () => {
  await Promise.all(extra.splice(0).map((one) => one.close(0)));
  await endChildren();
  await sql(`DELETE FROM pgboss.job`);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('adding a job', () => {
  it('leaves nothing when the change is rolled back, and delivers when it commits', async () => {
    await expect(api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'undone' }), true)).rejects.toThrow('rolled back');
    await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'done' }));
    expect(await worker.worker.runDue()).toBe(1);
    expect([await effects('undone'), await effects('done')]).toEqual([0, 1]);
  });

  it('runs it as the tenant, by the name of the job, with its cause', async () => {
    const id = await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'who' }));
    await worker.worker.runDue();
    expect(worker.handlers.seen).toEqual([
      {
        mark: 'who',
        tenantId: A,
        actor: 'spec.write',
        run: expect.objectContaining({
          id,
          tenantId: A,
          attempt: 1,
          last: false,
          cause: { kind: 'STAFF', id: expect.any(String), name: 'Li Na', requestId: 'request-1' },
        }),
      },
    ]);
    expect(await sql('SELECT tenant_id FROM public.effect WHERE mark = $1', ['who'])).toEqual([{ tenant_id: A }]);
  });

  it('starts it on the notification, without waiting for a look', async () => {
    const prompt = await another({ pollMs: 3_600_000 });
    const ran = gate();
    prompt.handlers.hold = () => Promise.resolve(ran.open());
    await prompt.worker.start();
    await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'prompt' }));
    await ran.opened;
    expect(prompt.handlers.seen).toHaveLength(1);
  });

  it('still does so after a notification for a kind that only other workers know', async () => {
    const prompt = await another({ pollMs: 3_600_000 });
    await prompt.worker.start();
    for (let n = 0; n < 3; n++) {
      const ran = gate();
      prompt.handlers.hold = () => Promise.resolve(ran.open());
      await sql(`SELECT pg_notify('atrium_job', 'spec.unknown')`);
      await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'known' }));
      await ran.opened;
    }
    expect(prompt.handlers.seen).toHaveLength(3);
  });

  it('waits for the time asked for', async () => {
    const startAfter = new Date(Date.now() + 3_600_000);
    const id = await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'later' }, { startAfter }));
    expect(await worker.worker.runDue()).toBe(0);
    await sql(`UPDATE pgboss.job SET start_after = now() WHERE id = $1`, [id]);
    expect(await worker.worker.runDue()).toBe(1);
  });

  it('adds one of a key while it waits, for each tenant', async () => {
    const enqueue = (tenant: string): Promise<string> =>
      api.as(tenant, () => api.jobs.enqueue(writeJob, { mark: 'keyed' }, { singletonKey: 'k' }));
    const first = await enqueue(A);
    expect(await enqueue(A)).toBe(first);
    expect(await enqueue(B)).not.toBe(first);
    expect(await worker.worker.runDue()).toBe(2);
    expect(await enqueue(A)).not.toBe(first);
  });

  it('fails at once for a job nobody handles, a payload that does not fit and one that is too large', async () => {
    await expect(api.as(A, () => api.jobs.enqueue(orphanJob, { mark: 'x' }))).rejects.toThrow(
      'No handler for version 1 of the job spec.orphan',
    );
    await expect(api.as(A, () => api.jobs.enqueue(writeJob, { mark: 5 } as never))).rejects.toThrow('mark:');
    await expect(api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'x'.repeat(300_000) }))).rejects.toThrow(
      'at most 262144 are allowed',
    );
    expect(await sql('SELECT id FROM pgboss.job')).toEqual([]);
  });
});

describe("the API's role", () => {
  const asApp = (text: string, values: unknown[] = []): Promise<unknown> =>
    withClient(database.appUrl, (client) => client.query(text, values));

  it.each([
    'SELECT * FROM pgboss.job',
    'SELECT * FROM pgboss.queue',
    `INSERT INTO pgboss.job (name) VALUES ('spec.write')`,
    `UPDATE pgboss.job SET data = '{}'`,
    'DELETE FROM pgboss.job',
    `SELECT pgboss.create_queue('spec.mine', '{}')`,
    `SELECT pgboss.job_now()`,
  ])('cannot %s', async (text) => {
    await expect(asApp(text)).rejects.toMatchObject({ code: '42501' });
  });

  it('has a positive control: the worker can look', async () => {
    await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'there' }));
    const rows = await withClient(database.workerUrl, (client) => client.query('SELECT id FROM pgboss.job'));
    expect(rows.rowCount).toBe(1);
  });

  it('cannot give another tenant a job, nor anybody a false cause', async () => {
    const forged = { tenant: B, groupId: B, tenantId: B, cause: { kind: 'SYSTEM', name: 'root' } };
    await api.as(A, () =>
      db().query('SELECT app.enqueue_job($1, $2::jsonb, 2, $3::jsonb)', [
        'spec.write',
        JSON.stringify({ mark: 'forged', ...forged }),
        JSON.stringify(forged),
      ]),
    );
    await worker.worker.runDue();
    expect(worker.handlers.seen).toMatchObject([{ tenantId: A, run: { tenantId: A, cause: { name: 'Li Na' } } }]);
  });

  it('cannot add work that belongs to no tenant; the worker can', async () => {
    await expect(api.as(null, () => api.jobs.enqueue(writeJob, { mark: 'nobody' }))).rejects.toMatchObject({
      code: '42501',
    });
    await worker.as(null, () => worker.jobs.enqueue(writeJob, { mark: 'platform' }));
    expect(await worker.worker.runDue()).toBe(1);
    expect(worker.handlers.seen).toMatchObject([{ mark: 'platform', tenantId: null }]);
  });

  it.each(['dead', 'Spec.write', "x.y'; DROP", 'spec'])('cannot use %s for the name of a job', async (name) => {
    await expect(
      api.as(A, () => db().query(`SELECT app.enqueue_job($1, '{}', 1, '{}')`, [name])),
    ).rejects.toMatchObject({ code: '22023' });
  });
});

describe('a try that fails', () => {
  it('is rolled back, repeated with growing delay, then a dead letter that can be replayed', async () => {
    const id = await api.as(A, () => api.jobs.enqueue(failJob, { mark: 'fail' }));
    const delays: number[] = [];
    for (const attempt of [1, 2]) {
      expect(await worker.worker.runDue()).toBe(1);
      const row = await jobRow(id);
      expect(row).toMatchObject({ state: 'retry', retry_count: attempt - 1 });
      delays.push(row!.delay);
      await hurry();
    }
    // 100 s, then 200 s, each with up to half of it left to chance.
    expect([delays[0]! >= 50, delays[1]! >= 100]).toEqual([true, true]);
    await worker.worker.runDue();
    expect(worker.handlers.seen.map(({ run }) => [run.attempt, run.last])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(await effects('fail')).toBe(0);
    expect(said[2]).toMatch(
      new RegExp(
        `^Job failed; that was the last try.* job=spec.fail jobId=${id} tenantId=${A} attempt=3 .*: not today`,
      ),
    );

    const [letter, ...more] = await worker.worker.deadLetters({ tenantId: A });
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      jobId: id,
      name: 'spec.fail',
      tenant: A,
      payload: { mark: 'fail' },
      tries: 3,
      failure: { message: 'not today' },
    });
    expect(await worker.worker.deadLetters({ tenantId: B })).toEqual([]);
    worker.handlers.failing = false;
    expect(await worker.worker.replay([letter!.id])).toBe(1);
    await worker.worker.runDue();
    expect([await effects('fail'), await worker.worker.deadLetters()]).toEqual([1, []]);
    expect(await worker.worker.replay([letter!.id])).toBe(0);
  });

  it('is ended when it hangs, and said', async () => {
    const id = await api.as(A, () => api.jobs.enqueue(hangJob, { mark: 'hang' }));
    await worker.worker.runDue();
    expect(await jobRow(id)).toMatchObject({ state: 'retry' });
    expect(await effects('hang')).toBe(0);
    expect(said).toEqual([
      expect.stringMatching(`job=spec.hang jobId=${id} tenantId=${A} attempt=1 .*: The try took longer than 1 s`),
    ]);
  });

  it('is not repeated where that cannot help', async () => {
    await api.as(A, () => db().query(`SELECT app.enqueue_job('spec.write', '{"mark": 7}', 2, '{"retries": 5}')`));
    await worker.worker.runDue();
    expect(await worker.worker.deadLetters()).toMatchObject([{ name: 'spec.write', tries: 1 }]);
    expect(worker.handlers.seen).toEqual([]);
  });

  it('reads payloads of an older version, and leaves those of a newer one for later', async () => {
    await api.as(A, () => db().query(`SELECT app.enqueue_job('spec.write', '{"text": "old"}', 1, '{}')`));
    await api.as(A, () =>
      db().query(`SELECT app.enqueue_job('spec.write', '{}', 3, '{"retries": 5, "backoffSeconds": 100}')`),
    );
    await worker.worker.runDue();
    expect(await effects('old, upgraded')).toBe(1);
    expect(await sql(`SELECT state::text FROM pgboss.job WHERE data ->> 'version' = '3'`)).toEqual([
      { state: 'retry' },
    ]);
  });

  it('is dropped when its tenant has closed', async () => {
    const gone = newId();
    await sql(
      `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency, status) VALUES ($1, 'gone', 'gone', 'en', 'UTC', 'CNY', 'CLOSED')`,
      [gone],
    );
    const id = await api.as(gone, () => api.jobs.enqueue(writeJob, { mark: 'gone' }));
    await worker.worker.runDue();
    expect([await effects('gone'), (await jobRow(id))?.state]).toEqual([0, 'completed']);
  });
});

describe('several workers', () => {
  it('do every job once', async () => {
    const marks = Array.from({ length: 200 }, (_, n) => `many-${n}`);
    await api.as(A, () => Promise.all(marks.map((mark) => api.jobs.enqueue(writeJob, { mark }))));
    const second = await another();
    const [first, other] = await Promise.all([worker.worker.runDue(), second.worker.runDue()]);
    expect(first + other).toBe(200);
    expect(
      await sql(
        `SELECT count(*)::int AS n, count(DISTINCT mark)::int AS d FROM public.effect WHERE mark LIKE 'many-%'`,
      ),
    ).toEqual([{ n: 200, d: 200 }]);
  });

  it.each([
    ['before the commit', 'write', 0],
    ['between its own commit and the acknowledgement', 'long', 1],
  ] as const)('take over from one killed %s', async (_when, kind, left) => {
    const job = kind === 'write' ? writeJob : longJob;
    const id = await api.as(A, () => api.jobs.enqueue(job, { mark: `killed-${kind}` }));
    const child = runChild(`
      const { SpecWorker } = load(${JSON.stringify(join(__dirname, 'spec-jobs.ts'))});
      const worker = await SpecWorker.open(${JSON.stringify(database.workerUrl)});
      worker.handlers.hold = () => { say('handled'); return new Promise(() => undefined); };
      await worker.worker.start();
    `);
    expect(await child.next()).toBe('handled');
    child.kill('SIGKILL');
    await child.ended;
    expect([await effects(`killed-${kind}`), (await jobRow(id))?.state]).toEqual([left, 'active']);
    expect(await worker.worker.runDue()).toBe(0);
    await lapse(id);
    await worker.worker.reclaim();
    await hurry();
    expect(await worker.worker.runDue()).toBe(1);
    expect(worker.handlers.seen).toMatchObject([{ run: { id, attempt: 2 } }]);
    expect([await effects(`killed-${kind}`), (await jobRow(id))?.state]).toEqual([left + 1, 'completed']);
  });

  it('undo what a try did whose lease has lapsed meanwhile', async () => {
    const id = await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'lapsed' }));
    const [inside, go] = [gate(), gate()];
    worker.handlers.hold = () => {
      inside.open();
      return go.opened;
    };
    const slow = worker.worker.runDue();
    await inside.opened;
    await lapse(id);
    const second = await another();
    await second.worker.reclaim();
    await hurry();
    expect(await second.worker.runDue()).toBe(1);
    go.open();
    await slow;
    expect([await effects('lapsed'), (await jobRow(id))?.state]).toEqual([1, 'completed']);
    expect(said.join()).toContain('was taken over by another worker; this try is undone');
  });

  it("do not let a tenant's hundreds stand before another's few", async () => {
    await api.as(A, () =>
      db().query(
        `SELECT count(app.enqueue_job('spec.write', '{"mark": "crowd"}', 2, '{}')) FROM generate_series(1, 500)`,
      ),
    );
    await api.as(B, () => Promise.all(Array.from({ length: 10 }, () => api.jobs.enqueue(writeJob, { mark: 'few' }))));
    await worker.worker.runDue();
    const order = worker.handlers.seen.map(({ mark }) => mark);
    expect(order).toHaveLength(510);
    expect(order.lastIndexOf('few')).toBeLessThan(60);
  });
});

describe('a worker that stops', () => {
  it('lets short work finish, hands long work back untouched and takes nothing more', async () => {
    const [inside, both, go] = [gate(), gate(), gate()];
    worker.handlers.hold = (mark, run) => {
      (mark === 'short' ? inside : both).open();
      if (mark === 'short') return go.opened;
      return new Promise((_, reject) => run.signal.addEventListener('abort', () => reject(run.signal.reason as Error)));
    };
    const short = await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'short' }));
    const long = await api.as(A, () => api.jobs.enqueue(longJob, { mark: 'long' }));
    await worker.worker.start();
    await Promise.all([inside.opened, both.opened]);
    const stopped = worker.worker.stop();
    const waiting = await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'after' }));
    go.open();
    await stopped;
    expect(await jobRow(short)).toMatchObject({ state: 'completed' });
    expect(await jobRow(long)).toMatchObject({ state: 'retry', retry_count: 0 });
    expect(await jobRow(waiting)).toMatchObject({ state: 'created' });
    const next = await another();
    await next.worker.runDue();
    expect(next.handlers.seen.map(({ mark, run }) => [mark, run.attempt]).sort()).toEqual([
      ['after', 1],
      ['long', 1],
    ]);
  });

  it('rolls back what does not finish in time', async () => {
    const inside = gate();
    worker.handlers.hold = () => {
      inside.open();
      return new Promise(() => undefined);
    };
    const id = await api.as(A, () => api.jobs.enqueue(writeJob, { mark: 'stuck' }));
    await worker.worker.start();
    await inside.opened;
    await worker.worker.stop(0);
    expect([await effects('stuck'), await jobRow(id)]).toMatchObject([0, { state: 'retry', retry_count: 0 }]);
  });
});

describe('installing the job tables', () => {
  it('can be done by two at once, and again', async () => {
    const name = `jobs_${newId().slice(-12)}`;
    const url = atDatabase(testServerUrl(), name);
    await prepareDatabase(testServerUrl(), name);
    try {
      await withClient(url, (client) =>
        client.query(
          `SET ROLE atrium_owner; CREATE SCHEMA app; CREATE FUNCTION app.new_id() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()'`,
        ),
      );
      await Promise.all([installJobSchema(url), installJobSchema(url)]);
      await installJobSchema(url);
      const { rows } = await withClient(url, (client) =>
        client.query(`SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'pgboss'`),
      );
      expect(rows).toEqual([{ owner: 'atrium_owner' }]);
    } finally {
      await withClient(testServerUrl(), (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    }
  });
});
