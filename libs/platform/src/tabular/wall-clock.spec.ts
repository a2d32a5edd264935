import { wallClock } from './wall-clock';

describe('wallClock', () => {
  it.each([
    ['UTC', '2026-03-11T16:30:00.000Z', '2026-03-11T16:30:00.000Z'],
    ['Asia/Shanghai', '2026-03-11T16:30:00.123Z', '2026-03-12T00:30:00.123Z'],
    ['America/New_York', '2026-03-08T06:59:59.000Z', '2026-03-08T01:59:59.000Z'],
    ['America/New_York', '2026-03-08T07:00:00.000Z', '2026-03-08T03:00:00.000Z'],
    ['Asia/Kathmandu', '2026-03-11T00:00:00.000Z', '2026-03-11T05:45:00.000Z'],
    ['Asia/Shanghai', '1969-12-31T23:59:59.000Z', '1970-01-01T07:59:59.000Z'],
  ])('%s at %s shows %s', (zone, instant, wall) => {
    const local = wallClock(zone);
    expect(new Date(local(new Date(instant))).toISOString()).toBe(wall);
    expect(new Date(local(new Date(instant))).toISOString()).toBe(wall);
  });

  it('refuses an unknown zone', () => {
    expect(() => wallClock('Mars/Olympus')).toThrow(RangeError);
  });
});
