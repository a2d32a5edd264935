import { type FieldProblem, isLocalDate } from '@atrium/sdk';
import type { Span } from '../calendar/dated';
import { feeItemMessages } from './fee-item.messages';

/**
 * What is wrong with the days of things that must not hold at once (own prices, payers), in whatever order they are
 * given; empty when all is well.
 *
 * @param path where they stand in the input
 */
export function spanProblems(spans: readonly Span[], path: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const good: { span: Span; at: string }[] = [];
  for (const [index, span] of spans.entries()) {
    const at = `${path}.${index}`;
    const wrongDay = !isLocalDate(span.from) ? 'from' : span.to !== null && !isLocalDate(span.to) ? 'to' : null;
    if (wrongDay) problems.push({ path: `${at}.${wrongDay}`, code: 'NOT_A_DAY', message: feeItemMessages.day });
    else if (span.to !== null && span.to <= span.from) {
      const params = { from: span.from };
      problems.push({ path: `${at}.to`, code: 'ENDS_BEFORE_START', message: feeItemMessages.spanEmpty, params });
    } else good.push({ span, at });
  }
  let before: Span | null = null;
  for (const { span, at } of good.toSorted((a, b) => (a.span.from < b.span.from ? -1 : 1))) {
    if (before && (before.to === null || span.from < before.to)) {
      const params = { from: before.from };
      problems.push({ path: `${at}.from`, code: 'SPANS_OVERLAP', message: feeItemMessages.spanOverlap, params });
    }
    if (!before || before.to !== null) before = span;
  }
  return problems;
}
