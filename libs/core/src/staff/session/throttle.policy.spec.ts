import { type Attempts, countAttempt, forgiveAttempt, lockSeconds } from './throttle.policy';

const backOff = { maxFailures: 3, backOffSeconds: 30, backOffMaxSeconds: 300 };
const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 11) + seconds * 1000);

describe('lockSeconds', () => {
  it.each([
    [0, 0],
    [2, 0],
    [3, 30],
    [4, 60],
    [5, 120],
    [6, 240],
    [7, 300],
    [5000, 300],
  ])('after %i failures: %i s', (failures, seconds) => expect(lockSeconds(failures, backOff)).toBe(seconds));
});

describe('countAttempt', () => {
  const tries = (seconds: readonly number[]): string[] => {
    let attempts: Attempts | null = null;
    return seconds.map((second) => {
      const verdict = countAttempt(attempts, at(second), backOff);
      if (!verdict.allowed) return `until ${(verdict.until.getTime() - at(0).getTime()) / 1000}`;
      attempts = verdict.next;
      return `${verdict.next.failures}`;
    });
  };

  it('lets three through, then locks twice as long each time', () => {
    expect(tries([0, 1, 2, 3, 31, 32, 33, 91, 92, 93])).toEqual([
      '1',
      '2',
      '3',
      'until 32',
      'until 32',
      '4',
      'until 92',
      'until 92',
      '5',
      'until 212',
    ]);
  });

  it('forgets after a day of rest', () => {
    expect(tries([0, 1, 1 + 86_400])).toEqual(['1', '2', '3']);
    expect(tries([0, 1, 2 + 86_400])).toEqual(['1', '2', '1']);
  });
});

describe('forgiveAttempt', () => {
  it('takes back one attempt and the lock it brought', () => {
    const locked = { failures: 3, lastAt: at(2), lockedUntil: at(32) };
    expect(forgiveAttempt(locked)).toEqual({ failures: 2, lastAt: at(2), lockedUntil: null });
    expect(forgiveAttempt({ failures: 0, lastAt: at(2), lockedUntil: null }).failures).toBe(0);
  });
});
