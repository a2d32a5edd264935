import { freeWindows, joined, type Span, without, worksThroughout } from './windows.policy';

const span = (from: number, to: number): Span => ({ from, to });

it('joins what touches and overlaps', () => {
  expect(joined([span(5, 8), span(0, 2), span(2, 4), span(7, 9), span(3, 3)])).toEqual([span(0, 4), span(5, 9)]);
});

it('takes away what is busy: in the middle, at an edge, all of it', () => {
  expect(without([span(0, 10)], [span(3, 5)])).toEqual([span(0, 3), span(5, 10)]);
  expect(without([span(0, 10)], [span(-2, 4), span(9, 12)])).toEqual([span(4, 9)]);
  expect(without([span(0, 10), span(20, 30)], [span(0, 25)])).toEqual([span(25, 30)]);
  expect(without([span(0, 10)], [span(0, 10)])).toEqual([]);
});

it('offers windows that fit, inside what was asked for alone', () => {
  const within = span(2, 28);
  expect(freeWindows([span(0, 10), span(20, 30)], [span(4, 5)], within, 3)).toEqual([
    span(5, 8),
    span(20, 23),
    span(23, 26),
  ]);
  expect(freeWindows([span(0, 10)], [], within, 9)).toEqual([]);
});

it('no window overlaps what is busy or leaves working hours, whatever the calendar', () => {
  let seed = 7;
  const next = (max: number): number => (seed = (seed * 48_271) % 2_147_483_647) % max;
  const spans = (count: number): Span[] =>
    Array.from({ length: count }, () => {
      const from = next(200);
      return span(from, from + next(40));
    });
  for (let round = 0; round < 300; round++) {
    const [worked, busy, length] = [spans(4), spans(4), 1 + next(12)];
    const found = freeWindows(worked, busy, span(20, 180), length);
    for (const window of found) {
      expect(worksThroughout(worked, window)).toBe(true);
      expect(busy.some((taken) => taken.to > taken.from && taken.from < window.to && window.from < taken.to)).toBe(
        false,
      );
    }
    expect(joined(found).reduce((sum, one) => sum + one.to - one.from, 0)).toBe(found.length * length);
  }
});
