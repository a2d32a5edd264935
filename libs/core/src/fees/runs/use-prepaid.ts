import { arrayText, db } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import type { Chart } from '../ledger/chart';
import { beginJournal, insertPostings, type NewPosting } from '../ledger/post-journal';
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

/** What customers have prepaid, while they are locked. */
export type PrepaidBalances = ReadonlyMap<string, readonly PrepaidBalance[]>;

/**
 * Locks those of the customers who have prepaid something: before anything is posted, as payments do. Customers without a
 * balance, nearly all, cost one look-up for the whole batch.
 */
export async function lockPrepaid(customerIds: Iterable<string>): Promise<PrepaidBalances> {
  const found = await db().query<{ id: string }>(
    {
      name: 'fee_prepaid',
      text: `SELECT DISTINCT customer_id AS id FROM atrium.fee_prepaid WHERE customer_id = ANY ($1::uuid[]) AND balance > 0`,
    },
    [arrayText([...new Set(customerIds)])],
  );
  if (found.length === 0) return new Map();
  const ids = found.map(({ id }) => id);
  await db().query('SELECT FROM atrium.customer WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
  const balances = await db().query<{ customer: string; item: string | null; balance: string }>(
    `SELECT customer_id AS customer, fee_item_id AS item, balance::text FROM atrium.fee_prepaid
     WHERE customer_id = ANY ($1::uuid[]) AND balance > 0 ORDER BY customer_id, fee_item_id`,
    [ids],
  );
  return new Map(
    [...Map.groupBy(balances, ({ customer }) => customer)].map(([customer, rows]) => [
      customer,
      rows.map(({ item, balance }): PrepaidBalance => ({ feeItemId: item, amount: BigInt(balance) })),
    ]),
  );
}

/**
 * Posts new charges and what pays them of what their customers have prepaid, in one statement: totals, which many write, are
 * locked once and in one order.
 *
 * @param journalId of the billing
 */
export async function postBilling(
  journalId: string,
  { bookedOn, sourceId }: { readonly bookedOn: LocalDate; readonly sourceId: string },
  postings: readonly NewPosting[],
  charges: readonly NewCharge[],
  balances: PrepaidBalances,
  chart: Chart,
): Promise<void> {
  const paid = await prepaidPostings(charges, balances, chart);
  const use = { kind: 'PREPAID_USE', bookedOn, sourceId } as const;
  await insertPostings([
    { id: journalId, kind: 'BILLING', bookedOn, postings },
    ...(paid.length === 0 ? [] : [{ ...use, id: await beginJournal(use), postings: paid }]),
  ]);
}

/** What pays new charges of what their customers have prepaid: what is bound to an item first. */
async function prepaidPostings(
  charges: readonly NewCharge[],
  balances: PrepaidBalances,
  chart: Chart,
): Promise<NewPosting[]> {
  if (balances.size === 0) return [];
  const [debit, credit] = [await chart.id('PREPAID'), await chart.id('RECEIVABLE')];
  const { allocationOrder } = await feeRules();
  const postings: NewPosting[] = [];
  for (const [customerId, own] of Map.groupBy(charges, (one) => one.customerId)) {
    const theirs = balances.get(customerId);
    if (!theirs) continue;
    const byId = new Map(own.map((one) => [one.id, one]));
    const open = own.map(({ id, feeItemId, dueOn, amount }): OpenCharge => ({
      id,
      feeItemId,
      dueOn,
      owed: { PRINCIPAL: amount, LATE_FEE: 0n, COSTS: 0n },
    }));
    for (const { chargeId, component, amount, feeItemId } of usePrepaid(theirs, open, allocationOrder)) {
      const { communityId } = byId.get(chargeId)!;
      postings.push({ communityId, debit, credit, amount, chargeId, component, customerId, feeItemId });
    }
  }
  return postings;
}
