import type { Locale } from '@atrium/sdk';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** An event as a calendar shows it. */
export interface CalendarEvent {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly place: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
  readonly isCancelled: boolean;
}

/** Hours after which a calendar looks again. */
const REFRESH_HOURS = 4;

/** A calendar by RFC 5545; times are in UTC, so that each program shows them in its own zone. */
export function calendarOf(
  { name, host, locale }: { readonly name: string; readonly host: string; readonly locale: Locale },
  events: readonly CalendarEvent[],
): string {
  const calendar = ical({
    name,
    prodId: { company: 'Atrium', product: 'Community events', language: locale === 'en' ? 'EN' : 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_HOURS * 3_600,
  });
  for (const event of events) {
    calendar.createEvent({
      id: `${event.id}@${host}`,
      sequence: event.version,
      start: event.startsAt,
      end: event.endsAt,
      stamp: event.updatedAt,
      lastModified: event.updatedAt,
      summary: event.title,
      description: event.description,
      location: event.place,
      status: event.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
