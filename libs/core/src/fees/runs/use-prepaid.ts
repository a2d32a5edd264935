import { db } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import type { Chart } from '../ledger/chart';
import { type NewPosting, postJournal } from '../ledger/post-journal';
import { type OpenCharge, type PrepaidBalance, usePrepaid } from '../payment/allocation.policy';
import { feeRules } from '../settings/fee-settings';

/** A charge that was just made. */
export interface NewCharge {
  readonly id: string;
  readonly customerId: string;
  readonly communityId: string;
  readonly feeItemId: string;
  readonly dueOn: LocalDate;
  readonly amount: Minor;
}

/**
 * Pays new charges from what their customers have prepaid: what is bound to an item first. Customers without a balance,
 * nearly all, cost one look-up for the whole batch.
 */
export async function payFromPrepaid(
  charges: readonly NewCharge[],
  bookedOn: LocalDate,
  sourceId: string,
  chart: Chart,
): Promise<void> {
  const found = await db().query<{ id: string }>(
    {
      name: 'fee_prepaid',
      text: `SELECT DISTINCT customer_id AS id FROM atrium.fee_prepaid WHERE customer_id = ANY ($1::uuid[]) AND balance > 0`,
    },
    [[...new Set(charges.map(({ customerId }) => customerId))]],
  );
  if (found.length === 0) return;
  const ids = found.map(({ id }) => id);
  await db().query('SELECT FROM atrium.customer WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
  const balances = await db().query<{ customer: string; item: string | null; balance: string }>(
    `SELECT customer_id AS customer, fee_item_id AS item, balance::text FROM atrium.fee_prepaid
     WHERE customer_id = ANY ($1::uuid[]) AND balance > 0 ORDER BY customer_id, fee_item_id`,
    [ids],
  );
  const [prepaid, receivable] = [await chart.id('PREPAID'), await chart.id('RECEIVABLE')];
  const { allocationOrder } = await feeRules();
  const postings: NewPosting[] = [];
  for (const customerId of ids) {
    const own = charges.filter((one) => one.customerId === customerId);
    const byId = new Map(own.map((one) => [one.id, one]));
    const open = own.map(({ id, feeItemId, dueOn, amount }): OpenCharge => ({
      id,
      feeItemId,
      dueOn,
      owed: { PRINCIPAL: amount, LATE_FEE: 0n, COSTS: 0n },
    }));
    const theirs = balances
      .filter(({ customer }) => customer === customerId)
      .map(({ item, balance }): PrepaidBalance => ({ feeItemId: item, amount: BigInt(balance) }));
    for (const { chargeId, component, amount, feeItemId } of usePrepaid(theirs, open, allocationOrder)) {
      const { communityId } = byId.get(chargeId)!;
      postings.push({
        communityId,
        debit: prepaid,
        credit: receivable,
        amount,
        chargeId,
        component,
        customerId,
        feeItemId,
      });
    }
  }
  if (postings.length > 0) await postJournal({ kind: 'PREPAID_USE', bookedOn, sourceId }, postings);
}
