import { randomUUID } from 'node:crypto';
import { Cipher, currentTenant, db, Events, newId, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { type Answers, QuestionKind, type SurveyContent } from '../content/content.types';
import { valueAt } from '../content/conditions';
import { contentmentOf } from '../figures/one-answer';
import type { Strata } from '../release/release-groups';
import { insertWaiting } from '../release/waiting-scores';
import { surveyEvents } from '../surveys.events';
import { lowScoresIn } from './check-answers';
import { today } from './coarse-time';
import type { OpenInvitation } from './invitations';

/** What is sealed of an answer to an anonymous survey. */
export interface SealedAnswer {
  readonly versionId: string;
  readonly strata: Strata;
  readonly answers: Answers;
}

/** Keeps answers: each invitation is used up in the same transaction. */
@Injectable()
export class StoreAnswer {
  constructor(
    private readonly cipher: Cipher,
    private readonly events: Events,
  ) {}

  /** False: somebody has used the invitation, or the survey was closed, in the meantime. */
  async store(invitation: OpenInvitation, content: SurveyContent, answers: Answers): Promise<boolean> {
    // Closing waits for answers under way, and an answer that comes behind it finds the survey closed.
    const [open] = await db().query(`SELECT FROM atrium.survey WHERE id = $1 AND state = 'OPEN' FOR SHARE`, [
      invitation.surveyId,
    ]);
    if (!open) return false;
    const used = await db().execute(
      'UPDATE atrium.survey_invitation SET is_answered = true WHERE id = $1 AND NOT is_answered AND expires_at > $2',
      [invitation.id, now()],
    );
    if (used === 0) return false;
    const responseId = invitation.isAnonymous
      ? await this.seal(invitation, answers)
      : await this.keep(invitation, content, answers);
    await this.events.emit(
      surveyEvents.answered,
      {
        surveyId: invitation.surveyId,
        templateId: invitation.templateId,
        invitationId: invitation.id,
        customerId: invitation.customerId,
        staffId: invitation.staffId,
        responseId,
      },
      { aggregateId: invitation.id },
    );
    return true;
  }

  /** Until it is released among others nobody can read it, whoever has the database; and then nobody can tell which it was. */
  private async seal({ surveyId, versionId, strata }: OpenInvitation, answers: Answers): Promise<null> {
    const sealed = this.cipher.encrypt(JSON.stringify({ versionId, strata, answers } satisfies SealedAnswer));
    await db().execute(
      `INSERT INTO atrium.survey_sealed_answer (id, created_at, survey_id, sealed) VALUES ($1, ${today()}, $2, $3)`,
      [randomUUID(), surveyId, padded(sealed)],
    );
    return null;
  }

  private async keep(invitation: OpenInvitation, content: SurveyContent, answers: Answers): Promise<string> {
    const id = newId();
    const { strata, surveyId, templateId } = invitation;
    const { scores, texts } = splitTexts(content, answers);
    const low = lowScoresIn(content, answers);
    const { satisfaction, recommendation } = contentmentOf(content, answers);
    await db().execute(
      `INSERT INTO atrium.survey_response (id, survey_id, template_version_id, invitation_id, customer_id, staff_id, unit_id,
         rated_staff_id, region, community_id, customer_kind, property_usage, occasion, answered_on, answered_at, answers,
         texts, is_low, satisfaction, recommendation)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, ($14::timestamptz AT TIME ZONE $15)::date, $14, $16,
         $17, $18, $19, $20)`,
      [
        id,
        surveyId,
        invitation.versionId,
        invitation.id,
        invitation.customerId,
        invitation.staffId,
        invitation.unitId,
        invitation.ratedStaffId,
        strata.region,
        strata.communityId,
        strata.customerKind,
        strata.propertyUsage,
        invitation.occasion,
        now(),
        currentTenant().timeZone,
        JSON.stringify(scores),
        JSON.stringify(texts),
        low.length > 0,
        satisfaction,
        recommendation,
      ],
    );
    await insertWaiting(surveyId, content, [{ strata, answers }]);
    if (low.length > 0) {
      await this.events.emit(
        surveyEvents.scoredLow,
        {
          surveyId,
          templateId,
          responseId: id,
          scores: low.map(({ question }) => ({ question, score: valueAt(answers, question) as number })),
          customerId: invitation.customerId,
          communityId: strata.communityId,
          unitId: invitation.unitId,
          ratedStaffId: invitation.ratedStaffId,
          occasion: invitation.occasion || null,
        },
        { aggregateId: id },
      );
    }
    return id;
  }
}

/** Lengths in steps, so that a sealed text does not tell how much somebody wrote. */
const STEP = 1024;
const padded = (sealed: string): string => sealed.padEnd(Math.ceil(sealed.length / STEP) * STEP, ' ');

/** Texts apart from scores and choices: they are what may name people. */
export function splitTexts(
  { questions }: SurveyContent,
  answers: Answers,
): { scores: Answers; texts: Readonly<Record<string, string>> } {
  const isText = new Set(questions.filter(({ kind }) => kind === QuestionKind.TEXT).map(({ code }) => code));
  const entries = Object.entries(answers);
  return {
    scores: Object.fromEntries(entries.filter(([code]) => !isText.has(code))),
    texts: Object.fromEntries(entries.filter(([code]) => isText.has(code))) as Record<string, string>,
  };
}
