/** A span of real time, its end exclusive. Milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Spans in order, those that touch or overlap joined. */
export function joined(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from);
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = out.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}

/** Does somebody who works in these spans work throughout this one? */
export const worksThroughout = (worked: readonly Span[], { from, to }: Span): boolean =>
  joined(worked).some((span) => span.from <= from && to <= span.to);

/** What is left of `worked` without `busy`. */
export function without(worked: readonly Span[], busy: readonly Span[]): Span[] {
  return joined(busy).reduce<Span[]>(
    (left, taken) =>
      left.flatMap((span) =>
        taken.to <= span.from || taken.from >= span.to
          ? [span]
          : [
              { from: span.from, to: taken.from },
              { from: taken.to, to: span.to },
            ].filter(({ from, to }) => to > from),
      ),
    joined(worked),
  );
}

/**
 * Windows of `length` in free working time, one after the other from the beginning of each free span, within `within`.
 * Source: the design's chapter on tickets, appointments (预约上门).
 */
export function freeWindows(worked: readonly Span[], busy: readonly Span[], within: Span, length: number): Span[] {
  return without(worked, busy).flatMap((span) => {
    const [from, to] = [Math.max(span.from, within.from), Math.min(span.to, within.to)];
    const count = Math.max(0, Math.floor((to - from) / length));
    return Array.from({ length: count }, (_, index) => ({
      from: from + index * length,
      to: from + (index + 1) * length,
    }));
  });
}
