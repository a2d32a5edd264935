import { currentTenant, db, type EventDelivery, EventHandler, renderMessage, SurveyFollowUps } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lowAnswer, type LowScorePayload, surveyEvents } from '../../surveys';
import { CreateTicket } from '../ticket/create-ticket';
import { TicketChannel, TicketKind } from '../ticket/ticket.enums';
import { ticketMessages } from '../tickets.messages';
import { ticketOf } from './resolved-trigger';

/** Places and people of an event, as far as they are still there. */
interface Subject {
  readonly customerId: string | null;
  readonly unitId: string | null;
  readonly communityId: string | null;
}

/**
 * Closes the loop of surveys: a low score becomes a ticket, or is a matter of the one that was asked about; it stands beside
 * the answer. What the customer wrote stays
 * with the answer, where its permission and its term are. Answers of staff are no matter of the service desk.
 */
@Injectable()
export class LowScores {
  constructor(
    private readonly tickets: CreateTicket,
    private readonly followUps: SurveyFollowUps,
  ) {}

  @EventHandler(surveyEvents.scoredLow, { name: 'ticketOfLowScore' })
  async take(low: LowScorePayload, _: EventDelivery): Promise<void> {
    const { locale } = currentTenant();
    const answer = await lowAnswer(low, locale);
    if (!answer?.isCustomers || answer.isFollowedUp) return;
    const about = await stillKnown(ticketOf(low.occasion));
    if (about) return this.followUps.link(low.responseId, { idType: 'ticket', id: about });
    const subject = await stillThere(low);
    const id = await this.tickets.fromElsewhere({
      ...subject,
      kind: TicketKind.COMPLAINT,
      channel: TicketChannel.SURVEY,
      isAnonymous: subject.customerId === null,
      title: renderMessage(ticketMessages.lowScore, locale, { survey: answer.survey }),
      description: answer.scores
        .map(({ question, score }) => renderMessage(ticketMessages.lowScoreLine, locale, { question, score }))
        .join('\n'),
    });
    await this.followUps.link(low.responseId, { idType: 'ticket', id });
  }
}

/** The ticket that was asked about: who is not content with it is called back about it, and that decides. */
async function stillKnown(ticketId: string | null): Promise<string | null> {
  if (ticketId === null) return null;
  const [found] = await db().query<{ id: string }>('SELECT id FROM atrium.ticket WHERE id = $1', [ticketId]);
  return found?.id ?? null;
}

async function stillThere({ customerId, unitId, communityId }: LowScorePayload): Promise<Subject> {
  const [found] = await db().query<Subject & Record<string, unknown>>(
    `SELECT (SELECT c.id FROM atrium.customer c WHERE c.id = $1) AS "customerId",
       (SELECT u.id FROM atrium.unit u WHERE u.id = $2) AS "unitId",
       (SELECT m.id FROM atrium.community m WHERE m.id = $3) AS "communityId"`,
    [customerId, unitId, communityId],
  );
  return found!;
}
