/** What a registration is decided by; counts are of people, not of registrations. */
export interface Places {
  /** Null: there is room for everybody. */
  readonly capacity: number | null;
  /** People with a place. */
  readonly taken: number;
  /** Does anybody wait? Nobody overtakes the waiting list, also where a small group would fit. */
  readonly isQueued: boolean;
  readonly hasWaitingList: boolean;
}

/** What becomes of a registration of so many people; null: it is refused, the event is full. */
export function placeFor({ capacity, taken, isQueued, hasWaitingList }: Places, people: number): Placed | null {
  if (capacity === null || (!isQueued && taken + people <= capacity)) return 'CONFIRMED';
  // A group that never fits would stop the list for everybody behind it.
  return hasWaitingList && people <= capacity ? 'WAITING' : null;
}
export type Placed = 'CONFIRMED' | 'WAITING';

/**
 * Who moves up: the head of the waiting list while there is room for all of its people, strictly in order.
 *
 * @param waiting in the order of the list
 */
export function movingUp<W extends { readonly people: number }>(
  { capacity, taken }: Pick<Places, 'capacity' | 'taken'>,
  waiting: readonly W[],
): readonly W[] {
  let left = capacity === null ? Infinity : capacity - taken;
  const blocked = waiting.findIndex(({ people }) => (left -= people) < 0);
  return blocked < 0 ? waiting : waiting.slice(0, blocked);
}

/** May a household, which has registered so many people, bring more? */
export const fitsHousehold = (limit: number | null, registered: number, people: number): boolean =>
  limit === null || registered + people <= limit;
