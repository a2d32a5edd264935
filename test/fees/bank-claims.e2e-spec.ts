import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change } from '../identity/support';
import { bill, chargesOf, cny, flat, ledgerProblems, newDebtor, on, refused } from './support/fees';
import { importRows, type Imported } from './support/imports';

let platform: TestPlatform;
let admin: TestClient;
let finance: TestClient;
let cashier: TestClient;
let neighbour: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  finance = await platform.as('FINANCE_MANAGER');
  cashier = await platform.as('CASHIER');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
});
afterAll(() => platform?.close());
afterEach(async () => {
  platform.clock.reset();
  expect(await ledgerProblems(platform)).toEqual([]);
});

const fixed = { formula: 'FIXED', lateFee: null };
/** Somebody who owes `price` since January 2026. */
async function owing(name: string, price: string) {
  const debtor = await newDebtor(admin, name, fixed, flat(price));
  await bill(platform, admin, '2026-01', { communityIds: [debtor.communityId] });
  return debtor;
}
const left = async (customerId: string): Promise<string[]> =>
  (await chargesOf(admin, { customer: { eq: customerId } })).map(({ outstanding }) => outstanding.amount);

describe('bank statements', () => {
  const HEAD = '交易流水号,交易日期,收入金额,对方户名,附言,本方账号';
  const statement = (rows: readonly string[], client = finance): Promise<Imported> =>
    importRows(platform, client, 'BANK_STATEMENTS', [HEAD, ...rows]);
  interface Line {
    id: string;
    version: number;
    reference: string;
    state: string;
    matchedBy: string | null;
  }
  const lines = async (client = finance): Promise<Line[]> =>
    (
      await client.ok<{ bankLines: { nodes: Line[] } }>(
        '{ bankLines(first: 50) { nodes { id version reference state matchedBy } } }',
      )
    ).bankLines.nodes;

  it('lines are matched where it is certain whose they are, the rest waits, and the file again changes nothing', async () => {
    const [zhang, li, twin, other] = [
      await owing('张三丰', '120'),
      await owing('李四光', '80'),
      await owing('王小明', '50'),
      // The same name as files and people write it.
      await owing('王 小明', '50'),
    ];
    const { customer } = await admin.ok<{ customer: { code: string } }>(
      'query ($id: ID!) { customer(id: $id) { code } }',
      { id: li.customerId },
    );
    const paid = { customerId: zhang.customerId, amount: cny('20.00'), method: 'BANK_TRANSFER', reference: 'T-9' };
    await change(cashier, 'recordPayment', 'RecordPaymentInput', { ...paid, receivedOn: '2026-02-01' }, '__typename');
    const rows = [
      'T-9,2026-02-01,20.00,张三丰,,6222',
      'T-1,2026-02-02,100.00,张三丰,物业费,6222',
      `T-2,2026-02-02,30.00,某某公司,代缴 ${customer.code} 物业费,6222`,
      'T-3,2026-02-03,50.00,王小明,,6222',
      'T-4,2026-02-03,7.77,不认识的人,,6222',
      'T-5,2026-02-03,-300.00,供应商,,6222',
      'T-6,2099-02-03,5.00,张三丰,,6222',
    ];
    const first = await statement(rows);
    expect(first.counts).toEqual({ created: 5, unchanged: 1, failed: 1, linesMatched: 3, linesWaiting: 2 });
    expect(first.problems).toEqual(['7 amount OUTGOING', '8 bookedOn IN_THE_FUTURE']);
    const found = (await lines()).map(({ reference, state, matchedBy }) => [reference, state, matchedBy].join(' '));
    expect(found.sort()).toEqual([
      'T-1 MATCHED PAYER',
      'T-2 MATCHED CODE',
      'T-3 WAITING ',
      'T-4 WAITING ',
      'T-9 MATCHED REFERENCE',
    ]);
    expect([await left(zhang.customerId), await left(li.customerId)]).toEqual([['0.00'], ['50.00']]);
    expect((await statement(rows)).counts).toEqual({ unchanged: 6, failed: 1 });
    expect(await left(li.customerId)).toEqual(['50.00']);

    const line = (await lines()).find(({ reference }) => reference === 'T-3')!;
    const { bankLineCandidates } = await finance.ok<{
      bankLineCandidates: { customer: { id: string }; fits: boolean }[];
    }>('query ($id: ID!) { bankLineCandidates(id: $id) { customer { id } fits owed { amount } } }', { id: line.id });
    expect(new Set(bankLineCandidates.map((one) => one.customer.id))).toEqual(
      new Set([twin.customerId, other.customerId, li.customerId]),
    );
    const match = { id: line.id, version: line.version, customerId: other.customerId };
    await change(finance, 'matchBankLine', 'MatchBankLineInput', match, '__typename');
    expect([await left(twin.customerId), await left(other.customerId)]).toEqual([['50.00'], ['0.00']]);
    expect(await refused(finance, 'matchBankLine', 'MatchBankLineInput', { ...match, version: 2 })).toEqual([
      'INVALID_TRANSITION',
    ]);
    const unknown = (await lines()).find(({ reference }) => reference === 'T-4')!;
    const ignored = { id: unknown.id, version: unknown.version, reason: '退货款' };
    expect(await refused(neighbour, 'ignoreBankLine', 'IgnoreBankLineInput', ignored)).toEqual(['NOT_FOUND']);
    await change(finance, 'ignoreBankLine', 'IgnoreBankLineInput', ignored, '__typename');
    expect(await lines(neighbour)).toEqual([]);
    const limited = await platform.as('FINANCE_MANAGER', { communities: [platform.uuid(zhang.communityId)] });
    expect((await lines(limited)).map(({ reference }) => reference).sort()).toEqual(['T-1', 'T-9']);
    expect((await statement(['T-7,2026-02-03,5.00,,,6222'], limited)).problems).toEqual(['2 - FORBIDDEN']);
  });
});

