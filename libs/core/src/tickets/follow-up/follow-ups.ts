import { AtriumError, conflict, context, db, Events, invalidField, isCustomer, now, staleVersion } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { update } from '../../rows/rows';
import { ticketSettings } from '../settings/ticket-rules';
import { MoveTicket } from '../state/move-ticket';
import { TicketState } from '../state/ticket-state';
import { TicketEventKind } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, lockTickets, payloadOf, tell } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { staffActing } from '../ticket/staff-acting';
import { CallOutcome, CallReason, FollowUpState, LOW_SCORE, RatingSource } from './follow-up.enums';
import { endFollowUp, lastFollowUp, lockFollowUp, type StoredFollowUp } from './follow-up-rows';
import type { RateMyTicketInput, RecordCallBackInput } from './follow-up.types';

/** What a customer says of what was done. */
export interface Rating {
  /** 1 to 5; null where no question asks for it. */
  readonly score: number | null;
  readonly isLow: boolean;
  readonly source: RatingSource;
  readonly comment: string | null;
}

const DAY_MS = 86_400_000;
const { RESOLVED, CLOSED, REOPENED } = TicketState;

/**
 * Following up (回访): whoever is content closes the ticket; whoever is not is called at once, and the call decides. Who had
 * the ticket does not make the call.
 */
@Injectable()
export class FollowUps {
  constructor(
    private readonly moves: MoveTicket,
    private readonly events: Events,
  ) {}

  /** By the customer. `CONFLICT` for a ticket that is not done. Answers the follow-up's UUID. */
  async rate({ ticketId, score, comment }: RateMyTicketInput): Promise<string> {
    const ticket = await lockTicket(ticketId);
    const followUp = await lastFollowUp(ticketId);
    if (!followUp || (ticket.state !== RESOLVED && ticket.state !== CLOSED)) {
      throw conflict(ticketMessages.notDone);
    }
    const rating = { score, isLow: score <= LOW_SCORE, source: RatingSource.APP, comment: comment || null };
    await this.heard(followUp, ticket, rating);
    return followUp.id;
  }

  /**
   * By a survey.
   *
   * @param isOf was it asked about the ticket as often reopened as it is?
   */
  async answered(ticketId: string, isOf: (reopened: number) => boolean, rating: Rating): Promise<void> {
    const ticket = (await lockTickets([ticketId])).get(ticketId);
    const followUp = ticket && isOf(ticket.reopenCount) ? await lastFollowUp(ticketId) : null;
    if (ticket && followUp) await this.heard(followUp, ticket, rating);
  }

  /** Answers the ticket's UUID. `FORBIDDEN` for who had the ticket, `CONFLICT` where nobody is to be called. */
  async call({ id, version, outcome, score, note, severity }: RecordCallBackInput): Promise<string> {
    const { followUp, ticket } = await lockFollowUp(id);
    if (followUp.version !== version) throw staleVersion(version, followUp.version);
    if (followUp.state !== FollowUpState.CALL_BACK) throw conflict(ticketMessages.nobodyToCall);
    const { actor } = context();
    if (actor.id !== null && actor.id === ticket.assigneeId) {
      throw new AtriumError('FORBIDDEN', ticketMessages.ownCallBack);
    }
    const at = now();
    const caller = { caller_id: staffActing(), caller_name: actor.name };
    await this.tellOf(ticket, at, { call: outcome, score: score ?? null }, note || null);
    if (outcome === CallOutcome.NOT_REACHED) {
      await this.tryAgain(followUp, at, caller);
      return ticket.id;
    }
    if (outcome === CallOutcome.DISSATISFIED && !note) {
      throw invalidField('input.note', 'REQUIRED', ticketMessages.reasonNeeded);
    }
    const answer = { ...caller, comment: note || undefined, score: score ?? undefined, answered_at: at };
    const source = score == null ? undefined : RatingSource.CALL;
    const isContent = outcome === CallOutcome.SATISFIED;
    const state = isContent ? FollowUpState.SATISFIED : FollowUpState.DISSATISFIED;
    await endFollowUp(id, state, at, { ...answer, source });
    if (score != null) await this.rated(ticket, followUp.id, score, RatingSource.CALL);
    if (isContent) await this.close(ticket, note || null);
    else await this.moves.move(ticket, { to: REOPENED, note, severity });
    return ticket.id;
  }

