import { randomUUID } from 'node:crypto';
import { signSandboxReport } from '@atrium/core';
import { withClient } from '@atrium/platform';
import { registerPaymentGateway } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, startOccupancy } from '../customers/support/register';
import { change } from '../identity/support';
import {
  assignFee,
  bill,
  chargesOf,
  cny,
  createFeeItem,
  flat,
  ledgerProblems,
  newDebtor,
  refused,
} from './support/fees';

let platform: TestPlatform;
let admin: TestClient;
let finance: TestClient;
let neighbour: TestClient;
const SECRET = 'sandbox-secret-of-a';

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  finance = await platform.as('FINANCE_MANAGER');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  for (const [client, secret] of [
    [admin, SECRET],
    [neighbour, 'sandbox-secret-of-b'],
  ] as const) {
    await change(
      client,
      'setPaymentGateway',
      'SetPaymentGatewayInput',
      { gateway: 'sandbox', secret },
      'gateway { isEnabled }',
    );
  }
});
afterAll(() => platform?.close());
afterEach(async () => {
  platform.clock.reset();
  expect(await ledgerProblems(platform)).toEqual([]);
});

type Report = Record<string, unknown>;

/** What a gateway sends; answers the status. */
async function report(
  orderId: string,
  changes: Report,
  { secret = SECRET, tenant = 'a' as 'a' | 'b', at = platform.clock.now(), tampered = false } = {},
): Promise<number> {
  const body = JSON.stringify({
    ...{ eventId: randomUUID(), orderId: platform.uuid(orderId), state: 'PAID', amount: '100.00' },
    ...{ at: platform.clock.now().toISOString(), reference: `SB-${orderId}` },
    ...changes,
  });
  const { statusCode } = await platform.http({
    method: 'POST',
    url: `/hooks/payments/${platform.tenants[tenant].slug}/sandbox`,
    headers: { 'content-type': 'application/json', 'sandbox-signature': signSandboxReport(body, secret, at) },
    payload: tampered ? body.replace('100.00', '1.00') : body,
  });
  return statusCode;
}

interface Started {
  order: { id: string; amount: { amount: string }; state: string };
  handover: Record<string, string>;
}
const start = (client: TestClient, input: Record<string, unknown> = {}): Promise<Started> =>
  change<Started>(
    client,
    'startPayment',
    'StartPaymentInput',
    { gateway: 'sandbox', ...input },
    'order { id amount { amount } state } handover',
  );

async function owing(name: string, changes: Record<string, unknown> = { lateFee: null }) {
  const debtor = await newDebtor(admin, name, { formula: 'FIXED', ...changes }, flat('100'));
  await bill(platform, admin, '2026-01', { communityIds: [debtor.communityId] });
  const customer = await platform.as('CUSTOMER', { customer: debtor.customerId });
  const due = async (): Promise<string> =>
    (await chargesOf(admin, { unit: { eq: debtor.unitId } }))[0]!.outstanding.amount;
  return { ...debtor, customer, due };
}

/** Another fee of a unit that somebody is charged for; answers the charge. */
async function bothOwing(customerId: string, unitId: string): Promise<string> {
  const feeItemId = await createFeeItem(admin, { formula: 'FIXED', lateFee: null }, flat('100'));
  await assignFee(admin, feeItemId, unitId, { payers: [{ customerId, startsOn: '2026-01-01' }] });
  await bill(platform, admin, '2026-01', { feeItemIds: [feeItemId] });
  return (await chargesOf(admin, { feeItem: { eq: feeItemId } }))[0]!.id;
}

const orderOf = async (client: TestClient, id: string) =>
  (
    await client.ok<{ gatewayOrder: { state: string; payment: { id: string; returned: { amount: string } } | null } }>(
      'query ($id: ID!) { gatewayOrder(id: $id) { state payment { id returned { amount } } } }',
      { id },
    )
  ).gatewayOrder;

it('a customer pays what is owed, late fees of today included; the call-back counts once, however often it comes', async () => {
  const { customer, due } = await owing('线上', { lateFee: { dailyRate: '0.0005', graceDays: 10 } });
  const { order, handover } = await start(customer);
  // 21 January to 30 November or later: computed, not stated by the payer's app.
  expect(BigInt(order.amount.amount.replace('.', '')) > 10_000n).toBe(true);
  expect(handover).toMatchObject({ amount: order.amount.amount, currency: 'CNY', orderId: platform.uuid(order.id) });
  expect(await orderOf(customer, order.id)).toEqual({ state: 'CREATED', payment: null });
  const paid = { amount: order.amount.amount, eventId: 'e-1' };
  const answers = await Promise.all([1, 2, 3].map(() => report(order.id, paid)));
  answers.push(await report(order.id, paid), await report(order.id, { ...paid, eventId: 'e-2' }));
  expect(answers).toEqual([200, 200, 200, 200, 200]);
  expect(await due()).toBe('0.00');
  expect(await orderOf(customer, order.id)).toMatchObject({ state: 'PAID', payment: { returned: { amount: '0.00' } } });
  const { payments } = await customer.ok<{ payments: { nodes: object[] } }>(
    '{ payments { nodes { method reference } } }',
  );
  expect(payments.nodes).toHaveLength(1);
});

