import fc from 'fast-check';
import {
  NothingWorkedError,
  ROUND_THE_CLOCK,
  type WorkingCalendar,
  type WorkingHours,
  WorkingTime,
} from './working-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();
const hours = (startsAt: string, endsAt: string): WorkingHours => ({ startsAt, endsAt });

const office = hours('09:00', '18:00');
const calendar = (changes: Partial<WorkingCalendar> = {}): WorkingCalendar => ({
  timeZone: 'Asia/Shanghai',
  week: [[office], [office], [office], [office], [office], [], []],
  exceptions: {},
  ...changes,
});
const everyDay = (...shifts: WorkingHours[]): WorkingCalendar['week'] => Array.from({ length: 7 }, () => shifts);

describe('adding working time', () => {
  // 2026-11-27 is a Friday; Shanghai is 8 hours ahead.
  it.each([
    ['within a day', '2026-11-27T02:00:00Z', 2, '2026-11-27T04:00:00.000Z'],
    ['used up as the day ends', '2026-11-27T02:00:00Z', 8, '2026-11-27T10:00:00.000Z'],
    ['over the weekend', '2026-11-27T02:00:00Z', 9, '2026-11-30T02:00:00.000Z'],
    ['from before the day begins', '2026-11-26T20:00:00Z', 1, '2026-11-27T02:00:00.000Z'],
    ['from a Saturday', '2026-11-28T04:00:00Z', 1, '2026-11-30T02:00:00.000Z'],
    ['none at all', '2026-11-28T04:00:00Z', 0, '2026-11-28T04:00:00.000Z'],
    ['over the end of a year', '2026-12-31T09:30:00Z', 1, '2027-01-01T01:30:00.000Z'],
  ])('%s', (_name, from, length, expected) => {
    expect(iso(new WorkingTime(calendar()).add(at(from), length * HOUR))).toBe(expected);
  });

  it('keeps holidays and make-up working days', () => {
    // National day 2026: 1–7 October off, Saturday the 10th worked.
    const exceptions: Record<string, WorkingHours[]> = { '2026-10-10': [office] };
    for (let day = 1; day <= 7; day++) exceptions[`2026-10-0${day}`] = [];
    const time = new WorkingTime(calendar({ exceptions }));
    expect(iso(time.add(at('2026-09-30T09:00:00Z'), 2 * HOUR))).toBe('2026-10-08T02:00:00.000Z');
    expect(iso(time.add(at('2026-10-09T09:00:00Z'), 2 * HOUR))).toBe('2026-10-10T02:00:00.000Z');
    expect(time.between(at('2026-09-30T16:00:00Z'), at('2026-10-11T16:00:00Z'))).toBe(3 * 9 * HOUR);
  });

  it('works several shifts a day, past midnight too, and counts what overlaps once', () => {
    const time = new WorkingTime(
      calendar({ week: everyDay(hours('08:00', '12:00'), hours('11:00', '13:00'), hours('22:00', '06:00')) }),
    );
    expect(time.between(at('2026-11-27T00:00:00Z'), at('2026-11-28T00:00:00Z'))).toBe((5 + 8) * HOUR);
    expect(iso(time.add(at('2026-11-27T04:30:00Z'), HOUR))).toBe('2026-11-27T14:30:00.000Z');
    expect(time.isWorked(at('2026-11-27T21:59:00Z'))).toBe(true);
    expect(time.isWorked(at('2026-11-27T22:00:00Z'))).toBe(false);
  });

  it('has no other hours than those that pass in the night the clock changes', () => {
    const time = new WorkingTime(calendar({ timeZone: 'Europe/Berlin', week: everyDay(hours('22:00', '06:00')) }));
    expect(time.between(at('2026-03-28T12:00:00Z'), at('2026-03-29T12:00:00Z'))).toBe(7 * HOUR);
    expect(time.between(at('2026-10-24T12:00:00Z'), at('2026-10-25T12:00:00Z'))).toBe(9 * HOUR);
    expect(iso(time.add(at('2026-03-28T21:00:00Z'), 7 * HOUR))).toBe('2026-03-29T04:00:00.000Z');
  });

  it('works on the leap day', () => {
    const time = new WorkingTime(calendar({ week: everyDay(office) }));
    expect(iso(time.add(at('2028-02-28T09:00:00Z'), 2 * HOUR))).toBe('2028-02-29T02:00:00.000Z');
    expect(iso(time.add(at('2027-02-28T09:00:00Z'), 2 * HOUR))).toBe('2027-03-01T02:00:00.000Z');
  });

  it('round the clock is plain time', () => {
    const time = new WorkingTime(ROUND_THE_CLOCK);
    expect(iso(time.add(at('2026-11-28T23:00:00Z'), 2 * HOUR))).toBe('2026-11-29T01:00:00.000Z');
    expect(time.between(at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z'))).toBe(365 * DAY);
  });

  it('says so where nothing is worked any more', () => {
    const week = everyDay();
    const once = new WorkingTime(calendar({ week, exceptions: { '2026-11-28': [office] } }));
    expect(iso(once.add(at('2026-11-01T00:00:00Z'), 9 * HOUR))).toBe('2026-11-28T10:00:00.000Z');
    expect(() => once.add(at('2026-11-01T00:00:00Z'), 9 * HOUR + 1)).toThrow(NothingWorkedError);
    expect(once.between(at('2026-11-01T00:00:00Z'), at('2030-01-01T00:00:00Z'))).toBe(9 * HOUR);
  });
});

/**
 * The reference: every minute of some weeks, one by one. Clocks on walls only ever go on: where one is put back, hours
 * begin and end when it first shows their time, so that what counts is the latest time shown so far.
 */
class MinuteByMinute {
  private readonly shown: readonly string[];

  constructor(
    timeZone: string,
    readonly start: number,
    readonly minutes: number,
  ) {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    let latest = '';
    this.shown = Array.from({ length: minutes }, (_, minute) => {
      const wall = format.format(start + minute * MINUTE);
      if (wall > latest) latest = wall;
      return latest;
    });
  }

  isWorked({ week, exceptions }: WorkingCalendar, minute: number): boolean {
    const wall = this.shown[minute]!;
    const today = wall.slice(0, 10);
    return [-1, 0].some((before) => {
      const { day, weekday, next } = dayFrom(today, before);
      return (exceptions[day] ?? week[weekday]!).some(({ startsAt, endsAt }) => {
        const last = endsAt > startsAt ? day : next;
        return `${day} ${startsAt}` <= wall && wall < `${last} ${endsAt}`;
      });
    });
  }
}

const days = new Map<string, { day: string; weekday: number; next: string }>();
function dayFrom(today: string, offset: number): { day: string; weekday: number; next: string } {
  const key = `${today} ${offset}`;
  let known = days.get(key);
  if (!known) {
    const noon = at(`${today}T12:00:00Z`) + offset * DAY;
    const weekday = (new Date(noon).getUTCDay() + 6) % 7;
    days.set(key, (known = { day: iso(noon).slice(0, 10), weekday, next: iso(noon + DAY).slice(0, 10) }));
  }
  return known;
}

/** Zones and starts of four weeks: a change of clocks, of half an hour too, a leap day, and nothing of the kind. */
const weeks = [
  ['Asia/Shanghai', '2026-09-21T00:00:00Z'],
  ['Europe/Berlin', '2026-03-16T00:00:00Z'],
  ['Europe/Berlin', '2026-10-12T00:00:00Z'],
  ['America/New_York', '2026-10-19T00:00:00Z'],
  ['Australia/Lord_Howe', '2026-09-21T00:00:00Z'],
  ['Asia/Kathmandu', '2028-02-14T00:00:00Z'],
].map(([zone, start]) => ({ zone: zone!, reference: new MinuteByMinute(zone!, at(start!), 28 * 24 * 60) }));

const timeOfDay = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '59'));
const shift = fc
  .tuple(timeOfDay, timeOfDay)
  .map(([from, to]) =>
    hours(`${String(from[0]).padStart(2, '0')}:${from[1]}`, `${String(to[0]).padStart(2, '0')}:${to[1]}`),
  );
