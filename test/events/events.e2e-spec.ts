import { join } from 'node:path';
import { Events, type EventDefinition, newId, systemActor, Transactions } from '@atrium/sdk';
import { JobWorker, withClient } from '@atrium/platform';
import { createTestPlatform, gate, type TenantName, type TestPlatform, until } from '@atrium/testing';
import { type INestApplicationContext, Logger } from '@nestjs/common';
import { Client } from 'pg';
import { endChildren, runChild } from '../support/child-program';
import { counted } from '../observability/support';
import { happened, hung, openWorker, specContext, SpecEventHandlers, unheard, worked } from './spec-events';

interface DeliveryRow {
  state: string;
  attempts: number;
  overtakes: number;
  overtaken_by: number;
  failure: { name: string; message: string } | null;
  delay: number;
}

let platform: TestPlatform;
let worker: INestApplicationContext;
const extra: INestApplicationContext[] = [];
const said: string[] = [];

const sql = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await withClient(platform.database.adminUrl, (client) => client.query<Row>(text, values))).rows;
const handlersOf = (app: INestApplicationContext): SpecEventHandlers => app.get(SpecEventHandlers);
const drain = (app: INestApplicationContext = worker): Promise<number> => app.get(JobWorker).runDue();
const another = async (options: Parameters<typeof openWorker>[2] = {}): Promise<INestApplicationContext> => {
  const one = await openWorker(platform.database.workerUrl, platform.config.general.dataDir, options);
  extra.push(one);
  return one;
};

const actor = { ...systemActor('Li Na'), kind: 'STAFF' as const, id: newId() };
const as = <T>(task: (events: Events) => Promise<T>, tenant: TenantName = 'a'): Promise<T> =>
  platform.api
    .get(Transactions)
    .run({ tenantId: platform.tenants[tenant].id, actor, operation: 'spec', requestId: 'request-1' }, () =>
      task(platform.api.get(Events)),
    );
const emit = (mark: string, aggregateId: string, event: EventDefinition<{ mark: string }> = happened): Promise<void> =>
  as((events) => events.emit(event, { mark }, { aggregateId }));
/** Writes an event as another version of the platform would have. */
const emitRaw = (version: number, payload: object): Promise<unknown> =>
  sql(
    `SELECT set_config('app.tenant_id', $1, false), app.emit_events('spec.happened', $2, 'thing', '{spec.first}', $3)`,
    [platform.tenants.a.id, version, JSON.stringify([{ a: newId(), p: payload }])],
  );

const effects = async (handler = 'first'): Promise<string[]> =>
  (await sql<{ mark: string }>('SELECT mark FROM public.effect WHERE handler = $1 ORDER BY n', [handler])).map(
    ({ mark }) => mark,
  );
const delivery = async (mark: string, handler = 'spec.first'): Promise<DeliveryRow | undefined> =>
  (
    await sql<DeliveryRow>(
      `SELECT d.state, d.attempts, d.overtakes, d.overtaken_by, d.failure, extract(epoch FROM d.next_at - now())::float AS delay
       FROM atrium.event_delivery d JOIN atrium.event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
       WHERE e.payload ->> 'mark' = $1 AND d.handler = $2`,
      [mark, handler],
    )
  )[0];
/** Makes waiting tries due. */
const hurry = async (): Promise<void> => {
  await sql(`UPDATE atrium.event_delivery SET next_at = now() WHERE state = 'WAITING'`);
  await sql(`UPDATE pgboss.job SET start_after = now() WHERE state < 'active'`);
};
/** As if the worker that has the jobs had been silent for an hour. */
const lapse = async (app: INestApplicationContext): Promise<void> => {
  await sql(
    `UPDATE pgboss.job SET started_on = now() - interval '1 hour', heartbeat_on = now() - interval '1 hour' WHERE state = 'active'`,
  );
  await sql(`UPDATE pgboss.queue SET monitor_claim_on = NULL, monitor_on = NULL`);
  await app.get(JobWorker).reclaim();
  await hurry();
};
/** Fails each first-handler try of these marks. */
const failing =
  (...marks: string[]) =>
  (mark: string): Promise<void> =>
    marks.includes(mark) ? Promise.reject(new Error('not today')) : Promise.resolve();

