import { db } from '@atrium/sdk';
import type { Span } from '../calendar/dated';
import type { LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import { definitionOn, loadFeeItems } from '../items/stored-fee-item';
import { lateFeeThrough, lateFeeToPost, type PrincipalChange, readLateFeeTerms } from '../late-fee/late-fee.policy';
import type { Chart } from '../ledger/chart';
import { type NewPosting, postJournal } from '../ledger/post-journal';
import type { OpenCharge } from '../payment/allocation.policy';

/** A charge with something left to pay, while its customer is locked. */
export interface LockedCharge {
  readonly id: string;
  readonly community: string;
  readonly item: string;
  readonly customer: string;
  readonly due: LocalDate;
  readonly billed: LocalDate;
  readonly amount: string;
  readonly principal: string;
  readonly lateFee: string;
  readonly costs: string;
  readonly posted: string;
}

const COLUMNS = `id, community_id AS community, fee_item_id AS item, customer_id AS customer, due_on::text AS due,
  billed_on::text AS billed, amount::text, principal_due::text AS principal, late_fee_due::text AS "lateFee",
  costs_due::text AS costs, late_fee_posted::text AS posted`;

/** What is open of customers. Whoever changes what is due of a charge has locked its customer before. */
export const openChargesOf = (customerIds: readonly string[]): Promise<LockedCharge[]> =>
  db().query<LockedCharge>(
    {
      name: 'fee_open_charges',
      text: `SELECT ${COLUMNS} FROM atrium.fee_charge
        WHERE customer_id = ANY ($1::uuid[]) AND principal_due + late_fee_due + costs_due > 0 AND voided_at IS NULL
        ORDER BY id`,
    },
    [customerIds],
  );

export const openCharge = (one: LockedCharge, lateFee: Minor): OpenCharge => ({
  id: one.id,
  feeItemId: one.item,
  dueOn: one.due,
  owed: { PRINCIPAL: BigInt(one.principal), LATE_FEE: BigInt(one.lateFee) + lateFee, COSTS: BigInt(one.costs) },
});

/** What late fees come to that are not posted yet, by the charge's UUID; below zero where too much was posted. */
export async function lateFeesToPost(
  charges: readonly LockedCharge[],
  through: LocalDate,
): Promise<Map<string, Minor>> {
  const overdue = charges.filter(({ due }) => due < through);
  if (overdue.length === 0) return new Map();
  const ids = overdue.map(({ id }) => id);
  const items = await loadFeeItems([...new Set(overdue.map(({ item }) => item))]);
  if (![...items.values()].some(({ definitions }) => definitions.some(({ definition }) => definition.lateFee))) {
    return new Map();
  }
  const clauses = new Set(
    (
      await db().query<{ id: string }>(
        `SELECT c.id FROM atrium.fee_charge c JOIN atrium.service_contract s ON s.tenant_id = c.tenant_id
           AND s.community_id = c.community_id AND s.starts_on <= c.due_on AND s.ends_on > c.due_on
         WHERE c.id = ANY ($1::uuid[]) AND s.has_late_fee_clause`,
        [ids],
      )
    ).map(({ id }) => id),
  );
  const changes = await db().query<{ of: string; day: LocalDate; amount: string }>(
    `SELECT p.charge_id AS of, p.value_on::text AS day,
       sum(CASE WHEN d.kind = 'RECEIVABLE' THEN p.amount ELSE 0 END - CASE WHEN k.kind = 'RECEIVABLE' THEN p.amount ELSE 0 END)::text AS amount
     FROM atrium.fee_posting p
     JOIN atrium.fee_account d ON d.tenant_id = p.tenant_id AND d.id = p.debit_id
     JOIN atrium.fee_account k ON k.tenant_id = p.tenant_id AND k.id = p.credit_id
     WHERE p.charge_id = ANY ($1::uuid[]) AND p.component = 'PRINCIPAL' AND p.kind NOT IN ('BILLING', 'OPENING', 'RECOGNITION')
     GROUP BY 1, 2`,
    [ids],
  );
  const frozen = await db().query<{ of: string; from: LocalDate; to: string }>(
    `SELECT charge_id AS of, starts_on::text AS "from", ends_on::text AS "to" FROM atrium.fee_dispute
     WHERE charge_id = ANY ($1::uuid[])`,
    [ids],
  );
  const result = new Map<string, Minor>();
  for (const one of overdue) {
    const terms = definitionOn(items.get(one.item)!, one.billed).lateFee;
    const fee = lateFeeThrough(
      {
        dueOn: one.due,
        principal: BigInt(one.amount),
        changes: changes
          .filter(({ of }) => of === one.id)
          .map(({ day, amount }): PrincipalChange => ({ day, amount: BigInt(amount) })),
        frozen: frozen
          .filter(({ of }) => of === one.id)
          .map(({ from, to }): Span => ({ from, to: to === 'infinity' ? null : to })),
        rule: terms && clauses.has(one.id) ? readLateFeeTerms(terms) : null,
      },
      through,
    );
    const toPost = lateFeeToPost(fee, BigInt(one.posted));
    // What is paid already is not taken back here: it would leave less than nothing due.
    const left = -BigInt(one.lateFee);
    if (toPost !== 0n) result.set(one.id, toPost < left ? left : toPost);
  }
  return result;
}

/** Posts late fees through a day. Accrual and posting are different days. */
export async function postLateFees(
  charges: readonly LockedCharge[],
  through: LocalDate,
  bookedOn: LocalDate,
  chart: Chart,
): Promise<Map<string, Minor>> {
  const fees = await lateFeesToPost(charges, through);
  const postings: NewPosting[] = [];
  for (const one of charges) {
    const amount = fees.get(one.id) ?? 0n;
    if (amount === 0n) continue;
    postings.push({
      communityId: one.community,
      debit: await chart.id('RECEIVABLE'),
      credit: await chart.id('LATE_FEE'),
      amount,
      chargeId: one.id,
      component: 'LATE_FEE',
      customerId: one.customer,
      feeItemId: one.item,
    });
  }
  if (postings.length > 0) await postJournal({ kind: 'LATE_FEE', bookedOn, valueOn: through }, postings);
  return fees;
}
