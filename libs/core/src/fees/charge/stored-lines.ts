import { monthOf } from '../calendar/month';
import type { ChargeLine } from './charge';
import type { LineTrace, TraceBasis, TracePart, TracePrice } from './trace';

type Omittable<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;
type WithoutKind<T> = T extends TraceBasis
  ? Omit<T, 'kind' | 'price' | 'coefficient' | 'own'> & {
      readonly kind?: T['kind'];
      readonly price?: Omittable<TracePrice, 'own'>;
      readonly coefficient?: string;
      readonly own?: boolean;
    }
  : never;
type StoredPart = Omittable<Omit<TracePart, 'basis'>, 'from' | 'to' | 'factors' | 'of'> & {
  readonly basis: WithoutKind<TraceBasis>;
};
type StoredTrace = Omittable<Omit<LineTrace, 'parts'>, 'unrounded' | 'shares' | 'shareIndex' | 'cost'> & {
  readonly parts: readonly StoredPart[];
};

/**
 * A line as it is stored: amounts as text, because JSON has no integers of any size, and without what goes without saying
 * (a whole month's days, no factors, a coefficient of 1). Half of what a run writes are lines.
 */
export interface StoredLine {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly from?: string;
  readonly to?: string;
  readonly amount: string;
  readonly tax: string;
  /** None for what was brought in as an opening balance. */
  readonly trace: StoredTrace | null;
}

/** A line as it was read; without trace for opening balances. */
export type ReadLine = Omit<ChargeLine, 'trace'> & { readonly trace: LineTrace | null };

/** Lines as JSON text. */
export const writeLines = (lines: readonly ChargeLine[]): string => JSON.stringify(lines.map(storedLine));

/** Fields that are undefined are not written. */
function storedLine({ month, from, to, amount, tax, trace }: ChargeLine): StoredLine {
  const whole = monthOf(month);
  const { parts, shares, shareIndex, cost, unrounded } = trace;
  const [only] = parts;
  return {
    month,
    from: from === whole.from ? undefined : from,
    to: to === whole.to ? undefined : to,
    amount: String(amount),
    tax: String(tax),
    trace: {
      formula: trace.formula,
      proration: trace.proration,
      parts: parts.map((part) => storedPart(part, from, to)),
      unrounded: parts.length === 1 && unrounded === only!.amount ? undefined : unrounded,
      rounding: trace.rounding,
      rounded: trace.rounded,
      shares: shares ?? undefined,
      shareIndex: shares ? shareIndex : undefined,
      cost: cost ?? undefined,
      taxRate: trace.taxRate,
    },
  };
}

function storedPart(
  { from, to, basis, factors, days, of, amount }: TracePart,
  first: string,
  last: string,
): StoredPart {
  return {
    from: from === first ? undefined : from,
    to: to === last ? undefined : to,
    basis: storedBasis(basis),
    factors: factors.length === 0 ? undefined : factors,
    days,
    of: of === days ? undefined : of,
    amount,
  };
}

/** The kind of a basis is the formula of its line. */
function storedBasis(basis: TraceBasis): WithoutKind<TraceBasis> {
  switch (basis.kind) {
    case 'AREA': {
      const { area, coefficient } = basis;
      return { price: storedPrice(basis.price), area, coefficient: coefficient === '1' ? undefined : coefficient };
    }
    case 'FIXED':
      return { price: storedPrice(basis.price), quantity: basis.quantity };
    default: {
      const { kind: _kind, ...rest } = basis;
      return rest;
    }
  }
}

const storedPrice = ({ price, since, own }: TracePrice): Omittable<TracePrice, 'own'> =>
  own ? { price, since, own } : { price, since };

/** Lines with everything in them, whether or not it was written. */
export const readLines = (stored: readonly StoredLine[]): ReadLine[] => stored.map(readLine);

function readLine({ month, from, to, amount, tax, trace }: StoredLine): ReadLine {
  const whole = monthOf(month);
  const days = { from: from ?? whole.from, to: to ?? whole.to };
  return { month, ...days, amount: BigInt(amount), tax: BigInt(tax), trace: trace && readTrace(trace, days) };
}

function readTrace(trace: StoredTrace, days: { readonly from: string; readonly to: string }): LineTrace {
  const parts = trace.parts.map((part) => readPart(part, trace.formula, days));
  return {
    formula: trace.formula,
    proration: trace.proration,
    parts,
    unrounded: trace.unrounded ?? parts[0]!.amount,
    rounding: trace.rounding,
    rounded: trace.rounded,
    shares: trace.shares ?? null,
    shareIndex: trace.shareIndex ?? 0,
    cost: trace.cost ?? null,
    taxRate: trace.taxRate,
  };
}

function readPart(part: StoredPart, formula: LineTrace['formula'], days: { from: string; to: string }): TracePart {
  const { basis } = part;
  const kind = basis.kind ?? formula;
  const price = basis.price && { price: { ...basis.price, own: basis.price.own ?? false } };
  const coefficient = kind === 'AREA' ? { coefficient: basis.coefficient ?? '1' } : {};
  return {
    from: part.from ?? days.from,
    to: part.to ?? days.to,
    basis: { ...basis, kind, ...price, ...coefficient } as TraceBasis,
    factors: part.factors ?? [],
    days: part.days,
    of: part.of ?? part.days,
    amount: part.amount,
  };
}