beforeAll(async () => {
  platform = await createTestPlatform({}, [specContext]);
  await sql(`
    CREATE TABLE public.effect (n bigint GENERATED ALWAYS AS IDENTITY, handler text, mark text NOT NULL, tenant_id uuid);
    GRANT USAGE ON SCHEMA public TO atrium_app, atrium_worker;
    GRANT SELECT, INSERT ON public.effect TO atrium_app, atrium_worker`);
  for (const level of ['error', 'warn', 'log'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((...message: unknown[]) => {
      if (/^(Event|Job) /.test(String(message[0]))) said.push(String(message[0]));
    });
  }
});
beforeEach(async () => {
  worker = await another();
  await drain();
  said.length = 0;
});
afterEach(async () => {
  await Promise.all(extra.splice(0).map((one) => one.close()));
  await endChildren();
  await sql('DELETE FROM pgboss.job');
  await sql('DELETE FROM atrium.event');
  await sql('TRUNCATE public.effect');
});
afterAll(async () => {
  await platform.close();
});

describe('an event', () => {
  it('leaves nothing when its change is rolled back, and reaches every handler when it commits', async () => {
    const undone = as(async (events) => {
      await events.emit(happened, { mark: 'undone' }, { aggregateId: newId() });
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    expect(await sql('SELECT id FROM atrium.event UNION ALL SELECT id FROM pgboss.job')).toEqual([]);
    await emit('done', newId());
    await drain();
    expect([await effects('first'), await effects('second')]).toEqual([['done'], ['done']]);
  });

  it('is handled as its tenant, by the name of the handler, with what caused it', async () => {
    const aggregateId = newId();
    await emit('who', aggregateId);
    await drain();
    expect(handlersOf(worker).seen.find(({ handler }) => handler === 'first')).toMatchObject({
      name: 'spec.happened',
      aggregate: 'thing',
      aggregateId,
      tenantId: platform.tenants.a.id,
      cause: { kind: 'STAFF', id: actor.id, name: 'Li Na', requestId: 'request-1' },
      attempt: 1,
      last: false,
      overtakes: 0,
      overtakenBy: 0,
    });
    expect(await sql('SELECT DISTINCT tenant_id FROM public.effect')).toEqual([{ tenant_id: platform.tenants.a.id }]);
  });

  it('is not kept when nobody handles it, and is checked all the same', async () => {
    await emit('unheard', newId(), unheard);
    expect(await as((events) => events.handled(unheard))).toBe(false);
    expect(await as((events) => events.handled(happened))).toBe(true);
    expect(await sql('SELECT id FROM atrium.event')).toEqual([]);
    await expect(emit(5 as never, newId(), unheard)).rejects.toThrow('mark:');
    await expect(
      as((events) => events.emitAll(unheard, [{ aggregateId: newId(), payload: {} as never }])),
    ).rejects.toThrow('mark:');
  });

  it('is refused where it does not fit, belongs to no object or is too large', async () => {
    await expect(emit(5 as never, newId())).rejects.toThrow('does not fit version 2: mark:');
    await expect(emit('x', 'building 5')).rejects.toThrow('no UUID: "building 5"');
    await expect(emit('x'.repeat(70_000), newId())).rejects.toMatchObject({ constraint: 'event_payload_size' });
    const nobody = platform.api
      .get(Transactions)
      .run({ tenantId: null, actor, operation: 'spec' }, () =>
        platform.api.get(Events).emit(happened, { mark: 'nobody' }, { aggregateId: newId() }),
      );
    await expect(nobody).rejects.toMatchObject({ code: '42501' });
    expect(await sql('SELECT id FROM atrium.event')).toEqual([]);
  });

  it('may be one of thousands written by one statement, in their order', async () => {
    const things = [newId(), newId(), newId()];
    const items = Array.from({ length: 600 }, (_, n) => ({
      aggregateId: things[n % 3]!,
      payload: { mark: `bulk-${n}` },
    }));
    await platform.expectQueries(1, () => as((events) => events.emitAll(happened, items)));
    await drain();
    expect(await effects('first')).toEqual(items.map(({ payload }) => payload.mark));
    expect(await sql('SELECT state, count(*)::int AS n FROM atrium.event_delivery GROUP BY 1')).toEqual([
      { state: 'DONE', n: 1_200 },
    ]);
  });

  it('starts its handlers on the notification', async () => {
    const handled = gate();
    const prompt = await another({ runsJobs: true });
    handlersOf(prompt).hold = () => Promise.resolve(handled.open());
    await emit('prompt', newId());
    await handled.opened;
    // Its two handlers begin in no order.
    expect(handlersOf(prompt).seen.map(({ mark }) => mark)).toContain('prompt');
  });

  it('waits until another transaction that emits for the same object has ended', async () => {
    const thing = newId();
    const [first, go] = [gate(), gate()];
    const one = as(async (events) => {
      await events.emit(happened, { mark: 'one' }, { aggregateId: thing });
      first.open();
      await go.opened;
    });
    await first.opened;
    const two = emit('two', thing);
    for (;;) {
      const waiting = await sql(`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
      if (waiting.length > 0) break;
    }
    expect(await sql('SELECT id FROM atrium.event')).toEqual([]);
    go.open();
    await Promise.all([one, two]);
    await drain();
    expect(await effects('first')).toEqual(['one', 'two']);
  });

  it('is drained alone, without the jobs its handlers add', async () => {
    await emit('drained', newId(), worked);
    await platform.drainEvents();
    expect([await effects('work'), await effects('job')]).toEqual([['drained'], []]);
    await platform.runJobs();
    expect(await effects('job')).toEqual(['drained']);
  });
});

describe("the API's role", () => {
  const asApp = (text: string): Promise<unknown> =>
    withClient(platform.database.appUrl, (client) =>
      client.query(`SELECT set_config('app.tenant_id', '${platform.tenants.a.id}', false); ${text}`),
    );

  it.each([
    `INSERT INTO atrium.event (id, sequence, name, version, aggregate, aggregate_id, payload, cause) VALUES (app.new_id(), 1, 'a.b', 1, 'a', app.new_id(), '{}', '{}')`,
    `UPDATE atrium.event_delivery SET state = 'DONE'`,
    'DELETE FROM atrium.event',
    `SELECT nextval('atrium.event_sequence')`,
  ])('cannot %s', async (text) => {
    await expect(asApp(text)).rejects.toMatchObject({ code: '42501' });
  });

  it('sees and replays the events of its own tenant alone', async () => {
    await emit('mine', newId());
    const of = async (tenant: TenantName): Promise<unknown[]> =>
      withClient(platform.database.appUrl, async (client) => {
        await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [platform.tenants[tenant].id]);
        await sql(`UPDATE atrium.event_delivery SET state = 'DEAD'`);
        const { rows } = await client.query<{ n: number }>(
          'SELECT (SELECT count(*)::int FROM atrium.event) AS n, app.replay_events($1) AS replayed',
          [(await sql<{ id: string }>('SELECT id FROM atrium.event_delivery')).map(({ id }) => id)],
        );
        return [rows[0], (await sql(`SELECT id FROM atrium.event_delivery WHERE state = 'DEAD'`)).length];
      });
    expect(await of('b')).toEqual([{ n: 0, replayed: 0 }, 2]);
    expect(await of('a')).toEqual([{ n: 1, replayed: 2 }, 0]);
  });
});

describe('a try that fails', () => {
  it('is rolled back and repeated with growing delay; what follows of its object waits, other objects do not', async () => {
    const [x, y] = [newId(), newId()];
    for (const mark of ['x1', 'x2', 'x3']) await emit(mark, x);
    await emit('y1', y);
    handlersOf(worker).hold = failing('x1');
    await drain();
    const second = await effects('second');
    expect([await effects('first'), second.filter((mark) => mark !== 'y1'), second.length]).toEqual([
      ['y1'],
      ['x1', 'x2', 'x3'],
      4,
    ]);
    const once = await delivery('x1');
    expect(once).toMatchObject({ state: 'WAITING', attempts: 1, failure: { message: 'not today' } });
    expect(await delivery('x2')).toMatchObject({ state: 'WAITING', attempts: 0 });
    await hurry();
    await drain();
    const twice = await delivery('x1');
    expect(twice).toMatchObject({ state: 'WAITING', attempts: 2 });
    // 100 s, then 200 s.
    expect([once!.delay > 90 && once!.delay <= 100, twice!.delay > 190 && twice!.delay <= 200]).toEqual([true, true]);
    handlersOf(worker).hold = () => Promise.resolve();
    await hurry();
    await drain();
    expect(await effects('first')).toEqual(['y1', 'x1', 'x2', 'x3']);
    expect(handlersOf(worker).seen.filter(({ mark, handler }) => mark === 'x1' && handler === 'first')).toMatchObject([
      { attempt: 1, last: false },
      { attempt: 2, last: false },
      { attempt: 3, last: true },
    ]);
  });

  it('is not begun again by another worker before its failure is kept', async () => {
    const second = await another();
    const marks = Array.from({ length: 40 }, (_, n) => `f${n}`);
    for (const mark of marks) await emit(mark, newId());
    for (const app of [worker, second]) handlersOf(app).hold = failing(...marks);
    await Promise.all([drain(), drain(second)]);
    const begun = [worker, second].flatMap((app) => handlersOf(app).seen.filter(({ handler }) => handler === 'first'));
    expect(begun.map(({ mark, attempt }) => `${mark}.${attempt}`).sort()).toEqual(marks.map((m) => `${m}.1`).sort());
    expect(
      await sql(`SELECT attempts, count(*)::int AS n FROM atrium.event_delivery WHERE state = 'WAITING' GROUP BY 1`),
    ).toEqual([{ attempts: 1, n: marks.length }]);
  });

  it('has its next try without anybody emitting', async () => {
    await emit('again', newId());
    handlersOf(worker).hold = failing('again');
    await drain();
    expect(await sql(`SELECT name FROM pgboss.job WHERE state < 'active'`)).toEqual([{ name: 'event.spec.first' }]);
  });

  it('ends as a dead letter, which later events of its object overtake; both are marked, and it can be replayed', async () => {
    const thing = newId();
    await emit('d1', thing);
    await emit('d2', thing);
    handlersOf(worker).hold = failing('d1');
    const tries = (outcome: string) =>
      counted(`atrium_event_deliveries_total{handler="spec.first",outcome="${outcome}"}`);
    const before = [await tries('failed'), await tries('dead')] as const;
    for (let n = 0; n < 3; n++) {
      await drain();
      await hurry();
    }
    expect([await tries('failed'), await tries('dead')]).toEqual([before[0] + 2, before[1] + 1]);
    expect(await delivery('d1')).toMatchObject({ state: 'DEAD', attempts: 3, overtaken_by: 1 });
    expect(await delivery('d2')).toMatchObject({ state: 'DONE', overtakes: 1 });
    expect(handlersOf(worker).seen.find(({ mark, handler }) => mark === 'd2' && handler === 'first')).toMatchObject({
      overtakes: 1,
    });
    expect(said.at(-1)).toMatch(
      new RegExp(
        `^Event failed for its handler; it is a dead letter event=spec.happened .*handler=spec.first .*tenantId=${platform.tenants.a.id} attempt=3 .*: not today`,
      ),
    );

    const admin = await platform.as('ADMIN');
    const list = `query { deadLetters(first: 10) { nodes { id kind name handler payload tries overtakenBy failure { name message } aggregateId } } }`;
    const letters = async (): Promise<{ id: string }[]> =>
      (await admin.ok<{ deadLetters: { nodes: { id: string }[] } }>(list)).deadLetters.nodes;
    const [letter, ...more] = await letters();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      kind: 'EVENT',
      name: 'spec.happened',
      handler: 'spec.first',
      payload: { mark: 'd1' },
      tries: 3,
      overtakenBy: 1,
      failure: { name: 'Error', message: 'not today' },
      aggregateId: thing,
    });
    const replay = 'mutation ($input: ReplayDeadLettersInput!) { replayDeadLetters(input: $input) { replayed } }';
    const input = { ids: [letter!.id] };
    const others = await platform.as('ADMIN', { tenant: 'b' });
    expect(await others.fails(replay, { input })).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(await others.ok(list)).toEqual({ deadLetters: { nodes: [] } });
    handlersOf(worker).hold = () => Promise.resolve();
    expect(await admin.ok(replay, { input })).toEqual({ replayDeadLetters: { replayed: 1 } });
    await drain();
    expect(await effects('first')).toEqual(['d2', 'd1']);
    expect(handlersOf(worker).seen.at(-1)).toMatchObject({ mark: 'd1', attempt: 1, overtakenBy: 1 });
    expect(await letters()).toEqual([]);
    expect(await admin.fails(replay, { input })).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it('is ended when it hangs, and said', async () => {
    await emit('hang', newId(), hung);
    await drain();
    expect(await effects('hang')).toEqual([]);
    expect(await delivery('hang', 'spec.hang')).toMatchObject({
      state: 'WAITING',
      failure: { name: 'JobTimeoutError' },
    });
    expect(said).toEqual([
      expect.stringMatching(/^Event failed .*event=spec.hung .*attemptsLeft=1: The try took longer than 1 s/),
    ]);
  });

  it('reads payloads of an older version, keeps those of a newer one, and does not repeat what cannot help', async () => {
    await emitRaw(1, { text: 'old' });
    await emitRaw(3, { mark: 'newer' });
    await emitRaw(2, { mark: 7 });
    await drain();
    expect(await effects('first')).toEqual(['old, upgraded']);
    expect(await delivery('newer')).toMatchObject({ state: 'WAITING', attempts: 1 });
    expect(await delivery('7')).toMatchObject({ state: 'DEAD', attempts: 1, failure: { name: 'UnusableJobError' } });
  });
});

describe('several workers', () => {
  it('handle every event once and in the order of its object', async () => {
    const things = Array.from({ length: 10 }, () => newId());
    const second = await another();
    const seen = new Map<string, string[]>();
    for (const app of [worker, second]) {
      handlersOf(app).hold = (mark, { aggregateId }) => {
        seen.set(aggregateId, [...(seen.get(aggregateId) ?? []), mark]);
        return Promise.resolve();
      };
    }
    for (let n = 0; n < 20; n++) await Promise.all(things.map((thing) => emit(`${n}`, thing)));
    await Promise.all([drain(), drain(second)]);
    const order = Array.from({ length: 20 }, (_, n) => `${n}`);
    expect([...seen.values()]).toEqual(things.map(() => order));
    expect(await sql(`SELECT state, count(*)::int AS n FROM atrium.event_delivery GROUP BY 1`)).toEqual([
      { state: 'DONE', n: 400 },
    ]);
    expect((await effects('first')).length + (await effects('second')).length).toBe(400);
  });

  it('do not both handle what one of them is at', async () => {
    const [inside, go] = [gate(), gate()];
    const thing = newId();
    await emit('held', thing);
    handlersOf(worker).hold = () => {
      inside.open();
      return go.opened;
    };
    const running = drain();
    await inside.opened;
    await emit('after', thing);
    const second = await another();
    await drain(second);
    expect(handlersOf(second).seen.filter(({ handler }) => handler === 'first')).toEqual([]);
    go.open();
    await running;
    expect(await effects('first')).toEqual(['held', 'after']);
  });

  it('take over from one killed between handling and acknowledging: nothing lost, nothing twice', async () => {
    await emit('killed', newId());
    const child = runChild(`
      const { openWorker, SpecEventHandlers } = load(${JSON.stringify(join(__dirname, 'spec-events.ts'))});
      const { JobWorker } = load(${JSON.stringify(join(__dirname, '../../libs/platform/src/index.ts'))});
      const app = await openWorker(${JSON.stringify(platform.database.workerUrl)}, ${JSON.stringify(platform.config.general.dataDir)});
      app.get(SpecEventHandlers).hold = () => { say('handled'); return new Promise(() => undefined); };
      await app.get(JobWorker).runDue();
    `);
    expect(await child.next()).toBe('handled');
    child.kill('SIGKILL');
    await child.ended;
    expect(await effects('first')).toEqual([]);
    await lapse(worker);
    await drain();
    expect([await effects('first'), await effects('second')]).toEqual([['killed'], ['killed']]);
    // The try that died with its worker may have been this event's doing: from then on tries are counted beforehand.
    expect(await delivery('killed')).toMatchObject({ state: 'DONE', attempts: 1 });
  });

  it('count each try once, also beforehand, and none that a stop cuts off', async () => {
    const marks = Array.from({ length: 10 }, (_, n) => `c${n}`);
    for (const mark of marks) await emit(mark, newId());
    // As if their workers had died: two jobs for the same deliveries.
    await sql(`SELECT set_config('app.tenant_id', $1, false), app.enqueue_job('event.spec.first', '{}', 1, '{}')`, [
      platform.tenants.a.id,
    ]);
    await sql(`UPDATE pgboss.job SET retry_count = 1, started_on = now() WHERE name = 'event.spec.first'`);
    const second = await another();
    for (const app of [worker, second]) handlersOf(app).hold = failing(...marks);
    await Promise.all([drain(), drain(second)]);
    const begun = [worker, second].flatMap((app) => handlersOf(app).seen.filter(({ handler }) => handler === 'first'));
    expect(begun.map(({ mark, attempt }) => `${mark}.${attempt}`).sort()).toEqual(marks.map((m) => `${m}.1`).sort());

    await hurry();
    await sql(`UPDATE pgboss.job SET retry_count = 1, started_on = now() WHERE name = 'event.spec.first'`);
    const inside = gate();
    const stopping = await another({ runsJobs: true });
    handlersOf(stopping).hold = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        const stop = (): void => reject(signal.reason as Error);
        signal.addEventListener('abort', stop);
        if (signal.aborted) stop();
        inside.open();
      });
    await inside.opened;
    await stopping.close();
    const counts = `SELECT state, attempts, count(*)::int AS n, bool_and(next_at <= now()) AS due
      FROM atrium.event_delivery WHERE handler = 'spec.first' GROUP BY 1, 2`;
    expect(await sql(counts)).toEqual([{ state: 'WAITING', attempts: 1, n: 10, due: true }]);
  });

  it('begin a try that was counted, though another had looked before and locks the row for a moment', async () => {
    await emit('counted', newId());
    await sql(`UPDATE pgboss.job SET retry_count = 1, started_on = now() WHERE name = 'event.spec.first'`);
    const other = new Client({ connectionString: platform.database.adminUrl });
    await other.connect();
    const blocked = async (): Promise<boolean> =>
      (await sql(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`))
        .length > 0;
    const [held, looking] = [gate(), gate()];
    // The other worker's statement: it sees the row as it was, and comes to lock it when the try has been counted.
    const holding = withClient(platform.database.adminUrl, async (client) => {
      await client.query('SELECT pg_advisory_lock(7)');
      held.open();
      await looking.opened;
    });
    await held.opened;
    await other.query('BEGIN');
    const looked = other.query(
      `SELECT d.id FROM atrium.event_delivery d, (SELECT pg_advisory_xact_lock(7) OFFSET 0) held
       WHERE d.handler = 'spec.first' AND d.state = 'WAITING' AND d.next_at <= now() FOR UPDATE OF d SKIP LOCKED`,
    );
    await until(blocked);

    const transactions = worker.get(Transactions);
    const run = transactions.run.bind(transactions);
    let counted = false;
    jest.spyOn(transactions, 'run').mockImplementation(async (...of) => {
      const answer = await run(...of);
      if (counted || (await delivery('counted'))?.attempts !== 1) return answer;
      counted = true;
      looking.open();
      // Nothing for it, and its lock on the row stays until its transaction ends.
      expect((await looked).rows).toEqual([]);
      return answer;
    });
    let ended = false;
    const running = drain().finally(() => (ended = true));
    await until(async () => ended || (counted && (await blocked())));
    await other.end();
    await Promise.all([running, holding]);
    expect(await delivery('counted')).toMatchObject({ state: 'DONE', attempts: 1 });
    expect(await effects('first')).toEqual(['counted']);
  });

  it('give up an event that takes its worker down every time', async () => {
    await emit('poison', newId());
    await sql(`UPDATE atrium.event_delivery SET attempts = 3 WHERE handler = 'spec.first'`);
    await sql(`UPDATE pgboss.job SET retry_count = 1, started_on = now() WHERE name = 'event.spec.first'`);
    await drain();
    expect(await delivery('poison')).toMatchObject({ state: 'DEAD', failure: { name: 'WorkerDiedError' } });
    expect(await effects('first')).toEqual([]);
  });

  it('hand back what they are at when they stop; no try is used', async () => {
    const inside = gate();
    await emit('stopped', newId());
    const stopping = await another({ runsJobs: true });
    handlersOf(stopping).hold = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        inside.open();
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    await inside.opened;
    await stopping.close();
    expect(await delivery('stopped')).toMatchObject({ state: 'WAITING', attempts: 0 });
    await drain();
    expect(await effects('first')).toEqual(['stopped']);
  });

  it('serve a tenant while another has thousands of events waiting', async () => {
    const thing = newId();
    const items = Array.from({ length: 3_000 }, (_, n) => ({ aggregateId: thing, payload: { mark: `a-${n}` } }));
    await as((events) => events.emitAll(happened, items));
    const mine = as((events) => events.emit(happened, { mark: 'b' }, { aggregateId: newId() }), 'b');
    await mine;
    let before = -1;
    const stopped = gate();
    handlersOf(worker).hold = (mark) => {
      if (mark === 'b') {
        before = handlersOf(worker).seen.filter((one) => one.handler === 'first' && one.mark !== 'b').length;
        stopped.open();
      }
      return Promise.resolve();
    };
    await worker.get(JobWorker).start();
    await stopped.opened;
    expect(before).toBeLessThan(3_000);
    await worker.get(JobWorker).stop();
    expect(
      await sql(`SELECT state FROM atrium.event_delivery WHERE tenant_id = $1 AND handler = 'spec.first'`, [
        platform.tenants.b.id,
      ]),
    ).toEqual([{ state: 'DONE' }]);
  });
});

describe('a job that failed for good', () => {
  it('is listed without what is in it, and replayed by those who may, in their company alone', async () => {
    handlersOf(worker).jobFails = true;
    await emit('secret', newId(), worked);
    await drain();
    const list = `query { deadLetters(first: 10, filter: { kind: { eq: JOB } }) { nodes { id kind name handler payload tries failure { message } causedBy requestId } } }`;
    const replay = 'mutation ($input: ReplayDeadLettersInput!) { replayDeadLetters(input: $input) { replayed } }';
    const admin = await platform.as('ADMIN');
    const { deadLetters } = await admin.ok<{ deadLetters: { nodes: { id: string }[] } }>(list);
    expect(deadLetters.nodes).toEqual([
      {
        id: expect.any(String),
        kind: 'JOB',
        name: 'spec.work',
        handler: null,
        payload: null,
        tries: 1,
        failure: { message: 'the job cannot' },
        causedBy: 'event.spec.work',
        requestId: 'request-1',
      },
    ]);
    const { id } = deadLetters.nodes[0]!;
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    const input = { ids: [id] };
    const stranger = await platform.as('ADMIN', { tenant: 'b' });
    expect([await stranger.ok(list), await stranger.ok(node, { id })]).toEqual([
      { deadLetters: { nodes: [] } },
      { node: null },
    ]);
    expect(await stranger.fails(replay, { input })).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    const auditor = await platform.as('AUDITOR');
    expect(await auditor.ok(node, { id })).toEqual({ node: { id } });
    expect(await auditor.fails(replay, { input })).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(await (await platform.as('CASHIER')).fails(list)).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const { createCommunity } = await admin.ok<{ createCommunity: { community: { id: string } } }>(
      'mutation { createCommunity(input: { name: "和园", serviceProfile: RESIDENTIAL }) { community { id } } }',
    );
    const communities = [platform.uuid(createCommunity.community.id)];
    const limited = await platform.as('AUDITOR', { communities });
    expect(await limited.ok(list)).toEqual({ deadLetters: { nodes: [] } });
    handlersOf(worker).jobFails = false;
    expect(await admin.ok(replay, { input })).toEqual({ replayDeadLetters: { replayed: 1 } });
    await drain();
    expect([await effects('job'), await admin.ok(list)]).toEqual([['secret'], { deadLetters: { nodes: [] } }]);
  });

  it('of another company is not replayed, even by a forged job', async () => {
    handlersOf(worker).jobFails = true;
    await emit('theirs', newId(), worked);
    await drain();
    const [letter] = await worker.get(JobWorker).deadLetters({});
    await sql(`SELECT set_config('app.tenant_id', $1, false), app.enqueue_job('deadLetters.replay', $2, 1, '{}')`, [
      platform.tenants.b.id,
      JSON.stringify({ ids: [letter!.id] }),
    ]);
    handlersOf(worker).jobFails = false;
    await drain();
    expect([await effects('job'), (await worker.get(JobWorker).deadLetters({})).length]).toEqual([[], 1]);
  });
});

describe('a database that goes away', () => {
  it('costs no event: what was being handled is undone and handled again', async () => {
    const [inside, go] = [gate(), gate()];
    await emit('cut', newId());
    handlersOf(worker).hold = async () => {
      inside.open();
      await go.opened;
    };
    const running = drain();
    await inside.opened;
    await sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'atrium_worker' AND state = 'idle in transaction'`,
    );
    go.open();
    await running;
    expect(await effects('first')).toEqual([]);
    handlersOf(worker).hold = () => Promise.resolve();
    await hurry();
    await drain();
    expect([await effects('first'), await effects('second')]).toEqual([['cut'], ['cut']]);
  });
});
