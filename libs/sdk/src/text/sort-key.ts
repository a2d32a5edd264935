import { createHash } from 'node:crypto';
import { foldChineseNumerals } from './chinese-numerals';
import { foldText } from './fold';
import { readHan } from './han';

/** Stored sort keys are recomputed when this changes (see {@link sortKey}). */
export const SORT_KEY_VERSION = 1;
/** No sort key is longer than this many bytes of UTF-8. */
export const SORT_KEY_MAX_BYTES = 400;

const PRIMARY_BYTES = 280;
const TIE_BYTES = 100;
const SEPARATOR = '-';
const END = ' ';
const PIECES = /(?<digits>[0-9]+)|(?<han>\p{Script=Han}+)|(?<word>[\p{L}\p{M}\p{N}])|(?<rest>[^\p{L}\p{M}\p{N}]+)/gu;

/**
 * Key by which a stored text is sorted: compared byte by byte (`COLLATE "C"`) it gives the order people expect.
 *
 * Numbers by value (2栋 before 10栋, A2 before A10, 二栋 before 十栋), before Latin letters, before Chinese characters by
 * pinyin, tone and character, before other scripts; case, width, diacritics and the kind of punctuation count only
 * between texts that are otherwise equal. In Japanese and Korean locales Chinese characters follow their code points.
 * Swedish or Danish letter orders and stroke order are not provided.
 *
 * Key = elements, one space, the text itself; no element contains a space, and no element begins another:
 * `-` for a run of spaces and punctuation · a number as its length (`1`–`8`, each `9` adding nine more) and its digits ·
 * `A`–`Z` · `zhang1张` · any other letter itself. Numbers compare by value up to about 250 digits.
 * At most {@link SORT_KEY_MAX_BYTES} bytes. Different texts have different keys: where the text does not fit, a hash ends the key.
 *
 * @param text any string; characters PostgreSQL cannot store are replaced
 * @param locale BCP 47 tag of the tenant, e.g. `zh-CN`
 */
export function sortKey(text: string, locale: string): string {
  return build(text, foldChineseNumerals(foldText(text), { atEnd: true }), locale, false);
}

/**
 * {@link sortKey} for a person's name: the surname has its reading as a surname (单 Shàn, 曾 Zēng, 仇 Qiú, 解 Xiè, 尉迟 Yùchí) and
 * 一, 二, 三 are names, not numbers.
 */
export function personSortKey(name: string, locale: string): string {
  return build(name, foldText(name), locale, true);
}

/** Compares two sort keys as PostgreSQL does under `COLLATE "C"`: by the bytes of their UTF-8. */
export function compareSortKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function build(text: string, folded: string, locale: string, person: boolean): string {
  const pinyin = !/^(ja|ko)\b/i.test(locale);
  const primary = new BoundedKey(PRIMARY_BYTES);
  let surname = person;
  let separator = false;
  for (const { groups } of folded.matchAll(PIECES)) {
    if (primary.full) break;
    const { digits, han, word, rest } = groups as Record<'digits' | 'han' | 'word' | 'rest', string | undefined>;
    if (rest !== undefined) {
      separator = !primary.empty;
      continue;
    }
    if (separator) primary.add(SEPARATOR);
    separator = false;
    if (digits !== undefined) addNumber(primary, digits);
    else if (han !== undefined && pinyin) {
      addHan(primary, han, surname);
      surname = false;
    } else primary.add((han ?? word ?? '').toUpperCase());
  }
  return primary.value + END + tieBreak(text);
}

function addNumber(key: BoundedKey, digits: string): void {
  const significant = digits.replace(/^0+(?=.)/, '');
  let length = significant.length;
  for (; length >= 9 && !key.full; length -= 9) key.add('9');
  key.add(String(length % 9));
  key.add(significant.slice(0, PRIMARY_BYTES));
}

function addHan(key: BoundedKey, run: string, surname: boolean): void {
  // a run is read whole (the reading depends on the word), but only as far as it can fit
  const chars = [...run].slice(0, PRIMARY_BYTES / 3);
  for (const { char, syllable, tone } of readHan(chars.join(''), surname)) {
    key.add(syllable === '' ? char : `${syllable.replaceAll('ü', 'v')}${tone}${char}`);
  }
}

function tieBreak(text: string): string {
  // NUL cannot be stored, a lone surrogate cannot be encoded
  const storable = text.toWellFormed().replaceAll('\0', '\ufffd');
  const tie = new BoundedKey(TIE_BYTES);
  tie.add(storable);
  if (tie.value === text) return tie.value;
  return `${tie.value}~${createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('hex').slice(0, 16)}`;
}

/** Collects text up to a number of UTF-8 bytes, cutting between code points. */
class BoundedKey {
  value = '';
  private bytes = 0;
  full = false;
  constructor(private readonly limit: number) {}

  get empty(): boolean {
    return this.value === '';
  }

  add(part: string): void {
    if (this.full) return;
    for (const char of part) {
      const bytes = utf8Length(char.codePointAt(0) ?? 0);
      if (this.bytes + bytes > this.limit) {
        this.full = true;
        return;
      }
      this.value += char;
      this.bytes += bytes;
    }
  }
}

function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}
