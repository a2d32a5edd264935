/** Letters that Unicode does not decompose into a base letter and a mark, but people type without it. */
const PLAIN: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ς: 'σ',
};
const PLAIN_LETTERS = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');
/** Marks are dropped on Latin and Greek only: in other scripts (kana, Thai, Devanagari) they are letters. */
const MARKS = /(?<=[\p{Script=Latin}\p{Script=Greek}][\u0300-\u036f]*)[\u0300-\u036f]/gu;
const DASHES = /[\u2010-\u2015\u2212]/g;
const ASCII_ONLY = /^[\x20-\x7e]*$/;

/**
 * Text as it is compared: compatibility forms folded (NFKC: full-width, circled, ligatures), lower case independent of
 * the locale, Latin and Greek letters without diacritics, every dash a hyphen. Idempotent.
 */
export function foldText(text: string): string {
  if (ASCII_ONLY.test(text)) return text.toLowerCase();
  const bare = text.toWellFormed().normalize('NFKD').replace(MARKS, '').normalize('NFC');
  // upper case first: it is what unfolds ß, ŉ and the dotless ı
  const lower = bare
    .toUpperCase()
    .toLowerCase()
    .replace(PLAIN_LETTERS, (letter) => PLAIN[letter] ?? letter);
  return lower.normalize('NFKD').replace(MARKS, '').normalize('NFC').replace(DASHES, '-');
}
