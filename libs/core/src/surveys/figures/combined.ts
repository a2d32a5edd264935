import { ValueComponent } from '../content/content.types';
import { type Figure, within } from './histogram';

/**
 * The mean of several figures, each with its weight, e.g. of the questions of a dimension. The same people answer them, in
 * a way that sums do not tell, so the interval is the widest there can be: half widths add up by their weights. `n` is
 * that of the figure with the fewest answers. Null where there is none.
 */
export function combined(
  figures: readonly { readonly figure: Figure; readonly weight: number }[],
  [min, max]: readonly [number, number] = [0, 100],
): Figure | null {
  const total = figures.reduce((sum, { weight }) => sum + weight, 0);
  if (figures.length === 0 || total === 0) return null;
  const mean = figures.reduce((sum, { figure, weight }) => sum + (figure.value * weight) / total, 0);
  const n = Math.min(...figures.map(({ figure }) => figure.n));
  if (figures.some(({ figure }) => !figure.interval)) return { n, value: mean, interval: null };
  const by = (side: 'low' | 'high'): number =>
    figures.reduce((sum, { figure, weight }) => sum + (figure.interval![side] * weight) / total, 0);
  return { n, value: mean, interval: within(min, max, { low: by('low'), high: by('high') }) };
}

/**
 * The gap of a pair: perception less expectation, below zero where the service falls short (SERVQUAL: Parasuraman, Zeithaml
 * and Berry, Journal of Retailing 64, 1988). Of two indexes it lies between −100 and 100. The interval as in
 * {@link combined}: from the worst to the best that both intervals allow.
 */
export function gapOf(perception: Figure, expectation: Figure): Figure {
  const { interval: p } = perception;
  const { interval: e } = expectation;
  return {
    n: Math.min(perception.n, expectation.n),
    value: perception.value - expectation.value,
    interval: p && e ? within(-100, 100, { low: p.low - e.high, high: p.high - e.low }) : null,
  };
}

const COSTS: ReadonlySet<ValueComponent> = new Set([
  ValueComponent.MONEY,
  ValueComponent.TIME,
  ValueComponent.ENERGY,
  ValueComponent.PSYCHIC,
]);
export const isCost = (component: ValueComponent): boolean => COSTS.has(component);

export interface DeliveredValue {
  /** Weighted mean of the values, 0 to 100. */
  readonly benefits: Figure;
  /** Weighted mean of the costs, 0 to 100: the more it costs the customer, the higher. */
  readonly costs: Figure;
  /** Benefits less costs, −100 to 100. */
  readonly delivered: Figure;
}

/**
 * Delivered customer value (让渡价值): product, service, staff and image value less money, time, energy and psychic cost,
 * each with its weight (Kotler, Marketing Management). Each side is the weighted mean of its components, so that the
 * result does not depend on how many are asked. Null until every one in `asked` has a figure and both sides have one.
 */
export function deliveredValue(
  asked: readonly ValueComponent[],
  figures: ReadonlyMap<ValueComponent, Figure>,
  weights: Readonly<Partial<Record<ValueComponent, number>>>,
): DeliveredValue | null {
  if (asked.some((component) => !figures.has(component))) return null;
  const side = (cost: boolean): Figure | null =>
    combined(
      [...new Set(asked)]
        .filter((component) => isCost(component) === cost)
        .map((component) => ({ figure: figures.get(component)!, weight: weights[component] ?? 1 })),
    );
  const benefits = side(false);
  const costs = side(true);
  return benefits && costs ? { benefits, costs, delivered: gapOf(benefits, costs) } : null;
}
