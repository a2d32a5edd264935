import type { Minor } from '../exact/money';

/** A line of a bank statement: money that came in. */
export interface BankLine {
  /** UUID. */
  readonly id: string;
  /** The company's own; empty where the statement does not say. */
  readonly account: string;
  readonly reference: string;
  readonly bookedOn: string;
  readonly amount: Minor;
  readonly currency: string;
  readonly payerName: string | null;
  readonly payerAccount: string | null;
  readonly remark: string | null;
}

/** Somebody whom a line can be of, with what is owed of each charge as of its day, the oldest due first. */
export interface Payer {
  readonly customerId: string;
  readonly owed: readonly Minor[];
}

/**
 * Does an amount fit what somebody owes: all of it, the oldest charges of it, or one charge? Less and more can be anybody's,
 * so they are for a person to decide.
 */
export function fitsOwed(amount: Minor, owed: readonly Minor[]): boolean {
  let sum = 0n;
  for (const one of owed) {
    sum += one;
    if (sum === amount || one === amount) return true;
  }
  return false;
}

/** The only one of several payers whom the amount fits; null where there is none, or more than one. */
export function onlyPayer(amount: Minor, payers: readonly Payer[]): Payer | null {
  const fitting = payers.filter(({ owed }) => fitsOwed(amount, owed));
  return fitting.length === 1 ? fitting[0]! : null;
}

/** Words of a remark that may be a customer's code or key in another system. */
export const wordsOf = (remark: string): string[] =>
  [...new Set(remark.normalize('NFKC').split(/[^\p{L}\p{N}_-]+/u))].filter((word) => word.length >= 3).slice(0, 30);
