import { type FieldProblem, type Message, type MessageParams, validationFailed } from '@atrium/sdk';
import type { Span } from '../calendar/dated';
import { addDays, daysBetween, earlierOf, laterOf, type LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import { Ratio, smaller } from '../exact/ratio';
import { wholeNumber } from '../exact/rounding';
import { lateFeeMessages } from './late-fee.messages';

/** The late-fee clause of a contract as it is entered and stored. */
export interface LateFeeTerms {
  /** Part of the principal for each day, such as `0.0005`. */
  readonly dailyRate: string;
  /** Days after the due day for which nothing is asked. */
  readonly graceDays: number;
  /** Most it can come to, as a multiple of the principal; 1 when nothing else was agreed. */
  readonly capFactor?: string | null;
}

export interface LateFeeRule {
  readonly dailyRate: Ratio;
  readonly graceDays: bigint;
  readonly capFactor: Ratio;
}

const DECIMAL = /^\d{1,6}(?:\.\d{1,9})?$/;
const HIGHEST_RATE = '0.05';
const LONGEST_GRACE = 366;

/** Checks the terms of a clause. @throws AtriumError `VALIDATION_FAILED` */
export function readLateFeeTerms({ dailyRate, graceDays, capFactor }: LateFeeTerms, path = 'input'): LateFeeRule {
  const problems: FieldProblem[] = [];
  const read = (text: string, field: string, message: Message, params: MessageParams, most?: Ratio): Ratio => {
    const value = DECIMAL.test(text) ? Ratio.from(text) : Ratio.ZERO;
    if (value.isZero || (most && value.compare(most) > 0)) {
      problems.push({ path: `${path}.${field}`, code: 'OUT_OF_RANGE', message, params });
    }
    return value;
  };
  const most = Ratio.from(HIGHEST_RATE);
  const rule = {
    dailyRate: read(dailyRate, 'dailyRate', lateFeeMessages.rate, { max: HIGHEST_RATE, example: '0.0005' }, most),
    capFactor: capFactor == null ? Ratio.ONE : read(capFactor, 'capFactor', lateFeeMessages.cap, { example: '1' }),
  };
  if (!Number.isInteger(graceDays) || graceDays < 0 || graceDays > LONGEST_GRACE) {
    const params = { max: LONGEST_GRACE };
    problems.push({ path: `${path}.graceDays`, code: 'OUT_OF_RANGE', message: lateFeeMessages.grace, params });
  }
  if (problems.length > 0) throw validationFailed(...problems);
  return { ...rule, graceDays: BigInt(graceDays) };
}

/** A warning, not a refusal: what the rate comes to in a year of 365 days, when that is above the tenant's ceiling. */
export function aboveCeiling(
  { dailyRate }: LateFeeRule,
  ceilingPerYear: Ratio,
): { message: Message; params: MessageParams } | null {
  const yearly = dailyRate.times(Ratio.of(365n));
  if (yearly.compare(ceilingPerYear) <= 0) return null;
  return { message: lateFeeMessages.ceiling, params: { yearly: percent(yearly), ceiling: percent(ceilingPerYear) } };
}

const percent = (part: Ratio): string => `${part.times(Ratio.of(100n)).toDecimal(2n)} %`;

/** A change of what is owed of a charge's principal, on its value date. */
export interface PrincipalChange {
  readonly day: LocalDate;
  /**
   * Below zero for a payment or credit: it counts from the next day, because the day it comes on is owed for. Above zero
   * for a reversal or correction: it counts from that day.
   */
  readonly amount: Minor;
}

export interface OverdueCharge {
  readonly dueOn: LocalDate;
  /** The charge's principal, with tax; the cap is a multiple of it. */
  readonly principal: Minor;
  /** In any order. */
  readonly changes: readonly PrincipalChange[];
  /** Disputes and the like: days that do not count. */
  readonly frozen: readonly Span[];
  /** The clause; null where the contract has none: no late fee. */
  readonly rule: LateFeeRule | null;
  /** What another system had asked for through a day; here it accrues from the next day on. */
  readonly before?: { readonly through: LocalDate; readonly fee: Minor } | null;
}

/** Days over which the principal outstanding was the same. */
export interface LateFeeSpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly days: bigint;
  readonly principal: Minor;
}