const shifts = fc.array(shift, { maxLength: 3 });
const scene = fc.record({
  weeks: fc.constantFrom(...weeks),
  week: fc.tuple(shifts, shifts, shifts, shifts, shifts, shifts, shifts),
  changed: fc.array(fc.tuple(fc.integer({ min: 0, max: 27 }), shifts), { maxLength: 6 }),
  from: fc.integer({ min: 2 * 1440, max: 8 * 1440 }),
  length: fc.integer({ min: 0, max: 16 * 1440 }),
});

const build = (given: {
  weeks: (typeof weeks)[number];
  week: WorkingHours[][];
  changed: [number, WorkingHours[]][];
}) => {
  const { zone, reference } = given.weeks;
  const exceptions = Object.fromEntries(
    given.changed.map(([day, worked]) => [iso(reference.start + day * DAY).slice(0, 10), worked]),
  );
  return { reference, calendar: { timeZone: zone, week: given.week, exceptions } };
};

it('agrees with the reference that goes minute by minute', () => {
  fc.assert(
    fc.property(scene, (given) => {
      const { reference, calendar } = build(given);
      const { from, length } = given;
      const time = new WorkingTime(calendar);
      let worked = 0;
      let due = length === 0 ? from : -1;
      for (let minute = from; minute < from + length; minute++) {
        if (reference.isWorked(calendar, minute)) worked++;
      }
      const half = Math.floor(worked / 2);
      let so = 0;
      for (let minute = from; due < 0 && minute < from + length; minute++) {
        if (so === half && half === 0) due = from;
        else if (reference.isWorked(calendar, minute) && ++so === half) due = minute + 1;
      }
      const start = reference.start + from * MINUTE;
      expect(time.between(start, start + length * MINUTE)).toBe(worked * MINUTE);
      expect(time.add(start, half * MINUTE)).toBe(reference.start + due * MINUTE);
    }),
    { numRuns: 150 },
  );
});

it('adding and measuring are each other’s reverse, however time is cut', () => {
  fc.assert(
    fc.property(scene, fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 59_999 }), (given, cut, odd) => {
      const { reference, calendar } = build(given);
      const time = new WorkingTime({ ...calendar, week: [[office], ...calendar.week.slice(1)] });
      const start = reference.start + given.from * MINUTE + odd;
      const length = given.length * MINUTE + odd;
      const due = time.add(start, length);
      expect(time.between(start, due)).toBe(length);
      // Nothing earlier will do, and two parts one after the other give the same.
      if (length > 0) expect(time.between(start, due - 1)).toBe(length - 1);
      const part = Math.min(length, cut * MINUTE);
      expect(time.add(time.add(start, part), length - part)).toBe(due);
    }),
    { numRuns: 150 },
  );
});
