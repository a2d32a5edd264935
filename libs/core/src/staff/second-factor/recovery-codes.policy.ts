import { randomInt } from 'node:crypto';

/** Codes somebody gets at once, for the day the telephone is gone. */
export const RECOVERY_CODES = 10;

/** Without letters and digits that are taken for each other. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const HALF = 5;

/** `xxxxx-xxxxx`, some 49 bits of chance: with the lock-out far beyond guessing. */
export function newRecoveryCode(): string {
  const half = (): string => Array.from({ length: HALF }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${half()}-${half()}`;
}

/** A recovery code as it is stored (hashed), however it was typed; null for what is none, e.g. six digits. */
export function readRecoveryCode(typed: string): string | null {
  const letters = typed.toLowerCase().replace(/[\s-]/g, '');
  const form = new RegExp(`^[${ALPHABET}]{${2 * HALF}}$`);
  return form.test(letters) ? `${letters.slice(0, HALF)}-${letters.slice(HALF)}` : null;
}
