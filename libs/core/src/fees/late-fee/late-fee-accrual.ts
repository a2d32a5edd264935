import { db, defineSchedule, Schedule, type ScheduleTick, systemActor, Transactions } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate } from '../calendar/local-date';
import { Chart } from '../ledger/chart';
import { openChargesOf } from '../payments/open-charges';
import { today } from '../today';
import { postLateFees } from './post-late-fees';

const daily = defineSchedule({ name: 'fees.accrueLateFees', at: { daily: '01:20' }, timeoutSeconds: 14_400 });

/** Customers of one transaction. */
const BATCH = 200;

/**
 * Posts late fees each night through the day before. They are computed from the beginning each time, so a month without a
 * worker, a run that was killed half-way and a tick that comes twice all come to the same.
 */
@Injectable()
export class LateFeeAccrual {
  constructor(private readonly transactions: Transactions) {}

  @Schedule(daily, { transaction: false })
  async accrue(tick: ScheduleTick): Promise<void> {
    const as = { tenantId: tick.tenantId!, actor: systemActor('fees'), operation: 'fees.accrueLateFees' };
    let after: string | null = null;
    do {
      tick.signal.throwIfAborted();
      after = await this.transactions.run(as, () => this.batch(after));
    } while (after !== null);
  }

  /** Answers the last customer that is done; null when there are no more. */
  private async batch(after: string | null): Promise<string | null> {
    const bookedOn = today();
    const through = addDays(bookedOn, -1n);
    const debtors = await overdueCustomers(through, after);
    if (debtors.length === 0) return null;
    // Duplicates that were merged are locked by who they are.
    await db().query(
      `SELECT FROM atrium.customer WHERE id IN (SELECT coalesce(a.merged_into_id, a.id) FROM atrium.customer a
         WHERE a.id = ANY ($1::uuid[])) ORDER BY id FOR NO KEY UPDATE`,
      [debtors],
    );
    await postLateFees(await openChargesOf(debtors), through, bookedOn, await Chart.load());
    return debtors.at(-1)!;
  }
}

async function overdueCustomers(through: LocalDate, after: string | null): Promise<string[]> {
  const rows = await db().query<{ id: string }>(
    `SELECT DISTINCT customer_id AS id FROM atrium.fee_charge WHERE due_on < $1::date AND principal_due > 0
       AND voided_at IS NULL AND ($2::uuid IS NULL OR customer_id > $2) ORDER BY 1 LIMIT $3`,
    [through, after, BATCH],
  );
  return rows.map(({ id }) => id);
}
