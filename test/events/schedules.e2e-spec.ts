import {
  type ContextDefinition,
  currentTenant,
  defineSchedule,
  maybeContext,
  Schedule,
  type ScheduleTick,
} from '@atrium/sdk';
import { JobWorker, SchedulePlanner, withClient } from '@atrium/platform';
import { createTestPlatform, type TestPlatform } from '@atrium/testing';
import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { openWorker } from './spec-events';

interface Ran {
  schedule: string;
  tenant: string | null;
  at: string;
  missed: number;
}

/** What ran, over all workers of this test. */
const ran: Ran[] = [];

@Injectable()
class SpecSchedules {
  failing = false;

  @Schedule(defineSchedule({ name: 'spec.nightly', at: { daily: '02:30' }, retries: 1 }))
  async nightly(tick: ScheduleTick): Promise<void> {
    if (this.failing) throw new Error('not tonight');
    this.note('nightly', currentTenant().slug, tick);
    return Promise.resolve();
  }

  @Schedule(defineSchedule({ name: 'spec.hourly', at: { cron: '0 * * * *' }, missed: 'each' }))
  async hourly(tick: ScheduleTick): Promise<void> {
    this.note('hourly', currentTenant().slug, tick);
    return Promise.resolve();
  }

  @Schedule(defineSchedule({ name: 'spec.platform', at: { daily: '01:30' }, scope: 'platform' }))
  async platform(tick: ScheduleTick): Promise<void> {
    this.note('platform', maybeContext()?.tenant?.slug ?? null, tick);
    return Promise.resolve();
  }

  private note(schedule: string, tenant: string | null, { at, missed }: ScheduleTick): void {
    ran.push({ schedule, tenant, at: at.toISOString().slice(0, 16), missed });
  }
}

@Module({ providers: [SpecSchedules] })
class SpecSchedulesModule {}

const context: ContextDefinition = { name: 'spec', module: SpecSchedulesModule, entities: [], migrations: [] };

let platform: TestPlatform;
const extra: INestApplicationContext[] = [];

const sql = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await withClient(platform.database.adminUrl, (client) => client.query<Row>(text, values))).rows;
/** The ticks up to an instant of the test's clock, run. */
const until = async (instant: string): Promise<void> => {
  platform.clock.freeze(new Date(instant));
  await platform.runSchedules();
  await platform.runJobs();
};
const of = (schedule: string, tenant?: string): string[] =>
  ran.filter((one) => one.schedule === schedule && (tenant === undefined || one.tenant === tenant)).map(({ at }) => at);
const zone = (tenant: 'a' | 'b', name: string): Promise<object[]> =>
  sql('UPDATE atrium.tenant SET time_zone = $2 WHERE id = $1', [platform.tenants[tenant].id, name]);
/** Processes whose clock is the database's. */
const another = async (): Promise<INestApplicationContext> => {
  const one = await openWorker(platform.database.workerUrl, platform.config.general.dataDir, { added: [context] });
  extra.push(one);
  return one;
};

beforeAll(async () => {
  platform = await createTestPlatform({}, [context]);
});
beforeEach(async () => {
  await sql('DELETE FROM app.schedule_state');
  await zone('a', 'America/New_York');
  await zone('b', 'Asia/Shanghai');
});
afterEach(async () => {
  await Promise.all(extra.splice(0).map((one) => one.close()));
  await sql('DELETE FROM pgboss.job');
  ran.length = 0;
  platform.clock.reset();
});
afterAll(() => platform.close());

