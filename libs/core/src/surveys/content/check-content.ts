import { cleanText, type FieldProblem, type Locale, textProblem } from '@atrium/sdk';
import { contentMessages as messages } from '../surveys.messages';
import { ConditionReader, inScale, type Report, reportTo, scoredAt } from './check-condition';
import {
  type Choice,
  DEFAULT_TEXT_LENGTH,
  isChoice,
  type Question,
  QuestionKind,
  SCALES,
  type SurveyContent,
  type Texts,
} from './content.types';
import type { RawChoice, RawContent, RawQuestion, RawText } from './raw-content';
import { reachOf } from './reachable';

export const MAX_QUESTIONS = 100;
export const MAX_OPTIONS = 30;
const MAX_LINE = 300;
const MAX_WORDS = 2_000;
const MAX_TEXT_LENGTH = 10_000;
const MAX_WEIGHT = 1_000;
const CODE = /^[a-z][a-z0-9_]{0,39}$/;

/** Content as it is kept, or everything that is wrong with it. `kinds` are those of the questions of earlier versions. */
export function checkContent(
  raw: RawContent,
  path: string,
  kinds: ReadonlyMap<string, QuestionKind> = new Map(),
): { content: SurveyContent; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const report = reportTo(problems);
  const title = texts(raw.title, `${path}.title`, MAX_LINE, null, report);
  const locales = Object.keys(title) as Locale[];
  const words = (given: readonly RawText[] | null | undefined, at: string, max: number): Texts | null =>
    given && given.length > 0 ? texts(given, at, max, locales, report) : null;
  if (raw.questions.length === 0) report(`${path}.questions`, 'REQUIRED', messages.noQuestions);
  if (raw.questions.length > MAX_QUESTIONS) {
    report(`${path}.questions`, 'TOO_MANY', messages.tooMany, { max: MAX_QUESTIONS });
  }
  const given = raw.questions.slice(0, MAX_QUESTIONS);
  const plain = given.map((one, index) => question(one, `${path}.questions.${index}`, locales, report));
  twice(
    plain.map(({ code }) => code),
    (index) => `${path}.questions.${index}.code`,
    report,
  );
  const questions = plain.map((one, index): Question => {
    const at = `${path}.questions.${index}`;
    const { showIf } = given[index]!;
    checkKind(one, at, kinds, report);
    return showIf ? { ...one, showIf: new ConditionReader(plain, index, report).read(showIf, `${at}.showIf`) } : one;
  });
  checkPairs(questions, path, report);
  if (problems.length === 0) checkReach(questions, path, report);
  const lowScores = (raw.lowScores ?? []).map(({ question: place, atMost }, index) => {
    const at = `${path}.lowScores.${index}`;
    const scale = scoredAt(questions, place, `${at}.question`, report);
    if (scale && !inScale(atMost, scale)) report(`${at}.atMost`, 'OUT_OF_RANGE', messages.badNumber, scale);
    return { question: place, atMost };
  });
  for (const [index, { weight }] of (raw.valueWeights ?? []).entries()) {
    if (!(weight > 0 && weight <= MAX_WEIGHT)) {
      report(`${path}.valueWeights.${index}.weight`, 'OUT_OF_RANGE', messages.badWeight);
    }
  }
  const content: SurveyContent = {
    title,
    introduction: words(raw.introduction, `${path}.introduction`, MAX_WORDS),
    thanks: words(raw.thanks, `${path}.thanks`, MAX_WORDS),
    questions,
    lowScores,
    valueWeights: Object.fromEntries((raw.valueWeights ?? []).map(({ component, weight }) => [component, weight])),
  };
  return { content, problems };
}

/** A question without its condition. */
function question(raw: RawQuestion, path: string, locales: readonly Locale[], report: Report): Question {
  const { code, kind } = raw;
  if (!CODE.test(code)) report(`${path}.code`, 'BAD_CODE', messages.badCode);
  const whole = (name: 'maxChoices' | 'maxLength', belongs: boolean, min: number, max: number): number | null => {
    const value = raw[name] ?? null;
    if (value === null) return null;
    if (!belongs) report(`${path}.${name}`, 'NOT_OF_KIND', messages.notOf, { kind });
    else if (!inScale(value, { min, max })) report(`${path}.${name}`, 'OUT_OF_RANGE', messages.badNumber, { min, max });
    return value;
  };
  const list = (name: 'options' | 'rows', belongs: boolean, least: number): Choice[] => {
    const items = raw[name] ?? [];
    const at = `${path}.${name}`;
    if (!belongs && items.length > 0) report(at, 'NOT_OF_KIND', messages.notOf, { kind });
    if (belongs && items.length < least) {
      report(at, 'TOO_FEW', name === 'options' ? messages.needsOptions : messages.needsRows);
    }
    return choices(items, at, locales, report);
  };
  const scored = SCALES[kind] !== null;
  for (const name of ['dimension', 'component', 'expectationOf'] as const) {
    if (raw[name] && !scored) report(`${path}.${name}`, 'NOT_OF_KIND', messages.notOf, { kind });
  }
  return {
    code,
    kind,
    title: texts(raw.title, `${path}.title`, MAX_LINE, locales, report),
    help: raw.help?.length ? texts(raw.help, `${path}.help`, MAX_WORDS, locales, report) : null,
    required: raw.required ?? true,
    options: list('options', isChoice(raw), 2),
    rows: list('rows', kind === QuestionKind.MATRIX, 1),
    maxChoices: whole('maxChoices', kind === QuestionKind.MULTIPLE_CHOICE, 1, MAX_OPTIONS),
    maxLength: whole('maxLength', kind === QuestionKind.TEXT, 1, MAX_TEXT_LENGTH),
    dimension: raw.dimension ?? null,
    touchPoint: raw.touchPoint ?? null,
    component: raw.component ?? null,
    expectationOf: raw.expectationOf ?? null,
    showIf: null,
  };
}

