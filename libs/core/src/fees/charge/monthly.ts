import { earlierOf, laterOf, type LocalDate } from '../calendar/local-date';
import type { Month } from '../calendar/month';
import { Ratio } from '../exact/ratio';
import { NO_VALUES, type VariableName } from '../expression/variables';
import type { FeeItem } from '../item/compile-fee-item';
import { monthPart } from '../item/proration';
import type { Assignment } from './assignment';
import type { Drafts } from './draft';
import { areaOn, factorsOn, liabilityOn, type Piece, piecesOf, priceOn } from './pieces';
import type { RunPlan } from './plan-run';
import { SHOWN_PLACES, type TraceBasis } from './trace';

/** Lines of an item that is charged by the month: FIXED, AREA, EXPRESSION. */
export function draftMonths(plan: RunPlan, facts: Assignment, from: LocalDate, to: LocalDate, drafts: Drafts): void {
  const { item } = plan;
  for (const month of plan.months) {
    const [start, end] = [laterOf(from, month.from), earlierOf(to, month.to)];
    if (start >= end) continue;
    const firstDay = item.proration === 'NONE' ? firstChargedDay(facts, month) : start;
    const pieces = piecesOf(start, end, facts.liabilities, item.prices, facts.ownPrices, facts.factors, facts.areas);
    for (const piece of pieces) draftPiece(item, facts, month, piece, firstDay, drafts);
  }
}

function draftPiece(
  item: FeeItem,
  facts: Assignment,
  month: Month,
  { from, to }: Piece,
  firstDay: LocalDate,
  drafts: Drafts,
): void {
  const liability = liabilityOn(facts, from);
  if (!liability) return drafts.skip('NO_PAYER', from, to);
  const { days, of } = monthPart(item.proration, month, { from, to }, firstDay);
  if (days === 0n) return drafts.skip('NOT_COUNTED', from, to);
  const { whole, basis } = wholeMonth(item, facts, month, from);
  const factors = factorsOn(facts.factors, from);
  const charged = factors.traced.length === 0 ? whole : whole.times(factors.product);
  const amount = days === of ? charged : charged.times(Ratio.of(days, of));
  const part = {
    from,
    to,
    basis,
    factors: factors.traced,
    days: String(days),
    of: String(of),
    amount: amount.toDecimal(SHOWN_PLACES),
  };
  drafts.add(liability, month.key, part, amount);
}

/** What a whole month would cost by the prices and facts of a day. */
function wholeMonth(
  item: FeeItem,
  facts: Assignment,
  month: Month,
  day: LocalDate,
): { whole: Ratio; basis: TraceBasis } {
  if (item.expression) return byExpression(item, facts, month, day);
  const { price, own } = priceOn(item, facts, day);
  const traced = { price: String(price.price), since: price.from, own };
  if (item.formula === 'FIXED') {
    const { quantity } = facts;
    return {
      whole: price.price.times(quantity),
      basis: { kind: 'FIXED', price: traced, quantity: String(quantity) },
    };
  }
  const { area, coefficient } = areaOn(facts, day);
  return {
    whole: area.times(coefficient).times(price.price),
    basis: { kind: 'AREA', price: traced, area: String(area), coefficient: String(coefficient) },
  };
}

function byExpression(
  item: FeeItem,
  facts: Assignment,
  month: Month,
  day: LocalDate,
): { whole: Ratio; basis: TraceBasis } {
  const { text, priceUnit, variables, evaluate } = item.expression!;
  const values: Record<VariableName, Ratio | null> = { ...NO_VALUES };
  const shown: Record<string, string> = {};
  for (const name of variables) {
    const value = VALUE[name](item, facts, month, day);
    values[name] = value;
    if (value) shown[name] = String(value);
  }
  const whole = evaluate(values);
  return { whole, basis: { kind: 'EXPRESSION', text, priceUnit, values: shown, result: String(whole) } };
}

type ValueOf = (item: FeeItem, facts: Assignment, month: Month, day: LocalDate) => Ratio | null;

const VALUE: Readonly<Record<VariableName, ValueOf>> = {
  area: (_item, facts, _month, day) => {
    const { area, coefficient } = areaOn(facts, day);
    return area.times(coefficient);
  },
  price: (item, facts, _month, day) => priceOn(item, facts, day).price.price,
  quantity: (_item, { quantity }) => quantity,
  consumption: (_item, { consumptions }, month) => {
    const read = consumptions.filter(({ to }) => to > month.from && to <= month.to);
    return read.length === 0 ? null : read.reduce((sum, { quantity }) => sum.plus(quantity), Ratio.ZERO);
  },
  floor: (_item, { floor }) => floor,
  month: (_item, _facts, { key }) => Ratio.of(BigInt(key.slice(5))),
  daysInMonth: (_item, _facts, { days }) => Ratio.of(days),
};

/** The first day of a month on which somebody is liable, whether or not it was charged already. */
function firstChargedDay(facts: Assignment, month: Month): LocalDate {
  let first = month.to;
  for (const { from, to } of facts.liabilities) {
    const start = laterOf(laterOf(from, facts.from), month.from);
    if ((to === null || start < to) && start < first) first = start;
  }
  return first;
}
