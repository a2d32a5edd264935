import { EventState } from './event.enums';

/** The moves of an event, by where it stands; everything else is refused. */
const MOVES: Readonly<Record<EventState, readonly EventState[]>> = {
  DRAFT: [EventState.PUBLISHED, EventState.CANCELLED],
  PUBLISHED: [EventState.CANCELLED, EventState.FINISHED],
  CANCELLED: [],
  FINISHED: [],
};

export const allowedMoves = (from: EventState): readonly EventState[] => MOVES[from];
export const mayMove = (from: EventState, to: EventState): boolean => MOVES[from].includes(to);