it('reports out of order come to the same: failed after paid, a refund before its payment', async () => {
  const { customer, due } = await owing('乱序');
  const { order } = await start(customer);
  expect(await report(order.id, { state: 'REFUNDED', amount: '30.00' })).toBe(200);
  expect(await due()).toBe('100.00');
  await report(order.id, { state: 'FAILED', amount: '0' });
  expect((await orderOf(customer, order.id)).state).toBe('FAILED');
  await report(order.id, {});
  await report(order.id, { state: 'FAILED', amount: '0' });
  expect(await orderOf(customer, order.id)).toMatchObject({
    state: 'PAID',
    payment: { returned: { amount: '30.00' } },
  });
  expect(await due()).toBe('30.00');
});

it('a refund goes back by the gateway, whose report of it changes nothing more', async () => {
  const { customer, due } = await owing('退回');
  const { order } = await start(customer);
  await report(order.id, {});
  // What a payment sets off, such as a survey, is done.
  await platform.runJobs();
  const paymentId = (await orderOf(admin, order.id)).payment!.id;
  const refund = { paymentId, amount: cny('40.00'), reason: '多收' };
  await change(finance, 'refundPayment', 'RefundPaymentInput', refund, '__typename');
  expect(await platform.runJobs()).toBe(1);
  const [refundId] = await withClient(platform.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM atrium.fee_refund WHERE payment_id = $1', [
      platform.uuid(paymentId),
    ]);
    return rows.map(({ id }) => id);
  });
  expect(await report(order.id, { state: 'REFUNDED', amount: '40.00', refundId })).toBe(200);
  expect(await due()).toBe('40.00');
  expect((await orderOf(admin, order.id)).payment).toMatchObject({ returned: { amount: '40.00' } });
});

it('nobody is believed without the company’s signature, and nothing changes', async () => {
  const { customer, due } = await owing('伪造');
  const { order } = await start(customer);
  const at = new Date(platform.clock.now().getTime() - 600_000);
  expect([
    await report(order.id, {}, { secret: 'another-secret-here' }),
    await report(order.id, {}, { at }),
    await report(order.id, {}, { tampered: true }),
    // The neighbour's own secret does not reach this company's order.
    await report(order.id, {}, { secret: 'sandbox-secret-of-b', tenant: 'b' }),
    await report(order.id, { state: 'GIVEN' }),
    await report(order.id, { orderId: randomUUID() }),
  ]).toEqual([401, 401, 401, 401, 401, 401]);
  expect([(await orderOf(customer, order.id)).state, await due()]).toEqual(['CREATED', '100.00']);
  expect(await report(order.id, {})).toBe(200);
  expect(await due()).toBe('0.00');
});

it('lands while the company is suspended', async () => {
  const { customer, due } = await owing('停用');
  const { order } = await start(customer);
  const [second, third] = [await owing('停用二'), await owing('停用三')];
  const community = 'mutation ($name: String!) { createCommunity(input: { name: $name }) { community { id } } }';
  const refusal = async () =>
    (await admin.query(community, { name: randomUUID() })).errors?.[0]?.extensions.code ?? null;
  // The test's time-out is the bound.
  const set = async (status: string, expected: string | null): Promise<void> => {
    await withClient(platform.database.adminUrl, async (client) => {
      await client.query('UPDATE atrium.tenant SET status = $2 WHERE id = $1', [platform.tenants.a.id, status]);
      await client.query(`SELECT pg_notify('atrium_access', $1)`, [platform.tenants.a.id]);
    });
    while ((await refusal()) !== expected);
  };
  await set('SUSPENDED', 'TENANT_SUSPENDED');
  const status = await report(order.id, {});
  // Whoever has not begun yet may pay as well, there or at the cashier's.
  const { order: begun } = await start(second!.customer);
  const landed = await report(begun.id, {});
  const paid = { customerId: third!.customerId, method: 'ALIPAY', amount: cny('100') };
  await change(finance, 'recordPayment', 'RecordPaymentInput', paid, 'payment { id }');
  await set('ACTIVE', null);
  expect([status, await due()]).toEqual([200, '0.00']);
  expect([landed, await second!.due(), await third!.due()]).toEqual([200, '0.00', '0.00']);
});

