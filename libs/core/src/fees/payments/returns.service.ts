import { conflict, context, db, Jobs, newId, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { currencyOf, type Minor } from '../exact/money';
import { gatewayRefundJob } from '../gateways/gateway-refunds';
import { Chart } from '../ledger/chart';
import { type NewPosting, postJournal } from '../ledger/post-journal';
import { readMoney } from '../money';
import type { Component } from '../payment/allocation.policy';
import { checkRefund } from '../payment/refund.policy';
import { shiftFor } from '../shifts/shifts.service';
import { today } from '../today';
import type { RefundPaymentInput, ReversePaymentInput } from './payment.types';
import { paymentsMessages } from './payments.messages';

interface StoredPayment {
  readonly customer: string;
  readonly community: string;
  readonly amount: string;
  readonly returned: string;
  readonly currency: string;
  readonly received: string;
  readonly method: string;
}

interface StoredPosting {
  readonly community: string;
  readonly debit: string;
  readonly credit: string;
  readonly charge: string | null;
  readonly component: Component | null;
  readonly customer: string;
  readonly item: string | null;
  readonly amount: string;
}

/** Refunds and reversals: new entries below zero (红冲), together never more than was paid. */
@Injectable()
export class ReturnsService {
  constructor(private readonly jobs: Jobs) {}

  /** Gives back what is prepaid first, then of what it paid, newest first: those charges are open again. What came by a gateway goes back by it, unless it was the gateway that gave it back. */
  async refund({ paymentId, amount: given, reason }: RefundPaymentInput, by: 'US' | 'GATEWAY' = 'US'): Promise<void> {
    const amount = readMoney(given, 'input.amount');
    const payment = await lockPayment(paymentId);
    checkRefund(amount, { ...paidOf(payment), currency: currencyOf(payment.currency) }, 'input.amount.amount');
    const chart = await Chart.load();
    const prepaid = await chart.id('PREPAID');
    const left = await leftOf(paymentId);
    const order = [
      ...left.filter(({ credit }) => credit === prepaid),
      ...left.filter(({ credit }) => credit !== prepaid).reverse(),
    ];
    const balances = await prepaidOf(payment.customer);
    let rest = amount;
    const postings: NewPosting[] = [];
    for (const one of order) {
      const here = BigInt(one.amount);
      const there = one.credit === prepaid ? (balances.get(one.item ?? '') ?? 0n) : here;
      const most = here < there ? here : there;
      const part = rest < most ? rest : most;
      if (part <= 0n) continue;
      postings.push(red(one, part));
      rest -= part;
    }
    if (rest > 0n) throw conflict(paymentsMessages.prepaidUsed);
    const refundId = await returnMoney(paymentId, payment, 'REFUND', amount, reason, postings);
    if (by === 'US') await this.sendBack(paymentId, refundId);
  }

  /** Takes all of it back, as of its value date. `CONFLICT` where something of it was given back or its rest was used. */
  async reverse({ paymentId, reason }: ReversePaymentInput): Promise<void> {
    const payment = await lockPayment(paymentId);
    if (payment.returned !== '0') throw conflict(paymentsMessages.reversed);
    const left = await leftOf(paymentId);
    const postings = left.map((one) => red(one, BigInt(one.amount)));
    await returnMoney(paymentId, payment, 'REVERSAL', BigInt(payment.amount), reason, postings);
  }

  private async sendBack(paymentId: string, refundId: string): Promise<void> {
    const orders = await db().query('SELECT FROM atrium.fee_payment_order WHERE payment_id = $1', [paymentId]);
    if (orders.length > 0) await this.jobs.enqueue(gatewayRefundJob, { refundId });
  }
}

const paidOf = ({ amount, returned }: StoredPayment) => ({ paid: BigInt(amount), returned: BigInt(returned) });

/** The payment, locked after its customer as all payments are. */
async function lockPayment(id: string): Promise<StoredPayment> {
  const [found] = await db().query<{ customer: string }>(
    `SELECT coalesce(c.merged_into_id, c.id) AS customer FROM atrium.fee_payment p
     JOIN atrium.customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id WHERE p.id = $1`,
    [id],
  );
  if (!found) throw notFound('Payment');
  await db().query('SELECT FROM atrium.customer WHERE id = $1 FOR NO KEY UPDATE', [found.customer]);
  const [row] = await db().query<StoredPayment>(
    `SELECT customer_id AS customer, community_id AS community, amount::text, returned::text, currency,
       received_on::text AS received, method FROM atrium.fee_payment WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return row!;
}

/** What it paid, less what was taken back since, in the order of the entries. */
const leftOf = (paymentId: string): Promise<StoredPosting[]> =>
  db().query<StoredPosting>(
    `SELECT p.community_id AS community, p.debit_id AS debit, p.credit_id AS credit, p.charge_id AS charge, p.component,
       p.customer_id AS customer, p.fee_item_id AS item, sum(p.amount)::text AS amount
     FROM atrium.fee_posting p JOIN atrium.fee_journal j ON j.tenant_id = p.tenant_id AND j.id = p.journal_id
     WHERE j.source_id = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(p.amount) > 0 ORDER BY min(p.id::text)`,
    [paymentId],
  );

/** Prepaid balances by item, free ones under the empty text. */
async function prepaidOf(customerId: string): Promise<Map<string, Minor>> {
  const rows = await db().query<{ item: string | null; balance: string }>(
    'SELECT fee_item_id AS item, balance::text FROM atrium.fee_prepaid WHERE customer_id = $1',
    [customerId],
  );
  return new Map(rows.map(({ item, balance }) => [item ?? '', BigInt(balance)]));
}

const red = (one: StoredPosting, amount: Minor): NewPosting => ({
  communityId: one.community,
  debit: one.debit,
  credit: one.credit,
  amount: -amount,
  ...(one.charge && one.component ? { chargeId: one.charge, component: one.component } : {}),
  customerId: one.customer,
  feeItemId: one.item,
});

async function returnMoney(
  paymentId: string,
  { customer, community, currency, received, method }: StoredPayment,
  kind: 'REFUND' | 'REVERSAL',
  amount: Minor,
  reason: string,
  postings: readonly NewPosting[],
): Promise<string> {
  const id = newId();
  const bookedOn = today();
  await db().execute('UPDATE atrium.fee_payment SET returned = returned + $2::bigint WHERE id = $1', [
    paymentId,
    String(amount),
  ]);
  await db().execute(
    `INSERT INTO atrium.fee_refund (id, community_id, customer_id, payment_id, kind, amount, currency, reason, returned_on,
       returned_by, shift_id) VALUES ($1, $2, $3, $4, $5, $6::bigint, $7, $8, $9, $10, $11)`,
    [
      id,
      community,
      customer,
      paymentId,
      kind,
      String(amount),
      currency,
      reason,
      bookedOn,
      context().actor.id,
      await shiftFor(method),
    ],
  );
  // A payment that never was leaves the late fee as if it had not come; money that is given back counts from today.
  const valueOn = kind === 'REVERSAL' ? received : bookedOn;
  await postJournal({ kind, bookedOn, valueOn, sourceId: paymentId, memo: reason }, postings);
  return id;
}
