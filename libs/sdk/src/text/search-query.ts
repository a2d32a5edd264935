import { phoneDigits } from './phone';
import { foldForSearch, grams, MAX_WORD, searchPieces, type SearchPiece } from './search-words';
import { reverse, type TokenClass } from './search-tokens';
import { stemOf } from './words';
import { breakAfterMarks, findUnitPaths, singlePart, withoutZeros } from './unit-path';

/** A token to be found in the index, whole or (`prefix`) as the beginning of one. */
export interface SearchMatch {
  class: TokenClass;
  text: string;
  prefix: boolean;
}

/** One thing that was typed: it is found when all tokens of one of its alternatives are. */
export interface SearchTerm {
  anyOf: SearchMatch[][];
}

/** What somebody typed; every term must be found. No terms: nothing to search by (blank, or punctuation only). */
export interface SearchQuery {
  terms: SearchTerm[];
}

/** Characters of a search text that count; the rest is ignored. */
export const MAX_QUERY_LENGTH = 100;
/** Terms that count; the rest is ignored. */
export const MAX_QUERY_TERMS = 8;
const MIN_PHONE_PREFIX = 3;
const MIN_PHONE_SUFFIX = 4;

const MOBILE = /(?<![0-9])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])/g;
/** A landline with its area code, or a number with its country's. */
const LONG_NUMBER = /(?<![\p{L}\p{N}])(?:\+|\(?0)[0-9() .-]{8,24}[0-9](?![\p{L}\p{N}])/gu;

/**
 * Reads what a person typed into a search box: names (张伟, zhangwei, zhang w, zw), a phone or its first three or last
 * four digits and more, 3-2-1101 or 3栋2单元1101室, words of an address, and any of these together (张伟 1101).
 * Words of letters are prefixes; a word with digits is one only at the end, where it may be unfinished.
 * @param options.stems also English words of texts that have the same stem: leaks finds leaking
 */
export function searchQuery(text: string, { stems = false }: { stems?: boolean } = {}): SearchQuery {
  const folded = foldForSearch([...text].slice(0, MAX_QUERY_LENGTH).join(''));
  const terms: SearchTerm[] = [];
  const takePhone = (typed: string): string => {
    const digits = phoneDigits(typed);
    if (digits.length < 10 || digits.length > 15) return typed;
    terms.push({ anyOf: [phoneWord(digits)] });
    return ' ';
  };
  const rest = breakAfterMarks(folded.replace(MOBILE, takePhone).replace(LONG_NUMBER, takePhone));
  const chunks = rest.split(/[\s,;、。]+/u).filter((chunk) => chunk !== '');
  chunks.forEach((chunk, index) => terms.push(...chunkTerms(chunk, index === chunks.length - 1)));
  const kept = terms.filter((term) => term.anyOf.length > 0).slice(0, MAX_QUERY_TERMS);
  return { terms: stems ? kept.map(withStem) : kept };
}

/** The stem of a word of letters is one more way to meet its term. */
function withStem(term: SearchTerm): SearchTerm {
  const word = term.anyOf.find(([only, ...more]) => only?.class === 'a' && only.prefix && more.length === 0)?.[0];
  const stem = word && stemOf(word.text);
  if (!stem || stem === word.text) return term;
  return { anyOf: [...term.anyOf, [{ class: 'a', text: stem, prefix: false }]] };
}

/**
 * The query as PostgreSQL's `tsquery` in its text form, for `$1::tsquery` (see `searchTokens`); null without terms, or
 * when a term cannot be met within `classes`.
 * @param options.scope as given to `searchTokens`
 * @param options.classes only these kinds of token, e.g. `['n']` to rank hits in the name first
 */
export function toTsQuery(
  query: SearchQuery,
  options: { scope?: string; classes?: readonly TokenClass[] } = {},
): string | null {
  const { scope = '', classes } = options;
  const lexeme = (match: SearchMatch) => `'${scope}${match.class}:${match.text}'${match.prefix ? ':*' : ''}`;
  const terms = query.terms.map((term) =>
    term.anyOf
      .filter((all) => classes === undefined || all.every((match) => classes.includes(match.class)))
      .map((all) => all.map(lexeme).join(' & ')),
  );
  if (terms.length === 0 || terms.some((alternatives) => alternatives.length === 0)) return null;
  return terms.map((alternatives) => `(${alternatives.join(' | ')})`).join(' & ');
}

/** What the index answers, in memory: whether a record with these tokens (without scope) matches. */
export function matchesSearch(tokens: readonly string[], query: SearchQuery): boolean {
  const found = ({ class: kind, text, prefix }: SearchMatch) =>
    tokens.some((token) => (prefix ? token.startsWith(`${kind}:${text}`) : token === `${kind}:${text}`));
  return query.terms.every((term) => term.anyOf.some((all) => all.every(found)));
}

function phoneWord(digits: string): SearchMatch[] {
  return [{ class: 'p', text: digits, prefix: true }];
}

function chunkTerms(chunk: string, atEnd: boolean): SearchTerm[] {
  const terms: SearchTerm[] = [];
  let from = 0;
  for (const { text, index, parts } of findUnitPaths(chunk)) {
    terms.push(...pieceTerms(searchPieces(chunk.slice(from, index)), false));
    from = index + text.length;
    terms.push({ anyOf: pathAlternatives(text, parts, atEnd && from === chunk.length) });
  }
  return [...terms, ...pieceTerms(searchPieces(chunk.slice(from)), atEnd)];
}

function pathAlternatives(text: string, parts: readonly string[], prefix: boolean): SearchMatch[][] {
  const alternatives: SearchMatch[][] = [[{ class: 'u', text: parts.join('-'), prefix }]];
  // 7-11, or a street number such as 37-40 75 STREET: the same words inside a name or an address
  const { words, pairs } = grams(searchPieces(text));
  for (const kind of ['n', 'a'] as const)
    alternatives.push([...words, ...pairs].map((word) => ({ class: kind, text: word, prefix: false })));
  const digits = text.replace(/-/g, '');
  if (/^[0-9]{7,}$/.test(digits)) alternatives.push(...phoneAlternatives(digits));
  return alternatives;
}

function pieceTerms(pieces: readonly SearchPiece[], atEnd: boolean): SearchTerm[] {
  const terms: SearchTerm[] = [];
  pieces.forEach((piece, index) => {
    const next = pieces[index + 1];
    const last = atEnd && index === pieces.length - 1;
    if (piece.kind === 'word' && !(next?.kind === 'cjk' && next.joined))
      terms.push({ anyOf: wordAlternatives(piece.text, last) });
    if (piece.kind === 'cjk') {
      const before = piece.joined ? pieces[index - 1] : undefined;
      terms.push({ anyOf: cjkAlternatives(before?.kind === 'word' ? before : undefined, piece) });
    }
  });
  return terms;
}

function cjkAlternatives(before: SearchPiece | undefined, run: SearchPiece): SearchMatch[][] {
  const { pairs } = grams(before === undefined ? [run] : [before, run]);
  // a single character is the beginning of a pair, or the last of its run
  const tokens = pairs.length > 0 ? pairs : [run.text];
  const prefix = pairs.length === 0;
  const alternatives: SearchMatch[][] = (['n', 'a'] as const).map((kind) =>
    tokens.map((text) => ({ class: kind, text, prefix })),
  );
  const { building, unit } = singlePart((before?.text ?? '') + run.text);
  if (building !== undefined) alternatives.push([{ class: 'u', text: `${building}-`, prefix: false }]);
  if (unit !== undefined) alternatives.push([{ class: 'u', text: unit, prefix: false }]);
  return alternatives;
}

function wordAlternatives(word: string, last: boolean): SearchMatch[][] {
  const text = word.slice(0, MAX_WORD);
  const prefix = last || !/[0-9]/.test(word);
  const alternatives: SearchMatch[][] = [[{ class: 'n', text, prefix }], [{ class: 'a', text, prefix }]];
  if (/^[a-z]{0,3}[0-9]+[a-z]{0,2}$/.test(word))
    alternatives.push([{ class: 'u', text: withoutZeros(word), prefix: last }]);
  if (/^[0-9]+$/.test(word)) alternatives.push(...phoneAlternatives(word));
  return alternatives;
}

function phoneAlternatives(digits: string): SearchMatch[][] {
  const alternatives: SearchMatch[][] = [];
  if (digits.length >= MIN_PHONE_PREFIX) alternatives.push(phoneWord(digits));
  if (digits.length >= MIN_PHONE_SUFFIX) alternatives.push([{ class: 'r', text: reverse(digits), prefix: true }]);
  return alternatives;
}
