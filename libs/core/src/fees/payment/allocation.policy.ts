import { type FieldProblem, validationFailed } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import { type Currency, type Minor, minorText } from '../exact/money';
import { paymentMessages } from './payment.messages';

export const COMPONENTS = ['PRINCIPAL', 'LATE_FEE', 'COSTS'] as const;
/** What is owed of a charge: the fee itself, its late fee, the costs of collecting it. */
export type Component = (typeof COMPONENTS)[number];

export const ALLOCATION_ORDERS = ['PRINCIPAL_FIRST', 'COSTS_FIRST'] as const;
/**
 * In which order what is owed of one charge is paid, a setting of the tenant. PRINCIPAL_FIRST: principal, late fee, costs.
 * COSTS_FIRST: costs, late fee, principal, as article 561 of the Civil Code has it where nothing else was agreed.
 */
export type AllocationOrder = (typeof ALLOCATION_ORDERS)[number];

const ORDER: Readonly<Record<AllocationOrder, readonly Component[]>> = {
  PRINCIPAL_FIRST: ['PRINCIPAL', 'LATE_FEE', 'COSTS'],
  COSTS_FIRST: ['COSTS', 'LATE_FEE', 'PRINCIPAL'],
};

/** A charge with what is still owed of it, at the payment's value date. */
export interface OpenCharge {
  readonly id: string;
  readonly feeItemId: string;
  readonly dueOn: LocalDate;
  readonly owed: Readonly<Record<Component, Minor>>;
}

/** What the payer said a part of the payment is for. */
export interface Designation {
  readonly chargeId: string;
  /** Only this of the charge, such as its principal; all of it by the tenant's order when left out. */
  readonly component?: Component | null;
  /** The whole of what is owed when left out, as far as the payment goes. */
  readonly amount?: Minor | null;
}

export interface Payment {
  /** Above zero. */
  readonly amount: Minor;
  readonly currency: Currency;
  /** In the payer's order; what is left of the payment goes to the oldest. */
  readonly designated: readonly Designation[];
  /** Fee item that what remains is kept for (专款专用); null keeps it free. */
  readonly restBoundTo: string | null;
}

export interface Allocation {
  readonly chargeId: string;
  readonly component: Component;
  /** Above zero. */
  readonly amount: Minor;
}

/** Where a payment went: the allocations and the rest add up to it. */
export interface Allocated {
  readonly allocations: readonly Allocation[];
  /** What becomes the customer's prepaid balance. */
  readonly prepaid: PrepaidBalance;
}

/**
 * Allocates a payment: as the payer designates, then oldest due first, and within a charge by the tenant's order.
 *
 * @param path where the payment stands in the input
 * @throws AtriumError `VALIDATION_FAILED` for a designation that cannot be kept
 */
export function allocatePayment(
  payment: Payment,
  charges: readonly OpenCharge[],
  order: AllocationOrder,
  path = 'input',
): Allocated {
  const problems = paymentProblems(payment, charges, path);
  if (problems.length > 0) throw validationFailed(...problems);
  const till = new Till(payment.amount, ORDER[order]);
  const byId = new Map(charges.map((charge) => [charge.id, charge]));
  for (const { chargeId, component, amount } of payment.designated) {
    till.pay(byId.get(chargeId)!, amount ?? null, component ? [component] : undefined);
  }
  for (const charge of charges.toSorted(oldestFirst)) till.pay(charge, null);
  return { allocations: till.paidOut(), prepaid: { feeItemId: payment.restBoundTo, amount: till.left } };
}

/** A prepaid balance of a customer. */
export interface PrepaidBalance {
  /** Null: free. */
  readonly feeItemId: string | null;
  readonly amount: Minor;
}

export interface PrepaidUse extends Allocation {
  /** The balance it is taken from. */
  readonly feeItemId: string | null;
}

/**
 * Pays open charges from prepaid balances: what is bound to an item pays only that item's charges and is used before
 * what is free. Oldest due first.
 */
