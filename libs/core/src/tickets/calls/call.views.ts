import {
  defineList,
  defineView,
  extendView,
  f,
  filter,
  holds,
  listField,
  type ListTypes,
  type View,
} from '@atrium/sdk';
import { Customer, customerPermissions, customerView, survivor } from '../../customers';
import { staffPermissions, staffView } from '../../staff';
import { Ticket } from '../ticket/ticket.type';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import { callPermissions } from './call.permissions';
import { CallDirection, CallState, PhoneCall } from './call.type';

const READ = callPermissions['call:read'];

export const callView: View = defineView({
  type: 'PhoneCall',
  idType: 'phone_call',
  table: 'atrium.phone_call',
  nodeAccess: [READ],
  fields: {
    id: f.id('phone_call'),
    direction: f.column('direction'),
    state: f.column('state'),
    number: f.sql((t) => (holds(customerPermissions['customer:read-contact']) ? `${t}.number` : `${t}.number_masked`)),
    queue: f.column('queue'),
    customer: f.guarded(customerPermissions['customer:read'], survivor('customer_id')),
    ticket: f.guarded(
      ticketPermissions['ticket:read'],
      f.one(() => ticketView, 'ticket_id'),
    ),
    agent: f.guarded(
      staffPermissions['staff:read'],
      f.one(() => staffView, 'agent_id'),
      'NULL',
    ),
    agentName: f.column('agent_name'),
    startedAt: f.instant('started_at'),
    answeredAt: f.instant('answered_at'),
    endedAt: f.instant('ended_at'),
    seconds: f.column('seconds'),
    recordingUrl: f.column('recording_url'),
    note: f.column('note'),
    score: f.column('score'),
    scoreNote: f.column('score_note'),
    scoredBy: f.column('scored_by'),
    exchange: f.column('exchange'),
    version: f.column('version'),
  },
});

export const CallList: ListTypes = defineList({
  view: callView,
  node: PhoneCall,
  filters: {
    direction: filter.enum('CallDirection', CallDirection, 'direction', 'By who called.'),
    state: filter.enum('CallState', CallState, 'state', 'By where it stands.'),
    isMissed: filter.flag((t) => `(${t}.state = 'ENDED' AND ${t}.answered_at IS NULL)`, 'Did nobody answer?'),
    isScored: filter.flag((t) => `${t}.score IS NOT NULL`, 'Was it scored?'),
    customer: filter.related(
      'customer',
      'With this customer, under any of their numbers.',
      (t, ids) => `${t}.customer_id = ANY (ARRAY(SELECT unnest(c.id || c.alias_ids) FROM atrium.customer c
        WHERE c.id = ANY (${ids})))`,
    ),
    ticket: filter.id('ticket', 'ticket_id', 'About this ticket.'),
    agent: filter.id('staff', 'agent_id', 'That this person took or made.'),
    startedAt: filter.instant('started_at', 'By the time it began.'),
  },
  orders: {
    STARTED: { columns: [{ column: 'started_at', type: 'timestamptz' }], description: 'By the time it began.' },
  },
  defaultOrder: { field: 'STARTED', direction: 'DESC' },
});

const ofCustomer = (customer: string, call: string): string =>
  `${call}.tenant_id = ${customer}.tenant_id AND ${call}.customer_id = ANY (${customer}.id || ${customer}.alias_ids)`;

extendView(ticketView, {
  calls: f.guarded(
    READ,
    f.many(() => CallList.definition, 'ticket_id'),
  ),
});
extendView(customerView, {
  calls: {
    kind: 'many',
    list: () => CallList.definition,
    link: ofCustomer,
    access: { permission: READ, otherwise: 'FORBIDDEN' },
  },
});

/** Resolvers of the lists of calls that hang below others. */
export const callListFields = [
  listField(Ticket, 'calls', CallList, { description: 'Calls about it.', foreignKey: 'ticket_id', permission: READ }),
  listField(Customer, 'calls', CallList, {
    description: 'Calls with the customer.',
    foreignKey: (alias, parent) =>
      `${alias}.customer_id = ANY (ARRAY(SELECT unnest(c.id || c.alias_ids) FROM atrium.customer c WHERE c.id = ${parent}))`,
    permission: READ,
  }),
];
