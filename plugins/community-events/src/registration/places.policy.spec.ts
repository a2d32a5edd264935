import fc from 'fast-check';
import { fitsHousehold, movingUp, placeFor } from './places.policy';

describe('a registration', () => {
  const full = { capacity: 10, taken: 9, isQueued: false, hasWaitingList: true };
  it.each([
    ['has its place where all of its people fit', full, 1, 'CONFIRMED'],
    ['waits where they do not', full, 2, 'WAITING'],
    ['overtakes nobody who waits', { ...full, isQueued: true }, 1, 'WAITING'],
    ['is refused where there is no waiting list', { ...full, hasWaitingList: false }, 2, null],
    ['is refused where it never fits, or nobody behind it would move up', full, 11, null],
    ['has its place where there is room for everybody', { ...full, capacity: null }, 99, 'CONFIRMED'],
  ] as const)('%s', (_, places, people, expected) => {
    expect(placeFor(places, people)).toBe(expected);
  });

  it.each([
    [null, 100, 10, true],
    [4, 2, 2, true],
    [4, 2, 3, false],
  ])('of a household with limit %s and %s registered may bring %s: %s', (limit, registered, people, fits) => {
    expect(fitsHousehold(limit, registered, people)).toBe(fits);
  });
});

describe('the waiting list', () => {
  const group = (people: number) => ({ people });

  it('moves up strictly in order: a small group does not overtake a large one', () => {
    const waiting = [group(1), group(3), group(1)];
    expect(movingUp({ capacity: 10, taken: 8 }, waiting)).toEqual([group(1)]);
    expect(movingUp({ capacity: 10, taken: 6 }, waiting)).toEqual([group(1), group(3)]);
    expect(movingUp({ capacity: null, taken: 6 }, waiting)).toEqual(waiting);
    expect(movingUp({ capacity: 5, taken: 6 }, waiting)).toEqual([]);
  });

  it('never gives more places than there are, and leaves none that its head fits into', () => {
    const groups = fc.array(fc.integer({ min: 1, max: 6 }).map(group), { maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), groups, (capacity, taken, waiting) => {
        const up = movingUp({ capacity, taken }, waiting);
        const used = up.reduce((sum, { people }) => sum + people, 0);
        expect(waiting.slice(0, up.length)).toEqual(up);
        if (up.length > 0) expect(taken + used).toBeLessThanOrEqual(capacity);
        const head = waiting[up.length];
        if (head) expect(taken + used + head.people).toBeGreaterThan(capacity);
      }),
    );
  });
});
