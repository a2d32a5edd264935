import { withClient } from '@atrium/platform';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, startOccupancy } from '../customers/support/register';
import { change } from '../identity/support';
import {
  assignFee,
  bill,
  chargesOf,
  commit,
  createFeeItem,
  flat,
  ledgerProblems,
  owedBy,
  preview,
  refused,
  runOf,
  skipsOf,
  workedUnit,
} from './support/fees';

let platform: TestPlatform;
let admin: TestClient;
let neighbour: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
});
afterAll(() => platform?.close());

const sql = <T extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
  withClient(platform.database.adminUrl, async (client) => (await client.query<T>(text, values)).rows);

/** A unit of 89.37 m² whose owner is `name`. */
async function home(name: string, input: Record<string, unknown> = {}) {
  const place = await workedUnit(admin, input);
  const owner = await enterCustomer(admin, name);
  await startOccupancy(admin, owner, place.unitId, 'OWNER', { startsOn: '2020-01-01' });
  return { ...place, owner };
}

/** Every journal sums to zero and what is due equals the postings. */
const books = async (): Promise<void> => expect(await ledgerProblems(platform)).toEqual([]);

describe('the worked examples, by the API', () => {
  it('1. area × price: a month, and a quarter in advance that is rounded by the month', async () => {
    const { unitId, communityId } = await home('王芳');
    await assignFee(admin, await createFeeItem(admin), unitId);
    const quarter = await createFeeItem(admin, { cycleMonths: 3, taxRate: '0.06' });
    await assignFee(admin, quarter, unitId);
    const before = await preview(platform, admin, '2026-01', { communityIds: [communityId] });
    expect(before).toMatchObject({ state: 'PREVIEWED', charges: 2, amount: { amount: '1000.96' } });
    expect(await chargesOf(admin, { unit: { eq: unitId } })).toEqual([]);
    expect(await commit(platform, admin, before.id)).toMatchObject({ state: 'SUCCEEDED', charges: 2, skipped: 0 });
    const made = await chargesOf(admin, { unit: { eq: unitId }, feeItem: { eq: quarter } });
    expect(made).toMatchObject([
      {
        startsOn: '2026-01-01',
        endsOn: '2026-04-01',
        dueOn: '2026-01-10',
        amount: { amount: '750.72' },
        outstanding: { amount: '750.72' },
        // Of each month 14.16, with half-up.
        tax: { amount: '42.48' },
        lines: [
          { month: '2026-01', amount: { amount: '250.24' } },
          { month: '2026-02', amount: { amount: '250.24' } },
          { month: '2026-03', amount: { amount: '250.24' } },
        ],
      },
    ]);
    expect(made[0]!.lines[0]!.explanation.join(' ')).toContain('250.236');
    expect((await chargesOf(admin, { unit: { eq: unitId } })).map(({ amount }) => amount.amount).sort()).toEqual([
      '250.24',
      '750.72',
    ]);
    await books();
  });

  it('2. handed over on 11 March: the developer pays ten days, the owner the day of the hand-over and the rest', async () => {
    const { unitId, communityId } = await workedUnit(admin, { handedOverOn: '2026-03-11' });
    const developer = await enterCustomer(admin, '开发商', { kind: 'ORGANISATION' });
    const input = {
      communityId,
      number: 'D-1',
      kind: 'LUMP_SUM',
      startsOn: '2025-01-01',
      feeBasis: '合同',
      hasLateFeeClause: true,
      developerId: developer.id,
    };
    await change(admin, 'createServiceContract', 'CreateServiceContractInput', input, 'contract { id }');
    const owner = await enterCustomer(admin, '张伟');
    await startOccupancy(admin, owner, unitId, 'OWNER', { startsOn: '2026-03-11' });
    const byDay = await createFeeItem(admin);
    const by30 = await createFeeItem(admin, { proration: 'BY_DAY_30' });
    await assignFee(admin, byDay, unitId);
    await assignFee(admin, by30, unitId);
    await bill(platform, admin, '2026-03', { communityIds: [communityId] });
    expect(owedBy(await chargesOf(admin, { feeItem: { eq: byDay } }))).toEqual(['开发商 80.72', '张伟 169.51']);
    expect(owedBy(await chargesOf(admin, { feeItem: { eq: by30 } }))).toContain('张伟 166.82');
    await books();
  });

  it('3. a vacant home from 16 April: half the month at 0.70, rounded once', async () => {
    const { unitId, communityId } = await home('李娜');
    const { id } = await assignFee(admin, await createFeeItem(admin), unitId);
    const { discount } = await change<{ discount: { id: string } }>(
      admin,
      'applyFeeDiscount',
      'ApplyFeeDiscountInput',
      {
        assignmentId: id,
        kind: 'VACANT',
        factor: '0.70',
        startsOn: '2026-04-16',
        endsOn: '2027-01-01',
        reason: '空置',
      },
      'discount { id }',
    );
    await change(
      admin,
      'inspectFeeDiscount',
      'InspectFeeDiscountInput',
      { id: discount.id, finding: '空置' },
      'discount { id }',
    );
    await change(
      admin,
      'decideFeeDiscount',
      'DecideFeeDiscountInput',
      { id: discount.id, approve: true },
      'discount { id }',
    );
    await bill(platform, admin, '2026-04', { communityIds: [communityId] });
    expect(owedBy(await chargesOf(admin, { unit: { eq: unitId } }))).toEqual(['李娜 212.70']);
  });

  it('4. water by tiers', async () => {
    const { unitId, communityId } = await home('赵敏');
    const tiers = [{ upTo: '15', price: '3.45' }, { upTo: '25', price: '4.83' }, { price: '5.83' }];
    const water = await createFeeItem(admin, { formula: 'METERED', tierSpan: 'PERIOD', timing: 'ARREARS' }, tiers);
    const { meter } = await change<{ meter: { id: string } }>(
      admin,
      'createMeter',
      'CreateMeterInput',
      { unitId, code: 'W1', kind: 'WATER', installedOn: '2026-05-01' },
      'meter { id }',
    );
    await assignFee(admin, water, unitId, { meterId: meter.id });
    const none = await bill(platform, admin, '2026-05', { communityIds: [communityId] });
    expect(await skipsOf(admin, none.id)).toEqual(['NO_READING']);
    await change(
      admin,
      'recordMeterReading',
      'RecordMeterReadingInput',
      { meterId: meter.id, readOn: '2026-06-01', value: '27.4' },
      'reading { id }',
    );
    await bill(platform, admin, '2026-05', { communityIds: [communityId] });
    expect(owedBy(await chargesOf(admin, { unit: { eq: unitId } }))).toEqual(['赵敏 114.04']);
  });
});

