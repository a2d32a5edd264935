import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change } from '../identity/support';
import * as story from './fixtures/fourteen-months';
import { bill, type Charged, chargesOf, correct, ledgerProblems, on } from './support/fees';
import { importRows } from './support/imports';

let platform: TestPlatform;
let admin: TestClient;
let finance: TestClient;
let communityId: string;
const ids = {
  units: new Map<string, string>(),
  customers: new Map<string, string>(),
  items: new Map<string, string>(),
};

/** Everything comes in by files, as it does when a company moves in. */
const enter = async (kind: string, rows: readonly string[], input = {}): Promise<void> => {
  const { state, problems } = await importRows(platform, admin, kind, rows, input);
  expect([kind, state, problems]).toEqual([kind, 'SUCCEEDED', []]);
};
const place = (unit: string): string => `星河湾,1栋,${unit}`;

async function register(): Promise<void> {
  await enter(
    'BUILDINGS_AND_UNITS',
    [
      '小区,楼栋,房号,建筑面积,交房日期',
      ...story.UNITS.map(([unit, area, handedOver]) => `${place(unit)},${area},${handedOver}`),
    ],
    { onMissingParent: 'CREATE' },
  );
  await enter('CUSTOMERS_WITH_OCCUPANCY', [
    '姓名,小区,楼栋,房号,关系,产权份额,开始日期,客户外部编号,是否缴费人',
    ...story.PEOPLE.map(
      ([name, unit, relation, share]) => `${name},${place(unit)},${relation},${share},2020-01-01,${name},是`,
    ),
    '开发商有限公司,,,,,,,开发商,',
    '孙五,,,,,,,孙五,',
  ]);
  await enter('FEE_ITEMS', [
    '编码,名称,计费方式,单价,阶梯价,生效日期,缴费日,出账后天数,税率,违约金日率,违约金宽限天数,预收/后收,阶梯累计',
    'WY,物业费,按面积,2.80,,2020-01-01,10,,6%,0.05%,10,预收,',
    'SF,水费,按表计量,,60:3.45; 100:4.83; :5.83,2020-01-01,,14,,,,后收,按年累计',
  ]);
  await enter('FEE_ITEMS', [
    '编码,名称,计费方式,单价,生效日期,缴费日,税率,违约金日率,违约金宽限天数',
    'WY,物业费,按面积,3.00,2025-07-01,10,6%,0.05%,10',
  ]);
  const { communities, units, customers, feeItems } = await admin.ok<
    Record<
      'communities' | 'units' | 'customers' | 'feeItems',
      { nodes: { id: string; code: string; externalId: string }[] }
    >
  >(
    `{ communities { nodes { id } } units(first: 50) { nodes { id code } } feeItems { nodes { id code } }
       customers(first: 50) { nodes { id externalId } } }`,
  );
  communityId = communities.nodes[0]!.id;
  for (const { id, code } of units.nodes) ids.units.set(code, id);
  for (const { id, code } of feeItems.nodes) ids.items.set(code, id);
  for (const { id, externalId } of customers.nodes) ids.customers.set(externalId, id);
  const contract = { communityId, number: 'HT-1', kind: 'LUMP_SUM', startsOn: '2020-01-01', hasLateFeeClause: true };
  const input = { ...contract, feeBasis: '前期物业服务合同', developerId: ids.customers.get('开发商') };
  await change(admin, 'createServiceContract', 'CreateServiceContractInput', input, 'contract { id }');
  // Rolling over at 1000 is said of the meter itself.
  for (const [unit, firstValue] of Object.entries(story.METERS)) {
    const meter = { unitId: ids.units.get(unit), code: `S-${unit}`, kind: 'WATER', installedOn: '2025-01-01' };
    await change(
      admin,
      'createMeter',
      'CreateMeterInput',
      { ...meter, firstValue, rollsOverAt: '1000' },
      'meter { id }',
    );
  }
  await enter('FEE_ASSIGNMENTS', [
    '小区,楼栋,房号,收费项目,起收日期,表号',
    ...story.UNITS.map(([unit]) => `${place(unit)},物业费,2025-01-01,`),
    ...Object.keys(story.METERS).map((unit) => `${place(unit)},水费,2025-01-01,S-${unit}`),
  ]);
}

const chargesOfUnit = async (unit: string): Promise<Charged[]> =>
  (await chargesOf(admin, { unit: { eq: ids.units.get(unit) } })).filter(({ voidedAt }) => voidedAt === null);
const january = async (unit: string): Promise<string> =>
  (await chargesOfUnit(unit)).find(({ startsOn }) => startsOn === '2025-01-01')!.id;

