import fc from 'fast-check';
import { CronExpressionParser } from 'cron-parser';
import { checkRule, dueTicks, nextTick, ruleOf, ticksAfter } from './ticks';

const NEW_YORK = 'America/New_York'; // 2026-03-08 02:00 → 03:00; 2026-11-01 02:00 → 01:00
const LORD_HOWE = 'Australia/Lord_Howe'; // 2026-10-04 02:00 → 02:30; 2026-04-05 02:00 → 01:30
const SANTIAGO = 'America/Santiago'; // 2026-09-06 00:00 → 01:00

const ticks = (rule: string, zone: string, after: string, count: number): string[] => {
  const found: string[] = [];
  let at = new Date(after);
  for (let n = 0; n < count; n++) {
    at = nextTick(rule, zone, at);
    found.push(at.toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
};

describe('ticks of a rule', () => {
  it.each([
    ['a day', '30 2 * * *', 'Asia/Shanghai', '2026-01-01T00:00:00Z', ['2026-01-01T18:30Z', '2026-01-02T18:30Z']],
    ['days of the week', '0 9 * * 1-5', 'UTC', '2026-01-02T10:00:00Z', ['2026-01-05T09:00Z', '2026-01-06T09:00Z']],
    ['a 29th of February', '0 0 29 2 *', 'UTC', '2026-01-01T00:00:00Z', ['2028-02-29T00:00Z']],
    ['the 31st', '0 0 31 * *', 'UTC', '2026-01-31T00:00:00Z', ['2026-03-31T00:00Z', '2026-05-31T00:00Z']],
    [
      'a time in the spring gap, an hour later on that day',
      '30 2 * * *',
      NEW_YORK,
      '2026-03-07T06:00:00Z',
      ['2026-03-07T07:30Z', '2026-03-08T07:30Z', '2026-03-09T06:30Z'],
    ],
    [
      'a gap of half an hour',
      '15 2 * * *',
      LORD_HOWE,
      '2026-10-02T16:00:00Z',
      ['2026-10-03T15:45Z', '2026-10-04T15:15Z'],
    ],
    [
      'a midnight that is left out',
      '0 0 * * *',
      SANTIAGO,
      '2026-09-04T12:00:00Z',
      ['2026-09-05T04:00Z', '2026-09-06T04:00Z', '2026-09-07T03:00Z'],
    ],
    [
      'a time in the doubled hour, once, at its first',
      '30 1 * * *',
      NEW_YORK,
      '2026-10-31T04:00:00Z',
      ['2026-10-31T05:30Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      'every half hour of the doubled hour',
      '*/30 * * * *',
      NEW_YORK,
      '2026-11-01T04:50:00Z',
      ['2026-11-01T05:00Z', '2026-11-01T05:30Z', '2026-11-01T06:00Z', '2026-11-01T06:30Z', '2026-11-01T07:00Z'],
    ],
    [
      'every half hour over the gap',
      '*/30 * * * *',
      NEW_YORK,
      '2026-03-08T06:20:00Z',
      ['2026-03-08T06:30Z', '2026-03-08T07:00Z', '2026-03-08T07:30Z'],
    ],
  ] as const)('%s', (_what, rule, zone, after, expected) => {
    expect(ticks(rule, zone, after, expected.length)).toEqual(expected);
  });

  it('come once a day in every zone, whatever the clocks do', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          NEW_YORK,
          LORD_HOWE,
          SANTIAGO,
          'Asia/Shanghai',
          'Europe/Berlin',
          'Africa/Cairo',
          'Pacific/Apia',
        ),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        (zone, hour, minute) => {
          const days: string[] = [];
          const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
          const following = ticksAfter(`${minute} ${hour} * * *`, zone, new Date('2025-12-31T12:00:00Z'));
          for (let n = 0; n < 370; n++) days.push(day.format(following.next().value));
          expect(new Set(days).size).toBe(370);
          const first = Date.parse(days[0]!);
          expect(Date.parse(days.at(-1)!) - first).toBe(369 * 86_400_000);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('of every hour follow the zone’s own clock, also where it changes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('*/20 * * * *', '5 * * * *', '0 */2 * * *', '30 * * * 0'),
        fc.constantFrom(
          [NEW_YORK, '2026-03-08'],
          [NEW_YORK, '2026-11-01'],
          [LORD_HOWE, '2026-10-03'],
          [SANTIAGO, '2026-09-06'],
        ),
        fc.integer({ min: -1_800, max: 1_800 }),
        (rule, [zone, day], minutes) => {
          let at = new Date(Date.parse(day) + minutes * 60_000);
          const following = ticksAfter(rule, zone, at);
          for (let n = 0; n < 40; n++) {
            at = CronExpressionParser.parse(rule, { tz: zone, currentDate: at }).next().toDate();
            expect(following.next().value).toEqual(at);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are checked at the start', () => {
    expect(ruleOf({ at: { daily: '02:05' } })).toBe('5 2 * * *');
    expect(ruleOf({ at: { cron: ' 0  9 * * 1-5 ' } })).toBe('0 9 * * 1-5');
    expect(() => checkRule('0 9 * *')).toThrow('"0 9 * *" has not the five fields of a cron rule');
    expect(() => checkRule('0 25 * * *')).toThrow('25');
  });
});

describe('ticks that passed unserved', () => {
  const due = (missed: 'once' | 'each' | undefined, first: string, now: string): unknown => {
    const { run, next } = dueTicks('0 * * * *', 'UTC', missed, new Date(first), new Date(now));
    return [run.map(({ at, missed: n }) => `${at.toISOString().slice(5, 16)} +${n}`), next.toISOString().slice(5, 16)];
  };

  it('are none before the first', () => {
    expect(due('once', '2026-01-01T05:00:00Z', '2026-01-01T04:59:59Z')).toEqual([[], '01-01T05:00']);
  });
  it('are made up for by one run, for the latest', () => {
    expect(due(undefined, '2026-01-01T05:00:00Z', '2026-01-01T05:00:00Z')).toEqual([['01-01T05:00 +0'], '01-01T06:00']);
    expect(due('once', '2026-01-01T05:00:00Z', '2026-01-01T08:30:00Z')).toEqual([['01-01T08:00 +3'], '01-01T09:00']);
  });
  it('are run each where that is asked for, the latest hundred', () => {
    expect(due('each', '2026-01-01T05:00:00Z', '2026-01-01T07:30:00Z')).toEqual([
      ['01-01T05:00 +0', '01-01T06:00 +0', '01-01T07:00 +0'],
      '01-01T08:00',
    ]);
    const [run] = due('each', '2026-01-01T00:00:00Z', '2026-01-06T00:30:00Z') as [string[]];
    expect([run.length, run[0], run.at(-1)]).toEqual([100, '01-01T21:00 +21', '01-06T00:00 +0']);
  });
  it('do not keep the planner busy after years', () => {
    const { run, next } = dueTicks(
      '* * * * *',
      'UTC',
      'once',
      new Date('2020-01-01'),
      new Date('2026-01-01T00:00:30Z'),
    );
    expect([run.length, next.toISOString()]).toEqual([1, '2026-01-01T00:01:00.000Z']);
  });
});
