import { dayOfMonth, laterOf, type LocalDate } from '../calendar/local-date';
import { addMonths, dayIn, monthOf } from '../calendar/month';

/**
 * What makes the time of limitation begin anew (Civil Code, article 195). DEMAND: the creditor asked for the debt and can
 * prove it. ACKNOWLEDGEMENT: the debtor agreed to pay, or paid a part.
 */
export interface Interruption {
  readonly on: LocalDate;
  readonly kind: 'DEMAND' | 'ACKNOWLEDGEMENT';
}

/**
 * The last day on which a court still has to hear a claim (Civil Code, article 188: three years).
 *
 * Each interruption begins the time anew. A demand that comes too late changes nothing; an acknowledgement does even then,
 * because a debtor who agreed to pay cannot object any more (article 192).
 *
 * @param years of the tenant's settings, 3 by law
 */
export function limitationEndsOn(dueOn: LocalDate, interruptions: readonly Interruption[], years = 3n): LocalDate {
  let end = yearsLater(dueOn, years);
  for (const { on, kind } of interruptions.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    if (on <= end || kind === 'ACKNOWLEDGEMENT') end = laterOf(end, yearsLater(on, years));
  }
  return end;
}

/** The same day of a later year; 28 February where 29 February does not exist. */
const yearsLater = (day: LocalDate, years: bigint): LocalDate =>
  dayIn(addMonths(monthOf(day), years * 12n), dayOfMonth(day));
