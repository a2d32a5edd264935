import { context, currentTenant, db, Events, invalidField, newId, notFound, registerConstraint } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockCustomer, type LockedCustomer } from '../../customers';
import { currencyOf, type Minor } from '../exact/money';
import { feeEvents } from '../fees.events';
import { loadFeeItems } from '../items/stored-fee-item';
import { postLateFees } from '../late-fee/post-late-fees';
import { Chart } from '../ledger/chart';
import { type NewPosting, postJournal } from '../ledger/post-journal';
import { readMoney } from '../money';
import { type Allocated, allocatePayment, type Designation } from '../payment/allocation.policy';
import { feeRules } from '../settings/fee-settings';
import { shiftFor } from '../shifts/shifts.service';
import { today } from '../today';
import { type LockedCharge, openChargesOf, openCharge } from './open-charges';
import type { DesignationInput, RecordPaymentInput } from './payment.types';
import { paymentsMessages } from './payments.messages';

registerConstraint('fee_payment_reference_key', paymentsMessages.reference, 'input.reference');

/**
 * Records payments. Locks are taken in one order everywhere: the customer, then, by the postings' own trigger, month,
 * charges, balances and totals. Payments of one customer follow each other; those of others do not wait for them.
 */
@Injectable()
export class PaymentsService {
  constructor(private readonly events: Events) {}

  /** Answers the payment's UUID. */
  async record(input: RecordPaymentInput): Promise<string> {
    const amount = readMoney(input.amount, 'input.amount');
    const receivedOn = readReceivedOn(input.receivedOn);
    const customer = await lockCustomer(input.customerId);
    if (input.restForItemId && !(await loadFeeItems([input.restForItemId])).size) throw notFound('FeeItem');
    const charges = await openChargesOf([customer.id, ...customer.aliasIds]);
    const chart = await Chart.load();
    const bookedOn = today();
    const fees = await postLateFees(charges, receivedOn, bookedOn, chart);
    const { currency } = currentTenant();
    const allocated = allocatePayment(
      {
        amount,
        currency: currencyOf(currency),
        designated: (input.designated ?? []).map(designation),
        restBoundTo: input.restForItemId ?? null,
      },
      charges.map((one) => openCharge(one, fees.get(one.id) ?? 0n)),
      (await feeRules()).allocationOrder,
    );
    const communityId = input.communityId ?? (await communityOf(customer, charges));
    const id = await insertPayment(input, customer.id, communityId, amount, receivedOn);
    await this.post(id, input, customer.id, communityId, { bookedOn, receivedOn }, charges, allocated, chart);
    await this.tell(id, customer.id, amount, receivedOn, charges, fees, allocated);
    return id;
  }

  private async post(
    id: string,
    { method }: RecordPaymentInput,
    customerId: string,
    communityId: string,
    { bookedOn, receivedOn }: { bookedOn: string; receivedOn: string },
    charges: readonly LockedCharge[],
    { allocations, prepaid }: Allocated,
    chart: Chart,
  ): Promise<void> {
    const debit = await chart.id('CASH', { method });
    const receivable = await chart.id('RECEIVABLE');
    const byId = new Map(charges.map((one) => [one.id, one]));
    const postings: NewPosting[] = allocations.map(({ chargeId, component, amount }) => {
      const charge = byId.get(chargeId)!;
      const of = { communityId: charge.community, customerId: charge.customer, feeItemId: charge.item };
      return { ...of, debit, credit: receivable, amount, chargeId, component };
    });
    if (prepaid.amount > 0n) {
      const credit = await chart.id('PREPAID');
      postings.push({ communityId, debit, credit, amount: prepaid.amount, customerId, feeItemId: prepaid.feeItemId });
    }
    await postJournal({ kind: 'PAYMENT', bookedOn, valueOn: receivedOn, sourceId: id }, postings);
  }

  private async tell(
    paymentId: string,
    customerId: string,
    amount: Minor,
    receivedOn: string,
    charges: readonly LockedCharge[],
    fees: ReadonlyMap<string, Minor>,
    { allocations }: Allocated,
  ): Promise<void> {
    const payload = { paymentId, customerId, amount: String(amount), receivedOn };
    await this.events.emit(feeEvents.paid, payload, { aggregateId: paymentId });
    for (const one of charges) {
      const paid = allocations
        .filter(({ chargeId }) => chargeId === one.id)
        .reduce((sum, allocation) => sum + allocation.amount, 0n);
      const owed = BigInt(one.principal) + BigInt(one.lateFee) + BigInt(one.costs) + (fees.get(one.id) ?? 0n);
      if (paid === 0n || paid < owed) continue;
      const settled = { chargeId: one.id, customerId: one.customer };
      await this.events.emit(feeEvents.settled, settled, { aggregateId: one.id });
    }
  }
}

const designation = ({ chargeId, component, amount }: DesignationInput, index: number): Designation => ({
  chargeId,
  component: component ?? null,
  amount: amount ? readMoney(amount, `input.designated.${String(index)}.amount`) : null,
});

function readReceivedOn(given: string | null | undefined): string {
  const day = today();
  if (given == null) return day;
  if (given > day) throw invalidField('input.receivedOn', 'IN_THE_FUTURE', paymentsMessages.future, { today: day });
  return given;
}

/** Where money without a charge is kept: by the oldest charge, or the unit the customer has to do with. */
async function communityOf(customer: LockedCustomer, charges: readonly LockedCharge[]): Promise<string> {
  const [oldest] = charges.toSorted((a, b) => (a.due < b.due ? -1 : 1));
  if (oldest) return oldest.community;
  if (customer.communityId) return customer.communityId;
  const [row] = await db().query<{ community: string }>(
    `SELECT community_id AS community FROM atrium.occupancy WHERE customer_id = ANY ($1::uuid[])
     ORDER BY ends_on DESC, starts_on DESC LIMIT 1`,
    [[customer.id, ...customer.aliasIds]],
  );
  if (!row) throw invalidField('input.communityId', 'REQUIRED', paymentsMessages.where);
  return row.community;
}

async function insertPayment(
  { method, reference, restForItemId, note }: RecordPaymentInput,
  customerId: string,
  communityId: string,
  amount: Minor,
  receivedOn: string,
): Promise<string> {
  const id = newId();
  const made = await db().execute(
    {
      name: 'fee_payment',
      text: `INSERT INTO atrium.fee_payment (id, community_id, customer_id, method, amount, currency, received_on, reference,
          rest_item_id, note, received_by, shift_id)
        SELECT $1, c.id, $3, $4, $5::bigint, $6, $7::date, $8, $9::uuid, $10, $11::uuid, $12::uuid FROM atrium.community c WHERE c.id = $2`,
    },
    [
      id,
      communityId,
      customerId,
      method,
      String(amount),
      currentTenant().currency,
      receivedOn,
      reference ?? null,
      restForItemId ?? null,
      note || null,
      context().actor.id,
      await shiftFor(method),
    ],
  );
  if (made === 0) throw notFound('Community');
  return id;
}
