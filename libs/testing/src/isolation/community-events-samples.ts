import {
  calendarRoute,
  castOf,
  communityEventsBelongings,
  draftEvent,
  endsAt,
  eventsOfEveryShape,
  photo,
  picture,
  publishedEvent,
  registration,
  startsAt,
} from './community-events-makers';
import { FRESH, freshly, idOf, made, OMITTED, type Samples, value } from './samples';

/** Events that a customer ($1) sees: what is out and is for them. */
const SEEN = `state <> 'DRAFT' AND (
  id IN (SELECT event_id FROM plg_community_events.registration WHERE customer_id = $1)
  OR id IN (SELECT event_id FROM plg_community_events.invitation WHERE customer_id = $1)
  OR (segment_id IS NULL AND EXISTS (SELECT FROM atrium.occupancy o
    WHERE o.customer_id = $1 AND o.starts_on <= current_date + 1 AND o.ends_on >= current_date
      AND (event.community_id IS NULL OR o.community_id = event.community_id))))`;

/** What fields, paths and tables of community-events demand. */
export const communityEventsSamples: Partial<Samples> = {
  values: {
    ...Object.fromEntries(
      ['CommunityEventsCreateInput', 'CommunityEventsUpdateInput'].flatMap((input) => [
        [`${input}.startsAt`, [made(startsAt)]],
        [`${input}.endsAt`, [made(endsAt)]],
        [`${input}.registrationOpensAt`, [OMITTED]],
        [`${input}.registrationClosesAt`, [OMITTED]],
        [`${input}.capacity`, [value(20)]],
        [`${input}.householdLimit`, [value(5)]],
        [`${input}.remindHours`, [value(1)]],
      ]),
    ),
    'CommunityEventsCreateInput.kind': [value('ACTIVITY')],
    'CommunityEventsCreateInput.communityId': [idOf('community')],
    'CommunityEventsCreateInput.segmentId': [OMITTED],
    'CommunityEventsCreateInput.notifies': [value(false)],
    'Mutation.updateCommunityEventsEvent.input.id': [freshly(publishedEvent)],
    'Mutation.publishCommunityEventsEvent.input.id': [freshly(draftEvent)],
    'Mutation.cancelCommunityEventsEvent.input.id': [freshly(publishedEvent)],
    'Mutation.registerForCommunityEvents.input.eventId': [FRESH],
    'CommunityEventsRegisterInput.customerId': [
      made(async (world, tools) => (await castOf(world, tools)).newcomer.customerId),
    ],
    'CommunityEventsRegisterInput.unitId': [made(async (world, tools) => (await castOf(world, tools)).newcomer.unitId)],
    'CommunityEventsRegisterInput.people': [value(1)],
    'Mutation.cancelCommunityEventsRegistration.input.id': [FRESH],
    'CommunityEventsCheckInInput.eventId': [made(async (world, tools) => (await castOf(world, tools)).eventId)],
    'CommunityEventsCheckInInput.registrationId': [
      made(async (world, tools) => (await castOf(world, tools)).registrationId),
    ],
    'CommunityEventsCheckInInput.code': [OMITTED],
    'Mutation.addCommunityEventsPhoto.input.fileId': [freshly(picture)],
    'Mutation.removeCommunityEventsPhoto.input.id': [FRESH],
    'Mutation.revokeCommunityEventsFeed.input.id': [FRESH],
  },
  makers: {
    community_events_event: publishedEvent,
    community_events_registration: registration,
    community_events_photo: photo,
  },
  extras: { 'events of every shape': eventsOfEveryShape },
  belongings: communityEventsBelongings,
  routes: { 'GET /x/community-events/:tenant/calendar/:token': [calendarRoute] },
  emptyFields: {
    'CommunityEventsEvent.myRegistration': 'for customers alone, who are asked as such',
  },
  addressedTypes: {
    community_events_event: 'those who live there, are invited or take part see it',
    community_events_photo: 'as its event',
  },
  addressedTables: {
    'plg_community_events.event': SEEN,
    'plg_community_events.photo': `event_id IN (SELECT event.id FROM plg_community_events.event WHERE ${SEEN})`,
  },
};
