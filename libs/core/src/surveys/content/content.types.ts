import type { Locale } from '@atrium/sdk';

export enum QuestionKind {
  RATING_5 = 'RATING_5',
  RATING_10 = 'RATING_10',
  NPS = 'NPS',
  SINGLE_CHOICE = 'SINGLE_CHOICE',
  MULTIPLE_CHOICE = 'MULTIPLE_CHOICE',
  MATRIX = 'MATRIX',
  TEXT = 'TEXT',
}

/** What a question measures. */
export enum SurveyDimension {
  PERCEIVED_QUALITY = 'PERCEIVED_QUALITY',
  BRAND_IMAGE = 'BRAND_IMAGE',
  EXPECTATION = 'EXPECTATION',
  PERCEIVED_VALUE = 'PERCEIVED_VALUE',
  SATISFACTION = 'SATISFACTION',
  LOYALTY = 'LOYALTY',
}

/** The service that a question is about. */
export enum TouchPoint {
  REPAIR = 'REPAIR',
  CLEANING = 'CLEANING',
  SECURITY = 'SECURITY',
  GREENING = 'GREENING',
  FRONT_DESK = 'FRONT_DESK',
  BILLING = 'BILLING',
}

/** What delivered customer value is made of: four values and four costs. */
export enum ValueComponent {
  PRODUCT = 'PRODUCT',
  SERVICE = 'SERVICE',
  STAFF = 'STAFF',
  IMAGE = 'IMAGE',
  MONEY = 'MONEY',
  TIME = 'TIME',
  ENERGY = 'ENERGY',
  PSYCHIC = 'PSYCHIC',
}

/** Words in the languages that the survey is there in; at least one. */
export type Texts = Readonly<Partial<Record<Locale, string>>>;

export interface Choice {
  readonly code: string;
  readonly label: Texts;
}

/** When a question is asked. It refers to questions that stand before; a row of a matrix is `question.row`. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly answered: { readonly question: string } }
  | {
      readonly score: { readonly question: string; readonly atLeast?: number | null; readonly atMost?: number | null };
    }
  | { readonly chosen: { readonly question: string; readonly anyOf: readonly string[] } };

export interface Question {
  /** Unique in the template, and the same in all its versions: results are compared by it. */
  readonly code: string;
  readonly kind: QuestionKind;
  readonly title: Texts;
  readonly help: Texts | null;
  readonly required: boolean;
  /** Of choices. */
  readonly options: readonly Choice[];
  /** Of a matrix; each is rated from 1 to 5. */
  readonly rows: readonly Choice[];
  /** Of a MULTIPLE_CHOICE; null: as many as there are. */
  readonly maxChoices: number | null;
  /** Of a TEXT, in characters; null: 2,000. */
  readonly maxLength: number | null;
  readonly dimension: SurveyDimension | null;
  readonly touchPoint: TouchPoint | null;
  readonly component: ValueComponent | null;
  /** This question asks what is expected of what that one asks the perception of. */
  readonly expectationOf: string | null;
  readonly showIf: Condition | null;
}

/** An answer to the question of `atMost` or less is a low score. */
export interface LowScoreRule {
  readonly question: string;
  readonly atMost: number;
}

/** What a version of a template asks. */
export interface SurveyContent {
  readonly title: Texts;
  readonly introduction: Texts | null;
  readonly thanks: Texts | null;
  readonly questions: readonly Question[];
  readonly lowScores: readonly LowScoreRule[];
  /** Weights of the components of delivered value; 1 where none is given. */
  readonly valueWeights: Readonly<Partial<Record<ValueComponent, number>>>;
}

/** A number for ratings, a code or codes for choices, numbers by row for a matrix, a text. */
export type AnswerValue = number | string | readonly string[] | Readonly<Record<string, number>>;
export type Answers = Readonly<Record<string, AnswerValue>>;

export const DEFAULT_TEXT_LENGTH = 2_000;

/** The scores of a kind, smallest and largest; null where it has none. */
export const SCALES: Readonly<Record<QuestionKind, { readonly min: number; readonly max: number } | null>> = {
  RATING_5: { min: 1, max: 5 },
  RATING_10: { min: 1, max: 10 },
  NPS: { min: 0, max: 10 },
  MATRIX: { min: 1, max: 5 },
  SINGLE_CHOICE: null,
  MULTIPLE_CHOICE: null,
  TEXT: null,
};

export const isChoice = ({ kind }: Pick<Question, 'kind'>): boolean =>
  kind === QuestionKind.SINGLE_CHOICE || kind === QuestionKind.MULTIPLE_CHOICE;

/** Every single thing that is scored or counted: a question, or a row of a matrix. */
export const itemsOf = ({ code, kind, rows }: Pick<Question, 'code' | 'kind' | 'rows'>): string[] =>
  kind === QuestionKind.MATRIX ? rows.map((row) => `${code}.${row.code}`) : kind === QuestionKind.TEXT ? [] : [code];

/** Words in a language, or in another one where it is missing. */
export const wordsIn = (texts: Texts, locale: Locale): string =>
  texts[locale] ?? Object.values(texts).find((text) => text !== undefined) ?? '';
