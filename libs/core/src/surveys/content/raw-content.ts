import type { Locale } from '@atrium/sdk';
import type { QuestionKind, SurveyDimension, TouchPoint, ValueComponent } from './content.types';

/** Content as it is handed in, before anything of it is checked. */
export interface RawContent {
  readonly title: readonly RawText[];
  readonly introduction?: readonly RawText[] | null;
  readonly thanks?: readonly RawText[] | null;
  readonly questions: readonly RawQuestion[];
  readonly lowScores?: readonly { readonly question: string; readonly atMost: number }[] | null;
  readonly valueWeights?: readonly { readonly component: ValueComponent; readonly weight: number }[] | null;
}

export interface RawText {
  readonly locale: Locale;
  readonly text: string;
}

export interface RawChoice {
  readonly code: string;
  readonly label: readonly RawText[];
}

export interface RawQuestion {
  readonly code: string;
  readonly kind: QuestionKind;
  readonly title: readonly RawText[];
  readonly help?: readonly RawText[] | null;
  readonly required?: boolean | null;
  readonly options?: readonly RawChoice[] | null;
  readonly rows?: readonly RawChoice[] | null;
  readonly maxChoices?: number | null;
  readonly maxLength?: number | null;
  readonly dimension?: SurveyDimension | null;
  readonly touchPoint?: TouchPoint | null;
  readonly component?: ValueComponent | null;
  readonly expectationOf?: string | null;
  readonly showIf?: RawCondition | null;
}

/** Exactly one of these. */
export interface RawCondition {
  readonly all?: readonly RawCondition[] | null;
  readonly any?: readonly RawCondition[] | null;
  readonly not?: RawCondition | null;
  readonly answered?: { readonly question: string } | null;
  readonly score?: {
    readonly question: string;
    readonly atLeast?: number | null;
    readonly atMost?: number | null;
  } | null;
  readonly chosen?: { readonly question: string; readonly anyOf: readonly string[] } | null;
}
