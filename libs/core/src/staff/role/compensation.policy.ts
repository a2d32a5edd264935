/** Digits behind the point that a currency is counted in (ISO 4217), e.g. 2 for CNY, 0 for JPY. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Largest amount that is taken: it fits a bigint with room to add up. */
const MAX_DIGITS = 15;

/** An amount in the smallest unit of its currency; null where it is finer than that, too large, or not above zero. */
export function toMinor(amount: string, currency: string): bigint | null {
  const [, whole = '', part = ''] = /^(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const digits = minorDigits(currency);
  if (whole === '' || part.replace(/0+$/, '').length > digits) return null;
  const text = whole + part.slice(0, digits).padEnd(digits, '0');
  const minor = BigInt(text);
  return minor > 0n && minor.toString().length <= MAX_DIGITS ? minor : null;
}

/** The amount as it is answered, e.g. `"200.00"`. */
export function fromMinor(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const text = minor.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
