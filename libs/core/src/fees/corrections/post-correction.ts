import { conflict, db } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import { currencyOf, type Minor, minorText } from '../exact/money';
import { loadFeeItems } from '../items/stored-fee-item';
import type { Chart } from '../ledger/chart';
import { INCOME } from '../ledger/chart';
import { type JournalKind, type NewPosting, postJournal } from '../ledger/post-journal';
import { type Component, COMPONENTS } from '../payment/allocation.policy';
import type { LockedCharge } from '../payments/open-charges';
import { correctionMessages } from './correction.messages';
import { paidAbove, taxOfChange } from './correction.policy';
import type { CorrectionKind } from './correction.types';

export interface StoredCorrection {
  readonly id: string;
  readonly kind: CorrectionKind;
  readonly component: Component | null;
  readonly amount: string | null;
  /** Where it was computed with the amount. */
  readonly tax: string | null;
  readonly currency: string;
  readonly reason: string;
}

interface Posted {
  readonly correction: StoredCorrection;
  readonly charge: LockedCharge;
  readonly bookedOn: LocalDate;
  readonly approverId: string | null;
  readonly chart: Chart;
}

/** Posts a correction that was approved, while the charge's customer is locked. `CONFLICT` where it is more than is there. */
export async function postCorrection(given: Posted): Promise<void> {
  switch (given.correction.kind) {
    case 'CREDIT':
      return credit(given);
    case 'DEBIT':
      return post(given, 'ADJUSTMENT', [await adjustment(given, BigInt(given.correction.amount!))]);
    case 'VOID':
      return voidCharge(given);
    case 'WRITE_OFF':
      return writeOff(given);
    case 'RECOVERY':
      return recover(given);
    case 'WAIVER':
      return waive(given);
    case 'COSTS':
      return costs(given);
  }
}

const dueOf = (charge: LockedCharge): Readonly<Record<Component, Minor>> => ({
  PRINCIPAL: BigInt(charge.principal),
  LATE_FEE: BigInt(charge.lateFee),
  COSTS: BigInt(charge.costs),
});

const of = (charge: LockedCharge, component: Component) => ({
  communityId: charge.community,
  chargeId: charge.id,
  component,
  customerId: charge.customer,
  feeItemId: charge.item,
});

async function post(
  { correction, bookedOn, approverId }: Posted,
  kind: JournalKind,
  postings: readonly NewPosting[],
): Promise<void> {
  if (postings.length === 0) throw conflict(correctionMessages.nothing);
  await postJournal({ kind, bookedOn, sourceId: correction.id, memo: correction.reason, approverId }, postings);
}

/** Income of the item by so much more, with its tax; below zero: less (红冲). */
async function adjustment({ correction, charge, chart }: Posted, by: Minor): Promise<NewPosting> {
  const item = (await loadFeeItems([charge.item])).get(charge.item)!;
  const [row] = await db().query<{ tax: string }>('SELECT tax::text FROM atrium.fee_charge WHERE id = $1', [charge.id]);
  const billed = { amount: BigInt(charge.amount), tax: BigInt(row!.tax) };
  const tax =
    correction.tax === null ? taxOfChange(billed, billed.amount + BigInt(charge.adjusted), by) : BigInt(correction.tax);
  if (tax !== 0n) await chart.id('TAX');
  const [debit, credit] = [
    await chart.id('RECEIVABLE'),
    await chart.id(INCOME[item.belongsTo], { feeItemId: charge.item }),
  ];
  return { ...of(charge, 'PRINCIPAL'), debit, credit, amount: by, tax };
}

/** What was paid above the lower amount becomes prepaid first, so that never less than nothing is due. */
async function credit(given: Posted): Promise<void> {
  const { charge, correction } = given;
  const amount = BigInt(correction.amount!);
  const [row] = await db().query<{ off: string }>(
    'SELECT written_off::text AS off FROM atrium.fee_charge WHERE id = $1',
    [charge.id],
  );
  const most = BigInt(charge.amount) + BigInt(charge.adjusted) - BigInt(row!.off);
  requireMost(amount, most, correction.currency, 'aboveCharge');
  await toPrepaid(given, { PRINCIPAL: paidAbove(BigInt(charge.principal), amount), LATE_FEE: 0n, COSTS: 0n });
  await post(given, 'ADJUSTMENT', [await adjustment(given, -amount)]);
}

async function toPrepaid(given: Posted, amounts: Readonly<Record<Component, Minor>>): Promise<void> {
  const { charge, chart } = given;
  const postings: NewPosting[] = [];
  for (const component of COMPONENTS) {
    const amount = amounts[component];
    if (amount <= 0n) continue;
    const [debit, credit] = [await chart.id('RECEIVABLE'), await chart.id('PREPAID')];
    // Free: what is bound to an item was the payer's word on the rest of a payment, not on a charge.
    postings.push({ ...of(charge, component), feeItemId: null, debit, credit, amount });
  }
  if (postings.length > 0) await post(given, 'TRANSFER', postings);
}

