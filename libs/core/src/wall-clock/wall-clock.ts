export const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What the clock on the wall shows at an instant, as if it were UTC. Milliseconds. */
export function wallTime(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second } = parts as Record<string, string>;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
}

/** Zones and midnights whose offset is kept: asking for one takes longer than all the arithmetic around it. */
const MAX_OFFSETS = 20_000;
const offsets = new Map<string, number>();

/** How far the wall is ahead of UTC at an instant, milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const key = `${timeZone} ${at}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = wallTime(at, timeZone) - at;
    if (offsets.size >= MAX_OFFSETS) offsets.clear();
    offsets.set(key, offset);
  }
  return offset;
}

/**
 * The instant at which the clock on the wall shows a time of a day. One that is shown twice (the clock is put back)
 * is the first; one that is skipped is the instant of the skip itself: nobody works longer or shorter by the wall.
 */
export function instantOf(day: string, time: string, timeZone: string): number {
  const wanted = Date.parse(`${day}T${time}:00.000Z`);
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  // A clock is not changed twice within three days.
  const [before, after] = [offsetAt(midnight - DAY_MS, timeZone), offsetAt(midnight + 2 * DAY_MS, timeZone)];
  if (before === after) return wanted - before;
  // With the offset before a change first: in a repeated hour that is the earlier of the two instants.
  for (const offset of [before, after]) if (wallTime(wanted - offset, timeZone) === wanted) return wanted - offset;
  return skippedInto(wanted - Math.max(before, after), wanted - Math.min(before, after), wanted, timeZone);
}

/** The first instant at which the wall shows `wanted` or later, by halving; to the minute, as clocks are changed. */
function skippedInto(from: number, to: number, wanted: number, timeZone: string): number {
  let [before, after] = [from - DAY_MS / 12, to];
  while (after - before > 60_000) {
    const middle = Math.floor((before + after) / 120_000) * 60_000;
    if (middle <= before) break;
    if (wallTime(middle, timeZone) >= wanted) after = middle;
    else before = middle;
  }
  return after;
}

/** The day so many days after one; days are `YYYY-MM-DD`. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The day on the wall at an instant. */
export const dayAt = (at: number, timeZone: string): string =>
  new Date(wallTime(at, timeZone)).toISOString().slice(0, 10);

/** ISO 8601 day of the week: 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00.000Z`).getUTCDay() || 7;
