import {
  type Answers,
  itemsOf,
  QuestionKind,
  SCALES,
  type SurveyContent,
  SurveyDimension,
} from '../content/content.types';
import { scoresOf } from '../release/waiting-scores';

/** How content one answer shows its giver to be; null where it was not asked, or not answered. */
export interface Contentment {
  /** Mean of its questions about satisfaction, each from 0 to 100. */
  readonly satisfaction: number | null;
  /** Mean of its NPS questions, 0 to 10. */
  readonly recommendation: number | null;
}

export function contentmentOf(content: Pick<SurveyContent, 'questions'>, answers: Answers): Contentment {
  const given = new Map(scoresOf(content, answers).map(({ item, score }) => [item, Number(score)]));
  const scored = content.questions.flatMap((question) => {
    const scale = SCALES[question.kind];
    return scale ? itemsOf(question).flatMap((item) => ({ question, scale, score: given.get(item) })) : [];
  });
  const meanOf = (scores: readonly (number | undefined)[]): number | null => {
    const known = scores.filter((score) => score !== undefined);
    return known.length === 0 ? null : known.reduce((sum, score) => sum + score, 0) / known.length;
  };
  return {
    satisfaction: meanOf(
      scored
        .filter(({ question }) => question.dimension === SurveyDimension.SATISFACTION)
        .map(({ scale, score }) =>
          score === undefined ? score : ((score - scale.min) * 100) / (scale.max - scale.min),
        ),
    ),
    recommendation: meanOf(
      scored.filter(({ question }) => question.kind === QuestionKind.NPS).map(({ score }) => score),
    ),
  };
}
