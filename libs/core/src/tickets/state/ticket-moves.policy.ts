import { AtriumError } from '@atrium/sdk';
import { ticketMessages } from '../tickets.messages';
import { StateMachine } from './state-machine';
import { type Move, TICKET_MOVES, TicketState } from './ticket-state';

const machine = new StateMachine<TicketState, Move>(TICKET_MOVES);

export const allowedMoves = (from: TicketState): TicketState[] => machine.allowedFrom(from);

/** `INVALID_TRANSITION` with the moves that are allowed. */
export const illegalMove = (from: TicketState, to: TicketState): AtriumError => {
  const allowed = allowedMoves(from);
  return new AtriumError('INVALID_TRANSITION', allowed.length > 0 ? ticketMessages.badMove : ticketMessages.noMove, {
    params: { from, to, allowed: allowed.join(', ') },
    extra: { from, to, allowed },
  });
};

/** The move, or `INVALID_TRANSITION`. */
export function requireMove(from: TicketState, to: TicketState): Move {
  const move = machine.find(from, to);
  if (!move) throw illegalMove(from, to);
  return move;
}
