import type { Minor } from '../exact/money';
import { wholeNumber } from '../exact/rounding';
import type { Component } from '../payment/allocation.policy';
import type { CorrectionKind } from './correction.types';

/** Of which parts of a charge a correction can be. The first is meant where none is named; null: of all of it. */
export const PARTS: Readonly<Record<CorrectionKind, readonly (Component | null)[]>> = {
  CREDIT: ['PRINCIPAL'],
  DEBIT: ['PRINCIPAL'],
  VOID: [null],
  WRITE_OFF: [null, 'PRINCIPAL', 'LATE_FEE', 'COSTS'],
  RECOVERY: [null, 'PRINCIPAL', 'LATE_FEE', 'COSTS'],
  WAIVER: ['LATE_FEE', 'COSTS'],
  COSTS: ['COSTS'],
};

export const NEEDS_AMOUNT: ReadonlySet<CorrectionKind> = new Set(['CREDIT', 'DEBIT', 'COSTS']);

/**
 * Tax that goes with a change of a charge's amount: the charge's tax in proportion to what the amount was before and is
 * after, so that corrections one by one carry the tax of all at once, and one of all of it carries all of its tax.
 *
 * @param charge as it was billed; `amount` above zero
 * @param before amount before, with what was corrected earlier
 * @param by the change, below zero for a credit
 */
export function taxOfChange(
  { amount, tax }: { readonly amount: Minor; readonly tax: Minor },
  before: Minor,
  by: Minor,
): Minor {
  const at = (net: Minor): Minor => wholeNumber(tax * net, amount, 'HALF_UP');
  return at(before + by) - at(before);
}

/** What was paid of a charge above what it comes to after a credit: it becomes prepaid. */
export const paidAbove = (due: Minor, credit: Minor): Minor => (credit > due ? credit - due : 0n);
