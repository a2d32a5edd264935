import { cleanText, type Message, type MessageParams, textProblem } from '@atrium/sdk';
import { inScale } from '../content/check-condition';
import { textLimit } from '../content/check-content';
import { askedQuestions, own, valueAt } from '../content/conditions';
import {
  type Answers,
  type AnswerValue,
  type LowScoreRule,
  type Question,
  QuestionKind,
  SCALES,
  type SurveyContent,
} from '../content/content.types';
import { answerMessages as messages } from '../surveys.messages';

/** What is wrong with the answer to one question. */
export interface AnswerProblem {
  readonly question: string;
  readonly code: string;
  readonly message: Message;
  readonly params?: MessageParams;
}

type Checked = { readonly value: AnswerValue | null } | { readonly problem: Omit<AnswerProblem, 'question'> };
const problem = (code: string, message: Message, params?: MessageParams): Checked => ({
  problem: { code, message, params },
});

/** One answer by itself; `value` null where there is none. */
export function checkAnswer(question: Question, given: unknown): Checked {
  const checked = checkGiven(question, given);
  return 'value' in checked && checked.value === null && question.required
    ? problem('REQUIRED', messages.required)
    : checked;
}

function checkGiven(question: Question, given: unknown): Checked {
  if (given === undefined || given === null || given === '') return { value: null };
  const scale = SCALES[question.kind];
  switch (question.kind) {
    case QuestionKind.RATING_5:
    case QuestionKind.RATING_10:
    case QuestionKind.NPS:
      return typeof given === 'number' && inScale(given, scale!)
        ? { value: given }
        : problem('OUT_OF_RANGE', messages.outOfRange, scale!);
    case QuestionKind.SINGLE_CHOICE:
      return isOption(question, given) ? { value: given } : problem('UNKNOWN_OPTION', messages.unknownOption);
    case QuestionKind.MULTIPLE_CHOICE: {
      const chosen: unknown[] = [...new Set(Array.isArray(given) ? (given as unknown[]) : [given])];
      if (chosen.length === 0) return { value: null };
      if (!chosen.every((code) => isOption(question, code))) {
        return problem('UNKNOWN_OPTION', messages.unknownOption);
      }
      const max = question.maxChoices ?? question.options.length;
      return chosen.length <= max
        ? { value: chosen as string[] }
        : problem('TOO_MANY', messages.tooManyChoices, { max });
    }
    case QuestionKind.MATRIX:
      return checkMatrix(question, given, scale!);
    case QuestionKind.TEXT:
      return checkText(question, given);
  }
}

const isOption = ({ options }: Question, code: unknown): code is string =>
  typeof code === 'string' && options.some((option) => option.code === code);

function checkMatrix(question: Question, given: unknown, scale: { min: number; max: number }): Checked {
  if (typeof given !== 'object' || Array.isArray(given)) return problem('OUT_OF_RANGE', messages.outOfRange, scale);
  const scores = Object.entries(given as Readonly<Record<string, unknown>>);
  if (scores.length === 0) return { value: null };
  const known = scores.every(([row]) => question.rows.some(({ code }) => code === row));
  if (!known) return problem('UNKNOWN_OPTION', messages.unknownOption);
  if (!scores.every(([, score]) => typeof score === 'number' && inScale(score, scale))) {
    return problem('OUT_OF_RANGE', messages.outOfRange, scale);
  }
  if (question.required && scores.length < question.rows.length) return problem('ROW_MISSING', messages.rowMissing);
  return { value: Object.fromEntries(scores) as Record<string, number> };
}

function checkText(question: Question, given: unknown): Checked {
  if (typeof given !== 'string') return problem('UNKNOWN_OPTION', messages.unknownOption);
  const text = cleanText(given);
  if (text === '') return { value: null };
  const max = textLimit(question);
  const wrong = textProblem(given, { max, multiline: true });
  if (!wrong) return { value: text };
  if (wrong.code !== 'FORBIDDEN_CHARACTER') {
    return problem('TOO_LONG', messages.tooLong, { max, length: wrong.length });
  }
  const { codePoint, position } = wrong;
  return problem('FORBIDDEN_CHARACTER', messages.forbidden, { codePoint, position });
}

/**
 * Everything that is answered, checked as a whole: answers to questions that skip logic leaves out are dropped, the rest
 * must be right and complete. Where there are problems nothing counts.
 */
export function checkAnswers(
  content: Pick<SurveyContent, 'questions'>,
  given: Readonly<Record<string, unknown>>,
): { answers: Answers; problems: AnswerProblem[] } {
  const problems: AnswerProblem[] = [];
  const answers: Record<string, AnswerValue> = {};
  for (const place of Object.keys(given)) {
    if (content.questions.some(({ code }) => code === place)) continue;
    const params = { question: place.slice(0, 80) };
    problems.push({ question: place, code: 'UNKNOWN_QUESTION', message: messages.unknownQuestion, params });
  }
  for (const question of content.questions) {
    // What is asked depends on the answers before alone.
    if (!askedQuestions(content.questions, answers).includes(question)) continue;
    const checked = checkAnswer(question, own(given, question.code));
    if ('problem' in checked) problems.push({ question: question.code, ...checked.problem });
    else if (checked.value !== null) answers[question.code] = checked.value;
  }
  return { answers, problems };
}

/** The rules of the template that the answers fall under, worst first as they stand there. */
export const lowScoresIn = ({ lowScores }: Pick<SurveyContent, 'lowScores'>, answers: Answers): LowScoreRule[] =>
  lowScores.filter(({ question, atMost }) => {
    const score = valueAt(answers, question);
    return typeof score === 'number' && score <= atMost;
  });
