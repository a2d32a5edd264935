import { AssignmentStrategy, type Candidate, chooseCandidate } from './assignment.policy';

const one = (staffId: string, changes: Partial<Candidate> = {}): Candidate => ({
  staffId,
  teamId: 't',
  load: 0,
  lastTurn: null,
  isOnShift: true,
  hasSkill: true,
  ...changes,
});
const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 27, hour));
const { ROUND_ROBIN, LEAST_LOADED, BEST_SUITED } = AssignmentStrategy;

it.each([
  ['whose turn was longest ago', ROUND_ROBIN, [one('a', { lastTurn: at(9) }), one('b', { lastTurn: at(8) })], 'b'],
  ['who never had a turn, before others', ROUND_ROBIN, [one('a', { lastTurn: at(1) }), one('b', { load: 9 })], 'b'],
  ['who has the fewest open tickets', LEAST_LOADED, [one('a', { load: 3 }), one('b', { load: 2 })], 'b'],
  [
    'of equal loads, whose turn was longest ago',
    LEAST_LOADED,
    [one('a', { lastTurn: at(9) }), one('b', { lastTurn: at(8) })],
    'b',
  ],
  ['in all else equal, always the same', LEAST_LOADED, [one('b'), one('a')], 'a'],
  [
    'who is on shift and has the skill, however loaded',
    BEST_SUITED,
    [one('a', { isOnShift: false }), one('b', { hasSkill: false }), one('c', { load: 7 })],
    'c',
  ],
  ['nobody, where nobody is suited', BEST_SUITED, [one('a', { isOnShift: false })], undefined],
  ['nobody of none', ROUND_ROBIN, [], undefined],
] as const)('chooses %s', (_name, strategy, candidates, expected) => {
  expect(chooseCandidate(strategy, candidates)?.staffId).toBe(expected);
});
