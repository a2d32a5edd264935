import { currencyOf, minorOf } from '@atrium/core';
import { AtriumError, invalidField, type MoneyInput } from '@atrium/sdk';
import { messages } from '../messages';
import { allowedMoves, mayMove } from './event.process';
import { EventKind, type EventState } from './event.enums';

/** An event as it is to be stored. */
export interface EventTimes {
  readonly kind: EventKind;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly capacity: number | null;
  readonly householdLimit: number | null;
}

/** @throws AtriumError VALIDATION_FAILED on the field that does not fit the others */
export function checkTimes(event: EventTimes): void {
  const { startsAt, endsAt, opensAt, closesAt } = event;
  if (endsAt <= startsAt) throw invalidField('input.endsAt', 'TOO_EARLY', messages.endsBeforeStart);
  if ((closesAt && closesAt > endsAt) || (opensAt && opensAt >= (closesAt ?? startsAt))) {
    throw invalidField('input.registrationClosesAt', 'WRONG_ORDER', messages.windowOrder);
  }
  if (event.kind === EventKind.NOTICE_ONLY && (event.capacity !== null || event.householdLimit !== null)) {
    throw invalidField('input.capacity', 'NOT_ALLOWED', messages.noRegistration);
  }
}

/** @throws AtriumError INVALID_TRANSITION naming the moves that are allowed */
export function checkMove(from: EventState, to: EventState): void {
  if (mayMove(from, to)) return;
  const allowed = allowedMoves(from);
  throw new AtriumError('INVALID_TRANSITION', messages.moved, {
    params: { state: from, to, allowed: allowed.join(', ') || '-' },
    extra: { allowed },
  });
}

/** Money of an input as a count of the minor unit, as text; null stays null. */
export function minorOfInput(money: MoneyInput | null | undefined, currency: string, path: string): string | null {
  if (!money) return null;
  if (money.currency !== currency) {
    throw invalidField(`${path}.currency`, 'WRONG_CURRENCY', messages.otherCurrency, { currency });
  }
  const minor = minorOf(money.amount, currencyOf(currency));
  if (minor === null || minor < 0n) throw invalidField(`${path}.amount`, 'INVALID_AMOUNT', messages.badMoney);
  return minor.toString();
}