describe('a schedule', () => {
  it('runs once a day in each company’s own time zone, and once for the platform in UTC', async () => {
    await until('2026-06-01T00:00:00Z');
    expect(ran).toEqual([]);
    await until('2026-06-02T00:00:00Z');
    await until('2026-06-02T00:00:00Z');
    expect([of('nightly', 'alpha'), of('nightly', 'beta'), of('platform')]).toEqual([
      ['2026-06-01T06:30'],
      ['2026-06-01T18:30'],
      ['2026-06-01T01:30'],
    ]);
    expect(ran.find(({ schedule }) => schedule === 'platform')).toMatchObject({ tenant: null });
  });

  it('ticks once in the night that leaves its time out, and once in the night that doubles it', async () => {
    // New York: 2026-03-08 02:00 becomes 03:00; 2026-11-01 02:00 becomes 01:00.
    await until('2026-03-07T12:00:00Z');
    for (const hour of ['06', '07', '08', '09']) await until(`2026-03-08T${hour}:45:00Z`);
    expect(of('nightly', 'alpha')).toEqual(['2026-03-08T07:30']);
    await zone('a', 'America/Santiago'); // 2026-04-05 00:00 becomes 23:00: another clock from one look to the next
    await until('2026-03-08T12:00:00Z');
    expect(of('nightly', 'alpha')).toHaveLength(1);
    await zone('a', 'America/New_York');
    await until('2026-10-31T12:00:00Z');
    ran.length = 0;
    await sql(`UPDATE app.schedule_state SET next_at = '2026-11-01T05:30Z' WHERE schedule = 'spec.hourly'`);
    for (const hour of ['04', '05', '06', '07']) await until(`2026-11-01T${hour}:45:00Z`);
    expect(of('nightly', 'alpha')).toEqual(['2026-11-01T07:30']);
    // By the hour: both of the doubled hours.
    expect(of('hourly', 'alpha').slice(-2)).toEqual(['2026-11-01T06:00', '2026-11-01T07:00']);
  });

  it('makes up for the time without a worker by one run, or by one for each tick', async () => {
    await until('2026-06-01T00:00:00Z');
    await until('2026-06-04T00:10:00Z');
    expect(ran.filter(({ schedule, tenant }) => schedule === 'nightly' && tenant === 'beta')).toEqual([
      { schedule: 'nightly', tenant: 'beta', at: '2026-06-03T18:30', missed: 2 },
    ]);
    expect(of('hourly', 'beta')).toHaveLength(72);
    expect(new Set(of('hourly', 'beta')).size).toBe(72);
  });

  it('is tried again when it fails, and is a dead letter in the end, like any job', async () => {
    await until('2026-06-01T00:00:00Z');
    const worker = await another();
    worker.get(SpecSchedules).failing = true;
    platform.clock.freeze(new Date('2026-06-01T07:00:00Z'));
    await platform.runSchedules();
    await worker.get(JobWorker).runDue();
    await sql(`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`);
    await worker.get(JobWorker).runDue();
    expect(await worker.get(JobWorker).deadLetters({ name: 'schedule.spec.nightly' })).toMatchObject([
      { tenant: platform.tenants.a.id, tries: 2, payload: { at: '2026-06-01T06:30:00.000Z', missed: 0 } },
    ]);
  });

  it('has no ticks for a closed company', async () => {
    await until('2026-06-01T00:00:00Z');
    await sql(`UPDATE atrium.tenant SET status = 'CLOSED' WHERE id = $1`, [platform.tenants.b.id]);
    try {
      await until('2026-06-01T00:00:30Z');
      await until('2026-06-02T00:00:00Z');
      expect([of('nightly', 'beta'), of('nightly', 'alpha').length]).toEqual([[], 1]);
    } finally {
      await sql(`UPDATE atrium.tenant SET status = 'ACTIVE' WHERE id = $1`, [platform.tenants.b.id]);
    }
  });
});

describe('several processes', () => {
  const due = (ago: string): Promise<object[]> =>
    sql(`UPDATE app.schedule_state SET next_at = date_trunc('minute', now() - $1::interval)`, [ago]);

  it('run a tick once between them', async () => {
    const workers = await Promise.all([another(), another(), another()]);
    await workers[0]!.get(SchedulePlanner).pass();
    await due('1 minute');
    const planned = await Promise.all(workers.map((one) => one.get(SchedulePlanner).pass()));
    const rows = await sql(
      `SELECT name, group_id FROM pgboss.job WHERE name IN ('schedule.spec.nightly', 'schedule.spec.platform')`,
    );
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(3);
    expect(planned.reduce((sum, one) => sum + one, 0)).toBe(
      (await sql(`SELECT id FROM pgboss.job WHERE name LIKE 'schedule.%'`)).length,
    );
    await Promise.all(workers.map((one) => one.get(JobWorker).runDue()));
    expect([of('nightly', 'alpha').length, of('nightly', 'beta').length, of('platform').length]).toEqual([1, 1, 1]);
  });

  it('go by the database’s clock, whatever their own says', async () => {
    const [ahead] = [await another()];
    await ahead.get(SchedulePlanner).pass();
    await sql(`UPDATE app.schedule_state SET next_at = now() + interval '10 minutes'`);
    const real = Date.now;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => real() + 3_600_000);
    try {
      expect(await ahead.get(SchedulePlanner).pass()).toBe(0);
      await due('1 minute');
      clock.mockImplementation(() => real() - 3_600_000);
      expect(await ahead.get(SchedulePlanner).pass()).toBeGreaterThanOrEqual(3);
    } finally {
      clock.mockRestore();
    }
  });
});

describe('the API’s role', () => {
  it.each(['SELECT * FROM app.schedule_state', 'SELECT * FROM app.tenant_zones()'])('cannot %s', async (text) => {
    await expect(withClient(platform.database.appUrl, (client) => client.query(text))).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('has a positive control: the worker can', async () => {
    await withClient(platform.database.workerUrl, async (client) => {
      expect((await client.query('SELECT * FROM app.tenant_zones()')).rowCount).toBe(2);
    });
  });
});
