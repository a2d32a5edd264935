import type { ScheduleDefinition } from '@atrium/sdk';
import { CronExpressionParser } from 'cron-parser';
import { IANAZone } from 'luxon';

/** Most ticks made up for, one run each, after a time without a worker. */
export const MAX_MISSED = 100;
/** More missed ticks than this are not counted one by one. */
const MAX_COUNTED = 10_000;

/** The rule as it is compared and kept: a change of it makes the next tick anew. */
export function ruleOf({ at }: Pick<ScheduleDefinition, 'at'>): string {
  if ('cron' in at) return at.cron.trim().split(/\s+/).join(' ');
  const [hour, minute] = at.daily.split(':').map(Number);
  return `${minute} ${hour} * * *`;
}

/** @throws Error saying what is wrong with the rule, where it is not five fields that cron knows */
export function checkRule(rule: string): void {
  if (rule.split(' ').length !== 5) throw new Error(`"${rule}" has not the five fields of a cron rule`);
  CronExpressionParser.parse(rule, { tz: 'UTC' });
}

const HOUR_MS = 3_600_000;
/** Longer than any change of a zone's clock but the few that left out a whole day. */
const CHANGE_MS = 3 * HOUR_MS;

/**
 * The ticks after an instant, one after the other. A time left out by the spring gap ticks as much later as the gap is
 * long; one that the autumn doubles ticks at its first occurrence; where the hour is `*` or a step, ticks follow the time
 * that really passes.
 */
export function* ticksAfter(rule: string, timeZone: string, after: Date): Generator<Date, never> {
  const ticks = rule.split(' ')[1]!.startsWith('*') ? realTicks : wallTicks;
  return yield* ticks(rule, timeZone, after);
}

/** The first of {@link ticksAfter}. */
export const nextTick = (rule: string, timeZone: string, after: Date): Date =>
  ticksAfter(rule, timeZone, after).next().value;

/** While the zone's clock stays as it is, its times are read off one without changes, which takes a tenth of the time. */
function* realTicks(rule: string, timeZone: string, after: Date): Generator<Date, never> {
  const zone = IANAZone.create(timeZone);
  const from = (instant: number, offset: number) =>
    CronExpressionParser.parse(rule, { tz: 'UTC', currentDate: new Date(instant + offset) });
  let at = after.getTime();
  let offset = offsetAt(zone, at);
  let times = from(at, offset);
  for (;;) {
    const next = times.next().getTime() - offset;
    if (offsetAt(zone, next) === offset) at = next;
    else {
      at = CronExpressionParser.parse(rule, { tz: timeZone, currentDate: new Date(at) })
        .next()
        .getTime();
      offset = offsetAt(zone, at);
      times = from(at, offset);
    }
    yield new Date(at);
  }
}

function* wallTicks(rule: string, timeZone: string, after: Date): Generator<Date, never> {
  // The rule names times on the wall. They are read off a clock without changes, then looked up in the zone; from a day
  // before on, because after a gap some of them come later than others that follow on the wall.
  const zone = IANAZone.create(timeZone);
  let last = after.getTime();
  const wall = new Date(last + offsetAt(zone, last) - 24 * HOUR_MS);
  const times = CronExpressionParser.parse(rule, { tz: 'UTC', currentDate: wall });
  const ahead: number[] = [];
  for (;;) {
    const time = times.next().getTime();
    const at = instantOf(zone, time);
    if (at > last) ahead.push(at);
    ahead.sort((a, b) => a - b);
    const reached = time - offsetAt(zone, at) - CHANGE_MS;
    while (ahead.length > 0 && ahead[0]! < reached) {
      const first = ahead.shift()!;
      if (first > last) yield new Date((last = first));
    }
  }
}

const offsetAt = (zone: IANAZone, instant: number): number => zone.offset(instant) * 60_000;

/** When a clock of the zone shows `wall` (as if it were UTC) for the first time, or would have, where it leaves it out. */
function instantOf(zone: IANAZone, wall: number): number {
  const before = offsetAt(zone, wall - 24 * HOUR_MS);
  const after = offsetAt(zone, wall + 24 * HOUR_MS);
  const shown = [wall - before, wall - after].filter((at) => at + offsetAt(zone, at) === wall);
  return shown.length > 0 ? Math.min(...shown) : wall - before;
}

export interface DueTicks {
  /** To be run, oldest first. */
  readonly run: readonly { readonly at: Date; readonly missed: number }[];
  /** The first tick after `now`. */
  readonly next: Date;
}

/** What is due at `now` when `first` is the earliest tick that has not been served. */
export function dueTicks(
  rule: string,
  timeZone: string,
  missed: ScheduleDefinition['missed'],
  first: Date,
  now: Date,
): DueTicks {
  const due: Date[] = [];
  let passed = 0;
  let at = first;
  const following = ticksAfter(rule, timeZone, first);
  while (at <= now && passed < MAX_COUNTED) {
    due.push(at);
    if (due.length > MAX_MISSED) due.shift();
    passed += 1;
    at = following.next().value;
  }
  if (at <= now) {
    // Far behind (years of minutes): what matters is the latest.
    due.splice(0, due.length, now);
    at = nextTick(rule, timeZone, now);
  }
  if (due.length === 0) return { run: [], next: at };
  const run =
    missed === 'each'
      ? due.map((one, index) => ({ at: one, missed: index === 0 ? passed - due.length : 0 }))
      : [{ at: due.at(-1)!, missed: passed - 1 }];
  return { run, next: at };
}
