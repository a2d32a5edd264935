import { defineList, defineView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { eventView } from '../event/event.views';
import { CHECK_IN, READ, REGISTER } from '../permissions';
import { shownCode } from './check-in-code';
import { RegistrationState } from './registration.enums';
import { CommunityEventsRegistration } from './registration.type';

export const REGISTRATION = 'community_events_registration';

export const registrationView: View = defineView({
  type: 'CommunityEventsRegistration',
  idType: REGISTRATION,
  table: 'plg_community_events.registration',
  nodeAccess: [READ, REGISTER, CHECK_IN],
  forCustomers: [
    ...['id', 'event', 'unit', 'people', 'state', 'code', 'note', 'createdAt', 'confirmedAt', 'cancelledAt'],
    ...['checkedInAt', 'waitingPosition'],
  ],
  fields: {
    id: f.id(REGISTRATION),
    event: f.one(() => eventView, 'event_id'),
    customer: f.guarded('customer:read', f.ref('customer', 'customer_id'), 'NULL'),
    unit: f.guarded('property:read', f.ref('unit', 'unit_id'), 'NULL'),
    people: f.column('people'),
    state: f.column('state'),
    code: f.guarded(
      REGISTER,
      f.sql(
        (t) => `CASE WHEN ${t}.state IN ('CONFIRMED', 'ATTENDED') THEN ${t}.code END`,
        (value) => (value === null ? null : shownCode(value as string)),
      ),
      'NULL',
    ),
    note: f.column('note'),
    createdAt: f.instant('created_at'),
    confirmedAt: f.instant('confirmed_at'),
    cancelledAt: f.instant('cancelled_at'),
    checkedInAt: f.instant('checked_in_at'),
  },
});

export const RegistrationList: ListTypes = defineList({
  view: registrationView,
  node: CommunityEventsRegistration,
  filters: {
    event: filter.id('community_events_event', 'event_id', 'For this event.'),
    customer: filter.id('customer', 'customer_id', 'By this customer.'),
    state: filter.enum('CommunityEventsRegistrationState', RegistrationState, 'state', 'By where it stands.'),
  },
  orders: {
    CREATED_AT: {
      columns: [{ column: 'created_at', type: 'timestamptz' }],
      description: 'By the time of registering.',
    },
  },
  defaultOrder: { field: 'CREATED_AT' },
});
