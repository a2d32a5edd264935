import type { Since } from '../calendar/dated';
import type { LocalDate } from '../calendar/local-date';
import { monthOf } from '../calendar/month';
import type { Currency, Minor } from '../exact/money';
import { Ratio } from '../exact/ratio';
import { monthPart } from '../item/proration';
import { taxIn } from '../item/tax';
import type { ChargeLine } from './charge';
import { replayLine } from './replay-line';
import type { LineTrace, TracePart } from './trace';

/** The area that a new measurement found, from the day it counts for. */
export interface Remeasurement extends Since {
  /** m². */
  readonly area: Ratio;
  readonly coefficient: Ratio;
}

/** What a line that was charged by the old area is short of, or above when negative. */
export interface LineDifference {
  readonly month: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** With tax; never zero. */
  readonly amount: Minor;
  readonly tax: Minor;
  /** How the line would have come about. */
  readonly trace: LineTrace;
}

/**
 * The difference charge after a re-measurement: each line again with the new area from that day on and everything else
 * as it was frozen, less what was charged. Lines of other formulas than AREA have none.
 */
export function differencesOf(
  lines: readonly ChargeLine[],
  found: Remeasurement,
  currency: Currency,
): LineDifference[] {
  return lines.flatMap((line) => {
    const parts = line.trace.parts.flatMap((part) => remeasured(line, part, found));
    const again = replayLine(line.trace, currency, parts);
    if (again === line.amount) return [];
    const taxRate = Ratio.from(line.trace.taxRate);
    return {
      month: line.month,
      from: line.from < found.from ? found.from : line.from,
      to: line.to,
      amount: again - line.amount,
      tax: taxIn(again, taxRate) - line.tax,
      trace: { ...line.trace, parts },
    };
  });
}

function remeasured(line: ChargeLine, part: TracePart, found: Remeasurement): TracePart[] {
  if (part.basis.kind !== 'AREA' || part.to <= found.from) return [part];
  const basis = { ...part.basis, area: String(found.area), coefficient: String(found.coefficient) };
  if (part.from >= found.from) return [{ ...part, basis }];
  const month = monthOf(line.month);
  const before = monthPart(line.trace.proration, month, { from: part.from, to: found.from }, part.from);
  const after = BigInt(part.days) - before.days;
  return [
    { ...part, to: found.from, days: String(before.days) },
    { ...part, from: found.from, basis, days: String(after) },
  ];
}
