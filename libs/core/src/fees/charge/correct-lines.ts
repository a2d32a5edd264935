import type { LocalDate } from '../calendar/local-date';
import { monthOf } from '../calendar/month';
import type { Currency, Minor } from '../exact/money';
import { Ratio } from '../exact/ratio';
import { compileExpression } from '../expression/compile-expression';
import { NO_VALUES, type VariableName } from '../expression/variables';
import { monthPart } from '../item/proration';
import { taxIn } from '../item/tax';
import type { ChargeLine } from './charge';
import { replayLine } from './replay-line';
import type { LineTrace, TraceBasis, TracePart } from './trace';

/**
 * A fact that was found to be another after it was charged for.
 *
 * AREA: a new measurement counts from a day on. END: nothing is owed from a day on, because the unit changed hands or the
 * service stopped; the debtor keeps what lies before it. FACTOR: a rate factor was granted for days charged in full.
 */
export type Correction =
  | { readonly kind: 'AREA'; readonly from: LocalDate; readonly area: Ratio; readonly coefficient: Ratio }
  | { readonly kind: 'END'; readonly from: LocalDate }
  | {
      readonly kind: 'FACTOR';
      readonly from: LocalDate;
      /** First day on which it no longer holds; null: until further notice. */
      readonly to: LocalDate | null;
      readonly factor: Ratio;
      /** Why, such as `VACANT`. */
      readonly reason: string;
    };

/** What a line is short of, or above when below zero. */
export interface LineDifference {
  readonly month: string;
  /** The first day that is corrected. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** With tax; never zero. */
  readonly amount: Minor;
  readonly tax: Minor;
  /** How the line would have come about. */
  readonly trace: LineTrace;
}

/**
 * The difference charge (or credit) of a correction: each line again with the one fact changed and everything else as it
 * was frozen, less what was charged. The charges themselves stay as they are. Metered and shared lines have none: what a
 * meter counted does not depend on these facts, and a shared part on everybody's.
 *
 * @param lines of one charge; after an earlier correction, with its amounts and traces in their place
 * @throws ExpressionError when a formula cannot be computed with the new area
 */
export function correctLines(
  lines: readonly ChargeLine[],
  correction: Correction,
  currency: Currency,
): LineDifference[] {
  return lines.flatMap((line) => {
    const parts = line.trace.parts.flatMap((part) => correctPart(line, part, correction, currency));
    const again = replayLine(line.trace, currency, parts);
    if (again === line.amount) return [];
    return {
      month: line.month,
      from: line.from < correction.from ? correction.from : line.from,
      to: line.to,
      amount: again - line.amount,
      tax: taxIn(again, Ratio.from(line.trace.taxRate)) - line.tax,
      trace: { ...line.trace, parts },
    };
  });
}

function correctPart(line: ChargeLine, part: TracePart, correction: Correction, currency: Currency): TracePart[] {
  if (part.basis.kind === 'METERED' || part.basis.kind === 'SHARED') return [part];
  const [before, rest] = cutPart(line, part, correction.from);
  if (!rest) return [part];
  const kept = before ? [before] : [];
  switch (correction.kind) {
    case 'END':
      return kept;
    case 'AREA':
      return [...kept, { ...rest, basis: withArea(part.basis, correction, currency) }];
    case 'FACTOR': {
      const [during, after] = correction.to === null ? [rest, null] : cutPart(line, rest, correction.to);
      const factor = { kind: correction.reason, factor: String(correction.factor) };
      const held = during ? [{ ...during, factors: [...during.factors, factor] }] : [];
      return [...kept, ...held, ...(after ? [after] : [])];
    }
  }
}

/** A part before a day and from it on, each null where there is none; their days counted add up to the part's. */
function cutPart(line: ChargeLine, part: TracePart, day: LocalDate): [TracePart | null, TracePart | null] {
  if (part.to <= day) return [part, null];
  if (part.from >= day) return [null, part];
  const month = monthOf(line.month);
  const { days } = monthPart(line.trace.proration, month, { from: part.from, to: day }, part.from);
  return [
    { ...part, to: day, days: String(days) },
    { ...part, from: day, days: String(BigInt(part.days) - days) },
  ];
}

function withArea(
  basis: TraceBasis,
  { area, coefficient }: Correction & { kind: 'AREA' },
  currency: Currency,
): TraceBasis {
  if (basis.kind === 'AREA') return { ...basis, area: String(area), coefficient: String(coefficient) };
  if (basis.kind !== 'EXPRESSION' || basis.values['area'] === undefined) return basis;
  const shown = { ...basis.values, area: String(area.times(coefficient)) };
  const values: Record<VariableName, Ratio | null> = { ...NO_VALUES };
  for (const [name, value] of Object.entries(shown)) values[name as VariableName] = Ratio.from(value);
  const { evaluate } = compileExpression(basis.text, { currency: currency.code, priceUnit: basis.priceUnit });
  return { ...basis, values: shown, result: String(evaluate(values)) };
}
