import { LRUCache } from 'lru-cache';

/** Offsets change on quarter hours at the finest, in every zone of the tz database since 1972. */
const QUARTER_HOUR = 900_000;

/**
 * Turns instants into the wall-clock time of a zone, returned as if it were UTC (milliseconds since 1970 on that wall).
 * Offsets are remembered: asking Intl for each of a million cells would take longer than writing them.
 * @throws RangeError when the zone is unknown
 */
export function wallClock(timeZone: string): (instant: Date) => number {
  if (timeZone === 'UTC') return (instant) => instant.getTime();
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsets = new LRUCache<number, number>({ max: 10_000 });
  return (instant) => {
    const time = instant.getTime();
    const slot = Math.floor(time / QUARTER_HOUR);
    let offset = offsets.get(slot);
    if (offset === undefined) {
      offset = offsetAt(format, new Date(slot * QUARTER_HOUR));
      offsets.set(slot, offset);
    }
    return time + offset;
  };
}

function offsetAt(format: Intl.DateTimeFormat, instant: Date): number {
  const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(name);
  if (!match) throw new RangeError(`Offset "${name}" of a time zone is not understood.`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}
