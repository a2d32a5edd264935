import { registerEnumType } from '@nestjs/graphql';

export enum FollowUpState {
  WAITING = 'WAITING',
  CALL_BACK = 'CALL_BACK',
  SATISFIED = 'SATISFIED',
  DISSATISFIED = 'DISSATISFIED',
  SILENT = 'SILENT',
  ENDED = 'ENDED',
}
registerEnumType(FollowUpState, {
  name: 'TicketFollowUpState',
  description: 'How far following up has come (回访).',
  valuesMap: {
    WAITING: { description: 'The customer is asked, or is left time to say something.' },
    CALL_BACK: { description: 'Somebody is to call the customer.' },
    SATISFIED: { description: 'The customer is content.' },
    DISSATISFIED: { description: 'The customer is not content: the ticket was reopened.' },
    SILENT: { description: 'Nothing was heard.' },
    ENDED: { description: 'It went on without: closed by staff, or reopened for another reason.' },
  },
});

export enum CallReason {
  DISSATISFIED = 'DISSATISFIED',
  SILENT = 'SILENT',
}
registerEnumType(CallReason, {
  name: 'TicketCallReason',
  description: 'Why a customer is to be called.',
  valuesMap: {
    DISSATISFIED: { description: 'The customer is not content.' },
    SILENT: { description: 'The customer was asked and did not answer.' },
  },
});

/** How the customer was heard. */
export enum RatingSource {
  SURVEY = 'SURVEY',
  APP = 'APP',
  CALL = 'CALL',
}
registerEnumType(RatingSource, {
  name: 'TicketRatingSource',
  description: 'How a customer said what they think of what was done.',
  valuesMap: {
    SURVEY: { description: 'In the survey that is sent after a ticket is done.' },
    APP: { description: 'By rating the ticket themselves.' },
    CALL: { description: 'On the telephone.' },
  },
});

export enum CallOutcome {
  SATISFIED = 'SATISFIED',
  DISSATISFIED = 'DISSATISFIED',
  NOT_REACHED = 'NOT_REACHED',
}
registerEnumType(CallOutcome, {
  name: 'TicketCallOutcome',
  description: 'What came of a call.',
  valuesMap: {
    SATISFIED: { description: 'The customer is content: the ticket is closed.' },
    DISSATISFIED: { description: 'The customer is not content: the ticket is reopened.' },
    NOT_REACHED: { description: 'Nobody answered: to be tried again.' },
  },
});

/** Scores from here down say that somebody is not content. */
export const LOW_SCORE = 2;
