import { arrayText, context, db, newId } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import type { Component } from '../payment/allocation.policy';
import { Shapes } from './shapes';

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
  const id = await beginJournal(journal);
  await insertPostings([{ ...journal, id, postings }]);
  return id;
}

/** The journal alone: its postings follow in the same transaction. Answers its UUID. */
export async function beginJournal(journal: NewJournal): Promise<string> {
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

/** Postings of a journal that is there. */
export interface JournalPostings extends Pick<NewJournal, 'kind' | 'bookedOn' | 'valueOn'> {
  /** UUID of the journal. */
  readonly id: string;
  readonly postings: readonly NewPosting[];
}

// What many postings have in common is sent once, as a shape, and found by its number.
const TEXT = `INSERT INTO atrium.fee_posting (id, journal_id, kind, booked_on, value_on, community_id, debit_id, credit_id,
    amount, tax, charge_id, component, customer_id, fee_item_id)
  SELECT given.id, ($1::uuid[])[shape], ($2::text[])[shape], ($3::date[])[shape], ($4::date[])[shape], ($5::uuid[])[shape],
    ($6::uuid[])[shape], ($7::uuid[])[shape], given.amount, given.tax, given.charge, ($8::text[])[shape], given.customer,
    ($9::uuid[])[shape]
  FROM unnest($10::uuid[], $11::int[], $12::bigint[], $13::bigint[], $14::uuid[], $15::uuid[])
    AS given (id, shape, amount, tax, charge, customer)`;

/**
 * Postings in one statement, of several journals where it takes them: totals, which many write, are then locked once and in
 * one order.
 */
export async function insertPostings(journals: readonly JournalPostings[]): Promise<void> {
  const shapes = new Shapes();
  const rows = journals.flatMap(({ id, kind, bookedOn, valueOn, postings }) =>
    postings.map((one) => ({
      one,
      shape: shapes.numberOf([
        ...[id, kind, bookedOn, valueOn ?? bookedOn, one.communityId, one.debit, one.credit],
        ...[one.component ?? null, one.feeItemId ?? null],
      ]),
    })),
  );
  if (rows.length === 0) return;
  await db().execute({ name: 'fee_posting', text: TEXT }, [
    ...shapes.columns(),
    arrayText(rows.map(() => newId())),
    arrayText(rows.map(({ shape }) => shape)),
    arrayText(rows.map(({ one }) => String(one.amount))),
    arrayText(rows.map(({ one }) => String(one.tax ?? 0n))),
    arrayText(rows.map(({ one }) => one.chargeId ?? null)),
    arrayText(rows.map(({ one }) => one.customerId ?? null)),
  ]);
}
