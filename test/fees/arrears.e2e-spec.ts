import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change } from '../identity/support';
import { bill, chargesOf, cny, correct, flat, ledgerProblems, newDebtor, on } from './support/fees';

let platform: TestPlatform;
let admin: TestClient;
let finance: TestClient;
let agent: TestClient;
let neighbour: TestClient;
let a: Awaited<ReturnType<typeof newDebtor>>;
let b: Awaited<ReturnType<typeof newDebtor>>;

const pay = (day: string, customerId: string, amount: string): Promise<unknown> =>
  on(platform, day, () =>
    change(
      finance,
      'recordPayment',
      'RecordPaymentInput',
      { customerId, amount: cny(amount), method: 'BANK_TRANSFER' },
      '__typename',
    ),
  );

/** Two communities with a unit each, 100.00 a month from January to March. */
beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  finance = await platform.as('FINANCE_MANAGER');
  agent = await platform.as('SERVICE_AGENT');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  const item = { formula: 'FIXED', lateFee: null };
  a = await newDebtor(admin, '甲', item, flat('100'));
  b = await newDebtor(admin, '乙', item, flat('100'));
  for (const month of ['2026-01', '2026-02', '2026-03']) {
    await bill(platform, admin, month);
    if (month === '2026-01') await pay('2026-01-20', a.customerId, '100.00');
    if (month === '2026-02') await pay('2026-02-15', a.customerId, '50.00');
  }
});
afterAll(() => platform?.close());
afterEach(async () => {
  platform.clock.reset();
  expect(await ledgerProblems(platform)).toEqual([]);
});

interface Ages {
  community: { id: string } | null;
  feeItem: { id: string } | null;
  days0To30: { amount: string };
  days31To90: { amount: string };
  total: { amount: string };
}
const ROW =
  'community { id } feeItem { id } notDue { amount } days0To30 { amount } days31To90 { amount } total { amount }';
const arrears = async (by: string, client = admin, id: string | null = null) =>
  (
    await client.ok<{ arrears: { asOf: string; rows: Ages[]; total: Ages } }>(
      `query ($by: FeeReportBy!, $id: ID) { arrears(by: $by, communityId: $id) { asOf rows { ${ROW} } total { ${ROW} } } }`,
      { by, id },
    )
  ).arrears;

interface Rates {
  community: { id: string } | null;
  charged: { amount: string };
  paid: { amount: string };
  collectionRate: string | null;
  units: number | null;
  settledUnits: number | null;
  householdRate: string | null;
  recovered: { amount: string };
  stillOwing: { amount: string };
  recoveryRate: string | null;
}
const RATES = `charged { amount } paid { amount } collectionRate units settledUnits householdRate
  recovered { amount } stillOwing { amount } recoveryRate`;
const rates = async (month: string, by = 'COMMUNITY', snapshot = false, client = admin) =>
  (
    await client.ok<{ feeRates: { rows: Rates[]; total: Rates } }>(
      `query ($month: String!, $by: FeeReportBy!, $snapshot: Boolean!) { feeRates(month: $month, by: $by, snapshot: $snapshot) {
        rows { community { id } ${RATES} } total { ${RATES} } } }`,
      { month, by, snapshot },
    )
  ).feeRates;

const ages = ({ days0To30, days31To90, total }: Ages): string[] =>
  [days0To30, days31To90, total].map(({ amount }) => amount);

it('arrears are told by age, and the rows add up to the total', () =>
  on(platform, '2026-04-05', async () => {
    const { rows, total, asOf } = await arrears('COMMUNITY');
    expect(asOf).toBe('2026-04-05');
    // Due 10 February: 54 days ago; 10 March: 26.
    expect(new Map(rows.map((row) => [row.community!.id, ages(row)]))).toEqual(
      new Map([
        [a.communityId, ['100.00', '50.00', '150.00']],
        [b.communityId, ['100.00', '200.00', '300.00']],
      ]),
    );
    expect(ages(total)).toEqual(['200.00', '250.00', '450.00']);
    const items = await arrears('FEE_ITEM');
    expect(new Set(items.rows.map(({ feeItem }) => feeItem!.id))).toEqual(new Set([a.feeItemId, b.feeItemId]));
    expect(ages(items.total)).toEqual(ages(total));
    expect(ages((await arrears('COMMUNITY_AND_FEE_ITEM', admin, b.communityId)).total)).toEqual([
      ...['100.00', '200.00', '300.00'],
    ]);
  }));

