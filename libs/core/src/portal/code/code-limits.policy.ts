/** So many within so many seconds; the count starts afresh when the time is over. */
export interface Limit {
  readonly max: number;
  readonly seconds: number;
}

/** What is tried: to have a code sent, or to enter one. */
export type CodeAttempt = 'request' | 'verify';
/** Whom an attempt is counted for: the phone or address, the network it comes from, the company. */
export type CountedFor = 'contact' | 'network' | 'tenant';

const MINUTE = 60;
const DAY = 86_400;

/** Wrong entries of one code after which it is dead. With a million codes: a chance of 1 in 200,000 for each one sent. */
export const MAX_ENTRIES = 5;
/** Minutes a code can be entered. */
export const CODE_MINUTES = 10;

/**
 * A contact gets few codes, so that nobody is showered with them and guessing stays hopeless: at most 15 a day, of five
 * entries each. A network is an office or a block of flats behind one address. A company's limit bounds what a flood of
 * made-up numbers costs.
 */
export const CODE_LIMITS: Readonly<Record<CodeAttempt, Readonly<Record<CountedFor, readonly Limit[]>>>> = {
  request: {
    contact: [
      { max: 3, seconds: 5 * MINUTE },
      { max: 15, seconds: DAY },
    ],
    network: [
      { max: 30, seconds: 10 * MINUTE },
      { max: 300, seconds: DAY },
    ],
    tenant: [{ max: 1_000, seconds: 10 * MINUTE }],
  },
  verify: {
    contact: [{ max: 30, seconds: DAY }],
    network: [{ max: 100, seconds: 10 * MINUTE }],
    tenant: [{ max: 5_000, seconds: 10 * MINUTE }],
  },
};

/** A count as it is kept. */
export interface Counted {
  readonly count: number;
  readonly endsAt: Date;
}

/** Seconds to wait before the next attempt; 0 when the one just counted may go on. */
export function secondsToWait(counted: readonly { limit: Limit; now: Counted }[], at: Date): number {
  const over = counted.filter(({ limit, now }) => now.count > limit.max);
  return Math.max(0, ...over.map(({ now }) => Math.ceil((now.endsAt.getTime() - at.getTime()) / 1000)));
}
