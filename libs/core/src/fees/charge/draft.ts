import type { LocalDate } from '../calendar/local-date';
import type { Ratio } from '../exact/ratio';
import type { Liability } from './assignment';
import type { Skip, SkipReason } from './charge';
import type { TracePart } from './trace';

/** A line before it is rounded and divided between those who pay. */
export interface Draft {
  readonly liability: Liability;
  readonly month: string;
  readonly from: LocalDate;
  to: LocalDate;
  /** In units of the currency; for SHARED the weight. */
  unrounded: Ratio;
  readonly parts: TracePart[];
}

/** Collects the parts of one assignment: those of one month and liability become one line. */
export class Drafts {
  readonly lines: Draft[] = [];
  readonly skips: Skip[] = [];

  constructor(private readonly assignmentId: string) {}

  add(liability: Liability, month: string, part: TracePart, unrounded: Ratio): void {
    const last = this.lines.at(-1);
    if (last && last.liability === liability && last.month === month) {
      last.to = part.to;
      last.unrounded = last.unrounded.plus(unrounded);
      last.parts.push(part);
      return;
    }
    this.lines.push({ liability, month, from: part.from, to: part.to, unrounded, parts: [part] });
  }

  skip(reason: SkipReason, from: LocalDate, to: LocalDate): void {
    this.skips.push({ assignmentId: this.assignmentId, reason, from, to });
  }
}
