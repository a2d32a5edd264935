import { currentTenant, db } from '@atrium/sdk';
import { monthOf } from '../calendar/month';
import { Chart } from '../ledger/chart';
import { type JournalKind, type NewPosting, postJournal } from '../ledger/post-journal';
import type { Opening } from './opening';

const CHARGES = `INSERT INTO atrium.fee_charge (id, community_id, fee_item_id, unit_id, customer_id, kind, starts_on, ends_on,
    due_on, billed_on, currency, amount, tax, lines, principal_due)
  SELECT g.id, g.community, g.item, g.unit, g.customer, 'OPENING', g.starts, g.ends, g.due, g.billed, $10, g.amount, 0,
    g.lines::json, g.amount
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::date[], $8::date[], $9::date[],
    $11::bigint[], $12::text[])
    AS g (id, community, item, unit, customer, starts, ends, due, billed, amount, lines)`;

const BALANCES = `INSERT INTO atrium.fee_opening_balance (id, community_id, unit_id, customer_id, fee_item_id, charge_id, kind,
    amount, late_fee, currency, as_of, due_on, key)
  SELECT g.id, g.community, g.unit, g.customer, g.item, g.charge, g.kind, g.amount, g.late_fee, $12, g.as_of, g.due, g.key
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::bigint[], $9::bigint[],
    $10::date[], $11::date[], $13::text[])
    AS g (id, community, unit, customer, item, charge, kind, amount, late_fee, as_of, due, key)`;

/**
 * Posts opening balances against the account of openings, so that no revenue is shown twice: debts as charges of their own
 * with the late fee that was asked for so far, prepaid money as such. Customers are locked first, as everywhere.
 */
export async function postOpenings(openings: readonly Opening[]): Promise<void> {
  if (openings.length === 0) return;
  const { currency } = currentTenant();
  await db().query('SELECT FROM atrium.customer WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [
    openings.map(({ customerId }) => customerId),
  ]);
  const debts = openings.flatMap((one) => (one.debt ? [{ ...one, debt: one.debt }] : []));
  if (debts.length > 0) {
    await db().execute({ name: 'fee_opening_charges', text: CHARGES }, [
      debts.map(({ debt }) => debt.chargeId),
      debts.map(({ communityId }) => communityId),
      debts.map(({ feeItemId }) => feeItemId),
      debts.map(({ unitId }) => unitId),
      debts.map(({ customerId }) => customerId),
      debts.map(({ debt }) => debt.from),
      debts.map(({ debt }) => debt.to),
      debts.map(({ debt }) => debt.dueOn),
      debts.map(({ asOf }) => asOf),
      currency,
      debts.map(({ amount }) => String(amount)),
      debts.map(linesOf),
    ]);
  }
  await db().execute({ name: 'fee_opening_balances', text: BALANCES }, [
    openings.map(({ id }) => id),
    openings.map(({ communityId }) => communityId),
    openings.map(({ unitId }) => unitId),
    openings.map(({ customerId }) => customerId),
    openings.map(({ feeItemId }) => feeItemId),
    openings.map(({ debt }) => debt?.chargeId ?? null),
    openings.map(({ kind }) => kind),
    openings.map(({ amount }) => String(amount)),
    openings.map(({ lateFee }) => String(lateFee)),
    openings.map(({ asOf }) => asOf),
    openings.map(({ debt }) => debt?.dueOn ?? null),
    currency,
    openings.map(({ key }) => key),
  ]);
  for (const [asOf, some] of Map.groupBy(openings, (one) => one.asOf)) await post(asOf, some);
}

async function post(asOf: string, openings: readonly Opening[]): Promise<void> {
  const chart = await Chart.load();
  const [receivable, opening, prepaid] = [
    await chart.id('RECEIVABLE'),
    await chart.id('OPENING'),
    await chart.id('PREPAID'),
  ];
  const balances: NewPosting[] = [];
  const lateFees: NewPosting[] = [];
  for (const { communityId, customerId, feeItemId, debt, amount, lateFee } of openings) {
    const of = { communityId, customerId, feeItemId };
    if (!debt) {
      balances.push({ ...of, debit: opening, credit: prepaid, amount });
      continue;
    }
    const charge = { ...of, debit: receivable, credit: opening, chargeId: debt.chargeId };
    balances.push({ ...charge, amount, component: 'PRINCIPAL' });
    if (lateFee > 0n) lateFees.push({ ...charge, amount: lateFee, component: 'LATE_FEE' });
  }
  const journal = (kind: JournalKind, postings: readonly NewPosting[]): Promise<string> =>
    postJournal({ kind, bookedOn: asOf, memo: 'OPENING' }, postings);
  await journal('OPENING', balances);
  if (lateFees.length > 0) await journal('LATE_FEE', lateFees);
}

/** One line, without a trace: how it came about, the other system knows. */
const linesOf = ({ debt, amount }: Opening): string =>
  JSON.stringify([
    { month: monthOf(debt!.from).key, from: debt!.from, to: debt!.to, amount: String(amount), tax: '0', trace: null },
  ]);
