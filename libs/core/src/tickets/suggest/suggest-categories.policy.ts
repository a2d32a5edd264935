import { foldText, wordsOf } from '@atrium/sdk';

/** A category with the words that speak for it. */
export interface SuggestedBy {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly subject: string;
  readonly problem: string;
  readonly keywords: readonly string[];
}

export interface Suggestion {
  readonly id: string;
  /** 0 to 1: how much of what speaks for the category the text says. */
  readonly score: number;
  /** Words of the category that the text has. */
  readonly matched: readonly string[];
}

/** What a thing and what is wrong with it say more than where it is; a name says what its parts say. */
const WEIGHTS = { place: 1, subject: 2, problem: 2, keyword: 2, name: 1 };
/** Words so short say little when they are a part of another. */
const LEAST = 2;
const HAN = /\p{Script=Han}/u;

interface Term {
  readonly text: string;
  readonly weight: number;
  /** A further word for subject and problem: it adds, and its absence takes nothing away. */
  readonly extra: boolean;
}

/**
 * Categories that a text speaks of, best first. A term of a category is met when the text has all its words (by their
 * stems), or, in Chinese, contains it; a term that few categories have counts for more than one that all have.
 */
export function suggestCategories(text: string, categories: readonly SuggestedBy[], most: number): Suggestion[] {
  const spoken = new Set(wordsOf(text));
  const folded = foldText(text);
  const known = categories.map((category) => ({ category, terms: termsOf(category) }));
  const having = new Map<string, number>();
  for (const { terms } of known) for (const { text: term } of terms) having.set(term, (having.get(term) ?? 0) + 1);
  const rarity = (term: string): number => Math.log(1 + known.length / having.get(term)!);
  const found = known.flatMap(({ category, terms }) => {
    let [met, all] = [0, 0];
    const matched: string[] = [];
    for (const { text: term, weight, extra } of terms) {
      const value = weight * rarity(term) * shareOf(term, spoken, folded);
      met += value;
      if (!extra || value > 0) all += weight * rarity(term);
      if (value > 0) matched.push(term);
    }
    // Where it is alone says nothing of what it is.
    const says = matched.some((term) => term !== foldText(category.place));
    return says && met > 0 ? [{ id: category.id, score: Math.round((met / all) * 100) / 100, matched, met }] : [];
  });
  return found
    .sort((a, b) => b.met - a.met || b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, most)
    .map(({ id, score, matched }) => ({ id, score, matched }));
}

function termsOf({ name, place, subject, problem, keywords }: SuggestedBy): Term[] {
  const terms = new Map<string, Term>();
  const add = (text: string, weight: number, extra = false): void => {
    const term = foldText(text).trim();
    if (term !== '' && !terms.has(term)) terms.set(term, { text: term, weight, extra });
  };
  add(place, WEIGHTS.place);
  add(subject, WEIGHTS.subject);
  add(problem, WEIGHTS.problem);
  for (const keyword of keywords) add(keyword, WEIGHTS.keyword, true);
  if (terms.size === 0) add(name, WEIGHTS.name);
  return [...terms.values()];
}

/** How much of a term a text has, 0 to 1. */
function shareOf(term: string, spoken: ReadonlySet<string>, folded: string): number {
  if (HAN.test(term) && term.length >= LEAST && folded.includes(term)) return 1;
  const words = wordsOf(term);
  if (words.length === 0) return 0;
  return words.every((word) => spoken.has(word)) ? 1 : 0;
}
