import { daysBetween, earlierOf, laterOf, type LocalDate, addDays } from '../calendar/local-date';
import { distribute } from '../exact/distribute';
import { type Minor, minorText } from '../exact/money';
import { Ratio } from '../exact/ratio';
import type { FeeItem } from '../item/compile-fee-item';
import type { Assignment } from './assignment';
import type { Computed } from './charge';
import { chargeMessages } from './charge.messages';
import { chargesOf } from './charges-of';
import { faultOf } from './compute-charges';
import { type Draft, Drafts } from './draft';
import { FeeFault } from './fee-fault';
import { areaOn, factorsOn, liabilityOn, piecesOf } from './pieces';
import type { RunPlan } from './plan-run';

/** A cost that is shared, such as the electricity of the stairs in March. */
export interface SharedCost {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** With tax, above zero. */
  readonly total: Minor;
}

/**
 * Divides a cost between assignments by their measure × rate factor × days of somebody's liability, largest remainder
 * first: what they are charged adds up to the cost. All who share are given each time, also those charged before: their
 * parts stay as they were.
 *
 * When one of them cannot be computed nobody is charged, because everybody's part depends on theirs.
 */
export function shareCost(plan: RunPlan, cost: SharedCost, sharers: readonly Assignment[]): Computed {
  if (plan.item.formula !== 'SHARED') throw new Error(`Not a shared cost: ${plan.item.formula}`);
  if (cost.total <= 0n) throw new RangeError('A shared cost is above zero');
  const drafted = sharers.map((facts) => ({ facts, ...draftWeights(plan.item, cost, facts) }));
  const faults = drafted.flatMap(({ fault }) => (fault ? [fault] : []));
  const skips = drafted.flatMap(({ drafts }) => drafts.skips);
  if (faults.length > 0) return { charges: [], skips, faults };

  const lines = drafted.flatMap(({ drafts }) => drafts.lines);
  const weights = lines.reduce((sum, { unrounded }) => sum.plus(unrounded), Ratio.ZERO);
  if (weights.isZero) {
    const nobody = (id: string) => faultOf(id, new FeeFault('NO_WEIGHT', chargeMessages.noWeight, {}));
    return { charges: [], skips, faults: sharers.map(({ id }) => nobody(id)) };
  }
  const amounts = distribute(
    cost.total,
    lines.map(({ unrounded }) => unrounded),
  );
  const amountOf = new Map(lines.map((line, index) => [line, amounts[index]!]));
  const traced = { total: minorText(cost.total, plan.item.currency), weights: String(weights) };

  const computed: Computed = { charges: [], skips: [], faults: [] };
  for (const { facts, drafts } of drafted) {
    const rest = withoutCharged(facts, drafts);
    computed.charges.push(...chargesOf(plan, facts, rest, (line) => amountOf.get(line)!, traced));
    computed.skips.push(...rest.skips);
  }
  return computed;
}

function draftWeights(item: FeeItem, cost: SharedCost, facts: Assignment) {
  const drafts = new Drafts(facts.id);
  try {
    weigh(item, cost, facts, drafts);
    return { drafts, fault: null };
  } catch (error) {
    return { drafts: new Drafts(facts.id), fault: faultOf(facts.id, error) };
  }
}

function weigh(item: FeeItem, cost: SharedCost, facts: Assignment, drafts: Drafts): void {
  const [from, to] = [laterOf(cost.from, facts.from), facts.to === null ? cost.to : earlierOf(cost.to, facts.to)];
  if (from >= to) return drafts.skip(facts.from >= cost.to ? 'NOT_STARTED' : 'ENDED', cost.from, cost.to);
  const month = addDays(cost.to, -1n).slice(0, 7);
  const all = daysBetween(cost.from, cost.to);
  for (const piece of piecesOf(from, to, facts.liabilities, facts.factors, facts.areas)) {
    const liability = liabilityOn(facts, piece.from);
    if (!liability) {
      drafts.skip('NO_PAYER', piece.from, piece.to);
      continue;
    }
    const measure = MEASURE[item.sharedBy!](facts, piece.from);
    const factors = factorsOn(facts.factors, piece.from);
    const days = daysBetween(piece.from, piece.to);
    const weight = measure.times(factors.product).times(Ratio.of(days, all));
    const part = {
      ...piece,
      basis: { kind: 'SHARED' as const, by: item.sharedBy!, measure: String(measure) },
      factors: factors.traced,
      days: String(days),
      of: String(all),
      amount: String(weight),
    };
    drafts.add(liability, month, part, weight);
  }
}

const MEASURE: Readonly<Record<NonNullable<FeeItem['sharedBy']>, (facts: Assignment, day: LocalDate) => Ratio>> = {
  AREA: (facts, day) => {
    const { area, coefficient } = areaOn(facts, day);
    return area.times(coefficient);
  },
  HOUSEHOLD: () => Ratio.ONE,
  SHARE: ({ quantity }) => quantity,
};

function withoutCharged({ id, chargedUntil }: Assignment, all: Drafts): Drafts {
  const charged = ({ to }: Draft): boolean => chargedUntil !== null && to <= chargedUntil;
  const rest = new Drafts(id);
  rest.skips.push(...all.skips);
  for (const line of all.lines) {
    if (charged(line)) rest.skip('ALREADY_CHARGED', line.from, line.to);
    else rest.lines.push(line);
  }
  return rest;
}