/** What happens between the bills, on its day. */
const EVENTS: readonly (readonly [day: string, happens: () => Promise<unknown>])[] = [
  [
    '2025-03-30',
    async () => {
      type Assignments = { feeAssignments: { nodes: { id: string; feeItem: { id: string } }[] } };
      const { feeAssignments } = await admin.ok<Assignments>(
        'query ($unit: ID!) { feeAssignments(filter: { unit: { eq: $unit } }) { nodes { id feeItem { id } } } }',
        { unit: ids.units.get(story.VACANT.unit) },
      );
      const { factor, startsOn, endsOn } = story.VACANT;
      const discount = {
        assignmentId: feeAssignments.nodes[0]!.id,
        kind: 'VACANT',
        factor,
        startsOn,
        endsOn,
        reason: '空置',
      };
      type Made = { discount: { id: string } };
      const { id } = (
        await change<Made>(admin, 'applyFeeDiscount', 'ApplyFeeDiscountInput', discount, 'discount { id }')
      ).discount;
      await change(admin, 'inspectFeeDiscount', 'InspectFeeDiscountInput', { id, finding: '无人居住' }, '__typename');
      await change(admin, 'decideFeeDiscount', 'DecideFeeDiscountInput', { id, approve: true }, '__typename');
    },
  ],
  [
    story.SALE.enteredOn,
    () => {
      const newOwners = [{ customerId: ids.customers.get(story.SALE.buyer), kind: 'OWNER' }];
      const input = { unitId: ids.units.get(story.SALE.unit), transferredOn: story.SALE.on, newOwners };
      return change(admin, 'transferUnit', 'TransferUnitInput', input, '__typename');
    },
  ],
  [
    story.DISPUTE.from,
    async () => {
      const input = { chargeId: await january(story.DISPUTE.unit), startsOn: story.DISPUTE.from, reason: '服务质量' };
      return change(admin, 'openFeeDispute', 'OpenFeeDisputeInput', input, '__typename');
    },
  ],
  [
    story.DISPUTE.to,
    async () => {
      const { feeDisputes } = await admin.ok<{ feeDisputes: { nodes: { id: string }[] } }>(
        '{ feeDisputes { nodes { id } } }',
      );
      const input = { id: feeDisputes.nodes[0]!.id, endsOn: story.DISPUTE.to, outcome: '已整改' };
      return change(admin, 'endFeeDispute', 'EndFeeDisputeInput', input, '__typename');
    },
  ],
  [
    story.WRITE_OFF.on,
    async () => correct(finance, admin, { chargeId: await january(story.WRITE_OFF.unit), kind: 'WRITE_OFF' }),
  ],
];

const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

/** Payments of a month come in at its end, each with its value date. */
async function takePayments(month: string): Promise<void> {
  const paid = story.PAYMENTS.filter(([day]) => day.startsWith(month)).toSorted(([a], [b]) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  const rows = paid.map(
    ([day, who, amount]) => `${who},${amount},银行转账,${day},${who}-${day},星河湾,${who === '冯九' ? '1栋,203' : ','}`,
  );
  await enter('PAYMENTS', ['客户外部编号,金额,收款方式,收款日期,流水号,小区,楼栋,房号', ...rows]);
  if (month !== story.REFUND.month) return;
  const { payments } = await admin.ok<{ payments: { nodes: { id: string }[] } }>(
    'query ($reference: String!) { payments(filter: { reference: { eq: $reference } }) { nodes { id } } }',
    { reference: story.REFUND.reference },
  );
  const input = {
    paymentId: payments.nodes[0]!.id,
    amount: { amount: story.REFUND.amount, currency: 'CNY' },
    reason: '重复缴费',
  };
  await change(admin, 'refundPayment', 'RefundPaymentInput', input, '__typename');
}

async function liveThrough(month: string, before: string | null): Promise<void> {
  const first = `${month}-01`;
  await on(platform, first, async () => {
    const reading = story.READINGS.find(([day]) => day === first);
    if (reading) {
      const [day, v303, v304, rolledOver] = reading;
      await enter('METER_READINGS', [
        '小区,楼栋,房号,表号,抄表日期,本次读数,是否归零',
        `${place('303')},S-303,${day},${v303},否`,
        `${place('304')},S-304,${day},${v304},${rolledOver ? '是' : '否'}`,
      ]);
      await bill(platform, admin, before!, {
        billedOn: first,
        feeItemIds: [ids.items.get('SF')],
        communityIds: [communityId],
      });
    }
    await bill(platform, admin, month, { feeItemIds: [ids.items.get('WY')], communityIds: [communityId] });
  });
  for (const [day, happens] of EVENTS) if (day.startsWith(month)) await on(platform, day, happens);
  await on(platform, lastDayOf(month), () => takePayments(month));
}

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  finance = await platform.as('FINANCE_MANAGER');
  await on(platform, '2024-12-31', async () => {
    await register();
    await takePayments('2024-12');
  });
  let before: string | null = null;
  for (const month of story.MONTHS) {
    await liveThrough(month, before);
    before = month;
  }
  // Schedules are planned when they are first seen.
  await on(platform, '2026-02-26', () => platform.runSchedules());
  await on(platform, story.LAST_DAY, async () => {
    await platform.runSchedules();
    await platform.runJobs((name) => name === 'schedule.fees.accrueLateFees');
  });
}, 240_000);
afterAll(() => platform?.close());

