import { invalidField } from '@atrium/sdk';
import { customerMessages } from '../customers.messages';

const MIN = '1850-01-01';
const MAX = '2999-12-31';

/** Refuses a day that can only be a slip, such as the year 202. */
export function requireDay(path: string, day: string | null | undefined): void {
  if (day != null && (day < MIN || day > MAX)) {
    throw invalidField(path, 'OUT_OF_RANGE', customerMessages.notADay, { min: MIN, max: MAX });
  }
}
