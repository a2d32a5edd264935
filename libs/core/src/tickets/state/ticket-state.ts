import { registerEnumType } from '@nestjs/graphql';

/** Where a ticket stands. A company adds named sub-states under these, never others. */
export enum TicketState {
  NEW = 'NEW',
  TRIAGED = 'TRIAGED',
  ASSIGNED = 'ASSIGNED',
  IN_PROGRESS = 'IN_PROGRESS',
  ON_HOLD = 'ON_HOLD',
  RESOLVED = 'RESOLVED',
  CLOSED = 'CLOSED',
  REOPENED = 'REOPENED',
  CANCELLED = 'CANCELLED',
  MERGED = 'MERGED',
}
registerEnumType(TicketState, {
  name: 'TicketState',
  description: 'Where a ticket stands.',
  valuesMap: {
    NEW: { description: 'Taken down; nobody has looked at it.' },
    TRIAGED: { description: 'Looked at: category and severity hold; waits for somebody to do it.' },
    ASSIGNED: { description: 'Somebody, or a team, is to do it.' },
    IN_PROGRESS: { description: 'Being worked on.' },
    ON_HOLD: { description: 'Waits for something, which its reason tells.' },
    RESOLVED: { description: 'Done, as far as we can tell.' },
    CLOSED: { description: 'Done, and the customer is content or silent.' },
    REOPENED: { description: 'Was done and is not: to be assigned anew.' },
    CANCELLED: { description: 'Will not be done: a mistake, or withdrawn.' },
    MERGED: { description: 'Went into another ticket.' },
  },
});

const { NEW, TRIAGED, ASSIGNED, IN_PROGRESS, ON_HOLD, RESOLVED, CLOSED, REOPENED, CANCELLED, MERGED } = TicketState;

/** What has to be told with a move. */
export type Demand = 'reason' | 'assignee';

export interface Move {
  readonly from: TicketState;
  readonly to: TicketState;
  readonly demands?: Demand;
}

const withdrawn = [NEW, TRIAGED, ASSIGNED, IN_PROGRESS, ON_HOLD, REOPENED].map((from): Move => ({
  from,
  to: CANCELLED,
  demands: 'reason',
}));
const merged = [NEW, TRIAGED, ASSIGNED, IN_PROGRESS, ON_HOLD, RESOLVED, REOPENED].map((from): Move => ({
  from,
  to: MERGED,
}));

/** Every allowed move. Source: the design's chapter on tickets. */
export const TICKET_MOVES: readonly Move[] = [
  { from: NEW, to: TRIAGED },
  { from: TRIAGED, to: ASSIGNED, demands: 'assignee' },
  { from: ASSIGNED, to: TRIAGED, demands: 'reason' },
  { from: ASSIGNED, to: IN_PROGRESS },
  { from: IN_PROGRESS, to: ON_HOLD, demands: 'reason' },
  { from: ON_HOLD, to: IN_PROGRESS },
  { from: IN_PROGRESS, to: RESOLVED },
  { from: RESOLVED, to: CLOSED },
  { from: RESOLVED, to: REOPENED, demands: 'reason' },
  { from: CLOSED, to: REOPENED, demands: 'reason' },
  { from: REOPENED, to: ASSIGNED, demands: 'assignee' },
  ...withdrawn,
  ...merged,
];

/** Why a ticket waits. Only the customer stops the clock. */
export enum HoldReason {
  CUSTOMER = 'CUSTOMER',
  MATERIAL = 'MATERIAL',
  CONTRACTOR = 'CONTRACTOR',
  APPROVAL = 'APPROVAL',
  OTHER = 'OTHER',
}
registerEnumType(HoldReason, {
  name: 'HoldReason',
  description: 'What a ticket waits for.',
  valuesMap: {
    CUSTOMER: { description: 'The customer: the clock of its targets stands still.' },
    MATERIAL: { description: 'Spare parts or material.' },
    CONTRACTOR: { description: 'Somebody outside the company.' },
    APPROVAL: { description: 'A decision within the company.' },
    OTHER: { description: 'Anything else; the note tells.' },
  },
});

/** Nothing is left to be done: no clock runs, nobody has it to do. */
export const SETTLED: readonly TicketState[] = [RESOLVED, CLOSED, CANCELLED, MERGED];
export const isSettled = (state: TicketState): boolean => SETTLED.includes(state);

/** No move leads out of these, or only the reopening. */
export const isOver = (state: TicketState): boolean => [CLOSED, CANCELLED, MERGED].includes(state);
