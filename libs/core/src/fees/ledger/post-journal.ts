import { context, db, newId } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import type { Component } from '../payment/allocation.policy';

export type JournalKind =
  | 'BILLING'
  | 'VOID'
  | 'OPENING'
  | 'ADJUSTMENT'
  | 'WRITE_OFF'
  | 'RECOVERY'
  | 'LATE_FEE'
  | 'WAIVER'
  | 'COSTS'
  | 'PAYMENT'
  | 'PREPAID_USE'
  | 'REFUND'
  | 'REVERSAL'
  | 'RECOGNITION'
  | 'DEPOSIT'
  | 'TRANSFER'
  | 'COMPENSATION';

/** Debited to one account, credited to another; the tax in it is credited to that of taxes. Below zero: red (红冲). */
export interface NewPosting {
  readonly communityId: string;
  /** UUIDs of accounts. */
  readonly debit: string;
  readonly credit: string;
  /** Not zero. */
  readonly amount: Minor;
  readonly tax?: Minor;
  readonly chargeId?: string;
  /** Of what is due of the charge. */
  readonly component?: Component;
  readonly customerId?: string;
  readonly feeItemId?: string | null;
}

export interface NewJournal {
  readonly kind: JournalKind;
  /** The day in whose month it is kept. */
  readonly bookedOn: LocalDate;
  /** The day it counts from, e.g. that of a payment; default: `bookedOn`. */
  readonly valueOn?: LocalDate;
  /** UUID of what it was made for: a run, a payment. */
  readonly sourceId?: string;
  readonly memo?: string | null;
  readonly approverId?: string | null;
}

/**
 * Writes a journal with all its postings in one statement, after which the balances have moved. Answers its UUID.
 *
 * @throws AtriumError `CONFLICT` when the month is closed
 */
export async function postJournal(journal: NewJournal, postings: readonly NewPosting[]): Promise<string> {
  const id = newId();
  const { kind, bookedOn, sourceId, memo, approverId } = journal;
  await openMonth(bookedOn);
  await db().execute(
    {
      name: 'fee_journal',
      text: `INSERT INTO atrium.fee_journal (id, kind, booked_on, source_id, memo, actor_id, approver_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    },
    [id, kind, bookedOn, sourceId ?? null, memo ?? null, context().actor.id, approverId ?? null],
  );
  await insertPostings({ id, ...journal }, postings);
  return id;
}

/** The row of a day's month, which postings hold on to. */
export async function openMonth(day: LocalDate): Promise<void> {
  await db().execute(
    {
      name: 'fee_period',
      text: `INSERT INTO atrium.fee_period (id, month) SELECT $1, date_trunc('month', $2::date)
        WHERE NOT EXISTS (SELECT FROM atrium.fee_period WHERE month = date_trunc('month', $2::date)::date)
        ON CONFLICT (tenant_id, month) DO NOTHING`,
    },
    [newId(), day],
  );
}

const TEXT = `INSERT INTO atrium.fee_posting (id, journal_id, kind, booked_on, value_on, community_id, debit_id, credit_id,
    amount, tax, charge_id, component, customer_id, fee_item_id)
  SELECT given.id, $1, $2, $3, $4, given.community, given.debit, given.credit, given.amount, given.tax, given.charge,
    given.component, given.customer, given.item
  FROM unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::bigint[], $10::bigint[], $11::uuid[], $12::text[],
    $13::uuid[], $14::uuid[])
    AS given (id, community, debit, credit, amount, tax, charge, component, customer, item)`;

/** Postings of a journal that is there. */
export async function insertPostings(
  { id, kind, bookedOn, valueOn }: Pick<NewJournal, 'kind' | 'bookedOn' | 'valueOn'> & { readonly id: string },
  postings: readonly NewPosting[],
): Promise<void> {
  if (postings.length === 0) return;
  await db().execute({ name: 'fee_posting', text: TEXT }, [
    id,
    kind,
    bookedOn,
    valueOn ?? bookedOn,
    postings.map(() => newId()),
    postings.map((one) => one.communityId),
    postings.map((one) => one.debit),
    postings.map((one) => one.credit),
    postings.map((one) => String(one.amount)),
    postings.map((one) => String(one.tax ?? 0n)),
    postings.map((one) => one.chargeId ?? null),
    postings.map((one) => one.component ?? null),
    postings.map((one) => one.customerId ?? null),
    postings.map((one) => one.feeItemId ?? null),
  ]);
}