function choices(raw: readonly RawChoice[], path: string, locales: readonly Locale[], report: Report): Choice[] {
  if (raw.length > MAX_OPTIONS) report(path, 'TOO_MANY', messages.tooMany, { max: MAX_OPTIONS });
  const read = raw.slice(0, MAX_OPTIONS).map(({ code, label }, index) => {
    if (!CODE.test(code)) report(`${path}.${index}.code`, 'BAD_CODE', messages.badCode);
    return { code, label: texts(label, `${path}.${index}.label`, MAX_LINE, locales, report) };
  });
  twice(
    read.map(({ code }) => code),
    (index) => `${path}.${index}.code`,
    report,
  );
  return read;
}

function twice(codes: readonly string[], pathOf: (index: number) => string, report: Report): void {
  for (const [index, code] of codes.entries()) {
    if (codes.indexOf(code) < index) report(pathOf(index), 'DUPLICATE', messages.twiceCode, { code });
  }
}

/** `locales`: the languages it must be there in; null: one of them is enough. */
function texts(
  raw: readonly RawText[],
  path: string,
  max: number,
  locales: readonly Locale[] | null,
  report: Report,
): Texts {
  const read: Partial<Record<Locale, string>> = {};
  for (const [index, { locale, text }] of raw.entries()) {
    if (read[locale] !== undefined) report(`${path}.${index}.locale`, 'DUPLICATE', messages.twiceLanguage, { locale });
    if (textProblem(text, { max, multiline: max > MAX_LINE })) {
      report(`${path}.${index}.text`, 'INVALID_TEXT', messages.badText, { max });
    }
    read[locale] = cleanText(text);
  }
  if (raw.length === 0) report(path, 'REQUIRED', messages.noTexts);
  const missing = locales?.find((locale) => read[locale] === undefined);
  if (raw.length > 0 && missing) report(path, 'MISSING_LANGUAGE', messages.missingLanguage, { locale: missing });
  return read;
}

function checkKind(
  { code, kind }: Question,
  path: string,
  kinds: ReadonlyMap<string, QuestionKind>,
  report: Report,
): void {
  const before = kinds.get(code);
  if (before && before !== kind) {
    report(`${path}.kind`, 'KIND_CHANGED', messages.kindChanged, { question: code, kind: before });
  }
}

/** An expectation and its perception are told apart by subtracting, so they need one scale. */
function checkPairs(questions: readonly Question[], path: string, report: Report): void {
  const met = new Set<string>();
  for (const [index, { code, kind, expectationOf }] of questions.entries()) {
    if (expectationOf === null) continue;
    const at = `${path}.questions.${index}.expectationOf`;
    const other = questions.find((one) => one.code === expectationOf);
    if (!other) report(at, 'UNKNOWN_QUESTION', messages.unknownQuestion, { question: expectationOf });
    else if (other.code === code) report(at, 'ITSELF', messages.itself, { question: code });
    else if (other.kind !== kind || kind === QuestionKind.MATRIX) {
      report(at, 'NOT_A_PAIR', messages.notPair, { kind });
    }
    if (met.has(expectationOf)) report(at, 'DUPLICATE', messages.twicePair, { question: expectationOf });
    met.add(expectationOf);
  }
}

function checkReach(questions: readonly Question[], path: string, report: Report): void {
  for (const [index, one] of questions.entries()) {
    const reach = reachOf(one, questions.slice(0, index));
    const at = `${path}.questions.${index}.showIf`;
    if (reach === 'UNREACHABLE') report(at, 'UNREACHABLE', messages.unreachable, { question: one.code });
    if (reach === 'TOO_COMPLEX') report(at, 'TOO_COMPLEX', messages.tooComplex, { question: one.code });
  }
}

/** Longest text that a question takes, in characters. */
export const textLimit = ({ maxLength }: Pick<Question, 'maxLength'>): number => maxLength ?? DEFAULT_TEXT_LENGTH;
