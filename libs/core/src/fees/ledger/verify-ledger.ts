/** Reads rows as somebody whom row-level security lets see them all. */
export type ReadAll = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/** A difference between the postings and what is kept beside them. */
export interface LedgerProblem {
  readonly tenantId: string;
  readonly problem: string;
}

const SIDES = `atrium.fee_posting p
  JOIN atrium.fee_account d ON d.tenant_id = p.tenant_id AND d.id = p.debit_id
  JOIN atrium.fee_account k ON k.tenant_id = p.tenant_id AND k.id = p.credit_id`;
const RECEIVABLE = `CASE WHEN d.kind = 'RECEIVABLE' THEN p.amount ELSE 0 END
  - CASE WHEN k.kind = 'RECEIVABLE' THEN p.amount - p.tax ELSE 0 END`;

/** Each answers `tenant` and the sentence of what is wrong. */
const CHECKS: readonly string[] = [
  // Both sides of every pair, and the tax, against the totals that the trigger kept.
  `WITH sides AS (
     SELECT p.tenant_id, p.community_id, date_trunc('month', p.booked_on)::date AS month, s.account_id, s.debit, s.credit
     FROM atrium.fee_posting p CROSS JOIN LATERAL (VALUES
       (p.debit_id, p.amount, 0::bigint), (p.credit_id, 0::bigint, p.amount - p.tax),
       ((SELECT a.id FROM atrium.fee_account a WHERE a.tenant_id = p.tenant_id AND a.kind = 'TAX'), 0::bigint, p.tax)
     ) s (account_id, debit, credit) WHERE s.debit <> 0 OR s.credit <> 0),
   made AS (SELECT tenant_id, community_id, month, account_id, sum(debit) AS debit, sum(credit) AS credit FROM sides GROUP BY 1, 2, 3, 4)
   SELECT coalesce(m.tenant_id, t.tenant_id) AS tenant, format('the total of account %s in %s is %s / %s, its postings make %s / %s',
     coalesce(m.account_id, t.account_id), to_char(coalesce(m.month, t.month), 'YYYY-MM'), t.debit, t.credit, m.debit, m.credit) AS problem
   FROM made m FULL JOIN atrium.fee_account_total t
     ON t.tenant_id = m.tenant_id AND t.account_id = m.account_id AND t.month = m.month AND t.community_id = m.community_id
   WHERE (coalesce(m.debit, 0), coalesce(m.credit, 0)) <> (coalesce(t.debit, 0), coalesce(t.credit, 0))`,
  `SELECT tenant_id AS tenant, format('debits and credits differ by %s', sum(debit - credit)) AS problem
   FROM atrium.fee_account_total GROUP BY 1 HAVING sum(debit - credit) <> 0`,
  `SELECT c.tenant_id AS tenant, format('charge %s: due %s / %s / %s, adjusted %s, written off %s, late fee %s, its postings make %s / %s / %s, %s, %s, %s',
     c.id, c.principal_due, c.late_fee_due, c.costs_due, c.adjusted, c.written_off, c.late_fee_posted,
     s.principal, s.late_fee, s.costs, s.adjusted, s.written_off, s.posted) AS problem
   FROM atrium.fee_charge c LEFT JOIN (
     SELECT p.tenant_id, p.charge_id,
       coalesce(sum(${RECEIVABLE}) FILTER (WHERE p.component = 'PRINCIPAL'), 0) AS principal,
       coalesce(sum(${RECEIVABLE}) FILTER (WHERE p.component = 'LATE_FEE'), 0) AS late_fee,
       coalesce(sum(${RECEIVABLE}) FILTER (WHERE p.component = 'COSTS'), 0) AS costs,
       coalesce(sum(${RECEIVABLE}) FILTER (WHERE p.component = 'PRINCIPAL' AND p.kind = 'ADJUSTMENT'), 0) AS adjusted,
       -coalesce(sum(${RECEIVABLE}) FILTER (WHERE p.component = 'PRINCIPAL' AND p.kind IN ('WRITE_OFF', 'RECOVERY')), 0)
         AS written_off,
       coalesce(sum(${RECEIVABLE}) FILTER (WHERE p.kind = 'LATE_FEE'), 0) AS posted
     FROM ${SIDES} WHERE p.charge_id IS NOT NULL GROUP BY 1, 2) s ON s.tenant_id = c.tenant_id AND s.charge_id = c.id
   WHERE (c.principal_due, c.late_fee_due, c.costs_due, c.adjusted, c.written_off, c.late_fee_posted)
     IS DISTINCT FROM (s.principal, s.late_fee, s.costs, s.adjusted, s.written_off, s.posted)`,
  `SELECT c.tenant_id AS tenant, format('charge %s: billed %s, its lines make %s', c.id, c.amount, l.amount) AS problem
   FROM atrium.fee_charge c CROSS JOIN LATERAL (
     SELECT sum((line ->> 'amount')::bigint) AS amount FROM json_array_elements(c.lines) line) l
   WHERE l.amount <> c.amount`,
  `SELECT coalesce(s.tenant_id, b.tenant_id) AS tenant, format('prepaid of customer %s is %s, the postings make %s',
     coalesce(s.customer_id, b.customer_id), b.balance, s.balance) AS problem
   FROM (SELECT p.tenant_id, p.customer_id, p.fee_item_id,
       sum(CASE WHEN k.kind = 'PREPAID' THEN p.amount ELSE 0 END - CASE WHEN d.kind = 'PREPAID' THEN p.amount ELSE 0 END) AS balance
     FROM ${SIDES} WHERE 'PREPAID' IN (d.kind, k.kind) GROUP BY 1, 2, 3) s
   FULL JOIN atrium.fee_prepaid b ON b.tenant_id = s.tenant_id AND b.customer_id = s.customer_id
     AND b.fee_item_id IS NOT DISTINCT FROM s.fee_item_id
   WHERE coalesce(s.balance, 0) <> coalesce(b.balance, 0)`,
  // What came in is what was posted for it, less what was given back.
  `SELECT y.tenant_id AS tenant, format('payment %s: %s received and %s returned, its postings make %s', y.id, y.amount, y.returned, s.amount) AS problem
   FROM atrium.fee_payment y LEFT JOIN (
     SELECT j.tenant_id, j.source_id, sum(p.amount) AS amount FROM atrium.fee_journal j
     JOIN atrium.fee_posting p ON p.tenant_id = j.tenant_id AND p.journal_id = j.id
     WHERE j.kind IN ('PAYMENT', 'REFUND', 'REVERSAL') GROUP BY 1, 2) s ON s.tenant_id = y.tenant_id AND s.source_id = y.id
   WHERE coalesce(s.amount, 0) <> y.amount - y.returned`,
  `SELECT y.tenant_id AS tenant, format('payment %s: %s returned, its refunds make %s', y.id, y.returned, coalesce(s.amount, 0)) AS problem
   FROM atrium.fee_payment y LEFT JOIN (
     SELECT tenant_id, payment_id, sum(amount) AS amount FROM atrium.fee_refund GROUP BY 1, 2) s
     ON s.tenant_id = y.tenant_id AND s.payment_id = y.id
   WHERE coalesce(s.amount, 0) <> y.returned`,
  `SELECT t.tenant_id AS tenant, format('deposit %s: %s held, its postings make %s', t.id, t.held, coalesce(s.amount, 0)) AS problem
   FROM atrium.fee_deposit t LEFT JOIN (
     SELECT j.tenant_id, j.source_id,
       sum(CASE WHEN k.kind = 'DEPOSIT' THEN p.amount ELSE 0 END - CASE WHEN d.kind = 'DEPOSIT' THEN p.amount ELSE 0 END) AS amount
     FROM ${SIDES} JOIN atrium.fee_journal j ON j.tenant_id = p.tenant_id AND j.id = p.journal_id
     WHERE j.kind = 'DEPOSIT' GROUP BY 1, 2) s ON s.tenant_id = t.tenant_id AND s.source_id = t.id
   WHERE coalesce(s.amount, 0) <> t.held`,
  `SELECT tenant_id AS tenant, format('charges %s and %s of one assignment and payer overlap', id, other) AS problem FROM (
     SELECT tenant_id, id, ends_on, lead(id) OVER w AS other, lead(starts_on) OVER w AS next_starts
     FROM atrium.fee_charge WHERE voided_at IS NULL AND assignment_id IS NOT NULL
     WINDOW w AS (PARTITION BY tenant_id, assignment_id, customer_id, kind ORDER BY starts_on, id)) o
   WHERE next_starts < ends_on`,
];

/**
 * Computes from the postings what is kept beside them (account totals, what is due of each charge, prepaid balances,
 * payments) and compares. Empty when the books are right.
 */
export async function findLedgerProblems(read: ReadAll): Promise<LedgerProblem[]> {
  const found: LedgerProblem[] = [];
  for (const check of CHECKS) {
    for (const { tenant, problem } of await read(check)) {
      found.push({ tenantId: String(tenant), problem: String(problem) });
    }
  }
  return found;
}