  /** Nothing was heard: closes what is still open. */
  async silent({ id }: StoredFollowUp, ticket: LockedTicket, at: Date): Promise<void> {
    await endFollowUp(id, FollowUpState.SILENT, at);
    await this.tellOf(ticket, at, { silent: true }, null);
    await this.close(ticket, null);
  }

  /** Somebody is to call. */
  async callBack({ id }: StoredFollowUp, ticket: LockedTicket, reason: CallReason, at: Date): Promise<void> {
    await update('ticket_follow_up', id, {
      state: FollowUpState.CALL_BACK,
      call_reason: reason,
      call_due_at: at,
      next_at: null,
      ended_at: null,
    });
    await this.tellOf(ticket, at, { callBack: reason }, null);
    await this.events.emit(
      ticketEvents.callBackDue,
      { ...payloadOf(ticket), followUpId: id, reason },
      { aggregateId: ticket.id },
    );
  }

  private async heard(followUp: StoredFollowUp, ticket: LockedTicket, rating: Rating): Promise<void> {
    const { score, isLow, source, comment } = rating;
    const at = now();
    await update('ticket_follow_up', followUp.id, {
      score: score ?? undefined,
      source,
      comment: comment ?? undefined,
      answered_at: at,
    });
    await this.tellOf(ticket, at, { score, source, isContent: !isLow }, null);
    if (score !== null) await this.rated(ticket, followUp.id, score, source);
    // What is being done anew waits for its own end.
    if (ticket.state !== RESOLVED && ticket.state !== CLOSED) return;
    if (isLow) return this.callBack(followUp, ticket, CallReason.DISSATISFIED, at);
    await endFollowUp(followUp.id, FollowUpState.SATISFIED, at);
    await this.close(ticket, null);
  }

  private async rated(ticket: LockedTicket, followUpId: string, score: number, source: RatingSource): Promise<void> {
    await db().execute('UPDATE atrium.ticket SET satisfaction = $2 WHERE id = $1', [ticket.id, score]);
    await this.events.emit(
      ticketEvents.rated,
      { ...payloadOf(ticket), followUpId, score, source },
      { aggregateId: ticket.id },
    );
  }

  /** A silent customer is left in peace after some calls; one who is not content is not. */
  private async tryAgain(followUp: StoredFollowUp, at: Date, caller: object): Promise<void> {
    const attempts = followUp.attempts + 1;
    const { callAttempts } = await ticketSettings();
    const isEnough = followUp.callReason === CallReason.SILENT && attempts >= callAttempts;
    const closeAt = new Date(Math.max(followUp.closeAt.getTime(), at.getTime()));
    await update('ticket_follow_up', followUp.id, {
      ...caller,
      attempts,
      ...(isEnough
        ? { state: FollowUpState.WAITING, call_due_at: 'infinity', next_at: closeAt, close_at: closeAt }
        : { call_due_at: new Date(at.getTime() + DAY_MS) }),
    });
  }

  private async close(ticket: LockedTicket, note: string | null): Promise<void> {
    if (ticket.state === RESOLVED) await this.moves.move(ticket, { to: CLOSED, note });
  }

  private tellOf(ticket: LockedTicket, at: Date, facts: object, note: string | null): Promise<void> {
    // A customer writes what customers may see.
    return tell([{ ticketId: ticket.id, at, kind: TicketEventKind.FOLLOW_UP, facts, note, forCustomer: isCustomer() }]);
  }
}
