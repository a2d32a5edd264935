/** No more digits than this are kept: 15 of E.164 and a dialling prefix. */
const MAX_DIGITS = 20;
const EXTENSION = /(?:转|轉|分机|ext\.?|x|#|,|;).*$/isu;
const MOBILE = /^1[3-9]\d{9}$/;

/**
 * The digits of a telephone number as they are stored and searched: +86 and 0086 are left out (a landline gets its
 * domestic 0 back), other countries keep their code without `00` or `+`; the extension is dropped.
 * Empty when there is no digit. Does not check that the number exists.
 * @example phoneDigits('+86 138-0013-8000') // '13800138000'
 * @example phoneDigits('+86 (10) 8888 6666 转 801') // '01088886666'
 */
export function phoneDigits(text: string): string {
  const plain = text.normalize('NFKC').trim().replace(EXTENSION, '');
  const international = /^\(?\s*\+/.test(plain);
  const digits = plain.replace(/[^0-9]/g, '');
  const code = international ? digits : digits.startsWith('00') ? digits.slice(2) : null;
  if (code === null)
    return (MOBILE.test(digits.slice(2)) && digits.startsWith('86') ? digits.slice(2) : digits).slice(0, MAX_DIGITS);
  if (!code.startsWith('86')) return code.slice(0, MAX_DIGITS);
  const national = code.slice(2);
  return (MOBILE.test(national) || national.startsWith('0') || national === '' ? national : `0${national}`).slice(
    0,
    MAX_DIGITS,
  );
}
