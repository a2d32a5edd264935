/** Digits and capitals without I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORM = new RegExp(`^[${ALPHABET}]{2}\\d{6}[${ALPHABET}]{10}$`);

/**
 * Whether a text is a well-formed unified social credit code (GB 32100-2015): 18 characters (registration authority,
 * kind, region, body, check) with the right check character; lower case is accepted. Says nothing about whether the
 * organisation exists.
 */
export function isValidCreditCode(code: string): boolean {
  const upper = code.toUpperCase();
  return upper.length === code.length && FORM.test(upper) && creditCodeCheckCharacter(upper) === upper.charAt(17);
}

/** Check character of the first 17 characters of a unified social credit code: weights 3^i, modulo 31. */
export function creditCodeCheckCharacter(code: string): string {
  let [sum, weight] = [0, 1];
  for (const char of code.slice(0, 17).padEnd(17, '?')) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) throw new RangeError(`credit code must begin with 17 of ${ALPHABET}, was ${JSON.stringify(code)}`);
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}
