import { CODE_LIMITS, MAX_ENTRIES, secondsToWait } from './code-limits.policy';

const at = new Date('2026-03-01T00:00:00Z');
const counted = (count: number, max: number, seconds: number) => ({
  limit: { max, seconds: 600 },
  now: { count, endsAt: new Date(at.getTime() + seconds * 1000) },
});

describe('limits of one-time codes', () => {
  it.each([
    ['below every limit', [counted(1, 3, 300), counted(2, 15, 5000)], 0],
    ['at the limit', [counted(3, 3, 300)], 0],
    ['one above', [counted(4, 3, 300)], 300],
    ['above two: the longer wait', [counted(4, 3, 300), counted(16, 15, 5000)], 5000],
    ['nothing counted', [], 0],
  ])('%s', (_what, counts, seconds) => expect(secondsToWait(counts, at)).toBe(seconds));

  it('leaves a guesser of one contact a chance below 1 in 10,000 a day', () => {
    const perDay = (kind: 'request' | 'verify'): number =>
      CODE_LIMITS[kind].contact.find(({ seconds }) => seconds === 86_400)!.max;
    expect(Math.min(perDay('request') * MAX_ENTRIES, perDay('verify')) / 1_000_000).toBeLessThan(1 / 10_000);
  });
});
