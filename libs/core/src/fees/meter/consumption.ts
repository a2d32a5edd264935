import { type FieldProblem, validationFailed } from '@atrium/sdk';
import { daysBetween, type LocalDate } from '../calendar/local-date';
import { Ratio } from '../exact/ratio';
import type { Consumption } from '../charge/assignment';
import { meterMessages } from './meter.messages';

export interface Meter {
  /** What one count of the meter stands for, 1 for most; 40 behind a transformer. */
  readonly multiplier: Ratio;
  /** First value it cannot show, such as 100000 with five digits: it goes on from 0 there. */
  readonly rollsOverAt: Ratio;
}

/** A reading. */
export interface Reading {
  readonly day: LocalDate;
  readonly value: Ratio;
  /**
   * How it follows the last one. ROLLED_OVER: the meter came past its highest value once. REPLACED: the old meter ended
   * at `finalValue`, the new one began at `firstValue`. Said by whoever reads, never guessed from a lower value.
   */
  readonly follows: 'ON' | 'ROLLED_OVER' | { readonly finalValue: Ratio; readonly firstValue: Ratio };
}

/**
 * What was consumed between two readings.
 *
 * @param meter the one that the later reading is of; `replaced` the one before it, if it was another
 * @param path where the reading stands in the input
 * @throws AtriumError `VALIDATION_FAILED` for a reading that cannot be
 */
export function consumptionOf(
  meter: Meter,
  last: { readonly day: LocalDate; readonly value: Ratio },
  reading: Reading,
  path = 'input',
  replaced: Meter = meter,
): Consumption {
  const { day, value, follows } = reading;
  if (day <= last.day) {
    throw validationFailed({
      path: `${path}.day`,
      code: 'READING_NOT_LATER',
      message: meterMessages.order,
      params: { day, lastDay: last.day },
    });
  }
  const check = (given: Ratio, of: Meter, field: string): void => {
    const problem = valueProblem(given, of, `${path}.${field}`);
    if (problem) throw validationFailed(problem);
  };
  const rise = (from: Ratio, to: Ratio, field: string): Ratio => {
    if (to.compare(from) >= 0) return to.minus(from);
    const params = { day, given: String(to), last: String(from), lastDay: last.day };
    throw validationFailed({
      path: `${path}.${field}`,
      code: 'READING_BELOW_LAST',
      message: meterMessages.below,
      params,
    });
  };
  check(value, meter, 'value');
  if (follows === 'ON') {
    return { from: last.day, to: day, quantity: rise(last.value, value, 'value').times(meter.multiplier) };
  }
  if (follows === 'ROLLED_OVER') {
    if (value.compare(last.value) >= 0) {
      const params = { given: String(value), last: String(last.value) };
      throw validationFailed({
        path: `${path}.value`,
        code: 'NO_ROLLOVER',
        message: meterMessages.noRollover,
        params,
      });
    }
    const counted = meter.rollsOverAt.minus(last.value).plus(value);
    return { from: last.day, to: day, quantity: counted.times(meter.multiplier) };
  }
  check(follows.finalValue, replaced, 'finalValue');
  check(follows.firstValue, meter, 'firstValue');
  const old = rise(last.value, follows.finalValue, 'finalValue').times(replaced.multiplier);
  const fresh = rise(follows.firstValue, value, 'value').times(meter.multiplier);
  return { from: last.day, to: day, quantity: old.plus(fresh) };
}

function valueProblem(value: Ratio, meter: Meter, path: string): FieldProblem | null {
  if (value.isNegative) return { path, code: 'READING_NEGATIVE', message: meterMessages.negative };
  if (value.compare(meter.rollsOverAt) < 0) return null;
  const params = { given: String(value), most: String(meter.rollsOverAt) };
  return { path, code: 'READING_OUT_OF_RANGE', message: meterMessages.range, params };
}

/** How many times the usual a consumption is too much to be believed without a second look. */
const UNLIKELY = Ratio.of(5n);

/**
 * Whether a consumption is implausible beside earlier ones of the same meter, by the day: to be confirmed, not refused.
 * Null when it is plausible or nothing is known to compare with.
 */
export function unlikelyConsumption(
  given: Consumption,
  earlier: readonly Consumption[],
  path = 'input.value',
): FieldProblem | null {
  let days = 0n;
  let counted = Ratio.ZERO;
  for (const { from, to, quantity } of earlier) {
    days += daysBetween(from, to);
    counted = counted.plus(quantity);
  }
  if (days === 0n || counted.isZero) return null;
  const own = daysBetween(given.from, given.to);
  const usual = counted.times(Ratio.of(own, days));
  if (given.quantity.compare(usual.times(UNLIKELY)) <= 0) return null;
  return {
    path,
    code: 'READING_UNLIKELY',
    message: meterMessages.unlikely,
    params: { quantity: given.quantity.toDecimal(2n), usual: usual.toDecimal(2n), days: String(own) },
  };
}
