import { withClient } from '@atrium/platform';
import { verifyLedger } from '../../apps/cli/src/commands/verify-ledger';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { chosen, createSegment, membersRefused } from '../audiences/support/segments';
import { change } from '../identity/support';
import { startSurvey, surveyNow } from '../surveys/support/surveys';
import {
  assignFee,
  bill,
  chargesOf,
  cny,
  createFeeItem,
  flat,
  ledgerProblems,
  newDebtor,
  on,
  refused,
} from './support/fees';

let platform: TestPlatform;
let admin: TestClient;
let cashier: TestClient;
let finance: TestClient;
let neighbour: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  cashier = await platform.as('CASHIER');
  finance = await platform.as('FINANCE_MANAGER');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
});
afterAll(() => platform?.close());
afterEach(() => platform.clock.reset());

const debtor = (name: string, definition: Record<string, unknown> = {}, tiers = flat('2.80')) =>
  newDebtor(admin, name, definition, tiers);

interface Paid {
  id: string;
  amount: { amount: string };
  returned: { amount: string };
  allocations: { component: string | null; amount: { amount: string } }[];
}
const pay = async (
  customerId: string,
  amount: string,
  input: Record<string, unknown> = {},
  client = cashier,
): Promise<Paid> =>
  (
    await change<{ payment: Paid }>(
      client,
      'recordPayment',
      'RecordPaymentInput',
      { customerId, amount: cny(amount), method: 'CASH', ...input },
      'payment { id amount { amount } returned { amount } allocations { component amount { amount } } }',
    )
  ).payment;
const outstanding = async (unitId: string): Promise<string[]> =>
  (await chargesOf(admin, { unit: { eq: unitId } })).map(({ outstanding: { amount } }) => amount);
const prepaid = async (customerId: string): Promise<string[]> => {
  const { prepaidBalances } = await admin.ok<{
    prepaidBalances: { feeItem: object | null; amount: { amount: string } }[];
  }>('query ($id: ID!) { prepaidBalances(customerId: $id) { feeItem { id } amount { amount } } }', { id: customerId });
  return prepaidBalances.map(({ feeItem, amount }) => `${feeItem ? 'bound' : 'free'} ${amount.amount}`);
};

/** The books balance and everything kept beside the postings follows from them. */
const books = async (): Promise<void> => expect(await ledgerProblems(platform)).toEqual([]);

describe('the worked examples, by the API', () => {
  it('5. the late fee at the payment’s value date: the due day is not late, the payment day is', async () => {
    const { customerId, communityId, unitId } = await debtor('王五', { cycleMonths: 3 });
    await bill(platform, admin, '2026-01', { communityIds: [communityId] });
    const charge = (await chargesOf(admin, { unit: { eq: unitId } }))[0]!;
    const designated = [{ chargeId: charge.id, component: 'LATE_FEE' }];
    const paid = await pay(customerId, '15.01', { receivedOn: '2026-03-01', designated });
    expect(paid.allocations).toEqual([{ component: 'LATE_FEE', amount: { amount: '15.01' } }]);
    expect(await outstanding(unitId)).toEqual(['750.72']);
    await books();
  });

  it('6. a payment on two quarters and a late fee', async () => {
    const { customerId, communityId, unitId } = await debtor('陈六', { cycleMonths: 3 });
    for (const month of ['2026-01', '2026-04']) await bill(platform, admin, month, { communityIds: [communityId] });
    const paid = await pay(customerId, '1000.00', { receivedOn: '2026-03-01' });
    expect(paid.allocations.map(({ component, amount }) => [component, amount.amount])).toEqual([
      ['PRINCIPAL', '750.72'],
      ['LATE_FEE', '15.01'],
      ['PRINCIPAL', '234.27'],
    ]);
    expect(await outstanding(unitId)).toEqual(['0.00', '516.45']);
    await books();
  });
});

it('what remains is prepaid, free or bound to an item, and the next run uses it', async () => {
  const { customerId, communityId, unitId, feeItemId } = await debtor('刘七', { formula: 'FIXED' }, flat('100'));
  const other = await createFeeItem(admin, { formula: 'FIXED' }, flat('40'));
  await assignFee(admin, other, unitId);
  await pay(customerId, '70.00', { restForItemId: feeItemId });
  await pay(customerId, '50.00');
  expect(await prepaid(customerId)).toEqual(['free 50.00', 'bound 70.00']);
  await bill(platform, admin, '2026-01', { communityIds: [communityId] });
  // 100 − 70 bound − 30 free; 40 − 20 of what is left free.
  expect((await outstanding(unitId)).sort()).toEqual(['0.00', '20.00']);
  expect(await prepaid(customerId)).toEqual([]);
  await books();
});