it('a shared cost is divided so that its parts add up to it', async () => {
  const { unitId, communityId } = await home('周杰');
  const { building } = await change<{ building: { id: string } }>(
    admin,
    'createBuilding',
    'CreateBuildingInput',
    { communityId, code: '5栋' },
    'building { id }',
  );
  const item = await createFeeItem(admin, { formula: 'SHARED', sharedBy: 'HOUSEHOLD', timing: 'ARREARS' }, []);
  await assignFee(admin, item, unitId);
  for (const code of ['101', '102']) {
    const { unit } = await change<{ unit: { id: string } }>(
      admin,
      'createUnit',
      'CreateUnitInput',
      { buildingId: building.id, code, grossArea: '50' },
      'unit { id }',
    );
    await startOccupancy(admin, await enterCustomer(admin, `邻${code}`), unit.id, 'OWNER', { startsOn: '2020-01-01' });
    await assignFee(admin, item, unit.id);
  }
  const cost = {
    feeItemId: item,
    communityId,
    startsOn: '2026-03-01',
    endsOn: '2026-04-01',
    amount: { amount: '100.00', currency: 'CNY' },
  };
  await change(admin, 'enterSharedCost', 'EnterSharedCostInput', cost, 'sharedCost { id }');
  expect(
    await refused(admin, 'enterSharedCost', 'EnterSharedCostInput', {
      ...cost,
      startsOn: '2026-03-02',
      amount: { amount: '1.001', currency: 'CNY' },
    }),
  ).toEqual(['input.amount.amount: TOO_MANY_DECIMALS']);
  await bill(platform, admin, '2026-03', { communityIds: [communityId] });
  expect((await chargesOf(admin, { feeItem: { eq: item } })).map(({ amount }) => amount.amount).sort()).toEqual([
    '33.33',
    '33.33',
    '33.34',
  ]);
  const again = await bill(platform, admin, '2026-03', { communityIds: [communityId] });
  expect(again.charges).toBe(0);
});

