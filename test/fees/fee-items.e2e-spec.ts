import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change } from '../identity/support';
import { enterCustomer } from '../customers/support/register';
import { assignFee, createFeeItem, definition, flat, refused, workedUnit } from './support/fees';

let platform: TestPlatform;
let finance: TestClient;
let neighbour: TestClient;
let admin: TestClient;
let unitId: string;
let communityId: string;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  finance = await platform.as('FINANCE_MANAGER');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  ({ unitId, communityId } = await workedUnit(admin));
});
afterAll(() => platform?.close());

const create = (input: Record<string, unknown>): Promise<string[]> =>
  refused(finance, 'createFeeItem', 'CreateFeeItemInput', {
    code: 'X',
    name: 'X',
    startsOn: '2026-01-01',
    definition: definition(),
    tiers: flat('2.80'),
    ...input,
  });

it('an item has definitions and prices by their days, and reads as it was entered', async () => {
  const id = await createFeeItem(finance, { lateFee: { dailyRate: '0.0005', graceDays: 10 }, taxRate: '0.06' });
  await change(
    finance,
    'changeFeePrice',
    'ChangeFeePriceInput',
    { feeItemId: id, startsOn: '2026-07-01', tiers: flat('3.00') },
    'feeItem { id }',
  );
  await change(
    finance,
    'changeFeeDefinition',
    'ChangeFeeDefinitionInput',
    { feeItemId: id, startsOn: '2027-01-01', definition: definition({ cycleMonths: 3 }) },
    'feeItem { id }',
  );
  const query = `query ($id: ID!) { feeItem(id: $id) { name currency belongsTo version
    definitions { startsOn formula cycleMonths taxRate rounding { step mode } due { kind day onFreeDay } lateFee { dailyRate graceDays } }
    prices { startsOn tiers { upTo price } } } }`;
  const { feeItem } = await finance.ok<{ feeItem: Record<string, unknown> }>(query, { id });
  expect(feeItem).toMatchObject({
    currency: 'CNY',
    belongsTo: 'COMPANY',
    definitions: [
      {
        startsOn: '2020-01-01',
        formula: 'AREA',
        cycleMonths: 1,
        taxRate: '0.06',
        rounding: { step: '0.01', mode: 'HALF_UP' },
        due: { kind: 'DAY_OF_MONTH', day: 10, onFreeDay: 'STAYS' },
        lateFee: { dailyRate: '0.0005', graceDays: 10 },
      },
      { startsOn: '2027-01-01', cycleMonths: 3, lateFee: null },
    ],
    prices: [
      { startsOn: '2020-01-01', tiers: [{ upTo: null, price: '2.80' }] },
      { startsOn: '2026-07-01', tiers: [{ upTo: null, price: '3.00' }] },
    ],
  });
  await neighbour.fails(query, { id });
  expect(
    await refused(finance, 'changeFeePrice', 'ChangeFeePriceInput', {
      feeItemId: id,
      startsOn: '2026-07-01',
      tiers: flat('4'),
    }),
  ).toEqual(['input.startsOn: TAKEN']);
});

it.each([
  ['a price with too many decimals', { tiers: flat('2.1234567') }, ['input.tiers.0.price: PRICE_FORM']],
  ['an unknown currency', { currency: 'XXQ' }, ['input.currency: CURRENCY_UNKNOWN']],
  ['another currency than that of the books', { currency: 'USD' }, ['input.currency: CURRENCY_OTHER']],
  ['no price', { tiers: [] }, ['input.tiers: PRICE_NEEDED']],
  [
    'tiers for what has none',
    { tiers: [{ upTo: '10', price: '1' }, { price: '2' }] },
    ['input.tiers: TIERS_NOT_ALLOWED'],
  ],
  [
    'a cycle of five months',
    { definition: definition({ cycleMonths: 5 }) },
    ['input.definition.cycleMonths: NOT_ALLOWED'],
  ],
  [
    'a late fee of 6 % a day',
    { definition: definition({ lateFee: { dailyRate: '0.06', graceDays: 0 } }) },
    ['input.definition.lateFee.dailyRate: OUT_OF_RANGE'],
  ],
  ['a tax rate of 600 %', { definition: definition({ taxRate: '6' }) }, ['input.definition.taxRate: RATE_FORM']],
  [
    'a formula that adds areas to money',
    { definition: definition({ formula: 'EXPRESSION', expression: { text: 'area + price' } }) },
    ['input.definition.expression.text: UNITS'],
  ],
  [
    'a due rule without its day',
    { definition: definition({ due: { kind: 'DAY_OF_MONTH' } }) },
    ['input.definition.due.day: REQUIRED'],
  ],
])('is refused, naming the field: %s', async (_what, input, expected) => {
  expect(await create(input)).toEqual(expected);
});

