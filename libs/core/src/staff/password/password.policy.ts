import { invalidField } from '@atrium/sdk';
import { staffMessages } from '../staff.messages';

/** Characters (code points) of a password; length is what makes it strong, so nothing is asked of their kinds. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;
/** Different characters it must have at least: `aaaaaaaaaa` is long but nothing else. */
export const MIN_DISTINCT = 5;

/** Is this fit to be the password of the account with this address? Follows NIST SP 800-63B: long, not guessable. */
export function isFitPassword(password: string, email: string): boolean {
  const characters = [...password];
  if (characters.length < PASSWORD_LENGTH.min || characters.length > PASSWORD_LENGTH.max) return false;
  if (new Set(characters).size < MIN_DISTINCT) return false;
  const name = email.split('@')[0]!.toLowerCase();
  return name.length < 4 || !password.toLowerCase().includes(name);
}

/** `VALIDATION_FAILED` on `path` when the password is not fit for the account. */
export function checkPassword(password: string, email: string, path: string): void {
  if (isFitPassword(password, email)) return;
  const { min, max } = PASSWORD_LENGTH;
  throw invalidField(path, 'WEAK_PASSWORD', staffMessages.passwordWeak, { min, max, distinct: MIN_DISTINCT });
}
