import type { FieldProblem, Message, MessageParams } from '@atrium/sdk';
import { contentMessages as messages } from '../surveys.messages';
import { type Condition, isChoice, type Question, QuestionKind, SCALES } from './content.types';
import type { RawCondition } from './raw-content';

export const MAX_CONDITION_DEPTH = 5;
export const MAX_CONDITIONS = 20;

export type Report = (path: string, code: string, message: Message, params?: MessageParams) => void;
export const reportTo =
  (problems: FieldProblem[]): Report =>
  (path, code, message, params) =>
    void problems.push({ path, code, message, params });

const KINDS = ['all', 'any', 'not', 'answered', 'score', 'chosen'] as const;

/** Reads the conditions of one question, given all questions and where it stands among them. */
export class ConditionReader {
  private parts = 0;

  constructor(
    private readonly questions: readonly Question[],
    private readonly place: number,
    private readonly report: Report,
  ) {}

  /** The condition; null where something is wrong, which is reported. */
  read(raw: RawCondition, path: string, depth = 1): Condition | null {
    const given = KINDS.filter((kind) => raw[kind] != null);
    if (given.length !== 1) return this.refuse(path, 'NOT_ONE', messages.notOne, { count: given.length });
    if (depth > MAX_CONDITION_DEPTH)
      return this.refuse(path, 'TOO_DEEP', messages.tooDeep, { max: MAX_CONDITION_DEPTH });
    if (++this.parts > MAX_CONDITIONS) return this.refuse(path, 'TOO_MANY', messages.tooMany, { max: MAX_CONDITIONS });
    if (raw.all) return this.group(raw.all, `${path}.all`, depth, (all) => ({ all }));
    if (raw.any) return this.group(raw.any, `${path}.any`, depth, (any) => ({ any }));
    if (raw.not) {
      const not = this.read(raw.not, `${path}.not`, depth + 1);
      return not && { not };
    }
    if (raw.answered) {
      const found = this.before(raw.answered.question, `${path}.answered.question`);
      return found && { answered: { question: raw.answered.question } };
    }
    return raw.score ? this.score(raw.score, `${path}.score`) : this.chosen(raw.chosen!, `${path}.chosen`);
  }

  private group(
    rules: readonly RawCondition[],
    path: string,
    depth: number,
    make: (rules: Condition[]) => Condition,
  ): Condition | null {
    if (rules.length === 0) return this.refuse(path, 'EMPTY', messages.emptyGroup);
    const read = rules.map((one, index) => this.read(one, `${path}.${index}`, depth + 1));
    return read.includes(null) ? null : make(read as Condition[]);
  }

  private score(raw: NonNullable<RawCondition['score']>, path: string): Condition | null {
    const { question: place, atLeast = null, atMost = null } = raw;
    const found = scoredAt(this.questions, place, `${path}.question`, this.report);
    if (!found || !this.before(place, `${path}.question`)) return null;
    if (atLeast === null && atMost === null) return this.refuse(path, 'EMPTY', messages.noBound);
    const bounds = { atLeast, atMost };
    for (const [name, bound] of Object.entries(bounds)) {
      if (bound === null || inScale(bound, found)) continue;
      return this.refuse(`${path}.${name}`, 'OUT_OF_RANGE', messages.badNumber, found);
    }
    if (atLeast !== null && atMost !== null && atLeast > atMost) {
      return this.refuse(path, 'EMPTY_RANGE', messages.emptyRange, { from: atLeast, to: atMost });
    }
    return { score: { question: place, atLeast, atMost } };
  }

  private chosen(raw: NonNullable<RawCondition['chosen']>, path: string): Condition | null {
    const { question, anyOf } = raw;
    const found = this.before(question, `${path}.question`);
    if (!found) return null;
    if (!isChoice(found)) return this.refuse(`${path}.question`, 'NO_CHOICE', messages.noChoice, { question });
    if (anyOf.length === 0) return this.refuse(`${path}.anyOf`, 'EMPTY', messages.emptyGroup);
    const allowed = found.options.map(({ code }) => code);
    const unknown = anyOf.findIndex((code) => !allowed.includes(code));
    if (unknown >= 0) {
      const params = { question, option: anyOf[unknown], allowed: allowed.join(', ') };
      return this.refuse(`${path}.anyOf.${unknown}`, 'UNKNOWN_OPTION', messages.unknownOption, params);
    }
    return { chosen: { question, anyOf: [...new Set(anyOf)] } };
  }

  /** The question at a place, which must stand before this one. */
  private before(place: string, path: string): Question | null {
    const at = questionAt(this.questions, place, path, this.report);
    if (!at) return null;
    const index = this.questions.indexOf(at);
    if (index === this.place) return this.refuse(path, 'ITSELF', messages.itself, { question: place });
    return index < this.place ? at : this.refuse(path, 'FORWARD', messages.forward, { question: place });
  }

  private refuse(path: string, code: string, message: Message, params?: MessageParams): null {
    this.report(path, code, message, params);
    return null;
  }
}

export const inScale = (value: number, { min, max }: { min: number; max: number }): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/** The question that a place names, itself or by one of its rows; null where there is none, which is reported. */
export function questionAt(
  questions: readonly Question[],
  place: string,
  path: string,
  report: Report,
): Question | null {
  const [code, row, ...more] = place.split('.');
  const found = questions.find((one) => one.code === code);
  if (!found || more.length > 0 || (row !== undefined && found.kind !== QuestionKind.MATRIX)) {
    report(path, 'UNKNOWN_QUESTION', messages.unknownQuestion, { question: place });
    return null;
  }
  if (row !== undefined && !found.rows.some((one) => one.code === row)) {
    report(path, 'UNKNOWN_ROW', messages.unknownRow, { question: code, row });
    return null;
  }
  return found;
}

/** The scale of what a place names: a scored question, or a row of a matrix. Null where it has none, which is reported. */
export function scoredAt(
  questions: readonly Question[],
  place: string,
  path: string,
  report: Report,
): { min: number; max: number } | null {
  const at = questionAt(questions, place, path, report);
  if (!at) return null;
  if (at.kind === QuestionKind.MATRIX && !place.includes('.')) {
    report(path, 'NEEDS_ROW', messages.needsRow, { question: place, example: `${place}.${at.rows[0]?.code ?? 'row'}` });
    return null;
  }
  const scale = SCALES[at.kind];
  if (!scale) report(path, 'NO_SCORE', messages.noScore, { question: place });
  return scale;
}
