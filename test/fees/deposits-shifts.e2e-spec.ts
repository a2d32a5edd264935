import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change } from '../identity/support';
import { createFeeItem, cny, flat, ledgerProblems, newDebtor, refused } from './support/fees';

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
afterEach(async () => expect(await ledgerProblems(platform)).toEqual([]));

interface Held {
  id: string;
  state: string;
  held: { amount: string };
  entries: { kind: string; amount: { amount: string } }[];
}
const FIELDS = 'deposit { id state held { amount } entries { kind amount { amount } } }';
const step = async (client: TestClient, mutation: string, type: string, input: Record<string, unknown>) =>
  (await change<{ deposit: Held }>(client, mutation, type, input, FIELDS)).deposit;

async function applied(name: string, kind = 'RENOVATION') {
  const debtor = await newDebtor(admin, name);
  const input = { customerId: debtor.customerId, communityId: debtor.communityId, unitId: debtor.unitId };
  const deposit = await step(cashier, 'applyForDeposit', 'ApplyForDepositInput', {
    ...{ ...input, kind, purpose: '厨房改造', amount: cny('2000.00') },
  });
  return { ...debtor, id: deposit.id };
}

/** Credits less debits of accounts of a kind, in fen. */
async function balance(kind: string): Promise<bigint> {
  const { accountTotals } = await finance.ok<{
    accountTotals: { kind: string; debit: { amount: string }; credit: { amount: string } }[];
  }>('{ accountTotals(from: "2026-01", to: "2099-12") { kind debit { amount } credit { amount } } }');
  const fen = (text: string): bigint => BigInt(text.replace('.', ''));
  return accountTotals
    .filter((one) => one.kind === kind)
    .reduce((sum, { credit, debit }) => sum + fen(credit.amount) - fen(debit.amount), 0n);
}

describe('a renovation deposit', () => {
  it('is applied for, received, inspected, deducted from and given back, and is never income itself', async () => {
    const { id, customerId } = await applied('装修');
    const [held, revenue, tax] = [await balance('DEPOSIT'), await balance('REVENUE'), await balance('TAX')];
    await step(cashier, 'receiveDeposit', 'ReceiveDepositInput', { id, method: 'BANK_TRANSFER' });
    expect([(await balance('DEPOSIT')) - held, (await balance('REVENUE')) - revenue]).toEqual([200_000n, 0n]);

    const feeItemId = await createFeeItem(admin, { formula: 'FIXED', taxRate: '0.06' }, flat('1'));
    const deduct = { id, amount: cny('530.00'), feeItemId, reason: '防水层破损' };
    expect(await refused(finance, 'deductFromDeposit', 'DeductFromDepositInput', deduct)).toEqual([
      'INVALID_TRANSITION',
    ]);
    expect(await refused(finance, 'refundDeposit', 'RefundDepositInput', { id, method: 'CASH' })).toEqual([
      'INVALID_TRANSITION',
    ]);
    const technician = await platform.as('TECHNICIAN');
    const inspect = { id, finding: '卫生间渗水' };
    expect(await refused(cashier, 'inspectDeposit', 'InspectDepositInput', inspect)).toEqual(['FORBIDDEN']);
    expect(await refused(neighbour, 'inspectDeposit', 'InspectDepositInput', inspect)).toEqual(['NOT_FOUND']);
    await change(technician, 'inspectDeposit', 'InspectDepositInput', inspect, '__typename');
    expect(await refused(cashier, 'deductFromDeposit', 'DeductFromDepositInput', deduct)).toEqual(['FORBIDDEN']);
    expect(
      await refused(finance, 'deductFromDeposit', 'DeductFromDepositInput', { ...deduct, amount: cny('2000.01') }),
    ).toEqual(['input.amount.amount: ABOVE_HELD']);
    await step(finance, 'deductFromDeposit', 'DeductFromDepositInput', deduct);
    expect([(await balance('REVENUE')) - revenue, (await balance('TAX')) - tax]).toEqual([50_000n, 3_000n]);

    expect(await step(finance, 'refundDeposit', 'RefundDepositInput', { id, method: 'BANK_TRANSFER' })).toEqual({
      id,
      state: 'SETTLED',
      held: { amount: '0.00' },
      entries: [
        { kind: 'RECEIVED', amount: { amount: '2000.00' } },
        { kind: 'DEDUCTED', amount: { amount: '530.00' } },
        { kind: 'REFUNDED', amount: { amount: '1470.00' } },
      ],
    });
    expect(await balance('DEPOSIT')).toBe(held);
    expect(await refused(finance, 'refundDeposit', 'RefundDepositInput', { id, method: 'CASH' })).toEqual([
      'INVALID_TRANSITION',
    ]);
    // The customer sees it, and nobody else does.
    const query = '{ deposits { nodes { state held { amount } inspection entries { kind } } } }';
    const customer = await platform.as('CUSTOMER', { customer: customerId });
    expect((await customer.ok<{ deposits: { nodes: object[] } }>(query)).deposits.nodes).toHaveLength(1);
    const stranger = await platform.as('CUSTOMER');
    expect((await stranger.ok<{ deposits: { nodes: object[] } }>(query)).deposits.nodes).toEqual([]);
  });

  it('is cancelled before anything was received, and refused with the field where it cannot be', async () => {
    const { id, customerId, communityId } = await applied('取消', 'KEYS');
    expect(await step(cashier, 'cancelDeposit', 'CancelDepositInput', { id })).toMatchObject({ state: 'CANCELLED' });
    expect(await refused(cashier, 'receiveDeposit', 'ReceiveDepositInput', { id, method: 'CASH' })).toEqual([
      'INVALID_TRANSITION',
    ]);
    const other = await applied('别处', 'KEYS');
    const input = { customerId, communityId, kind: 'KEYS', purpose: '门禁卡', amount: cny('50.00') };
    const apply = (changes: object): Promise<string[]> =>
      refused(cashier, 'applyForDeposit', 'ApplyForDepositInput', { ...input, ...changes });
    expect(await apply({ unitId: other.unitId })).toEqual(['input.unitId: OTHER_COMMUNITY']);
    expect(await apply({ amount: cny('0') })).toEqual(['input.amount.amount: NOT_POSITIVE']);
    expect(await refused(neighbour, 'applyForDeposit', 'ApplyForDepositInput', input)).toEqual(['NOT_FOUND']);
  });
});

