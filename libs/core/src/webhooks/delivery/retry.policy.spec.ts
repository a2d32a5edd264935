import { delayAfter, isGivenUp, MAX_TRIES, restAfter, retryAfterSeconds } from './retry.policy';

it('tries for most of a day, each time after a longer wait, and then no more', () => {
  const delays = Array.from({ length: MAX_TRIES - 1 }, (_, index) => delayAfter(index + 1, 0.5, null)!);
  expect(delays[0]).toBe(5);
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  const hours = delays.reduce((sum, delay) => sum + delay, 0) / 3600;
  expect(hours).toBeGreaterThan(20);
  expect(hours).toBeLessThan(24);
  expect(delayAfter(MAX_TRIES, 0.5, null)).toBeNull();
});

it.each([
  [1, 0, null, 4],
  [1, 1, null, 6],
  [3, 0.5, null, 120],
  [1, 0.5, 60, 60],
  [3, 0.5, 60, 120],
  [1, 0.5, 1e9, 86_400],
])('after %s tries, with chance %s and %s asked for: %s s', (tries, random, askedFor, seconds) => {
  expect(delayAfter(tries, random, askedFor)).toBeCloseTo(seconds);
});

it.each([
  [1, null, 0],
  [2, null, 0],
  [3, null, 5],
  [4, null, 10],
  [30, null, 900],
  [1, 30, 30],
  [4, 1e9, 86_400],
])('rests after %s failures, %s asked for: %s s', (failures, askedFor, seconds) => {
  expect(restAfter(failures, askedFor)).toBe(seconds);
});

it.each([
  [10, 72, true],
  [9, 100, false],
  [500, 71.9, false],
])('is given up after %s failures in %s hours: %s', (failures, hours, expected) => {
  expect(isGivenUp(failures, hours, 72)).toBe(expected);
});

it.each([
  [undefined, null],
  ['120', 120],
  [' 7 ', 7],
  ['Wed, 11 Mar 2026 08:31:00 GMT', 60],
  ['Wed, 11 Mar 2026 08:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['1.5', null],
  ['99999999999', null],
])('Retry-After: %s is %s s', (header, seconds) => {
  expect(retryAfterSeconds(header, new Date('2026-03-11T08:30:00Z'))).toBe(seconds);
});
