const STAR = '*';

/**
 * A telephone number with its middle hidden: `13800138000` → `138****8000`. Shorter than 11 digits: only the last
 * third is shown. Separators are dropped, a leading `+` stays. Empty for a text without digits.
 */
export function maskPhone(phone: string): string {
  const text = phone.normalize('NFKC').trim();
  const digits = text.replace(/[^0-9]/g, '');
  const sign = text.startsWith('+') ? '+' : '';
  return sign + (digits.length >= 11 ? hide(digits, digits.length - 8, 4) : hide(digits, 0, third(digits)));
}

/**
 * The number of an identity document with its middle hidden: 18 characters show four at each end
 * (`110101199003071234` → `1101**********1234`), any other length at most a third of its characters.
 */
export function maskIdNumber(number: string): string {
  const text = number.normalize('NFKC').replace(/\s/g, '');
  const shown = third(text);
  return [...text].length === 18 ? hide(text, 4, 4) : hide(text, Math.floor(shown / 2), Math.ceil(shown / 2));
}

/**
 * An e-mail address with its local part hidden: `zhang.wei@example.com` → `zha***@example.com`. At most a third of the
 * local part, and three characters, are shown; the stars do not tell its length. A text without `@` counts as a local part.
 */
export function maskEmail(email: string): string {
  const text = email.trim();
  const at = text.lastIndexOf('@');
  const local = at < 0 ? text : text.slice(0, at);
  if (text === '') return '';
  return [...local].slice(0, Math.min(3, third(local))).join('') + STAR.repeat(3) + (at < 0 ? '' : text.slice(at));
}

function third(text: string): number {
  return Math.floor([...text].length / 3);
}

function hide(text: string, head: number, tail: number): string {
  const chars = [...text];
  const hidden = Math.max(0, chars.length - head - tail);
  return chars.map((char, index) => (index < head || index >= head + hidden ? char : STAR)).join('');
}
