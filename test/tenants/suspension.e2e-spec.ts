import { encodeId } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { setImmediate as turn } from 'node:timers/promises';
import { Client } from 'pg';
import { operatorOf } from '../operators/support';

/** Within which every process knows that a company was suspended or resumed. */
const KNOWN_WITHIN_MS = 2000;
/** Rows that the import of units writes in one transaction. */
const BATCH = 1000;

const CHANGE = 'mutation ($name: String!) { createCommunity(input: { name: $name }) { community { id } } }';
const JOB = 'state progress { done } result { counts { name value } } failure { code message }';

interface Job {
  state: string;
  progress: { done: number };
  result: { counts: { name: string; value: number }[] };
  failure: { code: string; message: string } | null;
}

let platform: TestPlatform;
let here: TestClient;
let there: TestClient;
let neighbour: TestClient;
let operator: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform();
  here = (await platform.as('ADMIN')).with({ 'accept-language': 'en' });
  there = await platform.elsewhere(here);
  neighbour = await platform.elsewhere(await platform.as('ADMIN', { tenant: 'b' }));
  operator = await operatorOf(platform);
});
afterAll(() => platform.close());

const move = (action: 'suspendTenant' | 'resumeTenant', by = operator) =>
  by.ok(`mutation ($input: TenantStandingInput!) { ${action}(input: $input) { tenant { status } } }`, {
    input: { tenantId: encodeId('tenant', platform.tenants.a.id), reason: '测试' },
  });

let changes = 0;
const change = async (client: TestClient): Promise<string> => {
  changes += 1;
  const { errors } = await client.query(CHANGE, { name: `小区${changes}` });
  return errors ? String(errors[0]!.extensions.code) : 'DONE';
};

/** What a change comes to, asked until it is `expected` or the time within which that must be is over. */
async function settled(client: TestClient, expected: string): Promise<string> {
  const deadline = performance.now() + KNOWN_WITHIN_MS;
  for (;;) {
    const came = await change(client);
    if (came === expected || performance.now() > deadline) return came;
  }
}

describe('two API processes on one database', () => {
  it('both know within two seconds that a company is suspended and resumed, whichever was told', async () => {
    for (const operatorsPlace of [operator, await platform.elsewhere(operator)]) {
      // Both remember who the caller is and that the company is not suspended.
      expect([await change(here), await change(there)]).toEqual(['DONE', 'DONE']);
      await move('suspendTenant', operatorsPlace);
      expect(await Promise.all([here, there].map((client) => settled(client, 'TENANT_SUSPENDED')))).toEqual([
        'TENANT_SUSPENDED',
        'TENANT_SUSPENDED',
      ]);
      const status = '{ viewer { tenant { status } } }';
      expect(await there.ok(status)).toEqual({ viewer: { tenant: { status: 'SUSPENDED' } } });
      expect(await change(neighbour)).toBe('DONE');
      await move('resumeTenant', operatorsPlace);
      expect(await Promise.all([here, there].map((client) => settled(client, 'DONE')))).toEqual(['DONE', 'DONE']);
    }
  });
});

describe('an import of a company that is suspended', () => {
  const HEADER = '小区,楼栋,单元,房号,建筑面积(㎡),楼层,交房日期';
  const file = (community: string, rows: number): string =>
    [HEADER, ...Array.from({ length: rows }, (_, index) => `${community},1栋,,${1001 + index},50,1,`)].join('\n');

  async function start(content: string): Promise<string> {
    const fileId = await platform.upload(here, { fileName: 'units.csv', content: Buffer.from(content) });
    const { startImport } = await here.ok<{ startImport: { job: { id: string } } }>(
      'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
      { input: { fileId, kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE' } },
    );
    return startImport.job.id;
  }

  const ended = async (id: string) => {
    const job = (await platform.finishedJob(here, id, JOB)) as unknown as Job;
    return { ...job, counts: Object.fromEntries(job.result.counts.map(({ name, value }) => [name, value])) };
  };

  const units = async (client = here): Promise<number> =>
    (await client.ok<{ units: { totalCount: number } }>('{ units { totalCount } }')).units.totalCount;

  const blocked = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'atrium_worker' AND wait_event_type = 'Lock'`;

  it('finishes the batch it is at and says why it goes no further; again, it brings the rest and nothing twice', async () => {
    // A unit of the second batch, held by somebody else: the import waits in the middle of that batch.
    await platform.startWorker();
    await ended(await start([HEADER, `甲园,1栋,,${1001 + BATCH + 200},40,1,`].join('\n')));
    const somebody = new Client({ connectionString: platform.database.adminUrl });
    await somebody.connect();
    try {
      await somebody.query('BEGIN');
      await somebody.query('SELECT FROM atrium.unit FOR UPDATE');
      const id = await start(file('甲园', 2 * BATCH + 300));
      while ((await somebody.query<{ n: number }>(blocked)).rows[0]!.n === 0) await turn();
      await move('suspendTenant');
      await somebody.query('COMMIT');

      const job = await ended(id);
      expect(job).toMatchObject({
        state: 'FAILED',
        progress: { done: 2 * BATCH },
        counts: { created: 2 * BATCH - 1, updated: 1 },
        failure: { code: 'TENANT_SUSPENDED', message: expect.stringMatching(/stays.*import the file again/) as string },
      });
      expect(await units()).toBe(2 * BATCH);
    } finally {
      await somebody.end();
    }
    await move('resumeTenant');
    const again = await ended(await start(file('甲园', 2 * BATCH + 300)));
    expect(again).toMatchObject({ state: 'SUCCEEDED', counts: { created: 300, unchanged: 2 * BATCH } });
    expect([await units(), await units(neighbour)]).toEqual([2 * BATCH + 300, 0]);
  });

  it('does not begin when it still waited then', async () => {
    await platform.stopWorker();
    const before = await units();
    const id = await start(file('乙园', 3));
    await move('suspendTenant');
    await platform.runJobs();
    expect(await ended(id)).toMatchObject({ state: 'FAILED', counts: {}, failure: { code: 'TENANT_SUSPENDED' } });
    await move('resumeTenant');
    await platform.runJobs();
    expect(await units()).toBe(before);
  });
});