it('is refused with the field, and shows customers their own alone', async () => {
  const { customer, customerId, unitId } = await owing('拒付');
  const chargeId = (await chargesOf(admin, { unit: { eq: unitId } }))[0]!.id;
  const other = await owing('别人');
  const starting = (client: TestClient, input: Record<string, unknown>): Promise<string[]> =>
    refused(client, 'startPayment', 'StartPaymentInput', { gateway: 'sandbox', ...input });
  expect(await starting(customer, { gateway: 'nothing' })).toEqual(['input.gateway: UNKNOWN']);
  expect(await starting(other.customer, { chargeIds: [chargeId] })).toEqual(['input.chargeIds.0: CHARGE_NOT_OPEN']);
  expect(await starting(other.customer, { customerId })).toEqual(['NOT_FOUND']);
  expect(await starting(admin, {})).toEqual(['input.customerId: REQUIRED']);
  expect(await starting(neighbour, { customerId })).toEqual(['NOT_FOUND']);
  expect(await starting(customer, { amount: cny('0') })).toEqual(['input.amount.amount: NOT_POSITIVE']);
  const { order } = await start(admin, { customerId, chargeIds: [chargeId], amount: cny('60.00') });
  expect(order.amount.amount).toBe('60.00');
  const query = 'query ($id: ID!) { gatewayOrder(id: $id) { id } }';
  expect((await customer.ok<{ gatewayOrder: object }>(query, { id: order.id })).gatewayOrder).toEqual({ id: order.id });
  expect((await other.customer.fails(query, { id: order.id })).extensions.code).toBe('NOT_FOUND');
  // Staff of another community name neither the charge nor what is owed there, though they see the customer.
  const elsewhere = await platform.as('CASHIER', { communities: [platform.uuid(other.communityId)] });
  const second = await enterCustomer(admin, '两处');
  for (const place of [unitId, other.unitId])
    await startOccupancy(admin, second, place, 'CO_OWNER', { startsOn: '2020-01-01' });
  expect(await starting(elsewhere, { customerId: second.id, chargeIds: [chargeId] })).toEqual([
    'input.chargeIds.0: CHARGE_NOT_OPEN',
  ]);
  const joint = await bothOwing(second.id, unitId);
  expect(await starting(elsewhere, { customerId: second.id, chargeIds: [joint] })).toEqual([
    'input.chargeIds.0: CHARGE_NOT_OPEN',
  ]);
  expect((await start(admin, { customerId: second.id, chargeIds: [joint] })).order.amount.amount).toBe('100.00');
  // Switched off: no new orders, while what is under way lands.
  const turn = (isEnabled: boolean): Promise<unknown> =>
    change(admin, 'setPaymentGateway', 'SetPaymentGatewayInput', { gateway: 'sandbox', isEnabled }, '__typename');
  await turn(false);
  expect(await starting(customer, {})).toEqual(['CONFLICT']);
  expect(await report(order.id, { amount: '60.00' })).toBe(200);
  await turn(true);
  expect(await refused(finance, 'setPaymentGateway', 'SetPaymentGatewayInput', { gateway: 'sandbox' })).toEqual([
    'FORBIDDEN',
  ]);
});

describe('an order', () => {
  it('is committed before the gateway hears of it; one that the gateway does not take has failed', async () => {
    const seen: { state: string; waiting: number }[] = [];
    let isDown = false;
    registerPaymentGateway({
      ...{ name: 'watched', method: 'OTHER', read: () => null, refund: () => Promise.resolve() },
      create: async ({ id }) => {
        const [row] = await withClient(platform.database.adminUrl, async (client) => {
          const { rows } = await client.query<{ state: string; waiting: number }>(
            `SELECT state, (SELECT count(*)::int FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
               WHERE c.relname = 'fee_payment_order' AND l.mode = 'RowExclusiveLock') AS waiting
             FROM atrium.fee_payment_order WHERE id = $1`,
            [id],
          );
          return rows;
        });
        seen.push(row!);
        if (isDown) throw new Error('The gateway is down');
        return { orderId: id };
      },
    });
    const on = { gateway: 'watched', secret: 'secret-of-watched' };
    await change(admin, 'setPaymentGateway', 'SetPaymentGatewayInput', on, '__typename');
    const { customer } = await owing('先记');
    await start(customer, { gateway: 'watched' });
    isDown = true;
    expect(await refused(customer, 'startPayment', 'StartPaymentInput', { gateway: 'watched' })).toEqual(['CONFLICT']);
    expect(seen).toEqual([
      { state: 'CREATED', waiting: 0 },
      { state: 'CREATED', waiting: 0 },
    ]);
    const { gatewayOrders } = await customer.ok<{ gatewayOrders: { nodes: { state: string }[] } }>(
      '{ gatewayOrders { nodes { state } } }',
    );
    expect(gatewayOrders.nodes.map(({ state }) => state).sort()).toEqual(['CREATED', 'FAILED']);
  });
});
