import { holds, questionOf, referencesOf } from './conditions';
import { type AnswerValue, type Condition, type Question, QuestionKind, SCALES } from './content.types';

/** Most combinations of answers that are tried for one question. */
export const MAX_COMBINATIONS = 100_000;

export type Reach = 'REACHABLE' | 'UNREACHABLE' | 'TOO_COMPLEX';

/**
 * Can any answers bring the question up? All combinations of what its condition can tell apart are tried: of scores one
 * for each side of each bound, of choices those that are named and one other. The questions that it looks at may be
 * unasked themselves, by their own conditions.
 */
export function reachOf(question: Question, before: readonly Question[]): Reach {
  if (!question.showIf) return 'REACHABLE';
  const needed = closureOf(question.showIf, before);
  const conditions = [question.showIf, ...needed.flatMap(({ showIf }) => showIf ?? [])];
  const domains = needed.map((one) => domainOf(one, conditions));
  const size = domains.reduce((product, { length }) => product * length, 1);
  if (size > MAX_COMBINATIONS) return 'TOO_COMPLEX';
  const found = (index: number, answers: Readonly<Record<string, AnswerValue>>): boolean => {
    const one = needed[index];
    if (!one) return holds(question.showIf!, answers);
    const isAsked = !one.showIf || holds(one.showIf, answers);
    if (!isAsked) return found(index + 1, answers);
    return domains[index]!.some((value) =>
      found(index + 1, value === null ? answers : { ...answers, [one.code]: value }),
    );
  };
  return found(0, {}) ? 'REACHABLE' : 'UNREACHABLE';
}

/** Questions that decide about a condition, directly or by deciding about such a question, in order. */
function closureOf(condition: Condition, before: readonly Question[]): Question[] {
  const codes = new Set<string>();
  const visit = (one: Condition): void => {
    for (const code of referencesOf(one).map(questionOf)) {
      if (codes.has(code)) continue;
      codes.add(code);
      const at = before.find((question) => question.code === code);
      if (at?.showIf) visit(at.showIf);
    }
  };
  visit(condition);
  return before.filter(({ code }) => codes.has(code));
}

/** Answers that differ for these conditions; null is none, which a required question has too where it is not shown. */
function domainOf(question: Question, conditions: readonly Condition[]): (AnswerValue | null)[] {
  const none = question.required ? [] : [null];
  const tests = conditions.flatMap(leavesOf);
  const scale = SCALES[question.kind];
  if (question.kind === QuestionKind.MATRIX) {
    const rows = question.rows.map(({ code }) => ({
      code,
      scores: scoresOf(scale!, tests, `${question.code}.${code}`),
    }));
    const combined = rows.reduce<Record<string, number>[]>(
      (all, { code, scores }) => all.flatMap((given) => scores.map((score) => ({ ...given, [code]: score }))),
      [{}],
    );
    return [...combined, ...none];
  }
  if (scale) return [...scoresOf(scale, tests, question.code), ...none];
  if (question.kind === QuestionKind.TEXT) return ['…', ...none];
  const named = new Set(
    tests.flatMap((test) => ('chosen' in test && test.chosen.question === question.code ? test.chosen.anyOf : [])),
  );
  const codes = question.options.map(({ code }) => code);
  const telling = codes.filter((code) => named.has(code));
  const other = codes.find((code) => !named.has(code));
  const choices = other === undefined ? telling : [...telling, other];
  if (question.kind === QuestionKind.SINGLE_CHOICE) return [...choices, ...none];
  const most = Math.min(question.maxChoices ?? choices.length, choices.length);
  const subsets = choices.reduce<string[][]>((all, code) => [...all, ...all.map((given) => [...given, code])], [[]]);
  return [...subsets.filter(({ length }) => length >= 1 && length <= most), ...none];
}

/** One score for each stretch between the bounds that are named. */
function scoresOf({ min, max }: { min: number; max: number }, tests: readonly Condition[], place: string): number[] {
  const starts = new Set([min]);
  for (const test of tests) {
    if (!('score' in test) || test.score.question !== place) continue;
    const { atLeast, atMost } = test.score;
    if (atLeast != null) starts.add(atLeast);
    if (atMost != null) starts.add(atMost + 1);
  }
  return [...starts].filter((score) => score >= min && score <= max);
}

function leavesOf(condition: Condition): Condition[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  if ('not' in condition) return leavesOf(condition.not);
  return [condition];
}
