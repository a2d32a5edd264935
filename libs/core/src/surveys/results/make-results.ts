import type { Locale } from '@atrium/sdk';
import {
  isChoice,
  itemsOf,
  type Question,
  QuestionKind,
  SCALES,
  type SurveyContent,
  SurveyDimension,
  TouchPoint,
  ValueComponent,
  wordsIn,
} from '../content/content.types';
import { combined, deliveredValue, gapOf, isCost } from '../figures/combined';
import { type Figure, type Histogram, indexOf, npsOf, scoredOf } from '../figures/histogram';
import { wilsonInterval } from '../figures/intervals';
import type { SurveyFigure, SurveyGroupResult, SurveyItemResult, SurveyShare } from './results.types';

/** What is known of one item in a group. */
export interface ItemCounts {
  readonly respondents: number;
  readonly scores: Histogram;
}

/** Scores that say how good something is: no expectations, and no costs. */
const judges = ({ expectationOf, component }: Question): boolean =>
  expectationOf === null && !(component && isCost(component));

/** Everything that can be said of a group, from what its items were answered. */
export function makeResult(
  { questions, valueWeights }: Pick<SurveyContent, 'questions' | 'valueWeights'>,
  counts: ReadonlyMap<string, ItemCounts>,
  locale: Locale,
): Omit<SurveyGroupResult, 'label' | 'id' | 'isWithheld'> {
  const figures = new Map<string, Figure>();
  for (const question of questions) {
    for (const item of itemsOf(question)) {
      const figure = indexOf(question.kind, counts.get(item)?.scores ?? {});
      if (figure) figures.set(item, figure);
    }
  }
  const together = (wanted: (question: Question) => boolean): Figure | null =>
    combined(
      questions
        .filter(wanted)
        .flatMap(itemsOf)
        .flatMap((item) => {
          const figure = figures.get(item);
          return figure ? [{ figure, weight: 1 }] : [];
        }),
    );
  const satisfaction = together(({ dimension }) => dimension === SurveyDimension.SATISFACTION);
  return {
    index: satisfaction && toFigure(satisfaction),
    questions: questions.flatMap((question) => itemResults(question, counts, figures, locale)),
    dimensions: Object.values(SurveyDimension).flatMap((dimension) => {
      const index = together((question) => question.dimension === dimension);
      return index ? [{ dimension, index: toFigure(index) }] : [];
    }),
    touchPoints: Object.values(TouchPoint).flatMap((touchPoint) => {
      const index = together((question) => question.touchPoint === touchPoint && judges(question));
      return index ? [{ touchPoint, index: toFigure(index) }] : [];
    }),
    gaps: questions.flatMap(({ code, expectationOf }) => {
      const perception = figures.get(expectationOf ?? '');
      const expectation = figures.get(code);
      if (!perception || !expectation) return [];
      const { title } = questions.find((one) => one.code === expectationOf)!;
      return [
        {
          question: expectationOf!,
          title: wordsIn(title, locale),
          perception: toFigure(perception),
          expectation: toFigure(expectation),
          gap: toFigure(gapOf(perception, expectation)),
        },
      ];
    }),
    deliveredValue: valueOf(questions, valueWeights, together),
  };
}

function valueOf(
  questions: readonly Question[],
  weights: SurveyContent['valueWeights'],
  together: (wanted: (question: Question) => boolean) => Figure | null,
): SurveyGroupResult['deliveredValue'] {
  const asked = Object.values(ValueComponent).filter((one) => questions.some(({ component }) => component === one));
  const known = new Map<ValueComponent, Figure>();
  for (const component of asked) {
    const figure = together((question) => question.component === component);
    if (figure) known.set(component, figure);
  }
  const value = deliveredValue(asked, known, weights);
  if (!value) return null;
  return {
    components: asked.map((component) => ({
      component,
      weight: weights[component] ?? 1,
      index: toFigure(known.get(component)!),
    })),
    benefits: toFigure(value.benefits),
    costs: toFigure(value.costs),
    delivered: toFigure(value.delivered),
  };
}

function itemResults(
  question: Question,
  counts: ReadonlyMap<string, ItemCounts>,
  figures: ReadonlyMap<string, Figure>,
  locale: Locale,
): SurveyItemResult[] {
  return itemsOf(question).flatMap((item): SurveyItemResult[] => {
    const found = counts.get(item);
    if (!found) return [];
    const { respondents, scores } = found;
    const row = question.rows.find(({ code }) => item === `${question.code}.${code}`);
    const figure = figures.get(item);
    const nps = question.kind === QuestionKind.NPS ? npsOf(scores) : null;
    const title = wordsIn(question.title, locale);
    return [
      {
        code: item,
        title: row ? `${title} ${wordsIn(row.label, locale)}` : title,
        kind: question.kind,
        n: respondents,
        mean: isChoice(question) ? null : (scoredOf(scores)?.mean ?? null),
        index: figure ? toFigure(figure) : null,
        nps: nps && toFigure(nps),
        shares: sharesOf(question, found, locale),
      },
    ];
  });
}

function sharesOf(question: Question, { respondents, scores }: ItemCounts, locale: Locale): SurveyShare[] {
  const scale = SCALES[question.kind];
  const choices = scale
    ? Array.from({ length: scale.max - scale.min + 1 }, (_, index) => {
        const code = String(scale.min + index);
        return { code, label: code };
      })
    : question.options.map(({ code, label }) => ({ code, label: wordsIn(label, locale) }));
  return choices.map(({ code, label }) => {
    const count = scores[code] ?? 0;
    const interval = wilsonInterval(respondents, count);
    return {
      ...{ code, label, count },
      share: {
        n: respondents,
        value: (count / respondents) * 100,
        low: interval && interval.low * 100,
        high: interval && interval.high * 100,
      },
    };
  });
}

export const toFigure = ({ n, value, interval }: Figure): SurveyFigure => ({
  ...{ n, value },
  low: interval?.low ?? null,
  high: interval?.high ?? null,
});
