import { currencyOf, minorText } from '@atrium/core';
import {
  CUSTOMER_IDS,
  defineList,
  defineView,
  f,
  filter,
  type ListTypes,
  type ObjectField,
  type View,
} from '@atrium/sdk';
import { MANAGE, READ } from '../permissions';
import { photoView } from '../photo/photo.type';
import { EventKind, EventState } from './event.enums';
import { CommunityEventsEvent } from './event.type';

export const EVENT = 'community_events_event';

const money = (column: string): ObjectField =>
  f.object(
    {
      amount: f.sql(
        (t) => `${t}.${column}::text || ' ' || ${t}.currency`,
        (value) => {
          const [minor, code] = String(value).split(' ');
          return minorText(BigInt(minor!), currencyOf(code!));
        },
      ),
      currency: f.column('currency'),
    },
    (t) => `${t}.${column}`,
  );

export const eventView: View = defineView({
  type: 'CommunityEventsEvent',
  idType: EVENT,
  table: 'plg_community_events.event',
  nodeAccess: [READ, MANAGE],
  forCustomers: [
    ...['id', 'kind', 'state', 'title', 'description', 'place', 'startsAt', 'endsAt', 'registrationOpensAt'],
    ...['registrationClosesAt', 'capacity', 'hasWaitingList', 'householdLimit', 'community', 'photos', 'version'],
    ...['cancelledReason', 'places', 'myRegistration'],
  ],
  fields: {
    id: f.id(EVENT),
    kind: f.column('kind'),
    state: f.column('state'),
    title: f.column('title'),
    description: f.column('description'),
    place: f.column('place'),
    startsAt: f.instant('starts_at'),
    endsAt: f.instant('ends_at'),
    registrationOpensAt: f.instant('registration_opens_at'),
    registrationClosesAt: f.instant('registration_closes_at'),
    capacity: f.column('capacity'),
    hasWaitingList: f.column('has_waiting_list'),
    householdLimit: f.column('household_limit'),
    remindHours: f.column('remind_hours'),
    notifies: f.column('notifies'),
    community: f.guarded('property:read', f.ref('community', 'community_id'), 'NULL'),
    segment: f.guarded('segment:read', f.ref('segment', 'segment_id'), 'NULL'),
    photos: f.array(
      () => photoView,
      'event_id',
      (t) => `${t}.created_at, ${t}.id`,
    ),
    budget: money('budget'),
    spent: money('spent'),
    cancelledReason: f.column('cancelled_reason'),
    publishedAt: f.instant('published_at'),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
  },
});

export const EventList: ListTypes = defineList({
  view: eventView,
  node: CommunityEventsEvent,
  filters: {
    state: filter.enum('CommunityEventsState', EventState, 'state', 'By where it stands.'),
    kind: filter.enum('CommunityEventsKind', EventKind, 'kind', 'By kind.'),
    community: filter.id('community', 'community_id', 'For this community alone.'),
    startsAt: filter.instant('starts_at', 'By when it begins.'),
    isMine: filter.flag(
      (t) => `EXISTS (SELECT FROM plg_community_events.registration r WHERE r.tenant_id = ${t}.tenant_id
        AND r.event_id = ${t}.id AND r.customer_id = ANY (${CUSTOMER_IDS}) AND r.state <> 'CANCELLED')`,
      'The calling customer is registered.',
    ),
  },
  orders: {
    STARTS_AT: { columns: [{ column: 'starts_at', type: 'timestamptz' }], description: 'By when it begins.' },
  },
  defaultOrder: { field: 'STARTS_AT' },
});