export interface LateFee {
  /** Rounded half-up to the minor unit, since the due day. */
  readonly cumulative: Minor;
  /** The cap was reached. */
  readonly capped: boolean;
  /** How it came about; its sum × daily rate is the fee before cap and rounding. */
  readonly spans: readonly LateFeeSpan[];
}

const NONE: LateFee = Object.freeze({ cumulative: 0n, capped: false, spans: Object.freeze([]) });

/**
 * The late fee of a charge up to and with a day: simple interest by the day on the principal outstanding before that
 * day's payments, from the day after the grace days. Computed anew from the beginning each time, so it does not matter
 * when or how often anybody asked before.
 *
 * @param through the last day that counts: the value date of a payment, or the day of an accrual
 */
export function lateFeeThrough(charge: OverdueCharge, through: LocalDate): LateFee {
  const { rule, dueOn, principal, before } = charge;
  if (principal <= 0n) return NONE;
  const already = before?.fee ?? 0n;
  const none = already === 0n ? NONE : { ...NONE, cumulative: already };
  if (!rule) return none;
  const graced = addDays(dueOn, rule.graceDays + 1n);
  const from = before ? laterOf(graced, addDays(before.through, 1n)) : graced;
  const to = addDays(through, 1n);
  if (from >= to) return none;

  const spans: LateFeeSpan[] = [];
  let interest = 0n;
  for (const span of uncutSpans(charge, from, to)) {
    if (isFrozen(charge.frozen, span.from)) continue;
    const outstanding = outstandingOn(charge, span.from);
    if (outstanding <= 0n) continue;
    const days = daysBetween(span.from, span.to);
    spans.push({ ...span, days, principal: outstanding });
    interest += outstanding * days;
  }
  const exact = rule.dailyRate.times(Ratio.of(interest)).plus(Ratio.of(already));
  const most = rule.capFactor.times(Ratio.of(principal));
  // What was asked for before is not lowered by the cap.
  const cap = most.compare(Ratio.of(already)) < 0 ? Ratio.of(already) : most;
  const fee = smaller(exact, cap);
  return {
    cumulative: wholeNumber(fee.numerator, fee.denominator, 'HALF_UP'),
    capped: exact.compare(cap) > 0,
    spans,
  };
}

/**
 * What is to be posted, so that all postings together are the cumulative fee: posted daily or at once, the sum is the
 * same. Below zero when a payment with an earlier value date made less of it. Waivers are entries of their own and are
 * not part of `posted`.
 */
export const lateFeeToPost = (fee: LateFee, posted: Minor): Minor => fee.cumulative - posted;

/** First day a change counts on. */
const countsFrom = ({ day, amount }: PrincipalChange): LocalDate => (amount < 0n ? addDays(day, 1n) : day);

function outstandingOn({ principal, changes }: OverdueCharge, day: LocalDate): Minor {
  let outstanding = principal;
  for (const change of changes) if (countsFrom(change) <= day) outstanding += change.amount;
  return outstanding;
}

const isFrozen = (frozen: readonly Span[], day: LocalDate): boolean =>
  frozen.some((span) => span.from <= day && (span.to === null || day < span.to));

function* uncutSpans(
  { changes, frozen }: OverdueCharge,
  from: LocalDate,
  to: LocalDate,
): Generator<{ from: LocalDate; to: LocalDate }> {
  const cuts = new Set<LocalDate>([to]);
  for (const change of changes) cuts.add(countsFrom(change));
  for (const span of frozen) {
    cuts.add(span.from);
    if (span.to) cuts.add(span.to);
  }
  let start = from;
  for (const cut of [...cuts].sort()) {
    const end = earlierOf(laterOf(cut, start), to);
    if (end > start) yield { from: start, to: end };
    start = end;
  }
}