describe('the clock of limitation', () => {
  const night = (day: string): Promise<void> =>
    on(platform, day, async () => {
      await platform.runSchedules();
      await platform.runJobs((name) => name === 'schedule.fees.limitation');
    });
  const claims = async (client = admin): Promise<string[]> => {
    const { expiringClaims } = await client.ok<{
      expiringClaims: { nodes: { endsOn: string; charge: { dueOn: string } }[] };
    }>('{ expiringClaims(first: 50) { nodes { endsOn charge { dueOn } } } }');
    return expiringClaims.nodes.map(({ endsOn, charge }) => `${charge.dueOn} → ${endsOn}`);
  };

  it('tells of claims before they are limited; a demand, a promise and a part payment begin it anew', async () => {
    const debtor = await newDebtor(admin, '欠费人', fixed, flat('100'), '2024-01-01');
    const { communityId, customerId } = debtor;
    for (const month of ['2024-01', '2024-02', '2024-03', '2024-06']) {
      await bill(platform, admin, month, { communityIds: [communityId] });
    }
    const [january, february, march] = await chargesOf(admin, { customer: { eq: customerId } });
    // Schedules are planned when they are first seen.
    await night('2026-10-19');
    expect(await claims()).toEqual([]);
    await on(platform, '2025-05-05', async () => {
      const payment = { customerId, amount: cny('1.00'), method: 'CASH', designated: [{ chargeId: february!.id }] };
      await change(cashier, 'recordPayment', 'RecordPaymentInput', payment, '__typename');
      const demand = {
        customerId,
        chargeIds: [march!.id],
        kind: 'DEMAND',
        means: 'LETTER',
        madeOn: '2025-05-05',
        proof: 'EMS 123',
      };
      await change(cashier, 'recordFeeDemand', 'RecordFeeDemandInput', demand, '__typename');
      expect(
        await refused(cashier, 'recordFeeDemand', 'RecordFeeDemandInput', { ...demand, madeOn: '2025-05-06' }),
      ).toEqual(['input.madeOn: IN_THE_FUTURE']);
      expect(await refused(neighbour, 'recordFeeDemand', 'RecordFeeDemandInput', demand)).toEqual(['NOT_FOUND']);
    });
    const { staff } = await admin.ok<{ staff: { nodes: { id: string }[] } }>('{ staff(first: 1) { nodes { id } } }');
    const place = { communityId, staffId: staff.nodes[0]!.id };
    await change(admin, 'setFeeCollector', 'SetFeeCollectorInput', place, 'collector { staff { id } }');
    await night('2026-10-20');
    // 90 days before: due 10 January 2024. February has a part payment of 2025, March a demand.
    expect(await claims()).toEqual(['2024-01-10 → 2027-01-10']);
    await on(platform, '2026-12-01', async () => {
      const promise = {
        customerId,
        chargeIds: [january!.id],
        kind: 'ACKNOWLEDGEMENT',
        means: 'VISIT',
        madeOn: '2026-12-01',
        proof: '还款承诺书',
      };
      const fileId = await platform.upload(cashier, { fileName: '承诺书.txt', content: Buffer.from('承诺') });
      await change(cashier, 'recordFeeDemand', 'RecordFeeDemandInput', { ...promise, fileId }, 'demand { proofUrl }');
    });
    await night('2027-03-20');
    // June 2024 is near its end; January has begun anew with the promise.
    expect(await claims()).toEqual(['2024-01-10 → 2027-01-10', '2024-06-10 → 2027-06-10']);
    const { document } = await change<{ document: { id: string } }>(
      ...([admin, 'printEvidence', 'PrintEvidenceInput', { customerId }, 'document { id }'] as const),
    );
    await platform.runJobs((name) => name === 'fees.print');
    const { feeDocument } = await admin.ok<{ feeDocument: { state: string; kind: string } }>(
      'query ($id: ID!) { feeDocument(id: $id) { state kind } }',
      { id: document.id },
    );
    expect(feeDocument).toEqual({ state: 'READY', kind: 'EVIDENCE' });
    const self = await platform.as('CUSTOMER', { customer: customerId });
    expect(await self.ok('{ feeDocuments { nodes { id } } }')).toEqual({ feeDocuments: { nodes: [] } });
    expect(await claims(neighbour)).toEqual([]);
  }, 90_000);
});

