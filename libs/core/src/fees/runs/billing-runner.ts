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
  systemActor,
  together,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { feeEvents } from '../fees.events';
import { monthOf } from '../calendar/month';
import { Chart, INCOME } from '../ledger/chart';
import { openMonth } from '../ledger/post-journal';
import { computeBatch, plansOf } from './compute-batch';
import { loadRun, type RunRecord } from './run-record';
import { BATCH, begin, fail, type Lane, lanesOf, moveOn, RunMovedOnError } from './run-steps';
import type { PlannedItem } from './run-plans';
import { writeCharges, writeSkips, type Written } from './write-batch';
import { type SharedCostRow, sharedCostsOf, writeSharedCost } from './shared-costs';

export const billingJob = defineJob({
  name: 'fees.bill',
  version: 1,
  schema: z.object({ runId: z.uuid() }),
  retries: 5,
  timeoutSeconds: 14_400,
  leaseSeconds: 30,
  concurrency: 2,
});

/**
 * Does a billing run batch by batch, in lanes: the first half of its assignments and the second, side by side. A batch is
 * one transaction: locks its assignments, computes, writes charges, postings, skips and the checkpoint of its lane. Killed
 * at any moment it goes on after the last batches; what is charged already is not charged again, whoever did it.
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
    // The accounts and the month that all batches need, so that none waits for another that makes them.
    if (!dry) await this.transactions.run(as, () => prepareBooks(run, plans));
    const stop = new AbortController();
    await together(
      lanesOf(run).map((lane) =>
        this.lane(run, plans, lane, as, AbortSignal.any([signal, stop.signal])).catch((error: unknown) => {
          stop.abort(error);
          throw error;
        }),
      ),
    );
    const costs = await this.transactions.run({ ...as, readOnly: true }, () => sharedCostsOf(run));
    for (const cost of costs) {
      signal.throwIfAborted();
      await this.transactions.run(as, () => this.cost(run, cost, dry));
    }
    await this.transactions.run(as, () => this.end(run, dry));
  }

  private async lane(
    run: RunRecord,
    plans: ReadonlyMap<string, PlannedItem>,
    { number, range }: Lane,
    as: TransactionOptions,
    signal: AbortSignal,
  ): Promise<void> {
    let { after } = range;
    for (;;) {
      signal.throwIfAborted();
      try {
        const from = after;
        const last = await this.transactions.run(as, () =>
          this.batch(run, plans, { number, range: { ...range, after: from } }),
        );
        if (last === null) return;
        after = last;
      } catch (error) {
        if (!(error instanceof RunMovedOnError)) throw error;
        // Where another process is at the same run, both go on from what either has done.
        const now = await this.transactions.run({ ...as, readOnly: true }, () => loadRun(run.id));
        if (now.state !== run.state) throw error;
        after = lanesOf(now).find((lane) => lane.number === number)?.range.after ?? null;
      }
    }
  }

  /** Answers the last assignment that is done; null when there are no more. */
  private async batch(run: RunRecord, plans: ReadonlyMap<string, PlannedItem>, lane: Lane): Promise<string | null> {
    const dry = run.state === 'PREVIEWING';
    const { last, count, computed } = await computeBatch(run, plans, lane.range, BATCH, !dry);
    if (last === null) return null;
    const written = dry ? figures(computed) : await this.write(run, computed);
    await writeSkips(run.id, computed);
    await moveOn(run, { lane, to: last, count }, written);
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
    await moveOn(run, null, written);
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

/** What every batch posts to: an account is made when it is first needed, and two that make it wait for each other. */
async function prepareBooks({ billedOn }: RunRecord, plans: ReadonlyMap<string, PlannedItem>): Promise<void> {
  await openMonth(billedOn);
  if (plans.size === 0) return;
  const chart = await Chart.load();
  await chart.id('RECEIVABLE');
  for (const { stored, item, plan } of plans.values()) {
    const of = { feeItemId: stored.id };
    await chart.id(INCOME[stored.belongsTo], of);
    if (!item.taxRate.isZero) await chart.id('TAX');
    if (stored.belongsTo === 'COMPANY' && plan.to > monthOf(billedOn).to) await chart.id('CONTRACT_LIABILITY', of);
  }
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
