import { quietUntil } from './quiet-hours.policy';

const night = { from: '21:00', until: '08:00' };
const noon = { from: '12:00', until: '14:00' };
const until = (hours: { from: string; until: string }, zone: string, at: string): string | null =>
  quietUntil(hours, zone, new Date(at))?.toISOString() ?? null;

describe('quietUntil', () => {
  it.each([
    ['before the night', night, 'Asia/Shanghai', '2031-01-15T12:59:59Z', null],
    ['as it begins', night, 'Asia/Shanghai', '2031-01-15T13:00:00Z', '2031-01-16T00:00:00.000Z'],
    ['after midnight', night, 'Asia/Shanghai', '2031-01-15T18:00:00Z', '2031-01-16T00:00:00.000Z'],
    ['just before its end', night, 'Asia/Shanghai', '2031-01-15T23:59:59Z', '2031-01-16T00:00:00.000Z'],
    ['at its end', night, 'Asia/Shanghai', '2031-01-16T00:00:00Z', null],
    ['at the same instant elsewhere', night, 'America/New_York', '2031-01-15T13:00:00Z', null],
    ['within a day', noon, 'Asia/Shanghai', '2031-01-15T05:00:00Z', '2031-01-15T06:00:00.000Z'],
    ['outside of it', noon, 'Asia/Shanghai', '2031-01-15T06:00:00Z', null],
    ['in none', { from: '08:00', until: '08:00' }, 'Asia/Shanghai', '2031-01-15T00:00:00Z', null],
    // Berlin, 30 March 2031: 02:00 becomes 03:00; the night has an hour less.
    ['in the night of spring', night, 'Europe/Berlin', '2031-03-29T21:00:00Z', '2031-03-30T06:00:00.000Z'],
    // An end that the gap leaves out comes as much later as the gap is long.
    [
      'an end within the gap',
      { from: '21:00', until: '02:30' },
      'Europe/Berlin',
      '2031-03-29T21:00:00Z',
      '2031-03-30T01:30:00.000Z',
    ],
    // Berlin, 26 October 2031: 03:00 becomes 02:00; the night has an hour more.
    ['in the night of autumn', night, 'Europe/Berlin', '2031-10-25T20:00:00Z', '2031-10-26T07:00:00.000Z'],
    [
      'an end that comes twice: the second',
      { from: '21:00', until: '02:30' },
      'Europe/Berlin',
      '2031-10-25T20:00:00Z',
      '2031-10-26T01:30:00.000Z',
    ],
    [
      'between the two',
      { from: '21:00', until: '02:30' },
      'Europe/Berlin',
      '2031-10-26T01:10:00Z',
      '2031-10-26T01:30:00.000Z',
    ],
  ])('%s', (_, hours, zone, at, expected) => {
    expect(until(hours, zone, at)).toBe(expected);
  });
});
