import { conflict, db, defineMessages, Events, invalidField, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { currencyOf, type Minor, minorText } from '../exact/money';
import { feeEvents } from '../fees.events';
import { Chart } from '../ledger/chart';
import { postJournal } from '../ledger/post-journal';
import { lockCharge } from '../payments/open-charges';
import { today } from '../today';

const messages = defineMessages('compensation', {
  voided: { en: 'The charge was voided.', 'zh-CN': '该应收已作废。' },
  otherPayer: { en: 'Somebody else pays this charge.', 'zh-CN': '该应收的缴费人不是此客户。' },
  aboveDue: { en: 'Only {due} of it is left to pay.', 'zh-CN': '该应收仅剩 {due} 未缴。' },
});

/** Amends to a customer, decided on elsewhere. */
export interface Compensation {
  /** UUID of what they were decided by: the journal names it. */
  readonly sourceId: string;
  readonly customerId: string;
  readonly communityId: string;
  /** Above zero. */
  readonly amount: Minor;
  readonly reason: string;
  readonly approverId: string | null;
}

/** Posts amends: an expense of the company's, as money the customer has prepaid or against a charge. */
@Injectable()
export class Compensations {
  constructor(private readonly events: Events) {}

  /** The customer's to pay with, or to have paid out. `CONFLICT` when the month is closed. */
  async credit(given: Compensation): Promise<void> {
    const { communityId, amount } = given;
    const [customer] = await db().query<{ id: string }>(
      `SELECT id FROM atrium.customer
       WHERE id = (SELECT coalesce(c.merged_into_id, c.id) FROM atrium.customer c WHERE c.id = $1) FOR NO KEY UPDATE`,
      [given.customerId],
    );
    if (!customer) throw notFound('Customer');
    const chart = await Chart.load();
    const [debit, credit] = [await chart.id('COMPENSATION'), await chart.id('PREPAID')];
    await post(given, { communityId, customerId: customer.id, debit, credit, amount });
  }

  /** Takes so much off the principal of a charge that the customer pays. */
  async waive(given: Compensation, chargeId: string): Promise<void> {
    const charge = await requireWaivable(given, chargeId);
    const chart = await Chart.load();
    const [debit, credit] = [await chart.id('COMPENSATION'), await chart.id('RECEIVABLE')];
    await post(given, {
      ...{ communityId: charge.community, customerId: charge.customer, chargeId, component: 'PRINCIPAL' as const },
      ...{ feeItemId: charge.item, debit, credit, amount: given.amount },
    });
    const left = BigInt(charge.principal) - given.amount + BigInt(charge.lateFee) + BigInt(charge.costs);
    if (left > 0n) return;
    await this.events.emit(feeEvents.settled, { chargeId, customerId: charge.customer }, { aggregateId: chargeId });
  }
}

/** The charge, locked. `NOT_FOUND`; `CONFLICT` where it was voided; a field's refusal where it is another's or not so much is due. */
export async function requireWaivable(
  { customerId, amount }: Pick<Compensation, 'customerId' | 'amount'>,
  chargeId: string,
): Promise<Awaited<ReturnType<typeof lockCharge>>> {
  const charge = await lockCharge(chargeId);
  if (charge.voided) throw conflict(messages.voided);
  const [same] = await db().query(
    `SELECT FROM atrium.customer a JOIN atrium.customer b
       ON b.tenant_id = a.tenant_id AND coalesce(a.merged_into_id, a.id) = coalesce(b.merged_into_id, b.id)
     WHERE a.id = $1 AND b.id = $2`,
    [customerId, charge.customer],
  );
  if (!same) throw invalidField('input.chargeId', 'OTHER_PAYER', messages.otherPayer);
  if (amount <= BigInt(charge.principal)) return charge;
  const [row] = await db().query<{ currency: string }>('SELECT currency FROM atrium.fee_charge WHERE id = $1', [
    chargeId,
  ]);
  const due = minorText(BigInt(charge.principal), currencyOf(row!.currency));
  throw invalidField('input.amount.amount', 'ABOVE_DUE', messages.aboveDue, { due });
}

async function post(
  { sourceId, reason, approverId }: Compensation,
  posting: Parameters<typeof postJournal>[1][number],
): Promise<void> {
  await postJournal({ kind: 'COMPENSATION', bookedOn: today(), sourceId, memo: reason, approverId }, [posting]);
}