describe('a cashier’s shift', () => {
  const open = (client: TestClient, input: Record<string, unknown>): Promise<string[]> =>
    refused(client, 'openCashierShift', 'OpenCashierShiftInput', input);
  const opened = async (client: TestClient, input: Record<string, unknown>) =>
    (
      await change<{ shift: { id: string; version: number } }>(
        client,
        'openCashierShift',
        'OpenCashierShiftInput',
        input,
        'shift { id version }',
      )
    ).shift;
  const pay = async (client: TestClient, customerId: string, amount: string, method = 'CASH'): Promise<string> =>
    (
      await change<{ payment: { id: string } }>(
        client,
        'recordPayment',
        'RecordPaymentInput',
        { customerId, amount: cny(amount), method },
        'payment { id }',
      )
    ).payment.id;

  it('opens with a float, closes with a count of all cash in it, and is handed over', async () => {
    const { communityId, customerId } = await newDebtor(admin, '班次');
    const { id, version } = await opened(cashier, { communityId, opening: cny('200.00') });
    expect(await open(cashier, { communityId, opening: cny('0') })).toEqual(['CONFLICT']);
    await pay(cashier, customerId, '350.00');
    await pay(cashier, customerId, '99.00', 'WECHAT');
    const deposit = await step(cashier, 'applyForDeposit', 'ApplyForDepositInput', {
      ...{ customerId, communityId, kind: 'KEYS', purpose: '门禁卡', amount: cny('50.00') },
    });
    await step(cashier, 'receiveDeposit', 'ReceiveDepositInput', { id: deposit.id, method: 'CASH' });

    const close = (input: Record<string, unknown>, client = cashier): Promise<string[]> =>
      refused(client, 'closeCashierShift', 'CloseCashierShiftInput', { id, version, ...input });
    // 200 + 350 + 50
    expect(await close({ counted: cny('595.00') })).toEqual(['input.note: REQUIRED']);
    expect(await close({ counted: cny('-1') })).toEqual(['input.counted.amount: BELOW_ZERO']);
    expect(await close({ counted: cny('600.00') }, finance)).toEqual(['CONFLICT']);
    expect(await close({ counted: cny('600.00') }, neighbour)).toEqual(['NOT_FOUND']);
    const rounding = await balance('ROUNDING');
    const { shift } = await change<{ shift: object }>(
      cashier,
      'closeCashierShift',
      'CloseCashierShiftInput',
      { id, version, counted: cny('595.00'), note: '找零差错' },
      'shift { state expected { amount } counted { amount } note }',
    );
    expect(shift).toEqual({
      ...{ state: 'CLOSED', note: '找零差错' },
      ...{ expected: { amount: '600.00' }, counted: { amount: '595.00' } },
    });
    expect((await balance('ROUNDING')) - rounding).toBe(-500n);

    const takeOver = { communityId, takesOverId: id };
    expect(await open(finance, { ...takeOver, opening: cny('600.00') })).toEqual(['input.opening: NOT_AS_COUNTED']);
    expect(await open(cashier, { ...takeOver, opening: cny('595.00') })).toEqual(['CONFLICT']);
    const next = await opened(finance, { ...takeOver, opening: cny('595.00') });
    expect(await open(admin, { ...takeOver, opening: cny('595.00') })).toEqual(['CONFLICT']);
    const { cashierShifts } = await finance.ok<{ cashierShifts: { nodes: object[] } }>(
      'query ($id: ID!) { cashierShifts(filter: { community: { eq: $id } }) { nodes { id state follows { id } counted { amount } } } }',
      { id: communityId },
    );
    expect(cashierShifts.nodes).toEqual([
      { id: next.id, state: 'OPEN', follows: { id }, counted: null },
      { id, state: 'HANDED_OVER', follows: null, counted: { amount: '595.00' } },
    ]);
    // Cash given back counts against the shift of who gives it.
    const paid = await pay(finance, customerId, '100.00');
    await change(
      finance,
      'refundPayment',
      'RefundPaymentInput',
      { paymentId: paid, amount: cny('30.00'), reason: '多收' },
      'payment { id }',
    );
    const end = { id: next.id, version: next.version, counted: cny('665.00') };
    await change(finance, 'closeCashierShift', 'CloseCashierShiftInput', end, 'shift { state }');
  });

  it('is needed for cash where the company says so', async () => {
    const { customerId, communityId } = await newDebtor(admin, '须开班');
    await change(admin, 'setFeeSettings', 'SetFeeSettingsInput', { version: 0, cashNeedsShift: true }, '__typename');
    const input = { customerId, amount: cny('10.00'), method: 'CASH' };
    expect(await refused(cashier, 'recordPayment', 'RecordPaymentInput', input)).toEqual(['CONFLICT']);
    await pay(cashier, customerId, '10.00', 'ALIPAY');
    await opened(cashier, { communityId, opening: cny('0') });
    await pay(cashier, customerId, '10.00');
  });
});
