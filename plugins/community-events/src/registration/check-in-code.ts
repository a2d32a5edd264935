import { randomBytes } from 'node:crypto';

/** Digits and letters that are not taken for each other (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** A new code with 80 random bits, as it is stored. */
export const newCheckInCode = (): string => [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte & 31]!).join('');

/** As people read it out: `7K2M-90QX-…`. */
export const shownCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

/** A code as it was typed or scanned, in its stored form; null for what cannot be one. */
export function readCode(given: string): string | null {
  const code = given.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return code.length === LENGTH && [...code].every((one) => ALPHABET.includes(one)) ? code : null;
}