it('refunds and reversals are new entries, never above what was paid', async () => {
  const { customerId, communityId, unitId } = await debtor('赵八', { formula: 'FIXED', lateFee: null }, flat('100'));
  await bill(platform, admin, '2026-01', { communityIds: [communityId] });
  const { id } = await pay(customerId, '130.00');
  expect(await outstanding(unitId)).toEqual(['0.00']);
  const refund = (amount: string) => ({ paymentId: id, amount: cny(amount), reason: '多收' });
  expect(await refused(finance, 'refundPayment', 'RefundPaymentInput', refund('130.01'))).toEqual([
    'input.amount.amount: ABOVE_REFUNDABLE',
  ]);
  expect(await refused(cashier, 'refundPayment', 'RefundPaymentInput', refund('1'))).toEqual(['FORBIDDEN']);
  await change(finance, 'refundPayment', 'RefundPaymentInput', refund('50.00'), 'payment { id }');
  expect(await prepaid(customerId)).toEqual([]);
  expect(await outstanding(unitId)).toEqual(['20.00']);
  expect(await refused(finance, 'refundPayment', 'RefundPaymentInput', refund('80.01'))).toEqual([
    'input.amount.amount: ABOVE_REFUNDABLE',
  ]);
  expect(await refused(finance, 'reversePayment', 'ReversePaymentInput', { paymentId: id, reason: '误收' })).toEqual([
    'CONFLICT',
  ]);
  const second = await pay(customerId, '20.00');
  await change(
    finance,
    'reversePayment',
    'ReversePaymentInput',
    { paymentId: second.id, reason: '误收' },
    'payment { id }',
  );
  expect(await outstanding(unitId)).toEqual(['20.00']);
  expect(
    await refused(finance, 'reversePayment', 'ReversePaymentInput', { paymentId: second.id, reason: '误收' }),
  ).toEqual(['CONFLICT']);
  await books();
});

describe('a payment is refused, and nothing is half-posted', () => {
  it('for a wrong amount, currency, reference, day, charge, or another tenant’s charge', async () => {
    const { customerId, communityId, unitId } = await debtor('孙九');
    await bill(platform, admin, '2026-01', { communityIds: [communityId] });
    const [charge] = await chargesOf(admin, { unit: { eq: unitId } });
    const wrong = (input: object, client = cashier) =>
      refused(client, 'recordPayment', 'RecordPaymentInput', {
        customerId,
        amount: cny('10.00'),
        method: 'CASH',
        ...input,
      });
    expect(await wrong({ amount: cny('0.00') })).toEqual(['input.amount.amount: NOT_POSITIVE']);
    expect(await wrong({ amount: cny('1.001') })).toEqual(['input.amount.amount: TOO_MANY_DECIMALS']);
    expect(await wrong({ amount: { amount: '1', currency: 'USD' } })).toEqual([
      'input.amount.currency: CURRENCY_OTHER',
    ]);
    expect(await wrong({ receivedOn: '2999-01-01' })).toEqual(['input.receivedOn: IN_THE_FUTURE']);
    const theirs = await debtor('别人');
    await bill(platform, admin, '2026-01', { communityIds: [theirs.communityId] });
    const [foreign] = await chargesOf(admin, { unit: { eq: theirs.unitId } });
    expect(await wrong({ designated: [{ chargeId: foreign!.id }] })).toEqual([
      'input.designated.0.chargeId: CHARGE_NOT_OPEN',
    ]);
    expect(await wrong({ designated: [{ chargeId: charge!.id, amount: cny('999.00') }] })).toEqual([
      'input.designated.0.amount: ABOVE_OWED',
    ]);
    expect(await wrong({}, neighbour)).toEqual(['NOT_FOUND']);
    await pay(customerId, '1.00', { reference: 'BANK-1' });
    expect(await wrong({ reference: 'BANK-1' })).toEqual(['input.reference: TAKEN']);
    const key = { idempotencyKey: 'once' };
    const [one, two] = [await pay(customerId, '2.00', key), await pay(customerId, '2.00', key)];
    expect(one.id).toBe(two.id);
    await books();
  });
});

