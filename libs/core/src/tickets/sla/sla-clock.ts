import type { WorkingTime } from './working-time';

/** What a policy promises of a ticket. A progress update is due again and again, each time as long after the last one. */
export const SLA_TARGETS = ['FIRST_RESPONSE', 'PROGRESS_UPDATE', 'RESOLUTION'] as const;
export type SlaTarget = (typeof SLA_TARGETS)[number];

/** Share of a target's time, in percent, at which it is warned of, and at which it is missed. */
export const WARNING = 75;
export const BREACH = 100;

/** So much working time, in milliseconds, by this calendar. */
export interface SlaTerm {
  readonly length: number;
  readonly time: WorkingTime;
}

/** How far one target has come. Instants and lengths are milliseconds. */
export interface SlaClock {
  /** Working time used up before `since`. */
  readonly spent: number;
  /** Runs since this instant; null: it stands still. */
  readonly since: number | null;
  /** The highest share that has been told of, in percent; 0: none. Each is told of once. */
  readonly raised: number;
}

export interface Milestone {
  readonly percent: number;
  readonly at: number;
}

export const startClock = (at: number): SlaClock => ({ spent: 0, since: at, raised: 0 });

/** Working time used up until `at`. */
export const spentAt = ({ spent, since }: SlaClock, { time }: SlaTerm, at: number): number =>
  since === null ? spent : spent + time.between(since, at);

/** Stands still from `at` on, e.g. while the customer is waited for. */
export const pauseClock = (clock: SlaClock, term: SlaTerm, at: number): SlaClock =>
  clock.since === null ? clock : { ...clock, spent: spentAt(clock, term, at), since: null };

export const resumeClock = (clock: SlaClock, at: number): SlaClock =>
  clock.since === null ? { ...clock, since: at } : clock;

/**
 * Another term from `at` on, because the policy, the severity or the calendar has changed. What was used up stays used
 * up, as it was counted then; what is left runs by the new calendar. A share that was told of and lies ahead again will
 * be told of again.
 */
export function changeTerm(clock: SlaClock, from: SlaTerm, to: SlaTerm, at: number): SlaClock {
  const spent = spentAt(clock, from, at);
  const reached = Math.floor((spent * 100) / to.length);
  return { spent, since: clock.since === null ? null : at, raised: Math.min(clock.raised, reached) };
}

/** When a share of the term will be used up; null while the clock stands still. */
export function milestoneAt({ spent, since }: SlaClock, { length, time }: SlaTerm, percent: number): number | null {
  if (since === null) return null;
  return time.add(since, Math.ceil((length * percent) / 100) - spent);
}

/** When the target is missed; null while the clock stands still. */
export const dueAt = (clock: SlaClock, term: SlaTerm): number | null => milestoneAt(clock, term, BREACH);

/** The shares a ladder tells of, with the warning and the breach, in their order. */
export const sharesOf = (ladder: readonly { readonly percent: number }[]): number[] =>
  [...new Set([WARNING, BREACH, ...ladder.map(({ percent }) => percent)])].sort((a, b) => a - b);

/** What is told of next, and when; null while the clock stands still and when all has been told. */
export function nextMilestone(clock: SlaClock, term: SlaTerm, shares: readonly number[]): Milestone | null {
  const percent = shares.find((share) => share > clock.raised);
  const at = percent === undefined ? null : milestoneAt(clock, term, percent);
  return at === null ? null : { percent: percent!, at };
}

/** Tells of all that is reached at `at` and was not told of, each once. */
export function raise(
  clock: SlaClock,
  term: SlaTerm,
  shares: readonly number[],
  at: number,
): { readonly clock: SlaClock; readonly reached: readonly Milestone[] } {
  const reached: Milestone[] = [];
  let now = clock;
  for (;;) {
    const next = nextMilestone(now, term, shares);
    if (next === null || next.at > at) return { clock: now, reached };
    reached.push(next);
    now = { ...now, raised: next.percent };
  }
}
