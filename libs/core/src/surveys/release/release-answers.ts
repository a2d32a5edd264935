import { randomUUID } from 'node:crypto';
import { Cipher, currentTenant, db, Events, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lowScoresIn } from '../answering/check-answers';
import { today } from '../answering/coarse-time';
import { type SealedAnswer, splitTexts } from '../answering/store-answer';
import { valueAt } from '../content/conditions';
import type { SurveyContent } from '../content/content.types';
import type { StoredSurvey } from '../survey/stored-survey';
import { surveyEvents } from '../surveys.events';
import { type ReleaseManner, releaseGroups, type Strata } from './release-groups';
import { shuffled } from './shuffle';
import { insertWaiting } from './waiting-scores';

interface Opened extends SealedAnswer {
  readonly rowId: string;
}

/**
 * Makes answers of what was sealed: many at once, shuffled, with new ids, with as much of their strata as enough of them
 * share, in one transaction and under its day. Which of them came from which invitation can be read from nothing.
 */
@Injectable()
export class ReleaseAnswers {
  constructor(
    private readonly cipher: Cipher,
    private readonly events: Events,
  ) {}

  async release(survey: StoredSurvey, content: SurveyContent, atLeast: number, manner: ReleaseManner): Promise<void> {
    const rows = await db().query<{ id: string; sealed: string }>(
      'SELECT id, sealed FROM atrium.survey_sealed_answer WHERE survey_id = $1',
      [survey.id],
    );
    const opened = rows.map(({ id, sealed }): Opened => ({
      ...(JSON.parse(this.cipher.decrypt(sealed.trimEnd())) as SealedAnswer),
      rowId: id,
    }));
    const { groups, waiting } = releaseGroups(shuffled(opened), atLeast, manner, true);
    const released = shuffled(groups.flatMap(({ strata, members }) => members.map((one) => ({ ...one, strata }))));
    if (released.length > 0) await this.write(survey, content, released);
    // At the end fewer than enough, and of the whole survey: they stay unread for good.
    const gone = manner === 'LAST' ? waiting : [];
    await db().execute('DELETE FROM atrium.survey_sealed_answer WHERE id = ANY ($1::uuid[])', [
      [...released, ...gone].map(({ rowId }) => rowId),
    ]);
    if (gone.length > 0) {
      await db().execute('UPDATE atrium.survey SET unread_count = unread_count + $2 WHERE id = $1', [
        survey.id,
        gone.length,
      ]);
    }
  }

  private async write(survey: StoredSurvey, content: SurveyContent, released: readonly Opened[]): Promise<void> {
    const made = released.map(({ strata, answers }) => ({
      ...{ id: randomUUID(), strata, answers, low: lowScoresIn(content, answers) },
      ...splitTexts(content, answers),
    }));
    const column = <T>(pick: (row: (typeof made)[number]) => T): T[] => made.map(pick);
    const stratum = (name: keyof Strata): (string | null)[] => column(({ strata }) => strata[name]);
    await db().execute(
      `INSERT INTO atrium.survey_response (id, created_at, survey_id, template_version_id, rated_staff_id, region,
         community_id, customer_kind, property_usage, answered_on, answers, texts, is_low)
       SELECT g.id, ${today()}, $1, $2, $3, g.region, g.community_id, g.kind, g.usage,
         ($4::timestamptz AT TIME ZONE $5)::date, g.answers::jsonb, g.texts::jsonb, g.is_low
       FROM unnest($6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::text[], $13::boolean[])
         AS g (id, region, community_id, kind, usage, answers, texts, is_low)`,
      [
        survey.id,
        survey.templateVersionId,
        survey.ratedStaffId,
        now(),
        currentTenant().timeZone,
        column(({ id }) => id),
        stratum('region'),
        stratum('communityId'),
        stratum('customerKind'),
        stratum('propertyUsage'),
        column(({ scores }) => JSON.stringify(scores)),
        column(({ texts }) => JSON.stringify(texts)),
        column(({ low }) => low.length > 0),
      ],
    );
    await insertWaiting(survey.id, content, made);
    const low = made.filter((one) => one.low.length > 0);
    await this.events.emitAll(
      surveyEvents.scoredLow,
      low.map(({ id, strata, answers, low: rules }) => ({
        aggregateId: id,
        payload: {
          surveyId: survey.id,
          templateId: survey.templateId,
          responseId: id,
          scores: rules.map(({ question }) => ({ question, score: valueAt(answers, question) as number })),
          ...{ customerId: null, communityId: strata.communityId, unitId: null, occasion: null },
          ratedStaffId: survey.ratedStaffId,
        },
      })),
    );
  }
}