it('many payments at once, on one charge and one customer, leave exact books and no deadlock', async () => {
  const { customerId, communityId, unitId } = await debtor('众人', { formula: 'FIXED', lateFee: null }, flat('100'));
  await bill(platform, admin, '2026-01', { communityIds: [communityId] });
  const all = await Promise.all(Array.from({ length: 300 }, () => pay(customerId, '0.50')));
  expect(new Set(all.map(({ id }) => id)).size).toBe(300);
  expect(await outstanding(unitId)).toEqual(['0.00']);
  expect(await prepaid(customerId)).toEqual(['free 50.00']);
  await books();
});

it('customers see their own charges and payments, and nobody else’s', async () => {
  const { customerId, communityId, unitId } = await debtor('周十');
  await bill(platform, admin, '2026-01', { communityIds: [communityId] });
  await on(platform, '2026-02-01', () => pay(customerId, '10.00'));
  const customer = await platform.as('CUSTOMER', { customer: customerId });
  const query = `{ charges { nodes { amount { amount } outstanding { amount } feeItem { name } lines { explanation } unit { code } } }
    payments { nodes { amount { amount } allocations { amount { amount } } } } }`;
  const mine = await customer.ok<{
    charges: { nodes: { outstanding: { amount: string } }[] };
    payments: { nodes: object[] };
  }>(query);
  expect(mine.charges.nodes).toMatchObject([{ amount: { amount: '250.24' }, unit: { code: '1101' } }]);
  expect(mine.payments.nodes).toMatchObject([{ amount: { amount: '10.00' } }]);
  const stranger = await (
    await platform.as('CUSTOMER')
  ).ok<{ charges: { nodes: object[] }; payments: { nodes: object[] } }>(query);
  expect([stranger.charges.nodes, stranger.payments.nodes]).toEqual([[], []]);
  void unitId;
});

describe('a month of the books', () => {
  it('takes no more entries once it is closed, turns what was billed ahead into revenue, and is reopened by approval alone', async () => {
    const { communityId } = await debtor('结账', { cycleMonths: 3, taxRate: '0.06' });
    await bill(platform, admin, '2026-01', { communityIds: [communityId] });
    const close = (month: string) => refused(finance, 'closeFeeMonth', 'CloseFeeMonthInput', { month });
    expect(await close('2999-01')).toEqual(['input.month: NOT_OVER']);
    expect(await close('2026-02')).toEqual(['CONFLICT']);
    const closed = (month: string) =>
      change(finance, 'closeFeeMonth', 'CloseFeeMonthInput', { month }, 'period { state }');
    expect(await closed('2026-01')).toEqual({ period: { state: 'CLOSED' } });
    await closed('2026-02');
    const { accountTotals } = await finance.ok<{
      accountTotals: { code: string; kind: string; debit: { amount: string }; credit: { amount: string } }[];
    }>('{ accountTotals(from: "2026-02", to: "2026-02") { code kind debit { amount } credit { amount } } }');
    // 250.24 − 14.16 tax for February.
    expect(accountTotals).toContainEqual(expect.objectContaining({ kind: 'REVENUE', credit: { amount: '236.08' } }));
    expect(accountTotals).toContainEqual(
      expect.objectContaining({ kind: 'CONTRACT_LIABILITY', debit: { amount: '236.08' } }),
    );
    const late = await debtor('迟到');
    const run = await bill(platform, admin, '2026-01', { communityIds: [late.communityId] });
    expect(run).toMatchObject({ state: 'FAILED', charges: 0 });
    expect(await chargesOf(admin, { unit: { eq: late.unitId } })).toEqual([]);

    expect(
      await refused(finance, 'askToReopenFeeMonth', 'AskToReopenFeeMonthInput', { month: '2026-01', reason: '漏记' }),
    ).toEqual(['CONFLICT']);
    await change(
      finance,
      'askToReopenFeeMonth',
      'AskToReopenFeeMonthInput',
      { month: '2026-02', reason: '漏记' },
      'period { state }',
    );
    expect(
      await refused(finance, 'decideFeeMonth', 'DecideFeeMonthInput', { month: '2026-02', approve: true }),
    ).toEqual(['FORBIDDEN']);
    const decide = { month: '2026-02', approve: true };
    expect(await change(admin, 'decideFeeMonth', 'DecideFeeMonthInput', decide, 'period { state }')).toEqual({
      period: { state: 'OPEN' },
    });
    // Closing it again recognises nothing twice.
    await closed('2026-02');
    const again = await finance.ok<{ accountTotals: { kind: string; credit: { amount: string } }[] }>(
      '{ accountTotals(from: "2026-02", to: "2026-02") { kind credit { amount } } }',
    );
    expect(again.accountTotals).toContainEqual({ kind: 'REVENUE', credit: { amount: '236.08' } });
    await books();
  });
});

