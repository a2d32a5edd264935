import { currentTenant, invalidField, isLocalDate, now } from '@atrium/sdk';
import type { LocalDate } from './calendar/local-date';
import { type Month, monthOf } from './calendar/month';
import { ledgerMessages } from './ledger/ledger.messages';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Today in the tenant's time zone. */
export const today = (): LocalDate => dayOf(now());

/** The day an instant lies in, in the tenant's time zone. */
export function dayOf(at: Date): LocalDate {
  const { timeZone } = currentTenant();
  let format = formats.get(timeZone);
  // Sweden writes days as ISO 8601 does.
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone })));
  return format.format(at);
}

/** A month of an input, `YYYY-MM`. */
export function readMonth(text: string, path: string): Month {
  if (!/^\d{4}-\d{2}$/.test(text) || !isLocalDate(`${text}-01`)) {
    throw invalidField(path, 'NOT_A_MONTH', ledgerMessages.month);
  }
  return monthOf(text);
}