describe('assignments', () => {
  it('hold payers, own prices and discounts; a discount counts once it was applied for, inspected and approved', async () => {
    const payer = await enterCustomer(admin, '王芳');
    const { id } = await assignFee(finance, await createFeeItem(finance), unitId, {
      ownPrices: [{ startsOn: '2026-01-01', endsOn: '2026-07-01', tiers: flat('2.50') }],
      payers: [{ customerId: payer.id, startsOn: '2026-01-01' }],
    });
    const apply = {
      assignmentId: id,
      kind: 'VACANT',
      factor: '0.70',
      startsOn: '2026-04-16',
      endsOn: '2026-10-01',
      reason: '空置',
    };
    const agent = await platform.as('SERVICE_AGENT');
    const { discount } = await change<{ discount: { id: string } }>(
      agent,
      'applyFeeDiscount',
      'ApplyFeeDiscountInput',
      apply,
      'discount { id state }',
    );
    expect(
      await refused(finance, 'decideFeeDiscount', 'DecideFeeDiscountInput', { id: discount.id, approve: true }),
    ).toEqual(['INVALID_TRANSITION']);
    expect(await refused(agent, 'applyFeeDiscount', 'ApplyFeeDiscountInput', apply)).toEqual([
      'input.startsOn: SPANS_OVERLAP',
    ]);
    await change(
      agent,
      'inspectFeeDiscount',
      'InspectFeeDiscountInput',
      { id: discount.id, finding: '水表未走' },
      'discount { id }',
    );
    expect(
      await refused(agent, 'decideFeeDiscount', 'DecideFeeDiscountInput', { id: discount.id, approve: true }),
    ).toEqual(['FORBIDDEN']);
    await change(
      finance,
      'decideFeeDiscount',
      'DecideFeeDiscountInput',
      { id: discount.id, approve: true },
      'discount { id }',
    );
    const { feeAssignments } = await admin.ok<{ feeAssignments: { nodes: unknown[] } }>(
      `query ($id: ID!) { feeAssignments(filter: { unit: { eq: $id } }) { nodes { startsOn endsOn quantity feeItem { belongsTo } unit { code }
        ownPrices { startsOn endsOn tiers { price } } payers { customer { name } role share endsOn } discounts { kind factor state endsOn } } } }`,
      { id: unitId },
    );
    expect(feeAssignments.nodes).toEqual([
      {
        startsOn: '2026-01-01',
        endsOn: null,
        quantity: '1',
        feeItem: { belongsTo: 'COMPANY' },
        unit: { code: '1101' },
        ownPrices: [{ startsOn: '2026-01-01', endsOn: '2026-07-01', tiers: [{ price: '2.50' }] }],
        payers: [{ customer: { name: '王芳' }, role: 'PAYER', share: '1', endsOn: null }],
        discounts: [{ kind: 'VACANT', factor: '0.7', state: 'APPROVED', endsOn: '2026-10-01' }],
      },
    ]);
  });

  it('are refused where they would charge twice, end before they begin, or name what is another tenant’s', async () => {
    const feeItemId = await createFeeItem(finance);
    await assignFee(finance, feeItemId, unitId);
    const again = (input: object) =>
      refused(finance, 'assignFee', 'AssignFeeInput', { feeItemId, unitId, startsOn: '2026-06-01', ...input });
    expect(await again({})).toEqual(['CONFLICT']);
    expect(await again({ endsOn: '2026-06-01' })).toEqual(['input.endsOn: ENDS_BEFORE_START']);
    expect(await again({ quantity: '0' })).toEqual(['input.quantity: OUT_OF_RANGE']);
    const twice = [1, 2].map(() => ({ startsOn: '2026-01-01', tiers: flat('1') }));
    expect(
      await refused(finance, 'assignFee', 'AssignFeeInput', {
        feeItemId: await createFeeItem(finance),
        unitId,
        startsOn: '2026-01-01',
        ownPrices: twice,
      }),
    ).toEqual(['input.ownPrices.1.startsOn: SPANS_OVERLAP']);
    const input = { feeItemId: await createFeeItem(neighbour), unitId, startsOn: '2026-01-01' };
    expect(await refused(finance, 'assignFee', 'AssignFeeInput', input)).toEqual(['NOT_FOUND']);
    expect(await refused(neighbour, 'assignFee', 'AssignFeeInput', input)).toEqual(['NOT_FOUND']);
  });

  it('of a metered item need a meter, whose readings rise, roll over, are replaced, and are confirmed when implausible', async () => {
    const technician = await platform.as('TECHNICIAN');
    const metered = await createFeeItem(finance, { formula: 'METERED', tierSpan: 'PERIOD', timing: 'ARREARS' });
    expect(
      await refused(finance, 'assignFee', 'AssignFeeInput', { feeItemId: metered, unitId, startsOn: '2026-01-01' }),
    ).toEqual(['input.meterId: REQUIRED']);
    const { meter } = await change<{ meter: { id: string } }>(
      finance,
      'createMeter',
      'CreateMeterInput',
      { unitId, code: 'W-1', kind: 'WATER', installedOn: '2026-01-01', firstValue: '99980', rollsOverAt: '100000' },
      'meter { id }',
    );
    await assignFee(finance, metered, unitId, { meterId: meter.id });
    const read = (readOn: string, value: string, input: object = {}) =>
      change<{ reading: { quantity: string } }>(
        technician,
        'recordMeterReading',
        'RecordMeterReadingInput',
        { meterId: meter.id, readOn, value, ...input },
        'reading { quantity previousOn }',
      );
    const bad = (readOn: string, value: string, input: object = {}) =>
      refused(technician, 'recordMeterReading', 'RecordMeterReadingInput', {
        meterId: meter.id,
        readOn,
        value,
        ...input,
      });
    expect(await bad('2026-02-01', '10')).toEqual(['input.value: READING_BELOW_LAST']);
    expect((await read('2026-02-01', '10', { rolledOver: true })).reading.quantity).toBe('30');
    expect(await bad('2026-02-01', '20')).toEqual(['input.readOn: READING_NOT_LATER']);
    expect(await bad('2026-03-01', '500')).toEqual(['input.value: READING_UNLIKELY']);
    expect(await bad('2026-03-01', '500', { confirm: true })).toEqual(['input.note: REQUIRED']);
    expect((await read('2026-03-01', '500', { confirm: true, note: '漏水' })).reading.quantity).toBe('490');
    const replacement = { finalValue: '510', firstValue: '0', multiplier: '2' };
    expect((await read('2026-04-01', '5', { replacement })).reading.quantity).toBe('20');
  });
});

it('a service contract holds what bills cite, one at a time', async () => {
  const input = {
    communityId,
    number: 'HT-1',
    kind: 'LUMP_SUM',
    startsOn: '2025-01-01',
    feeBasis: '沪价〔2020〕1 号',
    hasLateFeeClause: true,
  };
  await change(finance, 'createServiceContract', 'CreateServiceContractInput', input, 'contract { id }');
  expect(
    await refused(finance, 'createServiceContract', 'CreateServiceContractInput', { ...input, number: 'HT-2' }),
  ).toEqual(['input.startsOn: SPANS_OVERLAP']);
  expect(await refused(neighbour, 'createServiceContract', 'CreateServiceContractInput', input)).toEqual(['NOT_FOUND']);
});
