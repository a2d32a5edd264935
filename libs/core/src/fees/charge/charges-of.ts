import { distribute } from '../exact/distribute';
import { type Minor, minorText } from '../exact/money';
import type { FeeItem } from '../item/compile-fee-item';
import { taxIn } from '../item/tax';
import type { Assignment, Liability } from './assignment';
import type { Charge, ChargeLine } from './charge';
import type { Draft, Drafts } from './draft';
import type { RunPlan } from './plan-run';
import { type LineTrace, SHOWN_PLACES } from './trace';

/** Cost that SHARED lines are parts of. */
export interface TracedCost {
  readonly total: string;
  readonly weights: string;
}

interface Growing extends Omit<Charge, 'amount' | 'tax' | 'lines' | 'to'> {
  to: string;
  amount: Minor;
  tax: Minor;
  readonly lines: ChargeLine[];
}

/**
 * Makes charges of drafts: each line is rounded, then divided between those who pay by their shares, so that their lines
 * add up to it. One charge for each payer of a liability.
 *
 * @param roundedOf the line in money, of all who pay
 */
export function chargesOf(
  plan: RunPlan,
  facts: Assignment,
  drafts: Drafts,
  roundedOf: (draft: Draft) => Minor,
  cost: TracedCost | null = null,
): Charge[] {
  const byLiability = new Map<Liability, Growing[]>();
  for (const draft of drafts.lines) {
    const rounded = roundedOf(draft);
    if (rounded === 0n) {
      for (const { from, to } of draft.parts) drafts.skip('NOTHING_OWED', from, to);
      continue;
    }
    let growing = byLiability.get(draft.liability);
    if (!growing) byLiability.set(draft.liability, (growing = begin(plan, facts, draft)));
    addLines(plan.item, draft, rounded, cost, growing);
  }
  return [...byLiability.values()].flat().filter(({ lines }) => lines.length > 0);
}

const begin = (plan: RunPlan, facts: Assignment, { liability, from, to }: Draft): Growing[] =>
  liability.payers.map(({ customerId }) => ({
    assignmentId: facts.id,
    payerId: customerId,
    jointDebtorIds: liability.jointDebtorIds,
    from,
    to,
    dueOn: plan.dueOn,
    amount: 0n,
    tax: 0n,
    lines: [],
  }));

function addLines(item: FeeItem, draft: Draft, rounded: Minor, cost: TracedCost | null, growing: Growing[]): void {
  const { payers } = draft.liability;
  const several = payers.length > 1;
  const parts = several
    ? distribute(
        rounded,
        payers.map(({ share }) => share),
      )
    : [rounded];
  const trace = traceOf(item, draft, rounded, cost);
  const shares = several ? payers.map(({ share }) => String(share)) : null;
  for (const [index, charge] of growing.entries()) {
    const amount = parts[index]!;
    // The smallest share of a few fen can be none.
    if (amount === 0n) continue;
    const tax = taxIn(amount, item.taxRate);
    const { month, from, to } = draft;
    const own = several ? { ...trace, shares, shareIndex: index } : trace;
    charge.lines.push({ month, from, to, amount, tax, trace: own });
    charge.to = to;
    charge.amount += amount;
    charge.tax += tax;
  }
}

const traceOf = (item: FeeItem, draft: Draft, rounded: Minor, cost: TracedCost | null): LineTrace => ({
  formula: item.formula,
  proration: item.proration,
  parts: draft.parts,
  unrounded: draft.unrounded.toDecimal(SHOWN_PLACES),
  rounding: item.rounding,
  rounded: minorText(rounded, item.currency),
  shares: null,
  shareIndex: 0,
  cost,
  taxRate: String(item.taxRate),
});
