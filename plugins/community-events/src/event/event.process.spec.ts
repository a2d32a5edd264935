import { EventState } from './event.enums';
import { allowedMoves, mayMove } from './event.process';

it.each([
  ['DRAFT', ['PUBLISHED', 'CANCELLED']],
  ['PUBLISHED', ['CANCELLED', 'FINISHED']],
  ['CANCELLED', []],
  ['FINISHED', []],
] as const)('from %s an event moves to %j alone', (from, allowed) => {
  expect(allowedMoves(EventState[from])).toEqual(allowed);
  const all = Object.values(EventState);
  expect(all.filter((to) => mayMove(EventState[from], to)).sort()).toEqual([...allowed].sort());
});
