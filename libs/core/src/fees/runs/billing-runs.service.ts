import {
  AtriumError,
  context,
  currentTenant,
  db,
  invalidField,
  Jobs,
  newId,
  notFound,
  registerConstraint,
  requireWholeCompany,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireSpan } from '../days';
import { feeMessages } from '../fees.messages';
import { definitionOn, loadFeeItems } from '../items/stored-fee-item';
import { readMoney } from '../money';
import { readMonth, today } from '../today';
import { billingJob } from './billing-runner';
import { loadRun, type RunState } from './run-record';
import { runMessages } from './run.messages';
import type { EnterSharedCostInput, PreviewBillingRunInput } from './run.types';

registerConstraint('fee_shared_cost_day_key', feeMessages.sameDay, 'input.startsOn');

/** From which states a step can be taken. */
const STEPS = {
  commit: ['PREVIEWED', 'PREVIEWING'],
  resume: ['FAILED', 'CANCELLED'],
  cancel: ['QUEUED', 'RUNNING'],
} as const satisfies Record<string, readonly RunState[]>;

@Injectable()
export class BillingRunsService {
  constructor(private readonly jobs: Jobs) {}

  /** Makes a run and has its figures computed. Answers its UUID. */
  async preview(input: PreviewBillingRunInput): Promise<string> {
    const month = readMonth(input.month, 'input.month');
    const { communityIds, feeItemIds } = input;
    if (!communityIds) requireWholeCompany();
    await requireAll('community', 'Community', communityIds);
    await requireAll('fee_item', 'FeeItem', feeItemIds);
    const id = newId();
    const { actor } = context();
    await db().execute(
      `INSERT INTO atrium.billing_run (id, month, billed_on, communities, fee_items, state, actor)
       VALUES ($1, $2, $3, $4, $5, 'PREVIEWING', $6)`,
      [
        id,
        month.from,
        input.billedOn ?? today(),
        communityIds ?? null,
        feeItemIds ?? null,
        JSON.stringify({ ...actor, permissions: [...actor.permissions] }),
      ],
    );
    await this.jobs.enqueue(billingJob, { runId: id });
    return id;
  }

  /** `INVALID_TRANSITION` unless it was previewed. */
  async commit(id: string): Promise<void> {
    await this.step(id, 'commit');
    await db().execute('DELETE FROM atrium.billing_skip WHERE run_id = $1', [id]);
    await db().execute(
      `UPDATE atrium.billing_run SET state = 'QUEUED', lane_ends = NULL, checkpoints = NULL, total = greatest(total, done), done = 0,
         charges = 0, amount = 0, skipped = 0, faults = 0, started_at = NULL, finished_at = NULL, version = version + 1,
         updated_at = now() WHERE id = $1`,
      [id],
    );
    await this.jobs.enqueue(billingJob, { runId: id });
  }

  /** Goes on after what is done. */
  async resume(id: string): Promise<void> {
    await this.step(id, 'resume');
    await db().execute(
      `UPDATE atrium.billing_run SET state = 'QUEUED', cancel_requested = false, failure = NULL, finished_at = NULL,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [id],
    );
    await this.jobs.enqueue(billingJob, { runId: id });
  }

  /** It stops after the batch it is at. */
  async cancel(id: string): Promise<void> {
    const { state } = await this.step(id, 'cancel');
    await db().execute(
      `UPDATE atrium.billing_run SET cancel_requested = true, version = version + 1, updated_at = now(),
         state = $2, finished_at = CASE WHEN $2 = 'CANCELLED' THEN now() END WHERE id = $1`,
      [id, state === 'QUEUED' ? 'CANCELLED' : state],
    );
  }

  /** Answers the UUID of the cost. */
  async enterCost(input: EnterSharedCostInput): Promise<string> {
    const { feeItemId, communityId, startsOn, endsOn, note } = input;
    requireSpan(startsOn, endsOn);
    const amount = readMoney(input.amount, 'input.amount');
    await requireAll('community', 'Community', [communityId]);
    const item = (await loadFeeItems([feeItemId])).get(feeItemId);
    if (!item) throw notFound('FeeItem');
    if (definitionOn(item, startsOn).formula !== 'SHARED') {
      throw invalidField('input.feeItemId', 'NOT_SHARED', runMessages.cost);
    }
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.fee_shared_cost (id, community_id, fee_item_id, starts_on, ends_on, amount, currency, note)
       VALUES ($1, $2, $3, $4, $5, $6::bigint, $7, $8)`,
      [id, communityId, feeItemId, startsOn, endsOn, String(amount), currentTenant().currency, note || null],
    );
    return id;
  }

  private async step(id: string, step: keyof typeof STEPS): Promise<{ readonly state: RunState }> {
    const run = await loadRun(id, 'FOR UPDATE');
    const allowed: readonly RunState[] = STEPS[step];
    if (allowed.includes(run.state)) return run;
    const next = Object.keys(STEPS).filter((one) =>
      (STEPS[one as keyof typeof STEPS] as readonly RunState[]).includes(run.state),
    );
    throw new AtriumError('INVALID_TRANSITION', runMessages.state, {
      params: { state: run.state },
      extra: { allowed: next },
    });
  }
}

async function requireAll(
  table: 'community' | 'fee_item',
  what: string,
  ids: readonly string[] | null | undefined,
): Promise<void> {
  if (!ids) return;
  const wanted = [...new Set(ids)];
  const rows = await db().query(`SELECT id FROM atrium.${table} WHERE id = ANY ($1::uuid[])`, [wanted]);
  if (rows.length < wanted.length) throw notFound(what);
}
