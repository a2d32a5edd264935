import { randomUUID } from 'node:crypto';
import { LimitationClock, RateSnapshots, signSandboxReport } from '@atrium/core';
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

/** Brings rows in by a file. */
async function importRows(
  world: World,
  tools: Tools,
  kind: string,
  rows: readonly (readonly string[])[],
): Promise<void> {
  const text = rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n');
  const { client } = world.owner;
  const input = { fileId: await uploadRows(world, tools, `${text}\n`), kind };
  const { job } = await change<{ job: { id: string } }>(client, 'startImport', 'StartImportInput', input, 'job { id }');
  await tools.platform.runJobs();
  const done = await tools.platform.finishedJob(client, job.id, 'state errors { nodes { problems { field code } } }');
  if (done['state'] !== 'SUCCEEDED') throw new Error(`The import of ${kind} refused rows: ${JSON.stringify(done)}`);
}

/** A customer with a key of another system. */
async function customerFromElsewhere(world: World): Promise<{ name: string; externalId: string }> {
  const person = { name: world.text('words'), externalId: world.text('code') };
  const input = { kind: 'PERSON', communityId: world.id('community'), ...person };
  await change(world.owner.client, 'createCustomer', 'CreateCustomerInput', input, '__typename');
  return person;
}

/** What a customer owed in another system, for longer than a court hears of it. */
export async function balancesFromElsewhere(world: World, tools: Tools): Promise<void> {
  const { client } = world.owner;
  type Names = { unit: { code: string; building: { code: string }; community: { name: string } } };
  const { unit } = await client.ok<Names>(
    'query ($id: ID!) { unit(id: $id) { code building { code } community { name } } }',
    { id: world.id('unit') },
  );
  const { feeItem } = await client.ok<{ feeItem: { code: string } }>('query ($id: ID!) { feeItem(id: $id) { code } }', {
    id: world.id('fee_item'),
  });
  const { externalId } = await customerFromElsewhere(world);
  const place = [unit.community.name, unit.building.code, unit.code];
  await importRows(world, tools, 'OPENING_BALANCES', [
    ['小区', '楼栋', '房号', '客户外部编号', '收费项目', '金额', '应缴日期', '外部编号'],
    [...place, externalId, feeItem.code, '1.00', '2020-01-10', world.text('code')],
  ]);
}

/** A claim that is limited, as the night found it; answers its id. */
export async function limitedClaim(world: World, tools: Tools): Promise<string> {
  await balancesFromElsewhere(world, tools);
  const worker = await tools.platform.atRest();
  const as = { tenantId: world.tenant.id, actor: systemActor('proof'), operation: 'proof' };
  await worker.get(Transactions).run(as, () => worker.get(LimitationClock).look());
  type Answer = { expiringClaims: { nodes: readonly { id: string }[] } };
  const { expiringClaims } = await world.owner.client.ok<Answer>(
    'query ($id: ID!) { expiringClaims(first: 200, filter: { community: { eq: $id } }) { nodes { id } } }',
    { id: world.id('community') },
  );
  if (!expiringClaims.nodes[0]) throw new Error('The night found no claim');
  return expiringClaims.nodes.at(-1)!.id;
}

/** A line of a bank statement of somebody whom the bank calls as the company does; answers its id. It waits. */
export async function waitingLine(world: World, tools: Tools): Promise<string> {
  const { name } = await customerFromElsewhere(world);
  return bankLine(world, tools, name, '');
}

async function bankLine(world: World, tools: Tools, payer: string, remark: string): Promise<string> {
  const reference = world.text('code');
  await importRows(world, tools, 'BANK_STATEMENTS', [
    ['交易流水号', '交易日期', '收入金额', '对方户名', '对方账号', '附言', '本方账号'],
    [reference, '2026-03-11', '7.00', payer, world.text('code'), remark, world.text('code')],
  ]);
  type Answer = { bankLines: { nodes: readonly { id: string }[] } };
  const { bankLines } = await world.owner.client.ok<Answer>(
    'query ($reference: String!) { bankLines(filter: { reference: { eq: $reference } }) { nodes { id } } }',
    { reference },
  );
  return bankLines.nodes[0]!.id;
}

/** A line that names its customer, and one that is nobody's. */
export async function settledLines(world: World, tools: Tools): Promise<void> {
  const { name, externalId } = await customerFromElsewhere(world);
  await bankLine(world, tools, name, externalId);
  const input = { id: await waitingLine(world, tools), version: 1, reason: world.text('words') };
  await change(world.owner.client, 'ignoreBankLine', 'IgnoreBankLineInput', input, '__typename');
}

/** A receipt that was printed and is void. */
export async function voidReceipt(world: World, { platform }: Tools): Promise<void> {
  const { paymentId } = await prepay(world);
  const { client } = world.owner;
  type Made = { receipt: { id: string; version: number } };
  const shown = 'receipt { id version }';
  const { receipt } = await change<Made>(client, 'issueReceipt', 'IssueReceiptInput', { paymentId }, shown);
  await platform.runJobs();
  const input = { ...receipt, reason: world.text('words') };
  await change(client, 'voidReceipt', 'VoidReceiptInput', input, '__typename');
}

/** A file of the world's owner that proves something. */
export const proofFile = (world: World, tools: Tools): Promise<string> => uploadRows(world, tools, world.text('words'));

/** The figures of the last month, as they are kept when it is over. */
export async function keptRates(world: World, { platform }: Tools): Promise<void> {
  const worker = await platform.atRest();
  const as = { tenantId: world.tenant.id, actor: systemActor('proof'), operation: 'proof' };
  await worker.get(Transactions).run(as, () => worker.get(RateSnapshots).take());
}
