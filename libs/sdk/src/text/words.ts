import { stemmer } from 'stemmer';
import { foldText } from './fold';

/** Words by ICU's dictionary, which Node carries: Chinese has no spaces to cut at. Decision 052. */
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const LATIN = /^[a-z]+$/;

/** The stem of an English word in small letters (leaking, leaks → leak); other words as they are. Porter's algorithm. */
export const stemOf = (word: string): string => (LATIN.test(word) ? stemmer(word) : word);

/** The words of a text in Chinese or English, folded and reduced to their stems, in their order. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(foldText(text))) if (isWordLike) words.push(stemOf(segment));
  return words;
}
