import { type FieldProblem, invalidField, validationFailed } from '@atrium/sdk';
import type { LocalDate } from './calendar/local-date';
import { Ratio } from './exact/ratio';
import { feeMessages } from './fees.messages';
import { spanProblems } from './item/spans';

/** How the database writes that there is no end. */
export const OPEN = 'infinity';

/** Refuses an end that is not after its start. */
export function requireSpan(from: LocalDate, to: LocalDate | null | undefined, path = 'input.endsOn'): void {
  if (to != null && to <= from) throw invalidField(path, 'ENDS_BEFORE_START', feeMessages.empty, { from });
}

/** Refuses spans of a list that end before they begin or overlap, by their fields `startsOn` and `endsOn`. */
export function requireSpans(
  spans: readonly { readonly startsOn: LocalDate; readonly endsOn?: LocalDate | null }[],
  path: string,
): void {
  const problems = spanProblems(
    spans.map(({ startsOn, endsOn }) => ({ from: startsOn, to: endsOn ?? null })),
    path,
  );
  if (problems.length === 0) return;
  throw validationFailed(
    ...problems.map((one): FieldProblem => ({
      ...one,
      path: one.path.replace(/\.from$/, '.startsOn').replace(/\.to$/, '.endsOn'),
    })),
  );
}

/** Refuses a number that is not above zero, or has too many decimals. */
export function requireAbove0(path: string, text: string | null | undefined, max: number, zero = false): void {
  if (text == null) return;
  const value = Ratio.parse(text);
  const decimals = text.split('.')[1]?.length ?? 0;
  if (value && decimals <= max && !value.isNegative && (zero || !value.isZero)) return;
  throw invalidField(path, 'OUT_OF_RANGE', zero ? feeMessages.notBelowZero : feeMessages.decimals, { max });
}
