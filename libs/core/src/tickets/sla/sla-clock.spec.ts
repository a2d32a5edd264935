import fc from 'fast-check';
import {
  changeTerm,
  dueAt,
  milestoneAt,
  nextMilestone,
  pauseClock,
  raise,
  resumeClock,
  sharesOf,
  type SlaClock,
  type SlaTerm,
  spentAt,
  startClock,
} from './sla-clock';
import { ROUND_THE_CLOCK, type WorkingCalendar, WorkingTime } from './working-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const shown = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant + 8 * HOUR).toISOString().slice(0, 16);

const office: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => (day < 6 ? [{ startsAt: '09:00', endsAt: '17:00' }] : [])),
  exceptions: {},
};
const inOffice = new WorkingTime(office);
const always = new WorkingTime(ROUND_THE_CLOCK);
const term = (hours: number, time = inOffice): SlaTerm => ({ length: hours * HOUR, time });

describe('a clock', () => {
  // 2026-11-27 is a Friday.
  it('is due when its working time is used up, and warned of at three quarters', () => {
    const clock = startClock(at('2026-11-27T15:00'));
    expect(shown(dueAt(clock, term(8)))).toBe('2026-11-30T15:00');
    expect(shown(milestoneAt(clock, term(8), 75))).toBe('2026-11-30T13:00');
  });

  it('stands still while the customer is waited for', () => {
    const paused = pauseClock(startClock(at('2026-11-27T10:00')), term(4), at('2026-11-27T12:00'));
    expect(dueAt(paused, term(4))).toBeNull();
    expect(nextMilestone(paused, term(4), [75, 100])).toBeNull();
    expect(pauseClock(paused, term(4), at('2026-11-27T16:00'))).toEqual(paused);
    const resumed = resumeClock(paused, at('2026-11-30T16:00'));
    expect(shown(dueAt(resumed, term(4)))).toBe('2026-12-01T10:00');
    expect(resumeClock(resumed, at('2026-12-01T09:30'))).toEqual(resumed);
  });

  it('keeps what was used up when the severity changes, and runs on by the other calendar', () => {
    // Two office hours of eight are gone at 17:00; at 22:00 it becomes an emergency of four hours round the clock.
    const clock = startClock(at('2026-11-27T15:00'));
    const changed = changeTerm(clock, term(8), term(4, always), at('2026-11-27T22:00'));
    expect(shown(dueAt(changed, term(4, always)))).toBe('2026-11-28T00:00');
    // And back: the two and an hour more are gone of the eight.
    const back = changeTerm(changed, term(4, always), term(8), at('2026-11-27T23:00'));
    expect(shown(dueAt(back, term(8)))).toBe('2026-11-30T14:00');
  });

  it('that changes while it stands still goes on standing still', () => {
    const paused = pauseClock(startClock(at('2026-11-27T10:00')), term(4), at('2026-11-27T12:00'));
    const changed = changeTerm(paused, term(4), term(3, always), at('2026-11-28T12:00'));
    expect(changed).toEqual({ spent: 2 * HOUR, since: null, raised: 0 });
    expect(shown(dueAt(resumeClock(changed, at('2026-11-28T13:00')), term(3, always)))).toBe('2026-11-28T14:00');
  });

  it('is missed at once where the new term is used up already', () => {
    const clock = startClock(at('2026-11-27T09:00'));
    const changed = changeTerm(clock, term(8), term(2), at('2026-11-27T14:00'));
    expect(raise(changed, term(2), [75, 100], at('2026-11-27T14:00')).reached.map(({ percent }) => percent)).toEqual([
      75, 100,
    ]);
  });

  it('tells again of a share that lies ahead again', () => {
    const clock = startClock(at('2026-11-27T09:00'));
    const told = raise(clock, term(4), [75, 100], at('2026-11-27T12:30')).clock;
    expect(told.raised).toBe(75);
    const longer = changeTerm(told, term(4), term(8), at('2026-11-27T12:30'));
    expect(longer.raised).toBe(43);
    expect(nextMilestone(longer, term(8), [75, 100])).toEqual({ percent: 75, at: at('2026-11-27T15:00') });
    const shorter = changeTerm(told, term(4), term(3.5), at('2026-11-27T12:30'));
    expect(shorter.raised).toBe(75);
  });
});

it('a ladder always has the warning and the breach', () => {
  expect(sharesOf([])).toEqual([75, 100]);
  expect(sharesOf([{ percent: 150 }, { percent: 100 }, { percent: 90 }])).toEqual([75, 90, 100, 150]);
});

/** Counted from a Monday's midnight. */
const isOfficeMinute = (minute: number): boolean => {
  const [day, hour] = [Math.floor(minute / 1_440) % 7, Math.floor(minute / 60) % 24];
  return day < 5 && hour >= 9 && hour < 17;
};

/** What may happen to a clock, minute by minute; the reference knows nothing but minutes. */
const happenings = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 3_000 }),
    what: fc.constantFrom('pause', 'resume', 'change', 'sweep'),
    hours: fc.integer({ min: 1, max: 20 }),
    always: fc.boolean(),
  }),
  { maxLength: 10 },
);

it('agrees with a clock that counts minutes, and tells of each share once, at its time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), happenings, (first, list) => {
      const zero = at('2026-11-23T00:00');
      const shares = [75, 100, 150];
      let minute = first;
      let current = term(8);
      let clock: SlaClock = startClock(zero + minute * MINUTE);
      let spent = 0;
      let runs = true;
      const told: number[] = [];
      for (const { after, what, hours, always: round } of list) {
        for (let step = 0; step < after; step++, minute++) {
          if (runs && (current.time === always || isOfficeMinute(minute))) spent++;
        }
        const now = zero + minute * MINUTE;
        expect(spentAt(clock, current, now)).toBe(spent * MINUTE);
        if (what === 'pause') {
          clock = pauseClock(clock, current, now);
          runs = false;
        } else if (what === 'resume') {
          clock = resumeClock(clock, now);
          runs = true;
        } else if (what === 'change') {
          const next = term(hours, round ? always : inOffice);
          clock = changeTerm(clock, current, next, now);
          current = next;
          told.splice(0, told.length, ...told.filter((percent) => spent * MINUTE * 100 >= percent * next.length));
        } else {
          const swept = raise(clock, current, shares, now);
          const expected = runs
            ? shares.filter((share) => !told.includes(share) && spent * MINUTE * 100 >= share * current.length)
            : [];
          expect(swept.reached.map(({ percent }) => percent)).toEqual(expected);
          for (const one of swept.reached) expect(one.at).toBeLessThanOrEqual(now);
          told.push(...expected);
          clock = swept.clock;
        }
      }
    }),
    { numRuns: 100 },
  );
});