/** `250.24×6 268.11×8` */
function inOrder(amounts: readonly string[]): string {
  const runs: { amount: string; times: number }[] = [];
  for (const amount of amounts) {
    const last = runs.at(-1);
    if (last?.amount === amount) last.times += 1;
    else runs.push({ amount, times: 1 });
  }
  return runs.map(({ amount, times }) => (times > 1 ? `${amount}×${String(times)}` : amount)).join(' ');
}

const fen = (text: string): bigint => BigInt(text.replace('.', ''));
const sum = (amounts: readonly string[]): string => {
  const total = String(amounts.reduce((all, one) => all + fen(one), 0n)).padStart(3, '0');
  return `${total.slice(0, -2)}.${total.slice(-2)}`;
};

describe('the community of fourteen months', () => {
  it.each([...new Set(story.EXPECTED.map(({ unit }) => unit))])(
    'every charge, late fee and balance of %s is what was counted by hand',
    async (unit) => {
      const charges = (await chargesOfUnit(unit)).toSorted((a, b) =>
        a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0,
      );
      const found = [];
      for (const { who } of story.EXPECTED.filter((one) => one.unit === unit)) {
        const own = charges.filter(({ customer }) => customer.name.startsWith(who));
        const of = (isFee: boolean) =>
          own.filter((one) => Number(one.tax.amount) > 0 === isFee).map(({ amount }) => amount.amount);
        const { prepaidBalances } = await admin.ok<{ prepaidBalances: { amount: { amount: string } }[] }>(
          'query ($id: ID!) { prepaidBalances(customerId: $id) { amount { amount } } }',
          { id: ids.customers.get(who) },
        );
        found.push({
          ...{ unit, who, fee: inOrder(of(true)), water: inOrder(of(false)) },
          owing: sum(own.map(({ principalDue }) => principalDue.amount)),
          lateFeeOwing: sum(own.map(({ lateFeeDue }) => lateFeeDue.amount)),
          prepaid: sum(prepaidBalances.map(({ amount }) => amount.amount)),
        });
      }
      expect(found).toEqual(story.EXPECTED.filter((one) => one.unit === unit));
    },
  );

  it('comes to the totals that were counted by hand, and the books agree', () =>
    on(platform, story.LAST_DAY, async () => {
      const all = (await Promise.all([...ids.units.keys()].map(chargesOfUnit))).flat();
      expect({ charges: all.length, total: sum(all.map(({ amount }) => amount.amount)) }).toEqual(story.CHARGED);
      const buckets = ['notDue', 'days0To30', 'days31To90', 'days91To180', 'days181To365', 'over365Days', 'total'];
      const { arrears } = await admin.ok<{ arrears: { total: Record<string, { amount: string }> } }>(
        `{ arrears(by: COMMUNITY) { total { ${buckets.map((one) => `${one} { amount }`).join(' ')} } } }`,
      );
      expect(buckets.map((one) => arrears.total[one]!.amount)).toEqual(story.AGES);
      expect(sum(story.EXPECTED.flatMap(({ owing, lateFeeOwing }) => [owing, lateFeeOwing]))).toBe(story.AGES.at(-1));
      expect(await ledgerProblems(platform)).toEqual([]);
    }));

  it.each(Object.entries(story.RATES))('has the rates of %s that were counted by hand', async (month, expected) => {
    type Money = { amount: string };
    const { feeRates } = await admin.ok<{ feeRates: { total: Record<string, Money> } }>(
      `query ($month: String!) { feeRates(month: $month, by: COMMUNITY) { total { charged { amount } paid { amount }
         collection: collectionRate units settled: settledUnits household: householdRate recovered { amount }
         stillOwing { amount } recovery: recoveryRate } } }`,
      { month },
    );
    const shown = Object.entries(feeRates.total).map(([key, value]) => [key, (value as Money | null)?.amount ?? value]);
    expect(Object.fromEntries(shown)).toEqual(expected);
  });
});
