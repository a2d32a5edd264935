import type { AtriumError } from '@atrium/sdk';
import { StateMachine } from './state-machine';
import { allowedMoves, requireMove } from './ticket-moves.policy';
import { TicketState } from './ticket-state';

const { NEW, TRIAGED, ASSIGNED, IN_PROGRESS, ON_HOLD, RESOLVED, CLOSED, REOPENED, CANCELLED, MERGED } = TicketState;

const TABLE: readonly [TicketState, readonly TicketState[]][] = [
  [NEW, [TRIAGED, CANCELLED, MERGED]],
  [TRIAGED, [ASSIGNED, CANCELLED, MERGED]],
  [ASSIGNED, [TRIAGED, IN_PROGRESS, CANCELLED, MERGED]],
  [IN_PROGRESS, [ON_HOLD, RESOLVED, CANCELLED, MERGED]],
  [ON_HOLD, [IN_PROGRESS, CANCELLED, MERGED]],
  [RESOLVED, [CLOSED, REOPENED, MERGED]],
  [CLOSED, [REOPENED]],
  [REOPENED, [ASSIGNED, CANCELLED, MERGED]],
  [CANCELLED, []],
  [MERGED, []],
];

it.each(TABLE)('from %s one goes to %j and nowhere else', (from, allowed) => {
  expect(allowedMoves(from)).toEqual(allowed);
  for (const to of Object.values(TicketState)) {
    if (allowed.includes(to)) expect(requireMove(from, to)).toMatchObject({ from, to });
    else {
      let refused: AtriumError | undefined;
      try {
        requireMove(from, to);
      } catch (error) {
        refused = error as AtriumError;
      }
      expect(refused).toMatchObject({ code: 'INVALID_TRANSITION', extra: { from, to, allowed } });
    }
  }
});

it('the table has every state', () => {
  expect(TABLE.map(([from]) => from).sort()).toEqual(Object.values(TicketState).sort());
});

it('a machine refuses a move that is listed twice or leads nowhere', () => {
  expect(() => new StateMachine([{ from: 'A', to: 'A' }])).toThrow('A → A');
  const twice = [
    { from: 'A', to: 'B' },
    { from: 'A', to: 'B' },
  ];
  expect(() => new StateMachine(twice)).toThrow('A → B');
});
