/** Provinces and their like, GB/T 2260: the first two digits of a number. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);
const FIRST_YEAR = 1800;

/**
 * Whether a text is a well-formed citizen identity number (GB 11643-1999): 18 characters with a province, a date of
 * birth that exists in the calendar and the right check character (`X` in either case). Numbers of 15 digits, invalid
 * since 2013, are refused. Says nothing about whether the number was ever issued.
 */
export function isValidChineseId(number: string): boolean {
  const match = /^(\d{2})\d{4}(\d{4})(\d{2})(\d{2})\d{3}[\dXx]$/.exec(number);
  if (match === null || !PROVINCES.has(match[1] ?? '')) return false;
  const [year, month, day] = [Number(match[2]), Number(match[3]), Number(match[4])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < FIRST_YEAR || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false;
  return chineseIdCheckCharacter(number) === number.charAt(17).toUpperCase();
}

/** Check character of the first 17 digits of an identity number: ISO 7064 MOD 11-2, 0–9 or X. */
export function chineseIdCheckCharacter(number: string): string {
  if (!/^\d{17}/.test(number))
    throw new RangeError(`identity number must begin with 17 digits, has ${number.length} characters`);
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(number.charAt(i)) * (2 ** (17 - i) % 11);
  return '10X98765432'.charAt(sum % 11);
}
