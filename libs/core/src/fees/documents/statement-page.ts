import { db } from '@atrium/sdk';
import type { Paper } from '../../paper/render-pdf';
import type { Minor } from '../exact/money';
import { documentMessages as words, journalWords } from './document.messages';
import { facts, heading, paper, ruled, word } from '../../paper/layout';
import { communityName, companyName, customerOf, shownAmount, shownPeriod } from './paper-facts';

/** What changed of what somebody owes: charges and late fees above zero, payments below. */
export interface StatementEntry {
  readonly day: string;
  readonly kind: keyof typeof journalWords;
  readonly item: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly amount: Minor;
}

/**
 * Entries of the books about a customer in a community. What is owed less what is prepaid: money that pays charges from the prepaid balance
 * changes nothing of it.
 */
const ENTRIES = `
  WITH mine AS (
    SELECT p.* FROM atrium.fee_charge c JOIN atrium.fee_posting p ON p.tenant_id = c.tenant_id AND p.charge_id = c.id
    WHERE c.customer_id = ANY ($1::uuid[]) AND c.community_id = $2
    UNION ALL
    SELECT p.* FROM atrium.fee_posting p WHERE p.customer_id = ANY ($1::uuid[]) AND p.charge_id IS NULL AND p.community_id = $2),
  effects AS (
    SELECT p.booked_on, p.journal_id, p.kind, CASE WHEN p.kind IN ('PAYMENT', 'REFUND', 'REVERSAL') THEN NULL ELSE p.charge_id END AS charge_id,
      CASE WHEN d.kind IN ('RECEIVABLE', 'PREPAID') THEN p.amount ELSE 0 END
        - CASE WHEN k.kind = 'RECEIVABLE' THEN p.amount - p.tax WHEN k.kind = 'PREPAID' THEN p.amount ELSE 0 END AS effect
    FROM mine p
    JOIN atrium.fee_account d ON d.tenant_id = p.tenant_id AND d.id = p.debit_id
    JOIN atrium.fee_account k ON k.tenant_id = p.tenant_id AND k.id = p.credit_id)
  SELECT e.booked_on::text AS day, e.kind, i.name AS item, c.starts_on::text AS "from", c.ends_on::text AS "to",
    sum(e.effect)::text AS amount
  FROM effects e
  LEFT JOIN atrium.fee_charge c ON c.id = e.charge_id
  LEFT JOIN atrium.fee_item i ON i.id = c.fee_item_id
  GROUP BY e.booked_on, e.journal_id, e.kind, e.charge_id, i.name, c.starts_on, c.ends_on
  HAVING sum(e.effect) <> 0
  ORDER BY e.booked_on, e.journal_id, c.starts_on`;

/** All entries about customers in a community through a day, oldest first. */
export async function statementEntries(
  customerIds: readonly string[],
  communityId: string,
  through: string,
): Promise<StatementEntry[]> {
  type Row = Omit<StatementEntry, 'amount'> & { readonly amount: string };
  const rows = await db().query<Row>({ name: 'fee_statement', text: ENTRIES }, [customerIds, communityId]);
  return rows.filter(({ day }) => day <= through).map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** Sums of a statement: before its first day, charged, paid, and on its last day. */
export function statementSums(entries: readonly StatementEntry[], from: string) {
  const sum = (some: readonly StatementEntry[]): Minor => some.reduce((all, { amount }) => all + amount, 0n);
  const opening = sum(entries.filter(({ day }) => day < from));
  const within = entries.filter(({ day }) => day >= from);
  const charged = sum(within.filter(({ amount }) => amount > 0n));
  const paid = -sum(within.filter(({ amount }) => amount < 0n));
  return { opening, within, charged, paid, closing: opening + charged - paid };
}

export async function statementPage(
  customer: { readonly id: string; readonly aliasIds: readonly string[] },
  communityId: string,
  from: string,
  through: string,
): Promise<Paper> {
  const entries = await statementEntries([customer.id, ...customer.aliasIds], communityId, through);
  const { opening, within, charged, paid, closing } = statementSums(entries, from);
  const who = await customerOf(customer.id, communityId);
  const title = word(words.statementTitle);
  let balance = opening;
  const rows = within.map(({ day, kind, item, from: first, to, amount }) => {
    balance += amount;
    const what = [word(journalWords[kind]), item ?? '', first && to ? shownPeriod(first, to) : ''];
    return [
      day,
      what.filter((text) => text !== '').join(' · '),
      amount > 0n ? shownAmount(amount) : '',
      amount < 0n ? shownAmount(-amount) : '',
      shownAmount(balance),
    ];
  });
  return paper(title, [
    ...heading(companyName(), title, [word(words.from, { from, to: through })]),
    facts([
      [word(words.customer), `${who.name}（${who.code}）`],
      [word(words.community), await communityName(communityId)],
      [word(words.place), who.units],
      [word(words.opening), shownAmount(opening)],
    ]),
    ruled(
      [words.day, words.what, words.charged, words.paid, words.balance].map((message) => word(message)),
      rows,
      {
        amounts: 2,
        widths: [60, '*', 70, 70, 75],
        total: ['', word(words.closing), shownAmount(charged), shownAmount(paid), shownAmount(closing)],
      },
    ),
    { text: word(words.balanceNote), color: '#777', fontSize: 8 },
  ]);
}