it('arrears and rates are told by who collects, and the rows add up to the total', async () => {
  const { communityId, unitId } = await owing('有人催', '60');
  const { unit } = await admin.ok<{ unit: { building: { id: string } } }>(
    'query ($id: ID!) { unit(id: $id) { building { id } } }',
    { id: unitId },
  );
  const { staff } = await admin.ok<{ staff: { nodes: { id: string }[] } }>('{ staff(first: 10) { nodes { id } } }');
  const [one, two] = staff.nodes;
  const set = (input: object): Promise<unknown> =>
    change(admin, 'setFeeCollector', 'SetFeeCollectorInput', { communityId, ...input }, '__typename');
  await set({ staffId: one!.id });
  await set({ buildingId: unit.building.id, staffId: two!.id });
  interface Row {
    collector: { id: string } | null;
    total: { amount: string };
  }
  const report = async (): Promise<{ rows: Row[]; total: Row }> =>
    (
      await admin.ok<{ arrearsByCollector: { rows: Row[]; total: Row } }>(
        'query ($id: ID!) { arrearsByCollector(communityId: $id) { rows { collector { id } total { amount } } total { total { amount } } } }',
        { id: communityId },
      )
    ).arrearsByCollector;
  expect(await report()).toMatchObject({
    rows: [{ collector: two, total: { amount: '60.00' } }],
    total: { total: { amount: '60.00' } },
  });
  await set({ buildingId: unit.building.id, staffId: null });
  expect((await report()).rows).toMatchObject([{ collector: one }]);
  await set({ staffId: null });
  expect((await report()).rows).toMatchObject([{ collector: null, total: { amount: '60.00' } }]);
  const { feeRatesByCollector } = await admin.ok<{ feeRatesByCollector: { rows: object[] } }>(
    'query ($id: ID!) { feeRatesByCollector(month: "2026-01", communityId: $id) { rows { collector { id } charged { amount } units settledUnits } } }',
    { id: communityId },
  );
  expect(feeRatesByCollector.rows).toEqual([
    { collector: null, charged: { amount: '60.00' }, units: 1, settledUnits: 0 },
  ]);
});
