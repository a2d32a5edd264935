import { invalidField } from '@atrium/sdk';
import { type Currency, type Minor, minorText } from '../exact/money';
import { paymentMessages } from './payment.messages';

/**
 * Checks an amount to give back or reverse: never more than was paid, what was given back before included.
 *
 * @throws AtriumError `VALIDATION_FAILED`
 */
export function checkRefund(
  refund: Minor,
  payment: { readonly paid: Minor; readonly returned: Minor; readonly currency: Currency },
  path = 'input.amount',
): void {
  const { paid, returned, currency } = payment;
  if (refund <= 0n) throw invalidField(path, 'NOT_POSITIVE', paymentMessages.amount);
  const left = paid - returned;
  if (refund <= left) return;
  throw invalidField(path, 'ABOVE_REFUNDABLE', paymentMessages.aboveRefundable, {
    left: minorText(left, currency),
    paid: minorText(paid, currency),
  });
}
