import { type ErasureCase, erasureProblem } from './erasure.policy';

const NOW = new Date('2026-06-30T12:00:00Z');
const past = new Date('2026-06-30T11:59:59Z');
const future = new Date('2026-07-01T00:00:00Z');
const base: ErasureCase = { status: 'ACTIVE', wish: null, closedAt: null, graceDays: 30, early: false, now: NOW };
const longAgo = new Date('2026-05-31T12:00:00Z');
const lately = new Date('2026-05-31T12:00:01Z');

describe('when a company may be erased', () => {
  it.each<[string, Partial<ErasureCase>, RegExp | null]>([
    ['nobody asked', {}, /has not asked/],
    ['nobody asked, in a hurry', { early: true }, /has not asked/],
    ['closed, grace over', { status: 'CLOSED', closedAt: longAgo }, null],
    ['closed, grace not over', { status: 'CLOSED', closedAt: lately }, /from 2026-06-30T12:00:01/],
    ['closed, grace not over, in a hurry', { status: 'CLOSED', closedAt: lately, early: true }, /from/],
    ['asked, due', { wish: { immediately: false, dueAt: past } }, null],
    ['asked, not due', { wish: { immediately: false, dueAt: future } }, /is due at/],
    ['asked for its time, in a hurry', { wish: { immediately: false, dueAt: future }, early: true }, /not at once/],
    ['asked for at once, no hurry', { wish: { immediately: true, dueAt: future } }, /takes --now/],
    ['asked for at once, in a hurry', { wish: { immediately: true, dueAt: future }, early: true }, null],
    [
      'asked, not due, closed long ago',
      { wish: { immediately: false, dueAt: future }, status: 'CLOSED', closedAt: longAgo },
      /is due at/,
    ],
  ])('%s', (_, given, expected) => {
    const problem = erasureProblem({ ...base, ...given });
    if (expected === null) expect(problem).toBeNull();
    else expect(problem).toMatch(expected);
  });
});
