import { db } from '@atrium/sdk';
import type { Span } from '../calendar/dated';
import type { LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import { Ratio } from '../exact/ratio';
import { taxIn } from '../item/tax';
import { definitionOn, loadFeeItems } from '../items/stored-fee-item';
import type { Chart } from '../ledger/chart';
import { type NewPosting, postJournal } from '../ledger/post-journal';
import type { LockedCharge } from '../payments/open-charges';
import { feeRules } from '../settings/fee-settings';
import {
  type LateFee,
  lateFeeThrough,
  lateFeeToPost,
  type OverdueCharge,
  type PrincipalChange,
  readLateFeeTerms,
} from './late-fee.policy';
import { lateFeeTaxToPost } from './late-fee-tax.policy';

/** A late fee that is to be posted. */
interface DueLateFee {
  readonly charge: LockedCharge;
  readonly fee: LateFee;
  /** What of the fee another system had asked for; its tax is no matter of these books. */
  readonly before: Minor;
  readonly toPost: Minor;
  readonly taxRate: Ratio;
}

/**
 * Posts late fees through a day, with the tax in them. Accrual and posting are different days. Answers what was posted by
 * the charge's UUID; below zero where too much had been: as far as it is still due. Customers are locked.
 */
export async function postLateFees(
  charges: readonly LockedCharge[],
  through: LocalDate,
  bookedOn: LocalDate,
  chart: Chart,
): Promise<Map<string, Minor>> {
  const due = await dueLateFees(charges, through);
  if (due.length === 0) return new Map();
  const { lateFeesTaxed } = await feeRules();
  const taxed = await taxPostedOf(due.map(({ charge }) => charge.id));
  const [receivable, income] = [await chart.id('RECEIVABLE'), await chart.id('LATE_FEE')];
  const postings: NewPosting[] = [];
  for (const { charge, fee, before, toPost, taxRate } of due) {
    const rate = lateFeesTaxed ? taxRate : Ratio.ZERO;
    const tax = lateFeeTaxToPost(taxIn(fee.cumulative - before, rate), taxed.get(charge.id) ?? 0n, toPost);
    if (tax !== 0n) await chart.id('TAX');
    postings.push({
      communityId: charge.community,
      debit: receivable,
      credit: income,
      amount: toPost,
      tax,
      chargeId: charge.id,
      component: 'LATE_FEE',
      customerId: charge.customer,
      feeItemId: charge.item,
    });
  }
  await postJournal({ kind: 'LATE_FEE', bookedOn, valueOn: through }, postings);
  return new Map(due.map(({ charge, toPost }) => [charge.id, toPost]));
}

async function dueLateFees(charges: readonly LockedCharge[], through: LocalDate): Promise<DueLateFee[]> {
  const overdue = charges.filter(({ due }) => due < through);
  if (overdue.length === 0) return [];
  const ids = overdue.map(({ id }) => id);
  const items = await loadFeeItems([...new Set(overdue.map(({ item }) => item))]);
  if (![...items.values()].some(({ definitions }) => definitions.some(({ definition }) => definition.lateFee))) {
    return [];
  }
  const clauses = await withClause(ids);
  const changes = Map.groupBy(await changesOf(ids), ({ of }) => of);
  const frozen = Map.groupBy(await disputesOf(ids), ({ of }) => of);
  const before = await openingsOf(ids);
  return overdue.flatMap((charge): DueLateFee[] => {
    const { lateFee, taxRate } = definitionOn(items.get(charge.item)!, charge.billed);
    const fee = lateFeeThrough(
      {
        dueOn: charge.due,
        principal: BigInt(charge.amount) + BigInt(charge.adjusted),
        changes: (changes.get(charge.id) ?? []).map(({ day, amount }): PrincipalChange => ({
          day,
          amount: BigInt(amount),
        })),
        frozen: (frozen.get(charge.id) ?? []).map(({ from, to }): Span => ({
          from,
          to: to === 'infinity' ? null : to,
        })),
        rule: lateFee && clauses.has(charge.id) ? readLateFeeTerms(lateFee) : null,
        before: before.get(charge.id) ?? null,
      },
      through,
    );
    const wanted = lateFeeToPost(fee, BigInt(charge.posted));
    // What is paid or waived already is not taken back: it would leave less than nothing due.
    const least = -BigInt(charge.lateFee);
    const toPost = wanted < least ? least : wanted;
    return toPost === 0n
      ? []
      : [{ charge, fee, before: before.get(charge.id)?.fee ?? 0n, toPost, taxRate: Ratio.from(taxRate) }];
  });
}

/** The same without posting: what late fees come to beyond what is posted, by the charge's UUID. */
export async function lateFeesDue(charges: readonly LockedCharge[], through: LocalDate): Promise<Map<string, Minor>> {
  const due = await dueLateFees(charges, through);
  return new Map(due.map(({ charge, toPost }) => [charge.id, toPost]));
}

/** Charges whose community had a contract with the clause when they became due. */
async function withClause(ids: readonly string[]): Promise<Set<string>> {
  const rows = await db().query<{ id: string }>(
    `SELECT c.id FROM atrium.fee_charge c JOIN atrium.service_contract s ON s.tenant_id = c.tenant_id
       AND s.community_id = c.community_id AND s.starts_on <= c.due_on AND s.ends_on > c.due_on
     WHERE c.id = ANY ($1::uuid[]) AND s.has_late_fee_clause`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** What changed of principals, by value date. A correction of the amount holds from the beginning, so it is none. */
const changesOf = (ids: readonly string[]) =>
  db().query<{ of: string; day: LocalDate; amount: string }>(
    `SELECT p.charge_id AS of, p.value_on::text AS day,
       sum(CASE WHEN d.kind = 'RECEIVABLE' THEN p.amount ELSE 0 END - CASE WHEN k.kind = 'RECEIVABLE' THEN p.amount ELSE 0 END)::text AS amount
     FROM atrium.fee_posting p
     JOIN atrium.fee_account d ON d.tenant_id = p.tenant_id AND d.id = p.debit_id
     JOIN atrium.fee_account k ON k.tenant_id = p.tenant_id AND k.id = p.credit_id
     WHERE p.charge_id = ANY ($1::uuid[]) AND p.component = 'PRINCIPAL'
       AND p.kind NOT IN ('BILLING', 'OPENING', 'RECOGNITION', 'ADJUSTMENT')
     GROUP BY 1, 2`,
    [ids],
  );

const disputesOf = (ids: readonly string[]) =>
  db().query<{ of: string; from: LocalDate; to: string }>(
    `SELECT charge_id AS of, starts_on::text AS "from", ends_on::text AS "to" FROM atrium.fee_dispute
     WHERE charge_id = ANY ($1::uuid[])`,
    [ids],
  );

/** What was asked for of debts before they came here. */
async function openingsOf(ids: readonly string[]): Promise<Map<string, NonNullable<OverdueCharge['before']>>> {
  const rows = await db().query<{ of: string; through: LocalDate; fee: string }>(
    `SELECT charge_id AS of, as_of::text AS through, late_fee::text AS fee FROM atrium.fee_opening_balance
     WHERE charge_id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ of, through, fee }) => [of, { through, fee: BigInt(fee) }]));
}

async function taxPostedOf(ids: readonly string[]): Promise<Map<string, Minor>> {
  const rows = await db().query<{ of: string; tax: string }>(
    `SELECT charge_id AS of, sum(tax)::text AS tax FROM atrium.fee_posting
     WHERE charge_id = ANY ($1::uuid[]) AND kind = 'LATE_FEE' AND tax <> 0 GROUP BY 1`,
    [ids],
  );
  return new Map(rows.map(({ of, tax }) => [of, BigInt(tax)]));
}
