import { defineEvent, publicEvent, publicField } from '@atrium/sdk';
import { z } from 'zod';
import { EventKind } from './event/event.enums';
import { READ } from './permissions';

const ofEvent = z.object({ eventId: z.uuid() });
const ofRegistration = z.object({
  eventId: z.uuid(),
  registrationId: z.uuid(),
  customerId: z.uuid(),
  people: z.int().min(1),
});
const PLACED = ['CONFIRMED', 'WAITING'] as const;
const KINDS = Object.values(EventKind) as [EventKind, ...EventKind[]];

/** What others can rely on. All of one registration come in their order. */
export const events = {
  published: defineEvent({ name: 'communityEvents.published', version: 1, aggregate: 'event', schema: ofEvent }),
  cancelled: defineEvent({ name: 'communityEvents.cancelled', version: 1, aggregate: 'event', schema: ofEvent }),
  finished: defineEvent({ name: 'communityEvents.finished', version: 1, aggregate: 'event', schema: ofEvent }),
  registered: defineEvent({
    name: 'communityEvents.registered',
    version: 1,
    aggregate: 'registration',
    schema: ofRegistration.extend({ state: z.enum(PLACED) }),
  }),
  promoted: defineEvent({
    name: 'communityEvents.promoted',
    version: 1,
    aggregate: 'registration',
    schema: ofRegistration,
  }),
  withdrawn: defineEvent({
    name: 'communityEvents.withdrawn',
    version: 1,
    aggregate: 'registration',
    schema: ofRegistration,
  }),
  /** Somebody has come: what earns points, and what engagement is graded by. */
  attended: defineEvent({
    name: 'communityEvents.attended',
    version: 1,
    aggregate: 'registration',
    schema: ofRegistration.extend({ kind: z.enum(EventKind) }),
  }),
} as const;

const event = { eventId: publicField.id('community_events_event') };
const registration = {
  ...event,
  registrationId: publicField.id('community_events_registration'),
  customerId: publicField.id('customer'),
  people: publicField.count(),
};
const place = { customer: 'customerId' } as const;

export const publicEvents = [
  publicEvent(events.published, {
    description: { en: 'An event was published.', 'zh-CN': '社区活动已发布。' },
    permission: READ,
    place: 'company',
    data: event,
  }),
  publicEvent(events.cancelled, {
    description: { en: 'An event was cancelled.', 'zh-CN': '社区活动已取消。' },
    permission: READ,
    place: 'company',
    data: event,
  }),
  publicEvent(events.registered, {
    description: { en: 'Somebody registered for an event.', 'zh-CN': '客户已报名社区活动。' },
    permission: READ,
    place,
    data: { ...registration, state: publicField.code(...PLACED) },
  }),
  publicEvent(events.promoted, {
    description: { en: 'Somebody moved up from the waiting list.', 'zh-CN': '候补客户已获得名额。' },
    permission: READ,
    place,
    data: registration,
  }),
  publicEvent(events.attended, {
    description: { en: 'Somebody came to an event.', 'zh-CN': '客户已参加社区活动。' },
    permission: READ,
    place,
    data: { ...registration, kind: publicField.code(...KINDS) },
  }),
] as const;
