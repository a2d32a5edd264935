import type { Message, MessageParams } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import type { LineTrace } from './trace';

/** What is charged for one calendar month, rounded once. */
export interface ChargeLine {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** With tax. */
  readonly amount: Minor;
  readonly tax: Minor;
  readonly trace: LineTrace;
}

/** What one payer owes for a period: the sum of its lines. */
export interface Charge {
  readonly assignmentId: string;
  readonly payerId: string;
  readonly jointDebtorIds: readonly string[];
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly dueOn: LocalDate;
  /** With tax. */
  readonly amount: Minor;
  readonly tax: Minor;
  readonly lines: readonly ChargeLine[];
}

export const SKIP_REASONS = [
  'NOT_STARTED',
  'ENDED',
  'ALREADY_CHARGED',
  /** In arrears: the cycle is not over. */
  'CYCLE_NOT_OVER',
  /** Before the period lie days that were never charged: a run of their own period does that. */
  'EARLIER_NOT_CHARGED',
  'NO_PAYER',
  'NO_READING',
  /** By its proration these days do not count. */
  'NOT_COUNTED',
  /** It comes to nothing, by a factor of 0 or no consumption. */
  'NOTHING_OWED',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Days of an assignment for which there is no charge, and why. */
export interface Skip {
  readonly assignmentId: string;
  readonly reason: SkipReason;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Why an assignment could not be computed: it gets no charge until this is mended. */
export interface Fault {
  readonly assignmentId: string;
  readonly code: string;
  readonly message: Message;
  readonly params: MessageParams;
}

export interface Computed {
  readonly charges: Charge[];
  readonly skips: Skip[];
  readonly faults: Fault[];
}