it('shows everybody their own communities, and another company nothing', async () => {
  const limited = await platform.as('FINANCE_MANAGER', { communities: [platform.uuid(a.communityId)] });
  expect((await arrears('COMMUNITY', limited)).rows.map(({ community }) => community!.id)).toEqual([a.communityId]);
  expect((await rates('2026-02', 'COMMUNITY', false, limited)).rows).toHaveLength(1);
  expect((await arrears('COMMUNITY', neighbour)).rows).toEqual([]);
  expect((await arrears('COMMUNITY', neighbour)).total.total.amount).toBe('0.00');
  const technician = await platform.as('TECHNICIAN');
  const query = '{ arrears(by: COMMUNITY) { asOf } }';
  expect((await technician.fails(query)).extensions.code).toBe('FORBIDDEN');
  const wrong = '{ feeRates(month: "2026-13", by: COMMUNITY) { month } }';
  expect((await admin.fails(wrong)).extensions.fields).toMatchObject([{ path: 'month', code: 'NOT_A_MONTH' }]);
});

it('rates are net of corrections and leave write-offs out; recovery is of earlier arrears', async () => {
  const january = await rates('2026-01');
  expect(january.total).toMatchObject({
    ...{ charged: { amount: '200.00' }, paid: { amount: '100.00' }, collectionRate: '0.5' },
    ...{ units: 2, settledUnits: 1, householdRate: '0.5', recoveryRate: null },
  });
  expect((await rates('2026-02')).total).toMatchObject({
    ...{ collectionRate: '0.25', householdRate: '0' },
    ...{ recovered: { amount: '0.00' }, stillOwing: { amount: '100.00' }, recoveryRate: '0' },
  });
  const [oldest] = await chargesOf(admin, { unit: { eq: b.unitId } });
  await on(platform, '2026-04-05', () => correct(agent, finance, { chargeId: oldest!.id, kind: 'WRITE_OFF' }));
  expect((await rates('2026-01')).total).toMatchObject({
    ...{ charged: { amount: '100.00' }, paid: { amount: '100.00' }, collectionRate: '1' },
    ...{ units: 1, settledUnits: 1, householdRate: '1' },
  });
  const byItem = await rates('2026-01', 'FEE_ITEM');
  expect([byItem.total.householdRate, byItem.rows.map(({ householdRate }) => householdRate)]).toEqual([
    '1',
    [null, null],
  ]);
});

it('are kept when the month is over, whatever is paid since', async () => {
  const night = (day: string): Promise<void> =>
    on(platform, day, async () => {
      await platform.runSchedules();
      await platform.runJobs((name) => name === 'schedule.fees.snapshotRates');
    });
  await night('2026-04-04');
  await pay('2026-04-05', b.customerId, '60.00');
  await night('2026-05-02');
  await night('2026-05-03');
  const kept = (await rates('2026-04', 'COMMUNITY', true)).total;
  // 60 of 60 + 150 + 40 + 100.
  expect(kept).toMatchObject({
    ...{ recovered: { amount: '60.00' }, stillOwing: { amount: '290.00' }, recoveryRate: '0.1714' },
  });
  await pay('2026-05-03', b.customerId, '140.00');
  expect((await rates('2026-04', 'COMMUNITY', true)).total).toEqual(kept);
  expect((await rates('2026-04')).total).toMatchObject({ stillOwing: { amount: '150.00' } });
  expect((await rates('2026-04', 'COMMUNITY', true, neighbour)).rows).toEqual([]);
});
