import { randomUUID } from 'node:crypto';
import { db } from '@atrium/sdk';
import { own } from '../content/conditions';
import { type Answers, isChoice, itemsOf, QuestionKind, type SurveyContent } from '../content/content.types';
import { today } from '../answering/coarse-time';
import type { Strata } from './release-groups';

/** One scored thing of an answer. Options of one MULTIPLE_CHOICE stand together, with commas between. */
export interface ItemScore {
  readonly item: string;
  readonly score: string;
}

/** What of an answer goes into figures: texts do not. */
export function scoresOf({ questions }: Pick<SurveyContent, 'questions'>, answers: Answers): ItemScore[] {
  return questions.flatMap((question): ItemScore[] => {
    const value = own(answers, question.code);
    if (value === undefined || question.kind === QuestionKind.TEXT) return [];
    if (question.kind === QuestionKind.MATRIX) {
      const rows = value as Readonly<Record<string, number>>;
      return itemsOf(question).flatMap((item) => {
        const score = own(rows, item.slice(question.code.length + 1));
        return score === undefined ? [] : [{ item, score: String(score) }];
      });
    }
    const score = isChoice(question) ? [value].flat().join(',') : String(value as number);
    return [{ item: question.code, score }];
  });
}

/** Puts scores where they wait to be told together with others. Their ids are random: nothing holds an answer together. */
export async function insertWaiting(
  surveyId: string,
  content: SurveyContent,
  given: readonly { readonly strata: Strata; readonly answers: Answers }[],
): Promise<void> {
  await insertScores(
    surveyId,
    given.flatMap(({ strata, answers }) => scoresOf(content, answers).map((one) => ({ ...one, strata }))),
  );
}

export async function insertScores(
  surveyId: string,
  rows: readonly (ItemScore & { readonly strata: Strata })[],
): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(pick: (row: (typeof rows)[number]) => T): T[] => rows.map(pick);
  await db().execute(
    `INSERT INTO atrium.survey_waiting_score
       (id, created_at, survey_id, item, score, region, community_id, customer_kind, property_usage)
     SELECT g.id, ${today()}, $1, g.item, g.score, g.region, g.community_id, g.kind, g.usage
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[])
       AS g (id, item, score, region, community_id, kind, usage)`,
    [
      surveyId,
      rows.map(() => randomUUID()),
      column(({ item }) => item),
      column(({ score }) => score),
      column(({ strata }) => strata.region),
      column(({ strata }) => strata.communityId),
      column(({ strata }) => strata.customerKind),
      column(({ strata }) => strata.propertyUsage),
    ],
  );
}
