import { arrayText, db, newId } from '@atrium/sdk';
import type { AssignmentFacts } from '../assignments/load-facts';
import { monthOf } from '../calendar/month';
import type { LocalDate } from '../calendar/local-date';
import type { Charge, Computed } from '../charge/charge';
import { writeLines } from '../charge/stored-lines';
import type { Minor } from '../exact/money';
import { type Chart, INCOME } from '../ledger/chart';
import type { NewPosting } from '../ledger/post-journal';
import { Shapes } from '../ledger/shapes';
import { lockPrepaid, postBilling } from './use-prepaid';
import type { PlannedItem } from './run-plans';

export interface ComputedAssignment {
  readonly facts: AssignmentFacts;
  readonly item: PlannedItem;
  readonly result: Computed;
}

/** What was written, for the run's figures. */
export interface Written {
  readonly charges: bigint;
  readonly amount: Minor;
  readonly skips: bigint;
  readonly faults: bigint;
  readonly ids: readonly { readonly id: string; readonly charge: Charge; readonly of: ComputedAssignment }[];
}

// What many charges have in common is sent once, as a shape, and found by its number. JSON has no control characters
// outside of its escapes, so one of them can stand between the lines of charges.
const CHARGES = `INSERT INTO atrium.fee_charge (id, community_id, assignment_id, fee_item_id, unit_id, customer_id,
    joint_debtor_ids, run_id, kind, starts_on, ends_on, due_on, billed_on, currency, amount, tax, lines, principal_due)
  SELECT g.id, ($3::uuid[])[shape], g.assignment, ($4::uuid[])[shape], g.unit, g.customer,
    coalesce(string_to_array(g.joint, '|')::uuid[], '{}'), $1, 'REGULAR', ($5::date[])[shape], ($6::date[])[shape],
    ($7::date[])[shape], $2::date, ($8::text[])[shape], g.amount, g.tax, g.lines::json, g.amount
  FROM unnest($9::uuid[], $10::int[], $11::uuid[], $12::uuid[], $13::uuid[], $14::text[], $15::bigint[], $16::bigint[],
    string_to_array($17::text, chr(30))) AS g (id, shape, assignment, unit, customer, joint, amount, tax, lines)`;
const BETWEEN = '\u001e';

/**
 * Writes charges with their postings, all in one statement each. Journal and month are there. Customers who have prepaid
 * something are locked first and totals, which many write, last, as by everybody who posts.
 */
export async function writeCharges(
  run: { readonly id: string; readonly billedOn: LocalDate },
  journalId: string,
  chart: Chart,
  computed: readonly ComputedAssignment[],
): Promise<Written> {
  const ids = computed.flatMap((of) => of.result.charges.map((charge) => ({ id: newId(), charge, of })));
  const count = (of: (one: Computed) => readonly unknown[]): bigint =>
    computed.reduce((sum, { result }) => sum + BigInt(of(result).length), 0n);
  const written = {
    charges: BigInt(ids.length),
    amount: ids.reduce((sum, { charge }) => sum + charge.amount, 0n),
    skips: count(({ skips }) => skips),
    faults: count(({ faults }) => faults),
    ids,
  };
  if (ids.length === 0) return written;
  const balances = await lockPrepaid(ids.map(({ charge }) => charge.payerId));
  await insertCharges(run, ids);
  const postings: NewPosting[] = [];
  for (const { id, charge, of } of ids) postings.push(...(await billingPostings(id, charge, of, run.billedOn, chart)));
  const made = ids.map(({ id, charge, of }) => ({
    ...{ id, customerId: charge.payerId, communityId: of.facts.row.community, feeItemId: of.item.stored.id },
    ...{ dueOn: charge.dueOn, amount: charge.amount },
  }));
  const source = { bookedOn: run.billedOn, sourceId: run.id };
  await postBilling(journalId, source, postings, made, balances, chart);
  return written;
}

async function insertCharges(
  run: { readonly id: string; readonly billedOn: LocalDate },
  ids: Written['ids'],
): Promise<void> {
  const shapes = new Shapes();
  const numbers = ids.map(({ charge, of: { facts, item } }) =>
    shapes.numberOf([
      ...[facts.row.community, item.stored.id, charge.from, charge.to, charge.dueOn],
      item.stored.currency,
    ]),
  );
  await db().execute({ name: 'fee_charges', text: CHARGES }, [
    run.id,
    run.billedOn,
    ...shapes.columns(),
    arrayText(ids.map(({ id }) => id)),
    arrayText(numbers),
    arrayText(ids.map(({ of }) => of.facts.row.id)),
    arrayText(ids.map(({ of }) => of.facts.row.unit)),
    arrayText(ids.map(({ charge }) => charge.payerId)),
    arrayText(ids.map(({ charge }) => charge.jointDebtorIds.join('|') || null)),
    arrayText(ids.map(({ charge }) => String(charge.amount))),
    arrayText(ids.map(({ charge }) => String(charge.tax))),
    ids.map(({ charge }) => writeLines(charge.lines)).join(BETWEEN),
  ]);
}

/**
 * Receivable against income; what is charged for months after the one it is billed in is a contract liability until
 * those months are closed. Money that is not the company's is nobody's revenue at any time.
 */
async function billingPostings(
  chargeId: string,
  { lines, amount, tax, payerId }: Charge,
  { facts, item }: ComputedAssignment,
  billedOn: LocalDate,
  chart: Chart,
): Promise<NewPosting[]> {
  const feeItemId = item.stored.id;
  if (tax !== 0n) await chart.id('TAX');
  const month = monthOf(billedOn).key;
  let later = 0n;
  if (item.stored.belongsTo === 'COMPANY') {
    for (const line of lines) if (line.month > month) later += line.amount - line.tax;
  }
  const common = {
    communityId: facts.row.community,
    debit: await chart.id('RECEIVABLE'),
    chargeId,
    component: 'PRINCIPAL' as const,
    customerId: payerId,
    feeItemId,
  };
  const now = amount - later;
  return [
    ...(now === 0n
      ? []
      : [{ ...common, credit: await chart.id(INCOME[item.stored.belongsTo], { feeItemId }), amount: now, tax }]),
    ...(later === 0n
      ? []
      : [{ ...common, credit: await chart.id('CONTRACT_LIABILITY', { feeItemId }), amount: later }]),
  ];
}

/** Notes who was not charged for which days, and why. */
export async function writeSkips(runId: string, computed: readonly ComputedAssignment[]): Promise<void> {
  const rows = computed.flatMap(({ facts, result }) => [
    ...result.skips.map((one) => ({
      of: facts.row,
      reason: one.reason as string,
      from: one.from,
      to: one.to,
      message: null,
    })),
    ...result.faults.map((one) => ({
      of: facts.row,
      reason: one.code,
      from: null,
      to: null,
      message: JSON.stringify({ message: one.message, params: one.params }),
    })),
  ]);
  if (rows.length === 0) return;
  await db().execute(
    {
      name: 'fee_skips',
      text: `INSERT INTO atrium.billing_skip (id, run_id, community_id, assignment_id, reason, starts_on, ends_on, message)
        SELECT g.id, $1, g.community, g.assignment, g.reason, g.starts, g.ends, g.message::jsonb
        FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::text[])
          AS g (id, community, assignment, reason, starts, ends, message)`,
    },
    [
      runId,
      rows.map(() => newId()),
      rows.map(({ of }) => of.community),
      rows.map(({ of }) => of.id),
      rows.map(({ reason }) => reason),
      rows.map(({ from }) => from),
      rows.map(({ to }) => to),
      rows.map(({ message }) => message),
    ],
  );
}