/** Everything that made the charge is posted again below zero; what was paid of it becomes prepaid. */
async function voidCharge(given: Posted): Promise<void> {
  const { charge } = given;
  const rows = await db().query<{
    debit: string;
    credit: string;
    component: Component;
    amount: string;
    tax: string;
    paid: string;
    own: boolean;
  }>(
    `SELECT p.debit_id AS debit, p.credit_id AS credit, p.component, sum(p.amount)::text AS amount, sum(p.tax)::text AS tax,
       sum(CASE WHEN k.kind = 'RECEIVABLE' THEN p.amount ELSE 0 END - CASE WHEN d.kind = 'RECEIVABLE' THEN p.amount ELSE 0 END)::text AS paid,
       p.kind NOT IN ('PAYMENT', 'PREPAID_USE', 'REFUND', 'REVERSAL', 'TRANSFER') AS own
     FROM atrium.fee_posting p
     JOIN atrium.fee_account d ON d.tenant_id = p.tenant_id AND d.id = p.debit_id
     JOIN atrium.fee_account k ON k.tenant_id = p.tenant_id AND k.id = p.credit_id
     WHERE p.charge_id = $1 GROUP BY 1, 2, 3, 7 HAVING sum(p.amount) <> 0 ORDER BY min(p.id::text)`,
    [charge.id],
  );
  const paid: Record<Component, Minor> = { PRINCIPAL: 0n, LATE_FEE: 0n, COSTS: 0n };
  for (const row of rows) if (!row.own) paid[row.component] += BigInt(row.paid);
  await toPrepaid(given, paid);
  await post(
    given,
    'VOID',
    rows
      .filter(({ own }) => own)
      .map(({ debit, credit, component, amount, tax }) => ({
        ...of(charge, component),
        debit,
        credit,
        amount: -BigInt(amount),
        tax: -BigInt(tax),
      })),
  );
}

async function writeOff(given: Posted): Promise<void> {
  const { charge, chart, correction } = given;
  const parts = partsOf(correction, dueOf(charge), 'aboveDue');
  const [debit, credit] = [await chart.id('BAD_DEBT'), await chart.id('RECEIVABLE')];
  const postings = parts.map(({ component, amount }) => ({ ...of(charge, component), debit, credit, amount }));
  await post(given, 'WRITE_OFF', postings);
}

async function recover(given: Posted): Promise<void> {
  const { charge, chart, correction } = given;
  const rows = await db().query<{ component: Component; amount: string }>(
    `SELECT component, sum(CASE WHEN kind = 'WRITE_OFF' THEN amount ELSE -amount END)::text AS amount FROM atrium.fee_posting
     WHERE charge_id = $1 AND kind IN ('WRITE_OFF', 'RECOVERY') GROUP BY 1`,
    [charge.id],
  );
  const off: Record<Component, Minor> = { PRINCIPAL: 0n, LATE_FEE: 0n, COSTS: 0n };
  for (const { component, amount } of rows) off[component] = BigInt(amount);
  const [debit, credit] = [await chart.id('RECEIVABLE'), await chart.id('BAD_DEBT')];
  const parts = partsOf(correction, off, 'aboveWrittenOff');
  const postings = parts.map(({ component, amount }) => ({ ...of(charge, component), debit, credit, amount }));
  await post(given, 'RECOVERY', postings);
}

/** A late fee that is waived is lowered with the tax in it; discounts show how much was. */
async function waive(given: Posted): Promise<void> {
  const { charge, chart, correction } = given;
  const component = correction.component!;
  const [part] = partsOf(correction, dueOf(charge), 'aboveDue');
  if (!part) throw conflict(correctionMessages.nothing);
  const [posted] = await db().query<{ amount: string; tax: string }>(
    `SELECT coalesce(sum(amount), 0)::text AS amount, coalesce(sum(tax), 0)::text AS tax FROM atrium.fee_posting
     WHERE charge_id = $1 AND component = $2 AND kind IN ('LATE_FEE', 'COSTS', 'WAIVER')`,
    [charge.id, component],
  );
  const left = { amount: BigInt(posted!.amount), tax: BigInt(posted!.tax) };
  const tax = left.amount > 0n ? taxOfChange(left, left.amount, -part.amount) : 0n;
  const [debit, credit] = [await chart.id('RECEIVABLE'), await chart.id('DISCOUNT')];
  await post(given, 'WAIVER', [{ ...of(charge, component), debit, credit, amount: -part.amount, tax }]);
}

async function costs(given: Posted): Promise<void> {
  const { charge, chart, correction } = given;
  const [debit, credit] = [await chart.id('RECEIVABLE'), await chart.id('COSTS')];
  await post(given, 'COSTS', [{ ...of(charge, 'COSTS'), debit, credit, amount: BigInt(correction.amount!) }]);
}

/** So much of one part, or all there is of it or of each. */
function partsOf(
  { component, amount, currency }: StoredCorrection,
  there: Readonly<Record<Component, Minor>>,
  message: 'aboveDue' | 'aboveWrittenOff',
): { readonly component: Component; readonly amount: Minor }[] {
  const all = COMPONENTS.filter((one) => component === null || one === component).map((one) => ({
    component: one,
    amount: there[one],
  }));
  if (amount === null) return all.filter((one) => one.amount > 0n);
  let rest = BigInt(amount);
  requireMost(
    rest,
    all.reduce((sum, one) => sum + one.amount, 0n),
    currency,
    message,
  );
  return all.flatMap((one) => {
    const part = one.amount < rest ? one.amount : rest;
    rest -= part;
    return part > 0n ? [{ component: one.component, amount: part }] : [];
  });
}

function requireMost(
  amount: Minor,
  most: Minor,
  currency: string,
  message: 'aboveCharge' | 'aboveDue' | 'aboveWrittenOff',
): void {
  if (amount <= most) return;
  throw conflict(correctionMessages[message], { left: minorText(most, currencyOf(currency)) });
}
