import { arrayText, db } from '@atrium/sdk';
import { type AssignmentFacts, type AssignmentRow, loadFacts } from '../assignments/load-facts';
import type { Computed } from '../charge/charge';
import { computeCharges } from '../charge/compute-charges';
import { monthOf } from '../calendar/month';
import { type PlannedItem, planItems } from './run-plans';
import { IN_SCOPE, type RunRecord } from './run-record';

/** Assignments of one batch with what they are charged. */
export interface Batch {
  /** Last assignment of it; null when there was none. */
  readonly last: string | null;
  readonly count: bigint;
  readonly computed: readonly {
    readonly facts: AssignmentFacts;
    readonly item: PlannedItem;
    readonly result: Computed;
  }[];
}

/** Items of a run that are charged by themselves; costs that are shared come after all of them. */
export async function plansOf(run: RunRecord): Promise<Map<string, PlannedItem>> {
  const rows = await db().query<{ id: string }>(
    'SELECT id FROM atrium.fee_item WHERE $1::uuid[] IS NULL OR id = ANY ($1)',
    [run.feeItems],
  );
  const plans = await planItems(
    rows.map(({ id }) => id),
    monthOf(run.month),
    run.billedOn,
  );
  return new Map([...plans].filter(([, { item }]) => item.formula !== 'SHARED'));
}

const ROWS = `SELECT a.id, a.fee_item_id AS item, a.unit_id AS unit, a.community_id AS community, a.starts_on::text AS starts,
    a.ends_on::text AS ends, trim_scale(a.quantity)::text AS quantity, a.meter_id AS meter, u.gross_area::text AS area,
    u.floor, u.handed_over_on::text AS handed, last.ends_on::text AS charged
  FROM atrium.fee_assignment a
  JOIN atrium.unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
  JOIN unnest($2::uuid[], $3::date[]) AS plan (item, ends_on) ON plan.item = a.fee_item_id
  LEFT JOIN LATERAL (
    SELECT c.ends_on FROM atrium.fee_charge c
    WHERE c.tenant_id = a.tenant_id AND c.assignment_id = a.id AND c.kind = 'REGULAR' AND c.voided_at IS NULL
      AND c.starts_on < plan.ends_on
    ORDER BY c.starts_on DESC LIMIT 1) last ON true
  WHERE a.id = ANY ($1::uuid[]) ORDER BY a.id`;

const PICKED = `SELECT a.id FROM atrium.fee_assignment a WHERE ${IN_SCOPE} AND ($5::uuid IS NULL OR a.id <= $5)
  ORDER BY a.id LIMIT $6`;

/** Assignments between two others. */
export interface Range {
  /** The last that is done; null at the beginning. */
  readonly after: string | null;
  /** The last that belongs to it; null: to the end. */
  readonly until: string | null;
}

/**
 * Computes the next assignments of a run.
 *
 * @param lock true where the charges are going to be written: nobody changes the assignments meanwhile, and what another
 *   run has charged at the same moment is seen
 */
export async function computeBatch(
  run: RunRecord,
  plans: ReadonlyMap<string, PlannedItem>,
  { after, until }: Range,
  size: number,
  lock: boolean,
): Promise<Batch> {
  const scope = [after, run.communities, [...plans.keys()], run.month, until, size];
  const picked = await db().query<{ id: string }>(
    lock
      ? { name: 'fee_batch_locked', text: `${PICKED} FOR NO KEY UPDATE` }
      : { name: 'fee_batch_previewed', text: PICKED },
    scope,
  );
  if (picked.length === 0) return { last: null, count: 0n, computed: [] };
  const ids = picked.map(({ id }) => id);
  const rows = await db().query<AssignmentRow>({ name: 'fee_batch', text: ROWS }, [
    arrayText(ids),
    [...plans.keys()],
    [...plans.values()].map(({ plan }) => plan.to),
  ]);
  const all = await loadFacts(rows, (item) => plans.get(item)!.plan);
  const computed = all.map((facts) => {
    const item = plans.get(facts.row.item)!;
    return { facts, item, result: computeCharges(item.plan, facts.facts) };
  });
  return { last: ids.at(-1)!, count: BigInt(ids.length), computed };
}
