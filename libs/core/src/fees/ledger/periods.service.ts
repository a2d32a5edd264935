import { AtriumError, conflict, context, db, invalidField, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { readMonth, today } from '../today';
import { Chart } from './chart';
import { ledgerMessages } from './ledger.messages';
import { type NewPosting, openMonth, postJournal } from './post-journal';

export type PeriodState = 'OPEN' | 'CLOSED' | 'REOPENING';

interface StoredPeriod {
  readonly id: string;
  readonly state: PeriodState;
  readonly asked: string | null;
}

/**
 * Months of the books. A closed one takes no entry any more, which the postings' trigger sees to: closing waits for those
 * that are being written, and they for it. Months are closed in their order and reopened from the last one back.
 */
@Injectable()
export class PeriodsService {
  /** Closes a month (月结): what was billed ahead for it becomes revenue. Answers its UUID. */
  async close(text: string): Promise<string> {
    const month = readMonth(text, 'input.month');
    if (month.to > today()) throw invalidField('input.month', 'NOT_OVER', ledgerMessages.notOver);
    await openMonth(month.from);
    const period = await lockPeriod(month.from);
    if (period.state !== 'OPEN') throw wrongState(period.state, ['OPEN']);
    const [earlier] = await db().query<{ month: string }>(
      `SELECT to_char(month, 'YYYY-MM') AS month FROM atrium.fee_period WHERE month < $1::date AND state <> 'CLOSED'
       ORDER BY month LIMIT 1`,
      [month.from],
    );
    if (earlier) throw conflict(ledgerMessages.earlierOpen, { month: earlier.month });
    await recognise(month.key, month.from, month.to);
    await db().execute(
      `UPDATE atrium.fee_period SET state = 'CLOSED', closed_at = $2, closed_by = $3, reopen_reason = NULL,
         reopen_asked_by = NULL, version = version + 1, updated_at = now() WHERE id = $1`,
      [period.id, now(), context().actor.id],
    );
    return period.id;
  }

  /** Asks for a closed month to be reopened (反结账); somebody else approves. */
  async askToReopen(text: string, reason: string): Promise<string> {
    const month = readMonth(text, 'input.month');
    const period = await lockPeriod(month.from);
    if (period.state !== 'CLOSED') throw wrongState(period.state, ['CLOSED']);
    const [later] = await db().query<{ month: string }>(
      `SELECT to_char(month, 'YYYY-MM') AS month FROM atrium.fee_period WHERE month > $1::date AND state <> 'OPEN'
       ORDER BY month LIMIT 1`,
      [month.from],
    );
    if (later) throw conflict(ledgerMessages.laterClosed, { month: later.month });
    await db().execute(
      `UPDATE atrium.fee_period SET state = 'REOPENING', reopen_reason = $2, reopen_asked_by = $3, version = version + 1,
         updated_at = now() WHERE id = $1`,
      [period.id, reason, context().actor.id],
    );
    return period.id;
  }

  /** Approves or refuses it: not who asked. */
  async decide(text: string, approve: boolean): Promise<string> {
    const period = await lockPeriod(readMonth(text, 'input.month').from);
    if (period.state !== 'REOPENING') throw wrongState(period.state, ['REOPENING']);
    if (approve && period.asked === context().actor.id) throw conflict(ledgerMessages.ownRequest);
    await db().execute(
      `UPDATE atrium.fee_period SET state = $2, reopen_reason = NULL, reopen_asked_by = NULL, version = version + 1,
         updated_at = now() WHERE id = $1`,
      [period.id, approve ? 'OPEN' : 'CLOSED'],
    );
    return period.id;
  }
}

const wrongState = (state: PeriodState, allowed: readonly PeriodState[]): AtriumError =>
  new AtriumError('INVALID_TRANSITION', ledgerMessages.state, { params: { state }, extra: { allowed } });

/** Waits for whoever is posting to the month. */
async function lockPeriod(month: string): Promise<StoredPeriod> {
  const [row] = await db().query<StoredPeriod>(
    'SELECT id, state, reopen_asked_by AS asked FROM atrium.fee_period WHERE month = $1::date FOR UPDATE',
    [month],
  );
  if (!row) throw notFound('FeePeriod');
  return row;
}

/** Net amounts of the month that earlier runs put down as contract liabilities; once, however often the month is closed. */
async function recognise(key: string, from: string, to: string): Promise<void> {
  const rows = await db().query<{ charge: string; customer: string; community: string; item: string; amount: string }>(
    `SELECT c.id AS charge, c.customer_id AS customer, c.community_id AS community, c.fee_item_id AS item,
       sum((l ->> 'amount')::bigint - (l ->> 'tax')::bigint)::text AS amount
     FROM atrium.fee_charge c
     JOIN atrium.fee_item i ON i.tenant_id = c.tenant_id AND i.id = c.fee_item_id AND i.belongs_to = 'COMPANY'
     CROSS JOIN LATERAL json_array_elements(c.lines) l
     WHERE c.billed_on < $2::date AND c.ends_on > $2::date AND c.starts_on < $3::date AND c.voided_at IS NULL
       AND c.kind = 'REGULAR' AND l ->> 'month' = $1
       AND NOT EXISTS (SELECT FROM atrium.fee_posting p WHERE p.tenant_id = c.tenant_id AND p.charge_id = c.id
         AND p.kind = 'RECOGNITION' AND p.value_on = $2::date)
     GROUP BY 1, 2, 3, 4 ORDER BY 1`,
    [key, from, to],
  );
  if (rows.length === 0) return;
  const chart = await Chart.load();
  const postings: NewPosting[] = [];
  for (const { charge, customer, community, item, amount } of rows) {
    postings.push({
      communityId: community,
      debit: await chart.id('CONTRACT_LIABILITY', { feeItemId: item }),
      credit: await chart.id('REVENUE', { feeItemId: item }),
      amount: BigInt(amount),
      chargeId: charge,
      component: 'PRINCIPAL',
      customerId: customer,
      feeItemId: item,
    });
  }
  await postJournal({ kind: 'RECOGNITION', bookedOn: from }, postings);
}