describe('a run', () => {
  it('shows every charge and every skip with its reason, and charges nobody twice, whenever and however often it runs', async () => {
    const { unitId, communityId } = await home('吴刚');
    const item = await createFeeItem(admin);
    await assignFee(admin, item, unitId);
    await assignFee(admin, await createFeeItem(admin), unitId, { startsOn: '2026-06-01' });
    const { unitId: empty } = await workedUnit(admin);
    void empty;
    const scope = { communityIds: [communityId] };
    const run = await preview(platform, admin, '2026-02', scope);
    const { billingPreview } = await admin.ok<{ billingPreview: { assignments: unknown[]; next: string | null } }>(
      'query ($id: ID!) { billingPreview(runId: $id) { next assignments { charges { customer { name } amount { amount currency } dueOn explanation } skips { reason } } } }',
      { id: run.id },
    );
    expect(billingPreview).toMatchObject({
      next: null,
      assignments: [
        {
          charges: [{ customer: { name: '吴刚' }, amount: { amount: '250.24', currency: 'CNY' }, dueOn: '2026-02-10' }],
          skips: [{ reason: 'EARLIER_NOT_CHARGED' }],
        },
        { charges: [], skips: [{ reason: 'NOT_STARTED' }] },
      ],
    });
    const done = await commit(platform, admin, run.id);
    expect(done).toMatchObject({ state: 'SUCCEEDED', charges: 1 });
    expect(await skipsOf(admin, run.id)).toEqual(['EARLIER_NOT_CHARGED', 'NOT_STARTED']);
    expect(await refused(admin, 'commitBillingRun', 'BillingRunInput', { id: run.id })).toEqual(['INVALID_TRANSITION']);

    // Twice at once.
    const [one, two] = [
      await preview(platform, admin, '2026-03', scope),
      await preview(platform, admin, '2026-03', scope),
    ];
    await Promise.all(
      [one, two].map(({ id }) => change(admin, 'commitBillingRun', 'BillingRunInput', { id }, 'run { id }')),
    );
    await platform.startWorker();
    await Promise.all(
      [one, two].map(async ({ id }) => {
        while (['QUEUED', 'RUNNING'].includes((await runOf(admin, id)).state));
      }),
    );
    await platform.stopWorker();
    expect((await runOf(admin, one.id)).charges + (await runOf(admin, two.id)).charges).toBe(1);
    // A gap is made up for by a run of its month.
    await bill(platform, admin, '2026-01', scope);
    expect((await chargesOf(admin, { feeItem: { eq: item } })).map(({ startsOn }) => startsOn)).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-03-01',
    ]);
    await books();
  });

  it('changes no charge when a price changes, and another tenant sees neither runs nor charges', async () => {
    const { unitId, communityId } = await home('郑爽');
    const item = await createFeeItem(admin);
    await assignFee(admin, item, unitId);
    const run = await bill(platform, admin, '2026-01', { communityIds: [communityId] });
    const [charge] = await chargesOf(admin, { unit: { eq: unitId } });
    await change(
      admin,
      'changeFeePrice',
      'ChangeFeePriceInput',
      { feeItemId: item, startsOn: '2026-01-01', tiers: flat('9.99') },
      'feeItem { id }',
    );
    expect((await chargesOf(admin, { unit: { eq: unitId } }))[0]!.amount).toEqual(charge!.amount);
    expect(
      (await neighbour.fails('query ($id: ID!) { billingRun(id: $id) { id } }', { id: run.id })).extensions.code,
    ).toBe('NOT_FOUND');
    expect(
      (await neighbour.fails('query ($id: ID!) { charge(id: $id) { id } }', { id: charge!.id })).extensions.code,
    ).toBe('NOT_FOUND');
    expect(await chargesOf(neighbour, {})).toEqual([]);
  });

  it('of all communities takes somebody who sees them all', async () => {
    const { communityId } = await workedUnit(admin);
    const limited = await platform.as('FINANCE_MANAGER', { communities: [platform.uuid(communityId)] });
    expect(await refused(limited, 'previewBillingRun', 'PreviewBillingRunInput', { month: '2026-01' })).toEqual([
      'FORBIDDEN',
    ]);
    expect(await refused(admin, 'previewBillingRun', 'PreviewBillingRunInput', { month: '2026-13' })).toEqual([
      'input.month: NOT_A_MONTH',
    ]);
  });
});

describe('the database', () => {
  it('refuses live charges that overlap, and every change of a charge, a journal or a posting', async () => {
    const [row] = await sql<{ id: string; tenant_id: string }>('SELECT id, tenant_id FROM atrium.fee_charge LIMIT 1');
    const copy = (from: string, to: string): string => `
      INSERT INTO atrium.fee_charge (tenant_id, id, community_id, assignment_id, fee_item_id, unit_id, customer_id, kind, starts_on,
        ends_on, due_on, billed_on, currency, amount, tax, lines, principal_due)
      SELECT tenant_id, gen_random_uuid(), community_id, assignment_id, fee_item_id, unit_id, customer_id, kind, ${from},
        ${to}, due_on, billed_on, currency, amount, tax, lines, amount FROM atrium.fee_charge WHERE id = '${row!.id}'`;
    await expect(sql(copy('starts_on - 1', 'starts_on + 1'))).rejects.toThrow(/overlap/);
    await expect(sql(copy('starts_on', 'ends_on'))).rejects.toThrow(/fee_charge_live/);
    await expect(sql(copy('ends_on - 1', 'ends_on + 40'))).rejects.toThrow(/overlap/);
    for (const statement of [
      'UPDATE atrium.fee_charge SET amount = amount + 1',
      'DELETE FROM atrium.fee_charge',
      'UPDATE atrium.fee_posting SET amount = amount + 1',
      'DELETE FROM atrium.fee_posting',
      'TRUNCATE atrium.fee_posting',
      `UPDATE atrium.fee_journal SET memo = 'x'`,
      'DELETE FROM atrium.fee_journal',
    ]) {
      await expect(sql(statement)).rejects.toThrow(/never changed or deleted/);
    }
  });
});
