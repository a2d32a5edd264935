import { decimalText, Ratio } from './ratio';
import { type Rounding, wholeNumber } from './rounding';

/**
 * An amount of money: a count of the currency's minor unit (fen, cent). The compiler lets no `number` be mixed with it.
 */
export type Minor = bigint;

/** A currency with what arithmetic needs to know of it. */
export interface Currency {
  /** ISO 4217 code. */
  readonly code: string;
  /** Decimal places of its minor unit: 2 for CNY, 0 for JPY. */
  readonly exponent: bigint;
  /** Minor units in one unit: 100 for CNY. */
  readonly scale: bigint;
}

const known = new Map<string, Currency>();

/** A currency by its code in ISO 4217. @throws RangeError for a code that is none */
export function currencyOf(code: string): Currency {
  const found = known.get(code);
  if (found) return found;
  if (!Intl.supportedValuesOf('currency').includes(code)) throw new RangeError(`Unknown currency ${code}`);
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: code,
  }).resolvedOptions();
  const exponent = BigInt(maximumFractionDigits ?? 2);
  const currency = Object.freeze({ code, exponent, scale: 10n ** exponent });
  known.set(code, currency);
  return currency;
}

/** Reads an amount such as `12.30`; null for what is none or has more decimals than the currency. */
export function minorOf(text: string, currency: Currency): Minor | null {
  const value = text.includes('/') ? null : Ratio.parse(text);
  if (!value) return null;
  const scaled = value.numerator * currency.scale;
  return scaled % value.denominator === 0n ? scaled / value.denominator : null;
}

/** An amount as decimal text with all its places: `250.24`. */
export const minorText = (amount: Minor, currency: Currency): string => decimalText(amount, currency.exponent);

/** Rounds an exact value, in units of the currency, to money. */
export type ToMoney = (value: Ratio) => Minor;

/** @throws RangeError when the step is finer than the minor unit (0.01 for JPY) */
export function moneyRounding(rounding: Rounding, currency: Currency): ToMoney {
  const step = minorOf(rounding.step, currency);
  if (step === null) throw new RangeError(`${rounding.step} is finer than the minor unit of ${currency.code}`);
  const { scale } = currency;
  return (value) => wholeNumber(value.numerator * scale, value.denominator * step, rounding.mode) * step;
}
