import { instantOf } from '../../wall-clock/wall-clock';
import { isOnShiftAt, shiftOf, type ShiftTimes } from './on-shift.policy';

const shift = (changes: Partial<ShiftTimes> = {}): ShiftTimes => ({
  timeZone: 'Asia/Shanghai',
  weekdays: [1, 2, 3, 4, 5],
  startsAt: '08:30',
  endsAt: '17:30',
  validFrom: '2026-01-01',
  validTo: null,
  daysOff: [],
  extraDays: [],
  ...changes,
});

// 2026-11-25 is a Wednesday; Shanghai is 8 hours ahead.
it.each([
  ['as it begins', '2026-11-25T00:30:00Z', true],
  ['a moment before', '2026-11-25T00:29:59.999Z', false],
  ['a moment before its end', '2026-11-25T09:29:59.999Z', true],
  ['at its end', '2026-11-25T09:30:00Z', false],
  ['on a Sunday', '2026-11-29T02:00:00Z', false],
  ['on Monday there, still Sunday in UTC', '2026-11-29T23:00:00Z', false],
])('a day shift %s', (_name, at, expected) => {
  expect(isOnShiftAt(shift(), new Date(at))).toBe(expected);
});

describe('a night shift', () => {
  const night = shift({ startsAt: '22:00', endsAt: '06:00', weekdays: [5] });
  it.each([
    ['Friday 22:00', '2026-11-27T14:00:00Z', true],
    ['Saturday 05:59', '2026-11-27T21:59:00Z', true],
    ['Saturday 06:00', '2026-11-27T22:00:00Z', false],
    ['Friday 05:00', '2026-11-26T21:00:00Z', false],
    ['Saturday 22:30', '2026-11-28T14:30:00Z', false],
  ])('of Fridays on %s', (_name, at, expected) => {
    expect(isOnShiftAt(night, new Date(at))).toBe(expected);
  });

  it('that ends its validity on Friday is still worked on Saturday morning', () => {
    expect(isOnShiftAt({ ...night, validTo: '2026-11-27' }, new Date('2026-11-27T20:00:00Z'))).toBe(true);
    expect(isOnShiftAt({ ...night, validTo: '2026-11-26' }, new Date('2026-11-27T20:00:00Z'))).toBe(false);
    expect(isOnShiftAt({ ...night, validFrom: '2026-11-28' }, new Date('2026-11-27T20:00:00Z'))).toBe(false);
  });
});

it('of equal times lasts a whole day', () => {
  const duty = shift({ startsAt: '08:00', endsAt: '08:00', weekdays: [3] });
  expect(isOnShiftAt(duty, new Date('2026-11-25T00:00:00Z'))).toBe(true);
  expect(isOnShiftAt(duty, new Date('2026-11-25T23:59:59Z'))).toBe(true);
  expect(isOnShiftAt(duty, new Date('2026-11-26T00:00:00Z'))).toBe(false);
});

it('keeps holidays and make-up working days', () => {
  const office = shift({ daysOff: ['2026-10-01'], extraDays: ['2026-10-10'] });
  // A Thursday that is a holiday, and a Saturday that is worked.
  expect(isOnShiftAt(office, new Date('2026-10-01T02:00:00Z'))).toBe(false);
  expect(isOnShiftAt(office, new Date('2026-10-10T02:00:00Z'))).toBe(true);
  expect(isOnShiftAt(office, new Date('2026-10-11T02:00:00Z'))).toBe(false);
});

describe('the night the clock changes', () => {
  const hours = ({ from, to }: { from: Date; to: Date }): number => (to.getTime() - from.getTime()) / 3_600_000;

  // Berlin: 2026-03-29 02:00 → 03:00, 2026-10-25 03:00 → 02:00. New York: 2026-03-08 and 2026-11-01. Lord Howe: half an hour.
  it.each([
    ['Europe/Berlin', '2026-03-28', '22:00', '06:00', '2026-03-28T21:00:00.000Z', '2026-03-29T04:00:00.000Z', 7],
    ['Europe/Berlin', '2026-10-24', '22:00', '06:00', '2026-10-24T20:00:00.000Z', '2026-10-25T05:00:00.000Z', 9],
    ['Europe/Berlin', '2026-03-28', '22:00', '02:30', '2026-03-28T21:00:00.000Z', '2026-03-29T01:00:00.000Z', 4],
    ['Europe/Berlin', '2026-03-29', '02:30', '08:00', '2026-03-29T01:00:00.000Z', '2026-03-29T06:00:00.000Z', 5],
    ['Europe/Berlin', '2026-10-24', '22:00', '02:30', '2026-10-24T20:00:00.000Z', '2026-10-25T00:30:00.000Z', 4.5],
    ['Europe/Berlin', '2026-10-25', '02:30', '08:00', '2026-10-25T00:30:00.000Z', '2026-10-25T07:00:00.000Z', 6.5],
    ['America/New_York', '2026-03-07', '23:00', '07:00', '2026-03-08T04:00:00.000Z', '2026-03-08T11:00:00.000Z', 7],
    ['America/New_York', '2026-10-31', '23:00', '07:00', '2026-11-01T03:00:00.000Z', '2026-11-01T12:00:00.000Z', 9],
    [
      'Australia/Lord_Howe',
      '2026-10-03',
      '22:00',
      '06:00',
      '2026-10-03T11:30:00.000Z',
      '2026-10-03T19:00:00.000Z',
      7.5,
    ],
    ['Asia/Shanghai', '2026-03-28', '22:00', '06:00', '2026-03-28T14:00:00.000Z', '2026-03-28T22:00:00.000Z', 8],
  ])('%s, %s %s–%s', (timeZone, day, startsAt, endsAt, from, to, length) => {
    const worked = shiftOf(shift({ timeZone, startsAt, endsAt }), day);
    expect([worked.from.toISOString(), worked.to.toISOString()]).toEqual([from, to]);
    expect(hours(worked)).toBe(length);
  });

  it('is on shift in both of the hours that look alike, in the one shift and no other', () => {
    const night = shift({ timeZone: 'Europe/Berlin', startsAt: '22:00', endsAt: '06:00', weekdays: [6] });
    for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
      expect(isOnShiftAt(night, new Date(at))).toBe(true);
    expect(isOnShiftAt(night, new Date('2026-10-25T05:00:00Z'))).toBe(false);
  });

  it('hands over from one shift to the next without a gap or an overlap', () => {
    const timeZone = 'Europe/Berlin';
    const all = [1, 2, 3, 4, 5, 6, 7];
    const rota = [
      ['06:00', '14:00'],
      ['14:00', '22:00'],
      ['22:00', '06:00'],
    ].map(([startsAt, endsAt]) => shift({ timeZone, startsAt, endsAt, weekdays: all }));
    for (const start of ['2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z']) {
      for (let minutes = 0; minutes < 48 * 60; minutes += 15) {
        const at = new Date(Date.parse(start) + minutes * 60_000);
        expect(rota.filter((one) => isOnShiftAt(one, at))).toHaveLength(1);
      }
    }
  });
});

it('finds the instant of a time on the wall east and west of Greenwich', () => {
  expect(new Date(instantOf('2026-11-25', '00:00', 'Pacific/Kiritimati')).toISOString()).toBe(
    '2026-11-24T10:00:00.000Z',
  );
  expect(new Date(instantOf('2026-11-25', '23:59', 'Pacific/Pago_Pago')).toISOString()).toBe(
    '2026-11-26T10:59:00.000Z',
  );
});
