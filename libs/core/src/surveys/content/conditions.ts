import type { Answers, Condition, Question } from './content.types';

/** A value of an object's own: a question may be called `constructor`. */
export const own = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** The value of a question or of a row of a matrix; undefined where it was not answered. */
export function valueAt(answers: Answers, place: string): unknown {
  const [code, row] = place.split('.');
  const value = own(answers, code!);
  if (row === undefined) return value;
  return typeof value === 'object' && !Array.isArray(value) ? own(value as Record<string, number>, row) : undefined;
}

/** Does it hold for these answers? What compares a question that was not answered does not hold. */
export function holds(condition: Condition, answers: Answers): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, answers));
  if ('any' in condition) return condition.any.some((one) => holds(one, answers));
  if ('not' in condition) return !holds(condition.not, answers);
  if ('answered' in condition) return valueAt(answers, condition.answered.question) !== undefined;
  if ('score' in condition) {
    const { question, atLeast, atMost } = condition.score;
    const value = valueAt(answers, question);
    return typeof value === 'number' && value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity);
  }
  const value = valueAt(answers, condition.chosen.question);
  const chosen = Array.isArray(value) ? (value as string[]) : [value];
  return condition.chosen.anyOf.some((code) => chosen.includes(code));
}

/** Questions and rows that a condition looks at. */
export function referencesOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(referencesOf);
  if ('any' in condition) return condition.any.flatMap(referencesOf);
  if ('not' in condition) return referencesOf(condition.not);
  if ('answered' in condition) return [condition.answered.question];
  if ('score' in condition) return [condition.score.question];
  return [condition.chosen.question];
}

export const questionOf = (place: string): string => place.split('.')[0]!;

/**
 * The questions that are asked, in order, given the answers so far. An answer to a question that is not asked counts for
 * nothing, so whoever goes back and changes an answer leaves no trace of the other way.
 */
export function askedQuestions(questions: readonly Question[], answers: Answers): Question[] {
  const counted: Record<string, Answers[string]> = {};
  const asked: Question[] = [];
  for (const question of questions) {
    if (question.showIf && !holds(question.showIf, counted)) continue;
    asked.push(question);
    const value = own(answers, question.code);
    if (value !== undefined) counted[question.code] = value;
  }
  return asked;
}

/**
 * The pages of the questions that are asked: a question whose condition looks at another one stands on a later page, so
 * that every page can be shown without a script. Where a page begins does not depend on answers, so that nothing moves
 * from one to another while somebody answers.
 */
export function pagesOf(questions: readonly Question[], answers: Answers): Question[][] {
  const asked = new Set(askedQuestions(questions, answers));
  const pages: Question[][] = [[]];
  for (const question of questions) {
    const looksAt = new Set(question.showIf ? referencesOf(question.showIf).map(questionOf) : []);
    if (pages.at(-1)!.some(({ code }) => looksAt.has(code))) pages.push([]);
    pages.at(-1)!.push(question);
  }
  return pages.map((page) => page.filter((one) => asked.has(one))).filter(({ length }) => length > 0);
}
