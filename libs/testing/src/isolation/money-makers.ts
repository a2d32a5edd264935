import { randomUUID } from 'node:crypto';
import { RateSnapshots, signSandboxReport } from '@atrium/core';
import { systemActor, Transactions } from '@atrium/sdk';
import { change, uploadRows } from './core-makers';
import { heldDeposit, newCharge, openShift, ownGateway, prepay, SANDBOX_SECRET } from './fee-makers';
import type { Tools } from './tools';
import type { World } from './world';

const refund = (world: World, paymentId: string): Promise<unknown> => {
  const input = { paymentId, amount: { amount: '1.00', currency: 'CNY' }, reason: world.text('words') };
  return change(world.owner.client, 'refundPayment', 'RefundPaymentInput', input, '__typename');
};

/** Somebody got a part of their money back. */
export async function refundedPayment(world: World): Promise<void> {
  await refund(world, (await prepay(world)).paymentId);
}

/** Cash went in and out of a till: a payment, and a part of it that was given back. */
export async function cashInShift(world: World): Promise<void> {
  await openShift(world);
  await refund(world, (await prepay(world, 'CASH')).paymentId);
}

/** What was kept of a deposit that was paid in cash; answers the id of the entry. */
export async function depositEntry(world: World): Promise<string> {
  const { client } = world.owner;
  await openShift(world);
  const id = await heldDeposit(world, 'CASH');
  const amount = { amount: '1.00', currency: 'CNY' };
  const input = { id, amount, feeItemId: world.id('fee_item'), reason: world.text('words') };
  type Payload = { deposit: { entries: { id: string; kind: string }[] } };
  const shown = 'deposit { entries { id kind } }';
  const { deposit } = await change<Payload>(client, 'deductFromDeposit', 'DeductFromDepositInput', input, shown);
  return deposit.entries.find(({ kind }) => kind === 'DEDUCTED')!.id;
}

/** An order at a gateway that was paid, as the gateway reported. */
export async function paidOrder(world: World, tools: Tools): Promise<void> {
  const { platform } = tools;
  const chargeIds = [await newCharge(world, tools)];
  const { client } = world.owner;
  type Charges = { charge: { customer: { id: string } } };
  const { charge } = await client.ok<Charges>('query ($id: ID!) { charge(id: $id) { customer { id } } }', {
    id: chargeIds[0],
  });
  const amount = { amount: '1.00', currency: 'CNY' };
  const input = { gateway: await ownGateway(world), customerId: charge.customer.id, chargeIds, amount };
  type Started = { order: { id: string } };
  const { order } = await change<Started>(client, 'startPayment', 'StartPaymentInput', input, 'order { id }');
  const now = platform.clock.now();
  const body = JSON.stringify({
    ...{ eventId: randomUUID(), orderId: platform.uuid(order.id), state: 'PAID', amount: amount.amount },
    ...{ at: now.toISOString(), reference: world.text('code') },
  });
  const { statusCode } = await platform.http({
    method: 'POST',
    url: `/hooks/payments/${world.tenant.slug}/sandbox`,
    headers: {
      'content-type': 'application/json',
      'sandbox-signature': signSandboxReport(body, SANDBOX_SECRET, now),
    },
    payload: body,
  });
  if (statusCode >= 300) throw new Error(`The report of the gateway was answered by ${String(statusCode)}`);
}

/** What a customer owed in another system. */
export async function balancesFromElsewhere(world: World, tools: Tools): Promise<void> {
  const { client } = world.owner;
  type Names = { unit: { code: string; building: { code: string }; community: { name: string } } };
  const { unit } = await client.ok<Names>(
    'query ($id: ID!) { unit(id: $id) { code building { code } community { name } } }',
    { id: world.id('unit') },
  );
  const items = await client.ok<{ feeItem: { code: string } }>('query ($id: ID!) { feeItem(id: $id) { code } }', {
    id: world.id('fee_item'),
  });
  const name = world.text('words');
  const person = { kind: 'PERSON', name, externalId: world.text('code'), communityId: world.id('community') };
  await change(client, 'createCustomer', 'CreateCustomerInput', person, '__typename');
  const cells = [unit.community.name, unit.building.code, unit.code, person.externalId, items.feeItem.code, '1.00'];
  const rows = [
    '小区,楼栋,房号,客户外部编号,收费项目,金额,应缴日期,外部编号',
    [...cells, '2026-01-10', world.text('code')].map((cell) => `"${cell}"`).join(','),
  ];
  const fileId = await uploadRows(world, tools, `${rows.join('\n')}\n`);
  const input = { fileId, kind: 'OPENING_BALANCES' };
  const { job } = await change<{ job: { id: string } }>(client, 'startImport', 'StartImportInput', input, 'job { id }');
  await tools.platform.runJobs();
  const done = await tools.platform.finishedJob(client, job.id, 'state errors { nodes { problems { field code } } }');
  if (done['state'] !== 'SUCCEEDED') throw new Error(`The import refused the balance: ${JSON.stringify(done)}`);
}

/** The figures of the last month, as they are kept when it is over. */
export async function keptRates(world: World, { platform }: Tools): Promise<void> {
  const worker = await platform.atRest();
  const as = { tenantId: world.tenant.id, actor: systemActor('proof'), operation: 'proof' };
  await worker.get(Transactions).run(as, () => worker.get(RateSnapshots).take());
}
