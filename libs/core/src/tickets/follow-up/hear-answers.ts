import { db, type EventDelivery, EventHandler } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { surveyEvents } from '../../surveys';
import { occasionOf, ticketOf, ticketResolved } from '../surveys/resolved-trigger';
import { LOW_SCORE, RatingSource } from './follow-up.enums';
import { FollowUps } from './follow-ups';

interface Answer extends Record<string, unknown> {
  readonly occasion: string | null;
  readonly trigger: string | null;
  readonly isLow: boolean;
  /** 0 to 100; null where no question asks for it. */
  readonly satisfaction: string | null;
}

/** What customers answer to the survey that goes out after a ticket is done. */
@Injectable()
export class HearAnswers {
  constructor(private readonly followUps: FollowUps) {}

  @EventHandler(surveyEvents.answered, { name: 'hearAnswer' })
  async heard({ responseId }: { responseId: string | null }, _: EventDelivery): Promise<void> {
    if (responseId === null) return;
    const [answer] = await db().query<Answer>(
      `SELECT r.occasion, s.trigger_name AS trigger, r.is_low AS "isLow", r.satisfaction::text
       FROM atrium.survey_response r JOIN atrium.survey s ON s.tenant_id = r.tenant_id AND s.id = r.survey_id
       WHERE r.id = $1`,
      [responseId],
    );
    const ticketId = answer?.trigger === ticketResolved.name ? ticketOf(answer.occasion) : null;
    if (!answer || ticketId === null) return;
    const score = answer.satisfaction === null ? null : Math.round(1 + Number(answer.satisfaction) / 25);
    const isLow = answer.isLow || (score !== null && score <= LOW_SCORE);
    await this.followUps.answered(
      ticketId,
      // An answer about what was reopened since is no answer about what was done last.
      (reopened) => answer.occasion === occasionOf(ticketId, reopened),
      { score, isLow, source: RatingSource.SURVEY, comment: null },
    );
  }
}
