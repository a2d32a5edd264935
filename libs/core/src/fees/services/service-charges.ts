import { currentTenant, db, Events, invalidField, newId, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { monthOf } from '../calendar/month';
import { addDays } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import { Ratio } from '../exact/ratio';
import { wholeNumber } from '../exact/rounding';
import { feeEvents } from '../fees.events';
import { feeMessages } from '../fees.messages';
import { dueDay } from '../item/due-day';
import { taxIn } from '../item/tax';
import { definitionOn, loadFeeItems, type StoredFeeItem } from '../items/stored-fee-item';
import { Chart, INCOME } from '../ledger/chart';
import { beginJournal, type NewPosting } from '../ledger/post-journal';
import { isWeekday } from '../runs/run-plans';
import { lockPrepaid, postBilling } from '../runs/use-prepaid';
import { today } from '../today';

/** Something that was ordered and done. */
export interface OrderedService {
  /** UUID of what was ordered: the journal names it. */
  readonly sourceId: string;
  readonly customerId: string;
  readonly communityId: string;
  readonly unitId: string | null;
  /** Amounts with tax, above zero; each fee item once. */
  readonly items: readonly { readonly feeItemId: string; readonly amount: Minor }[];
}

/** What so many cost, half-up to the smallest unit. */
export function lineAmount(unitPrice: Minor, quantity: string): Minor {
  const { numerator, denominator } = Ratio.from(quantity);
  return wholeNumber(unitPrice * numerator, denominator, 'HALF_UP');
}

/** `NOT_FOUND` for a fee item that is not there, a field's refusal for one that is archived. */
export async function requireFeeItem(id: string, path: string): Promise<StoredFeeItem> {
  const item = (await loadFeeItems([id])).get(id);
  if (!item) throw notFound('FeeItem');
  if (item.isArchived) throw invalidField(path, 'ARCHIVED', feeMessages.archived);
  return item;
}

/** Charges for services that were ordered: billed today, due as the fee item says, paid from what was prepaid. */
@Injectable()
export class ServiceCharges {
  constructor(private readonly events: Events) {}

  /** Answers the UUIDs of the charges, one for each item. `CONFLICT` when the month is closed. */
  async charge({ sourceId, customerId, communityId, unitId, items }: OrderedService): Promise<string[]> {
    if (items.length === 0) return [];
    const payer = await lockPayer(customerId);
    const stored = await loadFeeItems(items.map(({ feeItemId }) => feeItemId));
    const chart = await Chart.load();
    const [billedOn, { currency }] = [today(), currentTenant()];
    const made = items.map(({ feeItemId, amount }) => {
      const item = stored.get(feeItemId);
      if (!item) throw notFound('FeeItem');
      const { due, taxRate } = definitionOn(item, billedOn);
      const tax = taxIn(amount, Ratio.from(taxRate));
      const dueOn = dueDay(due, monthOf(billedOn), billedOn, isWeekday);
      return { id: newId(), customerId: payer, communityId, feeItemId, belongsTo: item.belongsTo, amount, tax, dueOn };
    });
    const postings: NewPosting[] = [];
    for (const { id, feeItemId, belongsTo, amount, tax, dueOn } of made) {
      const month = monthOf(billedOn).key;
      const to = addDays(billedOn, 1n);
      const line = { month, from: billedOn, to, amount: String(amount), tax: String(tax), trace: null };
      await db().execute(
        `INSERT INTO atrium.fee_charge (id, community_id, fee_item_id, unit_id, customer_id, kind, starts_on, ends_on, due_on,
           billed_on, currency, amount, tax, lines, principal_due)
         VALUES ($1, $2, $3, $4, $5, 'SERVICE', $6, $7, $8, $6, $9, $10::bigint, $11::bigint, $12::json, $10::bigint)`,
        [
          ...[id, communityId, feeItemId, unitId, payer, billedOn, to, dueOn, currency, String(amount), String(tax)],
          JSON.stringify([line]),
        ],
      );
      if (tax !== 0n) await chart.id('TAX');
      postings.push({
        ...{ communityId, chargeId: id, component: 'PRINCIPAL', customerId: payer, feeItemId, amount, tax },
        debit: await chart.id('RECEIVABLE'),
        credit: await chart.id(INCOME[belongsTo], { feeItemId }),
      });
    }
    const source = { bookedOn: billedOn, sourceId };
    const journalId = await beginJournal({ kind: 'BILLING', ...source });
    await postBilling(journalId, source, postings, made, await lockPrepaid([payer]), chart);
    await this.events.emitAll(
      feeEvents.charged,
      made.map(({ id, feeItemId, amount, dueOn }) => ({
        aggregateId: id,
        payload: { chargeId: id, customerId: payer, feeItemId, communityId, amount: String(amount), dueOn },
      })),
    );
    return made.map(({ id }) => id);
  }
}

/** Whoever the customer is by now, locked as by all who change what somebody owes. */
async function lockPayer(customerId: string): Promise<string> {
  const [row] = await db().query<{ id: string }>(
    `SELECT id FROM atrium.customer WHERE id = (SELECT coalesce(c.merged_into_id, c.id) FROM atrium.customer c WHERE c.id = $1)
     FOR NO KEY UPDATE`,
    [customerId],
  );
  if (!row) throw notFound('Customer');
  return row.id;
}
