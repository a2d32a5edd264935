import { db, type Locale } from '@atrium/sdk';
import { type SurveyContent, wordsIn } from '../content/content.types';
import type { LowScorePayload } from '../surveys.events';

/** An answer with a low score, for whoever deals with it. It holds nothing that the customer wrote. */
export interface LowAnswer {
  /** Name of the survey. */
  readonly survey: string;
  /** Questions in words, each with the score that was given. */
  readonly scores: readonly { readonly question: string; readonly score: number }[];
  /** Was it given by a customer? Staff are asked too. */
  readonly isCustomers: boolean;
  /** Does something deal with it already? */
  readonly isFollowedUp: boolean;
}

interface Row extends Record<string, unknown> {
  readonly survey: string;
  readonly audience: string;
  readonly content: SurveyContent;
  readonly isFollowedUp: boolean;
}

/** What the event tells of, in words; null where the answer has gone since. */
export async function lowAnswer(
  { responseId, scores }: Pick<LowScorePayload, 'responseId' | 'scores'>,
  locale: Locale,
): Promise<LowAnswer | null> {
  const [row] = await db().query<Row>(
    `SELECT s.name AS survey, s.audience, v.content, r.follow_up_id IS NOT NULL AS "isFollowedUp"
     FROM atrium.survey_response r
     JOIN atrium.survey s ON s.tenant_id = r.tenant_id AND s.id = r.survey_id
     JOIN atrium.survey_template_version v ON v.tenant_id = r.tenant_id AND v.id = r.template_version_id
     WHERE r.id = $1`,
    [responseId],
  );
  if (!row) return null;
  const { survey, audience, content, isFollowedUp } = row;
  return {
    survey,
    scores: scores.map(({ question, score }) => ({ question: titleOf(content, question, locale), score })),
    isCustomers: audience === 'CUSTOMERS',
    isFollowedUp,
  };
}

/** Of a question, or of a row of a matrix as `question.row`. */
function titleOf({ questions }: SurveyContent, item: string, locale: Locale): string {
  const [code, rowCode] = item.split('.');
  const question = questions.find((one) => one.code === code);
  if (!question) return item;
  const row = question.rows.find((one) => one.code === rowCode);
  const title = wordsIn(question.title, locale);
  return row ? `${title} ${wordsIn(row.label, locale)}` : title;
}
