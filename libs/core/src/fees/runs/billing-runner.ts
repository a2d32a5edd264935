import {
  type Actor,
  AtriumError,
  constraintError,
  context,
  db,
  defineJob,
  Events,
  JobHandler,
  type JobRun,
  Log,
  newId,
  renderMessage,
  systemActor,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { feeEvents } from '../fees.events';
import { Chart } from '../ledger/chart';
import { openMonth } from '../ledger/post-journal';
import { computeBatch, plansOf } from './compute-batch';
import { loadRun, type RunRecord } from './run-record';
import { runMessages } from './run.messages';
import type { PlannedItem } from './run-plans';
import { writeCharges, writeSkips, type Written } from './write-batch';
import { type SharedCostRow, sharedCostsOf, writeSharedCost } from './shared-costs';

/** Assignments of one transaction: enough for statements to be cheap, few enough to hold up nobody for long. */
const BATCH = 2_000;

export const billingJob = defineJob({
  name: 'fees.bill',
  version: 1,
  schema: z.object({ runId: z.uuid() }),
  retries: 5,
  timeoutSeconds: 14_400,
  leaseSeconds: 30,
  concurrency: 2,
});

/** The run is no longer this process's: another has gone on with it, or it was stopped. */
class RunMovedOnError extends Error {}

/**
 * Does a billing run batch by batch. A batch is one transaction: locks its assignments, computes, writes charges,
 * postings, skips and the checkpoint. Killed at any moment it goes on after the last batch; what is charged already is
 * not charged again, whoever did it.
 */
@Injectable()
export class BillingRunner {
  private readonly log = new Log('Billing');

  constructor(
    private readonly events: Events,
    private readonly transactions: Transactions,
  ) {}

  @JobHandler(billingJob, { transaction: false })
  async run({ runId }: { runId: string }, job: JobRun): Promise<void> {
    const as: TransactionOptions = { tenantId: job.tenantId!, actor: systemActor('billing'), operation: 'billingRun' };
    const run = await this.transactions.run(as, () => begin(runId));
    if (!run) return;
    const actor: Actor = { ...run.actor, permissions: new Set(run.actor.permissions) };
    try {
      await this.bill(run, { ...as, actor }, job.signal);
    } catch (error) {
      if (error instanceof RunMovedOnError) return;
      const told = toldOf(error);
      if (!told && (!job.last || job.signal.aborted)) throw error;
      if (!told) this.log.error('Billing run failed', { rowId: runId, error });
      await this.transactions.run(as, () => fail(runId, told));
    }
  }

  private async bill(run: RunRecord, as: TransactionOptions, signal: AbortSignal): Promise<void> {
    const dry = run.state === 'PREVIEWING';
    const plans = await this.transactions.run({ ...as, readOnly: true }, () => plansOf(run));
    let after = run.checkpoint;
    for (;;) {
      signal.throwIfAborted();
      const last = await this.transactions.run(as, () => this.batch(run, plans, after, dry));
      if (last === null) break;
      after = last;
    }
    const costs = await this.transactions.run({ ...as, readOnly: true }, () => sharedCostsOf(run));
    for (const cost of costs) {
      signal.throwIfAborted();
      await this.transactions.run(as, () => this.cost(run, cost, dry));
    }
    await this.transactions.run(as, () => this.end(run, dry));
  }

  /** Answers the last assignment that is done; null when there are no more. */
  private async batch(
    run: RunRecord,
    plans: ReadonlyMap<string, PlannedItem>,
    after: string | null,
    dry: boolean,
  ): Promise<string | null> {
    const { last, count, computed } = await computeBatch(run, plans, after, BATCH, !dry);
    if (last === null) return null;
    const written = dry ? figures(computed) : await this.write(run, computed);
    await writeSkips(run.id, computed);
    await moveOn(run, after, last, count, written);
    return last;
  }

  private async write(run: RunRecord, computed: Parameters<typeof writeCharges>[3]): Promise<Written> {
    const journalId = await billingJournal(run);
    const written = await writeCharges(run, journalId, await Chart.load(), computed);
    await this.tell(written);
    return written;
  }

  private async tell({ ids }: Written): Promise<void> {
    if (ids.length === 0 || !(await this.events.handled(feeEvents.charged))) return;
    await this.events.emitAll(
      feeEvents.charged,
      ids.map(({ id, charge, of }) => ({
        aggregateId: id,
        payload: {
          chargeId: id,
          customerId: charge.payerId,
          feeItemId: of.item.stored.id,
          communityId: of.facts.row.community,
          amount: String(charge.amount),
          dueOn: charge.dueOn,
        },
      })),
    );
  }

  private async cost(run: RunRecord, cost: SharedCostRow, dry: boolean): Promise<void> {
    const computed = await writeSharedCost(run, cost, dry);
    const written = dry ? figures(computed) : await this.write(run, computed);
    await writeSkips(run.id, computed);
    await moveOn(run, undefined, undefined, 0n, written);
  }

  private async end(run: RunRecord, dry: boolean): Promise<void> {
    const [row] = await db().query<{ charges: number }>(
      `UPDATE atrium.billing_run SET state = $2, finished_at = now(), total = done, version = version + 1, updated_at = now()
       WHERE id = $1 AND state = $3 RETURNING charges`,
      [run.id, dry ? 'PREVIEWED' : 'SUCCEEDED', run.state],
    );
    if (!row || dry) return;
    const payload = { runId: run.id, month: run.month, charges: row.charges };
    await this.events.emit(feeEvents.runCompleted, payload, { aggregateId: run.id });
  }
}

/** What is wrong, where trying again would not help: a rule that was broken, such as a month that is closed. */
function toldOf(error: unknown): AtriumError | null {
  if (error instanceof AtriumError) return error.retryable ? null : error;
  const { constraint } = error as { constraint?: string };
  const rule = constraint === undefined ? undefined : constraintError(constraint);
  return rule && !rule.retryable ? new AtriumError(rule.code, rule.message) : null;
}

/** The run, marked as running; null when there is nothing to do. What a preview has found goes with the run. */
async function begin(id: string): Promise<RunRecord | null> {
  const run = await loadRun(id, 'FOR UPDATE');
  if (run.state === 'PREVIEWING') {
    // Nothing but figures: begun anew.
    await db().execute('DELETE FROM atrium.billing_skip WHERE run_id = $1', [id]);
    await db().execute(
      `UPDATE atrium.billing_run SET started_at = now(), checkpoint = NULL, done = 0, charges = 0, amount = 0, skipped = 0,
         faults = 0 WHERE id = $1`,
      [id],
    );
    return { ...run, checkpoint: null };
  }
  if (run.state !== 'QUEUED' && run.state !== 'RUNNING') return null;
  await db().execute(
    `UPDATE atrium.billing_run SET state = 'RUNNING', started_at = coalesce(started_at, now()) WHERE id = $1`,
    [id],
  );
  return { ...run, state: 'RUNNING' };
}

/** One journal for each batch: it commits with its postings. */
async function billingJournal({ id, billedOn }: RunRecord): Promise<string> {
  const journalId = newId();
  await openMonth(billedOn);
  await db().execute(
    `INSERT INTO atrium.fee_journal (id, kind, booked_on, source_id, actor_id) VALUES ($1, 'BILLING', $2, $3, $4)`,
    [journalId, billedOn, id, context().actor.id],
  );
  return journalId;
}

const figures = (computed: Parameters<typeof writeCharges>[3]): Written => {
  const charges = computed.flatMap(({ result }) => result.charges);
  const sum = (of: (one: (typeof computed)[number]) => bigint): bigint =>
    computed.reduce((all, one) => all + of(one), 0n);
  return {
    charges: BigInt(charges.length),
    amount: charges.reduce((all, { amount }) => all + amount, 0n),
    skips: sum(({ result }) => BigInt(result.skips.length)),
    faults: sum(({ result }) => BigInt(result.faults.length)),
    ids: [],
  };
};

/** Moves the checkpoint on, in the transaction that wrote the charges. */
async function moveOn(
  run: RunRecord,
  from: string | null | undefined,
  to: string | undefined,
  count: bigint,
  { charges, amount, skips, faults }: Written,
): Promise<void> {
  const [row] = await db().query<{ state: string }>(
    `UPDATE atrium.billing_run SET checkpoint = coalesce($3::uuid, checkpoint), done = done + $4::int,
       charges = charges + $5::int, amount = amount + $6::bigint, skipped = skipped + $7::int, faults = faults + $8::int,
       state = CASE WHEN cancel_requested AND state = 'RUNNING' THEN 'CANCELLED' ELSE state END,
       finished_at = CASE WHEN cancel_requested THEN now() END
     WHERE id = $1 AND state = $2 AND ($3::uuid IS NULL OR checkpoint IS NOT DISTINCT FROM $9::uuid) RETURNING state`,
    [run.id, run.state, to ?? null, ...[count, charges, amount, skips, faults].map(String), from ?? null],
  );
  // Rolled back with what was written: whoever holds the run has done it or will.
  if (!row) throw new RunMovedOnError();
}

async function fail(id: string, told: AtriumError | null): Promise<void> {
  const { locale } = context();
  const words = renderMessage(told?.template ?? runMessages.failed, locale, told?.params);
  await db().execute(
    `UPDATE atrium.billing_run SET state = 'FAILED', failure = $2, finished_at = now(), version = version + 1
     WHERE id = $1 AND state IN ('PREVIEWING', 'QUEUED', 'RUNNING')`,
    [id, words],
  );
}
