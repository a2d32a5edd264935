import { db } from '@atrium/sdk';
import { type AssignmentRow, loadFacts } from '../assignments/load-facts';
import { monthOf } from '../calendar/month';
import { shareCost } from '../charge/share-cost';
import type { Computed } from '../charge/charge';
import { planItems } from './run-plans';
import type { RunRecord } from './run-record';
import type { ComputedAssignment } from './write-batch';

/** A cost that is shared (公摊) by all assignments of its item in a community. */
export interface SharedCostRow {
  readonly id: string;
  readonly item: string;
  readonly community: string;
  readonly starts: string;
  readonly ends: string;
  readonly amount: string;
}

/** Costs whose last day lies in the run's month. */
export const sharedCostsOf = (run: RunRecord): Promise<SharedCostRow[]> =>
  db().query<SharedCostRow>(
    `SELECT id, fee_item_id AS item, community_id AS community, starts_on::text AS starts, ends_on::text AS ends,
       amount::text FROM atrium.fee_shared_cost
     WHERE ends_on > $1::date AND ends_on <= ($1::date + interval '1 month')::date
       AND ($2::uuid[] IS NULL OR community_id = ANY ($2)) AND ($3::uuid[] IS NULL OR fee_item_id = ANY ($3))
     ORDER BY starts_on, id`,
    [run.month, run.communities, run.feeItems],
  );

const SHARERS = `SELECT a.id, a.fee_item_id AS item, a.unit_id AS unit, a.community_id AS community,
    a.starts_on::text AS starts, a.ends_on::text AS ends, trim_scale(a.quantity)::text AS quantity, a.meter_id AS meter,
    u.gross_area::text AS area, u.floor, u.handed_over_on::text AS handed, last.ends_on::text AS charged
  FROM atrium.fee_assignment a
  JOIN atrium.unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
  LEFT JOIN LATERAL (
    SELECT c.ends_on FROM atrium.fee_charge c
    WHERE c.tenant_id = a.tenant_id AND c.assignment_id = a.id AND c.kind = 'REGULAR' AND c.voided_at IS NULL
      AND c.starts_on < $3::date
    ORDER BY c.starts_on DESC LIMIT 1) last ON true
  WHERE a.fee_item_id = $1 AND a.community_id = $2 ORDER BY a.id`;

/** Divides a cost between all who share it. Locked where it is going to be written. */
export async function writeSharedCost(
  run: RunRecord,
  cost: SharedCostRow,
  dry: boolean,
): Promise<ComputedAssignment[]> {
  if (!dry) {
    await db().query(
      `SELECT FROM atrium.fee_assignment WHERE fee_item_id = $1 AND community_id = $2 ORDER BY id FOR NO KEY UPDATE`,
      [cost.item, cost.community],
    );
  }
  const plans = await planItems([cost.item], monthOf(run.month), run.billedOn);
  const item = plans.get(cost.item)!;
  const rows = await db().query<AssignmentRow>(SHARERS, [cost.item, cost.community, cost.ends]);
  if (rows.length === 0) return [];
  const all = await loadFacts(rows, () => item.plan);
  const total = { from: cost.starts, to: cost.ends, total: BigInt(cost.amount) };
  const computed = shareCost(
    item.plan,
    total,
    all.map(({ facts }) => facts),
  );
  return all.map((facts): ComputedAssignment => {
    const own = <T extends { readonly assignmentId: string }>(list: readonly T[]): T[] =>
      list.filter(({ assignmentId }) => assignmentId === facts.row.id);
    const result: Computed = {
      charges: own(computed.charges),
      skips: own(computed.skips),
      faults: own(computed.faults),
    };
    return { facts, item, result };
  });
}
