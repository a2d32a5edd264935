import { db, invalidField } from '@atrium/sdk';
import type { ChargeLine } from '../charge/charge';
import { type Correction, correctLines, type LineDifference } from '../charge/correct-lines';
import { readLines, type StoredLine } from '../charge/stored-lines';
import { requireAbove0, requireSpan } from '../days';
import { currencyOf } from '../exact/money';
import { Ratio } from '../exact/ratio';
import { correctionMessages } from './correction.messages';
import type { RecomputeChargeInput } from './correction.types';

interface StoredLines {
  readonly currency: string;
  readonly lines: readonly StoredLine[];
  /** Of corrections that were approved, in their order. */
  readonly corrected: readonly (readonly StoredLine[])[];
}

/** What a charge is short of, or above, with one fact changed and everything else as it was frozen. */
export async function differenceOf(input: RecomputeChargeInput): Promise<LineDifference[]> {
  const correction = readFact(input);
  const [stored] = await db().query<StoredLines>(
    `SELECT c.currency, c.lines, (SELECT coalesce(json_agg(k.lines ORDER BY k.decided_at, k.id), '[]') FROM atrium.fee_correction k
       WHERE k.tenant_id = c.tenant_id AND k.charge_id = c.id AND k.state = 'APPROVED' AND k.lines IS NOT NULL) AS corrected
     FROM atrium.fee_charge c WHERE c.id = $1`,
    [input.chargeId],
  );
  return correctLines(currentLines(stored!), correction, currencyOf(stored!.currency));
}

function readFact({ kind, from, to, area, coefficient, factor, reason }: RecomputeChargeInput): Correction {
  const needed = (field: string) => invalidField(`input.${field}`, 'REQUIRED', correctionMessages.needed);
  switch (kind) {
    case 'AREA':
      if (area == null) throw needed('area');
      requireAbove0('input.area', area, 2);
      requireAbove0('input.coefficient', coefficient, 6);
      return { kind, from, area: Ratio.from(area), coefficient: Ratio.from(coefficient) };
    case 'END':
      return { kind, from };
    case 'FACTOR':
      if (factor == null) throw needed('factor');
      requireAbove0('input.factor', factor, 6, true);
      requireSpan(from, to, 'input.to');
      return { kind, from, to: to ?? null, factor: Ratio.from(factor), reason };
  }
}

/** The lines with their earlier corrections in place. Lines of opening balances have no trace and cannot be computed. */
function currentLines({ lines, corrected }: StoredLines): ChargeLine[] {
  const byMonth = new Map<string, ChargeLine>();
  for (const { trace, ...rest } of readLines(lines)) if (trace) byMonth.set(rest.month, { ...rest, trace });
  for (const { month, amount, tax, trace } of readLines(corrected.flat())) {
    const line = byMonth.get(month);
    if (!line || !trace) continue;
    byMonth.set(month, { ...line, trace, amount: line.amount + amount, tax: line.tax + tax });
  }
  return [...byMonth.values()];
}
