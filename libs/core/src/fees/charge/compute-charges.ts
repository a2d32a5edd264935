import { earlierOf, laterOf, type LocalDate } from '../calendar/local-date';
import { ExpressionError } from '../expression/expression-error';
import type { Assignment } from './assignment';
import type { Computed, Fault } from './charge';
import { chargesOf } from './charges-of';
import { Drafts } from './draft';
import { FeeFault } from './fee-fault';
import { draftReadings } from './metered';
import { draftMonths } from './monthly';
import type { RunPlan } from './plan-run';

/**
 * What an assignment is charged for a period: pure, the same whenever it is asked. Every day of the period is either in
 * a charge or in a skip with its reason. An assignment that cannot be computed has a fault and no charge at all.
 *
 * SHARED items are computed for all who share at once: `shareCost`.
 */
export function computeCharges(plan: RunPlan, facts: Assignment): Computed {
  if (plan.item.formula === 'SHARED') throw new Error('A shared cost is computed for all who share it: shareCost');
  const drafts = new Drafts(facts.id);
  try {
    draft(plan, facts, drafts);
    const charges = chargesOf(plan, facts, drafts, ({ unrounded }) => plan.item.toMoney(unrounded));
    return { charges, skips: drafts.skips, faults: [] };
  } catch (error) {
    return { charges: [], skips: [], faults: [faultOf(facts.id, error)] };
  }
}

function draft(plan: RunPlan, facts: Assignment, drafts: Drafts): void {
  const days = chargedDays(plan, facts, drafts);
  if (!days) return;
  if (plan.item.formula === 'METERED') return draftReadings(plan, facts, facts.to, drafts);
  if (days.from >= days.to) return drafts.skip('ALREADY_CHARGED', laterOf(plan.from, facts.from), days.to);
  draftMonths(plan, facts, days.from, days.to, drafts);
}

/** The days of a plan that an assignment is still to be charged for; null, and a skip, when it is not its turn. */
export function chargedDays(
  plan: RunPlan,
  facts: Assignment,
  drafts: Drafts,
): { from: LocalDate; to: LocalDate } | null {
  const { from, to, chargedUntil } = facts;
  if (from >= plan.to) return skipped(drafts, 'NOT_STARTED', plan);
  if (to !== null && to <= plan.from) return skipped(drafts, 'ENDED', plan);
  if (plan.item.timing === 'ARREARS' && !plan.closes && !(to !== null && to <= plan.month.to)) {
    return skipped(drafts, 'CYCLE_NOT_OVER', plan);
  }
  const uncharged = laterOf(from, chargedUntil ?? from);
  if (uncharged < plan.from && plan.item.formula !== 'METERED') {
    drafts.skip('EARLIER_NOT_CHARGED', uncharged, plan.from);
  }
  return { from: laterOf(uncharged, plan.from), to: to === null ? plan.to : earlierOf(to, plan.to) };
}

function skipped(drafts: Drafts, reason: 'NOT_STARTED' | 'ENDED' | 'CYCLE_NOT_OVER', plan: RunPlan): null {
  drafts.skip(reason, plan.from, plan.to);
  return null;
}

/** @throws whatever is a mistake of ours and no fault of the facts */
export function faultOf(assignmentId: string, error: unknown): Fault {
  if (!(error instanceof FeeFault) && !(error instanceof ExpressionError)) throw error;
  return { assignmentId, code: error.code, message: error.template, params: error.params };
}