it('verify:ledger finds a total, a balance and a due amount that do not follow from the postings', async () => {
  const { customerId, communityId } = await debtor('核对', { formula: 'FIXED', lateFee: null }, flat('100'));
  await bill(platform, admin, '2026-03', { communityIds: [communityId] });
  await pay(customerId, '150.00');
  expect(await verifyLedger(platform.database.adminUrl)).toEqual([]);
  await withClient(platform.database.adminUrl, async (client) => {
    const customer = platform.uuid(customerId);
    await client.query('UPDATE atrium.fee_charge SET principal_due = 1 WHERE customer_id = $1', [customer]);
    await client.query('UPDATE atrium.fee_prepaid SET balance = balance + 1 WHERE customer_id = $1', [customer]);
    await client.query(
      'UPDATE atrium.fee_account_total SET debit = debit + 1 WHERE community_id = $1 AND debit = 15000',
      [platform.uuid(communityId)],
    );
  });
  const found = (await verifyLedger(platform.database.adminUrl)).map(({ problem }) =>
    problem.split(' ').slice(0, 2).join(' '),
  );
  expect(new Set(found)).toEqual(
    new Set([
      'the total',
      'debits and',
      'charge ' + found.find((one) => one.startsWith('charge'))!.slice(7),
      'prepaid of',
    ]),
  );
});

it('segments choose customers by what they owe and have paid; surveys are sent after a payment', async () => {
  const { communityId, feeItemId } = await debtor('欠费人');
  const { customerId: payer, communityId: place } = await debtor('缴费人');
  await bill(platform, admin, '2026-03', { communityIds: [communityId, place] });
  const { surveyTemplates } = await admin.ok<{ surveyTemplates: { nodes: { id: string }[] } }>(
    '{ surveyTemplates { nodes { id } } }',
  );
  const survey = await startSurvey(admin, { templateId: surveyTemplates.nodes[0]!.id, trigger: 'fee.paid' });
  await pay(payer, '1000.00', { method: 'CARD', receivedOn: '2026-03-01' });
  await platform.runJobs();
  expect((await surveyNow(admin, survey)).invitedCount).toBe(1);
  const charged = (...rules: object[]) => ({
    some: { of: 'charge', where: { all: [{ feeItem: { field: 'charge.feeItem', in: [feeItemId] } }, ...rules] } },
  });
  const of = (name: string) => ({ text: { field: 'customer.name', is: name } });
  const owes = (from: string) => ({ money: { field: 'charge.outstanding', from: cny(from) } });
  expect(await chosen(admin, charged(owes('0.01')))).toEqual(['欠费人']);
  expect(await chosen(admin, charged(owes('1000000.00')))).toEqual([]);
  expect(await chosen(admin, charged({ number: { field: 'charge.daysOverdue', from: '31' } }))).toEqual(['欠费人']);
  expect(await chosen(admin, charged({ date: { field: 'charge.dueOn', eq: '2026-03-10' } }))).toEqual(['欠费人']);
  const late = { some: { of: 'charge', where: { number: { field: 'charge.daysOverdue', from: '1' } } } };
  expect(await chosen(admin, { all: [of('缴费人'), late] })).toEqual([]);
  const paid = [
    { choice: { field: 'payment.method', in: ['CARD'] } },
    { date: { field: 'payment.receivedOn', eq: '2026-03-01' } },
    { money: { field: 'payment.amount', from: cny('1000.00') } },
  ];
  expect(await chosen(admin, { some: { of: 'payment', where: { all: paid } } })).toEqual(['缴费人']);
  // Each field asks for the permission to see fees.
  const dispatcher = await platform.as('DISPATCHER');
  const { id } = await createSegment(admin, '欠费客户', late);
  expect(await membersRefused(dispatcher, id)).toMatchObject({ code: 'FORBIDDEN', permission: 'fee:read' });
});
