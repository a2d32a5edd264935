import type { LocalDate } from './local-date';

/** Something that holds over a span of days. */
export interface Span {
  readonly from: LocalDate;
  /** First day on which it no longer holds; null: until further notice. */
  readonly to: LocalDate | null;
}

/** Something that holds from a day until the next of its kind begins. */
export interface Since {
  readonly from: LocalDate;
}

/** What holds on a day, of things that replace each other, in the order of their days. */
export function sinceAt<T extends Since>(all: readonly T[], day: LocalDate): T | null {
  let found: T | null = null;
  for (const one of all) {
    if (one.from > day) break;
    found = one;
  }
  return found;
}

export const holdsOn = (span: Span, day: LocalDate): boolean => span.from <= day && (span.to === null || day < span.to);
