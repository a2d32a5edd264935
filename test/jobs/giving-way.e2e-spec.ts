import { BackgroundPace } from '@atrium/platform';
import { db, systemActor, Transactions } from '@atrium/sdk';
import { createTestPlatform, type TestPlatform } from '@atrium/testing';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform({ TENANT_SHARE_PERCENT: '50' });
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => platform?.close());

it('a worker hears for which company people are at work at the API', async () => {
  const pace = (await platform.atRest()).get(BackgroundPace);
  const heard = Promise.withResolvers<string>();
  jest.spyOn(pace, 'heard').mockImplementation((tenantId) => heard.resolve(tenantId));
  const admin = await platform.as('ADMIN', { tenant: 'b' });
  await admin.ok('{ viewer { actor { id } } }');
  expect([platform.tenants.b.id, '*']).toContain(await heard.promise);
});

it('every transaction of a company’s job waits for its turn, once for those inside of it; those of nobody do not', async () => {
  const worker = await platform.atRest();
  const [pace, transactions] = [worker.get(BackgroundPace), worker.get(Transactions)];
  const { id: tenantId } = platform.tenants.a;
  const told: string[] = [];
  jest.spyOn(pace, 'turn').mockImplementation((of) => Promise.resolve(void told.push(`turn ${of}`)));
  jest.spyOn(pace, 'spend').mockImplementation((of) => void told.push(`spend ${of}`));
  const as = { actor: systemActor('spec'), operation: 'spec' };
  await transactions.run({ ...as, tenantId }, async () => {
    await db().query('SELECT 1');
    await transactions.run({ ...as, tenantId }, () => db().query('SELECT 1'));
  });
  expect(told).toEqual([`turn ${tenantId}`, `spend ${tenantId}`]);
  await transactions.run({ ...as, tenantId: null }, () => Promise.resolve());
  await expect(transactions.run({ ...as, tenantId }, () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  );
  expect(told.slice(2)).toEqual([`turn ${tenantId}`, `spend ${tenantId}`]);
});
