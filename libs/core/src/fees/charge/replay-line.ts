import { distribute } from '../exact/distribute';
import { type Currency, type Minor, minorOf, moneyRounding } from '../exact/money';
import { Ratio } from '../exact/ratio';
import type { LineTrace, TraceBasis, TracePart } from './trace';

/**
 * Computes a line again from its trace alone: no price, area or payer of today has a say. SHARED is the exception that
 * proves nothing by itself, since a part depends on everybody's: it is taken as it was rounded.
 *
 * @param parts others than the trace's, for a correction
 * @returns the line's amount with tax
 */
export function replayLine(trace: LineTrace, currency: Currency, parts: readonly TracePart[] = trace.parts): Minor {
  const rounded =
    trace.formula === 'SHARED'
      ? minorOf(trace.rounded, currency)!
      : moneyRounding(trace.rounding, currency)(parts.map(amountOf).reduce((sum, one) => sum.plus(one), Ratio.ZERO));
  if (!trace.shares) return rounded;
  return distribute(rounded, trace.shares.map(Ratio.from))[trace.shareIndex]!;
}

const amountOf = ({ basis, factors, days, of }: TracePart): Ratio => {
  const charged = factors.reduce((all, { factor }) => all.times(Ratio.from(factor)), wholeOf(basis));
  // A metered part's tiers are those of its own days already.
  return basis.kind === 'METERED' ? charged : charged.times(Ratio.of(BigInt(days), BigInt(of)));
};

function wholeOf(basis: TraceBasis): Ratio {
  switch (basis.kind) {
    case 'FIXED':
      return Ratio.from(basis.price.price).times(Ratio.from(basis.quantity));
    case 'AREA':
      return Ratio.from(basis.price.price).times(Ratio.from(basis.area)).times(Ratio.from(basis.coefficient));
    case 'METERED':
      return basis.tiers.reduce(
        (sum, { quantity, price }) => sum.plus(Ratio.from(quantity).times(Ratio.from(price))),
        Ratio.ZERO,
      );
    case 'EXPRESSION':
      return Ratio.from(basis.result);
    case 'SHARED':
      return Ratio.ZERO;
  }
}
