import { DateTime } from 'luxon';

/** Hours in which nobody is disturbed, as read off the wall: `21:00` to `08:00` is the night. Equal times: none. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

/**
 * When the quiet hours end in which `at` lies; null when it lies in none. Times are those on the wall of the zone: one
 * that the spring gap leaves out is as much later as the gap is long, of one that the autumn doubles the later counts as
 * the end, so that nobody is woken an hour early.
 */
export function quietUntil({ from, until }: QuietHours, timeZone: string, at: Date): Date | null {
  if (from === until) return null;
  const local = DateTime.fromJSDate(at, { zone: timeZone });
  const wall = local.toFormat('HH:mm');
  const overnight = from > until;
  const inside = overnight ? wall >= from || wall < until : wall >= from && wall < until;
  if (!inside) return null;
  const day = overnight && wall >= from ? local.plus({ days: 1 }) : local;
  const end = lastOf(day.set(timeOf(until)).startOf('minute'));
  // Within the doubled hour the clock shows the end before it has come for good.
  return end > local ? end.toJSDate() : null;
}

function timeOf(wall: string): { hour: number; minute: number } {
  const [hour, minute] = wall.split(':').map(Number);
  return { hour: hour!, minute: minute! };
}

/** The later of the two instants at which the clock shows this time. */
function lastOf(time: DateTime): DateTime {
  const later = time.getPossibleOffsets().map((one) => one.toMillis());
  return DateTime.fromMillis(Math.max(...later), { zone: time.zone });
}
