import type { Minor } from '../exact/money';

/** What a gateway reported of an order so far. */
export interface OrderState {
  readonly state: 'CREATED' | 'PAID' | 'FAILED';
  readonly paid: Minor;
  /** By refunds that were begun at the gateway; more than `paid` while they came before it. */
  readonly refunded: Minor;
}

export interface OrderReport {
  readonly state: 'PAID' | 'FAILED' | 'REFUNDED';
  readonly amount: Minor;
}

/** The order after a report, and what it brings about: a payment to record, money to give back. */
export interface OrderStep extends OrderState {
  readonly pay: Minor;
  readonly giveBack: Minor;
}

/**
 * Takes a report into account. In whatever order reports come, the outcome is the same: what was paid is recorded once, a
 * failure before or after it does not matter, a refund that comes before its payment waits for it, and never more is
 * given back than was paid.
 */
export function afterReport(order: OrderState, { state, amount }: OrderReport): OrderStep {
  const { paid, refunded } = order;
  const same = { ...order, pay: 0n, giveBack: 0n };
  const least = (a: Minor, b: Minor): Minor => (a < b ? a : b);
  switch (state) {
    case 'PAID':
      return paid > 0n ? same : { state, paid: amount, refunded, pay: amount, giveBack: least(refunded, amount) };
    case 'FAILED':
      return paid > 0n ? same : { ...same, state };
    case 'REFUNDED': {
      const all = refunded + amount;
      return { ...same, refunded: all, giveBack: least(all, paid) - least(refunded, paid) };
    }
  }
}