export function usePrepaid(
  balances: readonly PrepaidBalance[],
  charges: readonly OpenCharge[],
  order: AllocationOrder,
): PrepaidUse[] {
  const oldest = charges.toSorted(oldestFirst);
  const paid = new Map<string, Record<Component, Minor>>();
  const boundFirst = [...balances.filter(({ feeItemId }) => feeItemId !== null), ...balances.filter(isFree)];
  return boundFirst.flatMap(({ feeItemId, amount }) => {
    const till = new Till(amount, ORDER[order], paid);
    for (const charge of oldest) if (feeItemId === null || charge.feeItemId === feeItemId) till.pay(charge, null);
    return till.paidOut().map((one) => ({ ...one, feeItemId }));
  });
}

const isFree = ({ feeItemId }: PrepaidBalance): boolean => feeItemId === null;

const oldestFirst = (a: OpenCharge, b: OpenCharge): number => compareText(a.dueOn, b.dueOn) || compareText(a.id, b.id);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Hands out an amount, never more than is there nor more than is owed. */
class Till {
  private readonly allocations = new Map<string, { chargeId: string; component: Component; amount: Minor }>();

  constructor(
    public left: Minor,
    private readonly order: readonly Component[],
    /** What was paid of each charge, by this till and by those before it. */
    private readonly paid = new Map<string, Record<Component, Minor>>(),
  ) {}

  pay(charge: OpenCharge, most: Minor | null, components = this.order): void {
    const paid = this.paid.get(charge.id) ?? { PRINCIPAL: 0n, LATE_FEE: 0n, COSTS: 0n };
    this.paid.set(charge.id, paid);
    let allowed = most ?? this.left;
    for (const component of components) {
      const amount = least(least(charge.owed[component] - paid[component], this.left), allowed);
      if (amount <= 0n) continue;
      this.left -= amount;
      allowed -= amount;
      paid[component] += amount;
      this.note(charge.id, component, amount);
    }
  }

  paidOut(): Allocation[] {
    return [...this.allocations.values()];
  }

  /** A charge that is designated in part and then paid as the oldest has one allocation. */
  private note(chargeId: string, component: Component, amount: Minor): void {
    const key = `${chargeId} ${component}`;
    const noted = this.allocations.get(key);
    if (noted) noted.amount += amount;
    else this.allocations.set(key, { chargeId, component, amount });
  }
}

const owedOf = ({ owed }: OpenCharge, component: Component | null): Minor =>
  component ? owed[component] : owed.PRINCIPAL + owed.LATE_FEE + owed.COSTS;

/** Components of a charge may be named one by one, but not beside the whole of it. */
const isNamedTwice = (before: readonly (Component | null)[], component: Component | null): boolean =>
  before.length > 0 && (component === null || before.includes(null) || before.includes(component));

const least = (a: Minor, b: Minor): Minor => (a < b ? a : b);

function paymentProblems(payment: Payment, charges: readonly OpenCharge[], path: string): FieldProblem[] {
  const { amount, currency, designated } = payment;
  if (amount <= 0n) return [{ path: `${path}.amount`, code: 'NOT_POSITIVE', message: paymentMessages.amount }];
  const problems: FieldProblem[] = [];
  const byId = new Map(charges.map((charge) => [charge.id, charge]));
  const named = new Map<string, (Component | null)[]>();
  let left = amount;
  for (const [index, one] of designated.entries()) {
    const at = `${path}.designated.${index}`;
    const charge = byId.get(one.chargeId);
    const owed = charge ? owedOf(charge, one.component ?? null) : 0n;
    const asked = one.amount ?? least(owed, left);
    const problem = (field: string, code: string, message: FieldProblem['message'], params = {}): void =>
      void problems.push({ path: `${at}.${field}`, code, message, params });
    if (!charge) {
      problem('chargeId', 'CHARGE_NOT_OPEN', paymentMessages.unknownCharge);
    } else if (isNamedTwice(named.get(one.chargeId) ?? [], one.component ?? null))
      problem('chargeId', 'DUPLICATE', paymentMessages.twice);
    else if (one.amount != null && one.amount <= 0n) problem('amount', 'NOT_POSITIVE', paymentMessages.amount);
    else if (asked > owed) {
      problem('amount', 'ABOVE_OWED', paymentMessages.aboveOwed, { owed: minorText(owed, currency) });
    } else if (asked > left) {
      problem('amount', 'ABOVE_PAYMENT', paymentMessages.abovePaid, { left: minorText(left, currency) });
    } else left -= asked;
    named.set(one.chargeId, [...(named.get(one.chargeId) ?? []), one.component ?? null]);
  }
  return problems;
}
