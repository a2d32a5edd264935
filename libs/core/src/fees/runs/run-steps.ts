import { type AtriumError, context, db, renderMessage } from '@atrium/sdk';
import type { Range } from './compute-batch';
import { runMessages } from './run.messages';
import { IN_SCOPE, loadRun, type RunRecord } from './run-record';
import type { Written } from './write-batch';

/** Assignments of one transaction: enough for statements to be cheap, few enough to hold up nobody for long. */
export const BATCH = 1_000;
/** Batches at once: while the database writes one, the next is read and computed. */
const LANES = 2;

/** Another process has gone on with the run meanwhile, or it was stopped. */
export class RunMovedOnError extends Error {}

/** A part of the assignments that is gone through in their order. */
export interface Lane {
  /** Its place among the lanes, from 1 as in PostgreSQL. */
  readonly number: bigint;
  readonly range: Range;
}

/** The run, marked as running; null when there is nothing to do. What a preview has found goes with the run. */
export async function begin(id: string): Promise<RunRecord | null> {
  const run = await loadRun(id, 'FOR UPDATE');
  if (run.state === 'PREVIEWING') {
    // Nothing but figures: begun anew.
    await db().execute('DELETE FROM atrium.billing_skip WHERE run_id = $1', [id]);
    await db().execute(
      `UPDATE atrium.billing_run SET started_at = now(), done = 0, charges = 0, amount = 0, skipped = 0, faults = 0
       WHERE id = $1`,
      [id],
    );
    return setOut(run);
  }
  if (run.state !== 'QUEUED' && run.state !== 'RUNNING') return null;
  await db().execute(
    `UPDATE atrium.billing_run SET state = 'RUNNING', started_at = coalesce(started_at, now()) WHERE id = $1`,
    [id],
  );
  const running = { ...run, state: 'RUNNING' as const };
  return run.checkpoints ? running : setOut(running);
}

/** Divides the assignments between lanes of the same length; a run that is resumed keeps its own. */
async function setOut(run: RunRecord): Promise<RunRecord> {
  const rows = await db().query<{ id: string }>(
    `SELECT id FROM (SELECT a.id, row_number() OVER (ORDER BY a.id) AS n, count(*) OVER () AS all
       FROM atrium.fee_assignment a WHERE ${IN_SCOPE}) a
     WHERE a.all > $5 AND a.n % ((a.all + $6 - 1) / $6) = 0 AND a.n < a.all ORDER BY a.id`,
    [null, run.communities, run.feeItems, run.month, BATCH, LANES],
  );
  const laneEnds = rows.map(({ id }) => id);
  const checkpoints = [null, ...laneEnds];
  await db().execute('UPDATE atrium.billing_run SET lane_ends = $2::uuid[], checkpoints = $3::uuid[] WHERE id = $1', [
    run.id,
    laneEnds,
    checkpoints,
  ]);
  return { ...run, laneEnds, checkpoints };
}

/** The lanes of a run that has begun, each from where it has come to. */
export const lanesOf = ({ laneEnds, checkpoints }: RunRecord): Lane[] =>
  checkpoints!.map((after, index) => ({
    number: BigInt(index) + 1n,
    range: { after, until: laneEnds?.[index] ?? null },
  }));

/** Moves a lane's checkpoint on, in the transaction that wrote the charges; without one the figures alone. */
export async function moveOn(
  run: RunRecord,
  step: { readonly lane: Lane; readonly to: string; readonly count: bigint } | null,
  { charges, amount, skips, faults }: Written,
): Promise<void> {
  const numbers = [step?.count ?? 0n, charges, amount, skips, faults].map(String);
  const at = [step && String(step.lane.number), step?.to ?? null, step?.lane.range.after ?? null];
  const [row] = await db().query<{ state: string }>(
    `UPDATE atrium.billing_run SET done = done + $3::int, charges = charges + $4::int, amount = amount + $5::bigint,
       skipped = skipped + $6::int, faults = faults + $7::int,
       ${step ? 'checkpoints[$8::int] = $9::uuid,' : ''}
       state = CASE WHEN cancel_requested AND state = 'RUNNING' THEN 'CANCELLED' ELSE state END,
       finished_at = CASE WHEN cancel_requested THEN now() END
     WHERE id = $1 AND state = $2 ${step ? 'AND checkpoints[$8::int] IS NOT DISTINCT FROM $10::uuid' : ''} RETURNING state`,
    [run.id, run.state, ...numbers, ...(step ? at : [])],
  );
  // Rolled back with what was written: whoever holds the run has done it or will.
  if (!row) throw new RunMovedOnError();
}

/** Ends it with what is wrong, in the company's language. */
export async function fail(id: string, told: AtriumError | null): Promise<void> {
  const { locale } = context();
  const words = renderMessage(told?.template ?? runMessages.failed, locale, told?.params);
  await db().execute(
    `UPDATE atrium.billing_run SET state = 'FAILED', failure = $2, finished_at = now(), version = version + 1
     WHERE id = $1 AND state IN ('PREVIEWING', 'QUEUED', 'RUNNING')`,
    [id, words],
  );
}
