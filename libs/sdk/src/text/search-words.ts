import { foldChineseNumerals } from './chinese-numerals';
import { foldText } from './fold';

/** Longest word kept, in UTF-16 units; a longer one is found by its beginning. */
export const MAX_WORD = 32;

/** A stretch of text without a break: either one word (letters and digits) or a run of CJK characters. */
export interface SearchPiece {
  kind: 'word' | 'cjk';
  text: string;
  /** No space or punctuation stands between this piece and the one before it. */
  joined: boolean;
}

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー';
const PIECES = new RegExp(`(?<cjk>[${CJK}]+)|(?<word>(?:(?![${CJK}])[\\p{L}\\p{M}\\p{N}])+)`, 'gu');

/** Folds a text for search: {@link foldText}, and numerals that count something as digits (三栋 → 3栋). */
export function foldForSearch(text: string): string {
  return foldChineseNumerals(foldText(text));
}

/** Cuts folded text into words and CJK runs. */
export function searchPieces(folded: string): SearchPiece[] {
  const pieces: SearchPiece[] = [];
  let end = -1;
  for (const match of folded.matchAll(PIECES)) {
    const cjk = match.groups?.cjk;
    const text = cjk ?? match[0].slice(0, MAX_WORD).toWellFormed();
    pieces.push({ kind: cjk === undefined ? 'word' : 'cjk', text, joined: match.index === end });
    end = match.index + match[0].length;
  }
  return pieces;
}

/**
 * The grams of a text: words; pairs of neighbouring CJK characters; a word and the CJK character that follows it
 * (3栋, 1101室). `last` is the last character of each run, which no pair begins with.
 */
export function grams(pieces: readonly SearchPiece[]): { words: string[]; pairs: string[]; last: string[] } {
  const words: string[] = [];
  const pairs: string[] = [];
  const last: string[] = [];
  pieces.forEach((piece, index) => {
    if (piece.kind === 'word') {
      words.push(piece.text);
      return;
    }
    const chars = [...piece.text];
    const before = piece.joined ? pieces[index - 1] : undefined;
    if (before?.kind === 'word') pairs.push(before.text + (chars[0] ?? ''));
    for (let i = 0; i + 1 < chars.length; i++) pairs.push(`${chars[i]}${chars[i + 1]}`);
    last.push(chars.at(-1) ?? '');
  });
  return { words, pairs, last };
}
