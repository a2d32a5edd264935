const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/;
const FRACTION = /^(-?\d{1,60})\/(\d{1,60})$/;
/** Above this a denominator is brought to lowest terms; below it doing so costs more than it saves. */
const LARGE = 1n << 96n;

/**
 * An exact fraction. Everything of a fee that is no amount of money is one (prices, areas, factors, parts of a month),
 * because 21/31 of a month has no decimal: parts of a whole add up to it exactly until the one rounding at the end.
 * There is no way in from a `number`.
 */
export class Ratio {
  static readonly ZERO = new Ratio(0n, 1n);
  static readonly ONE = new Ratio(1n, 1n);

  private constructor(
    readonly numerator: bigint,
    /** Always above zero. */
    readonly denominator: bigint,
    private shown?: string,
  ) {}

  /** @throws RangeError when the denominator is zero */
  static of(numerator: bigint, denominator = 1n): Ratio {
    if (denominator === 0n) throw new RangeError('Division by zero');
    const [n, d] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
    if (d < LARGE) return new Ratio(n, d);
    const divisor = gcd(n < 0n ? -n : n, d);
    return new Ratio(n / divisor, d / divisor);
  }

  /** Reads a decimal such as `-2.80` or a fraction such as `21/31`; null for anything else. */
  static parse(text: string): Ratio | null {
    const decimal = DECIMAL.exec(text);
    if (decimal) {
      const [, sign, whole, digits = ''] = decimal;
      const n = BigInt(`${whole}${digits}`);
      return new Ratio(sign ? -n : n, powerOfTen(digits), text);
    }
    const fraction = FRACTION.exec(text);
    if (!fraction) return null;
    const d = BigInt(fraction[2]!);
    return d === 0n ? null : Ratio.of(BigInt(fraction[1]!), d);
  }

  /** Like `parse`, for text that was checked before. @throws RangeError */
  static from(text: string): Ratio {
    const value = Ratio.parse(text);
    if (!value) throw new RangeError(`Neither a decimal nor a fraction: ${text}`);
    return value;
  }

  plus(other: Ratio): Ratio {
    return this.denominator === other.denominator
      ? Ratio.of(this.numerator + other.numerator, this.denominator)
      : Ratio.of(
          this.numerator * other.denominator + other.numerator * this.denominator,
          this.denominator * other.denominator,
        );
  }

  minus(other: Ratio): Ratio {
    return this.plus(other.negated());
  }

  times(other: Ratio): Ratio {
    return Ratio.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** @throws RangeError when the other is zero */
  over(other: Ratio): Ratio {
    return Ratio.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  negated(): Ratio {
    return new Ratio(-this.numerator, this.denominator);
  }

  /** -1, 0 or 1, as sorting wants it. */
  compare(other: Ratio): -1 | 0 | 1 {
    const [left, right] = [this.numerator * other.denominator, other.numerator * this.denominator];
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Ratio): boolean {
    return this.compare(other) === 0;
  }

  get isZero(): boolean {
    return this.numerator === 0n;
  }

  get isNegative(): boolean {
    return this.numerator < 0n;
  }

  /** As it was written when it was read from text; otherwise a decimal when there is one, else a fraction. */
  toString(): string {
    return (this.shown ??= exactText(this.numerator, this.denominator));
  }

  /** The number with at most so many decimals, cut off and marked by `…` when there are more. For showing only. */
  toDecimal(places: bigint): string {
    const scale = 10n ** places;
    const scaled = this.numerator * scale;
    const cut = scaled / this.denominator;
    return cut * this.denominator === scaled
      ? decimalText(cut, places).replace(/\.?0+$/, '')
      : `${decimalText(cut, places)}…`;
  }
}

/** The smaller and the larger of two. */
export const smaller = (a: Ratio, b: Ratio): Ratio => (a.compare(b) <= 0 ? a : b);
export const larger = (a: Ratio, b: Ratio): Ratio => (a.compare(b) >= 0 ? a : b);

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** `10n ** digits.length` without a detour over numbers. */
const powerOfTen = (digits: string): bigint => BigInt(`1${digits.replace(/\d/g, '0')}`);

function exactText(n: bigint, d: bigint): string {
  const divisor = gcd(n < 0n ? -n : n, d);
  const [top, bottom] = [n / divisor, d / divisor];
  let rest = bottom;
  let places = 0n;
  // Each factor ten of the denominator, or a two or a five that is left, is one decimal place.
  while (rest % 10n === 0n) [rest, places] = [rest / 10n, places + 1n];
  while (rest % 2n === 0n) [rest, places] = [rest / 2n, places + 1n];
  while (rest % 5n === 0n) [rest, places] = [rest / 5n, places + 1n];
  return rest === 1n ? decimalText((top * 10n ** places) / bottom, places) : `${top}/${bottom}`;
}

/** A count of units of 10^-places as decimal text with exactly so many places. */
export function decimalText(count: bigint, places: bigint): string {
  const sign = count < 0n ? '-' : '';
  const scale = 10n ** places;
  const [whole, part] = [(count < 0n ? -count : count) / scale, (count < 0n ? -count : count) % scale];
  if (places === 0n) return `${sign}${whole}`;
  return `${sign}${whole}.${String(part + scale).slice(1)}`;
}
