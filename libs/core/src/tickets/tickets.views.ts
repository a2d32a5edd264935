import {
  defineList,
  defineView,
  encodeId,
  f,
  filter,
  holds,
  isCustomer,
  type ListTypes,
  type ScalarField,
  type View,
} from '@atrium/sdk';
import { customerPermissions, survivor } from '../customers';
import { buildingView, communityView, equipmentView, propertyPermissions, unitView } from '../properties';
import { staffPermissions, staffView } from '../staff';
import { surveyPermissions } from '../surveys';
import { teamPermissions, teamView } from '../teams';
import { categoryView, slaPolicyView, subStateView } from './settings/settings.views';
import { allowedMoves } from './state/ticket-moves.policy';
import { TicketState } from './state/ticket-state';
import { TicketChannel, TicketKind, TicketSeverity } from './ticket/ticket.enums';
import { Ticket, TicketComment, TicketEvent } from './ticket/ticket.type';
import { ticketPermissions } from './tickets.permissions';

const READ = ticketPermissions['ticket:read'];
const PROPERTY_READ = propertyPermissions['property:read'];

/** A time that is infinite until there is one. */
export const finite = (column: string): ScalarField =>
  f.sql(
    (t) => `CASE WHEN isfinite(${t}.${column}) THEN
      to_char(${t}.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END`,
  );

const READER = `nullif(current_setting('app.actor_id', true), '')::uuid`;
/** Something of the reader's own row for this ticket. */
const ofReader = (t: string, what: string): string =>
  `(SELECT ${what} FROM atrium.ticket_reader r WHERE r.tenant_id = ${t}.tenant_id AND r.ticket_id = ${t}.id
    AND ${isCustomer() ? 'r.customer_id' : 'r.staff_id'} = ${READER})`;
const isUnread = (t: string): string =>
  `coalesce(${t}.${isCustomer() ? 'answered_at' : 'commented_at'} > coalesce(${ofReader(t, 'r.read_at')}, '-infinity'),
    false)`;
const mark = (column: string): ScalarField => f.sql((t) => `coalesce(${ofReader(t, `r.${column}`)}, false)`);

const seesPhones = (): boolean => isCustomer() || holds(customerPermissions['customer:read-contact']);

export const ticketView: View = defineView({
  type: 'Ticket',
  idType: 'ticket',
  table: 'atrium.ticket',
  nodeAccess: [READ],
  // Not how it is classed, nor what staff found out: that is told in comments.
  forCustomers: [
    ...['id', 'number', 'kind', 'state', 'title', 'description', 'wants', 'managerAsked', 'category', 'community'],
    ...['building', 'unit', 'place', 'openedAt', 'firstResponseAt', 'resolvedAt', 'closedAt', 'promisedAt'],
    ...['comments', 'history', 'isUnread', 'mergedInto', 'version', 'updatedAt', 'appointments', 'appointmentOffers'],
    ...['satisfaction', 'quotations', 'recoveries'],
  ],
  fields: {
    id: f.id('ticket'),
    number: f.column('number'),
    externalId: f.column('external_id'),
    formerNumber: f.column('former_number'),
    isHistoric: f.column('is_historic'),
    kind: f.column('kind'),
    channel: f.column('channel'),
    severity: f.column('severity'),
    state: f.column('state'),
    subState: f.one(() => subStateView, 'sub_state_id'),
    holdReason: f.column('hold_reason'),
    allowedMoves: f.sql(
      (t) => `${t}.state`,
      (state) => allowedMoves(state as TicketState),
    ),
    title: f.column('title'),
    description: f.column('description'),
    surveyAnswerId: f.guarded(
      surveyPermissions['survey:read-answers'],
      f.sql(
        (t) => `(SELECT r.id FROM atrium.survey_response r
          WHERE r.tenant_id = ${t}.tenant_id AND r.follow_up_id = ${t}.id AND r.follow_up_type = 'ticket' LIMIT 1)`,
        (uuid) => (uuid === null ? null : encodeId('survey_response', uuid as string)),
      ),
      'NULL',
    ),
    wants: f.column('wants'),
    managerAsked: f.column('manager_asked'),
    category: f.one(() => categoryView, 'category_id'),
    community: f.guarded(
      PROPERTY_READ,
      f.one(() => communityView, 'community_id'),
    ),
    building: f.guarded(
      PROPERTY_READ,
      f.one(() => buildingView, 'building_id'),
    ),
    unit: f.guarded(
      PROPERTY_READ,
      f.one(() => unitView, 'unit_id'),
    ),
    equipment: f.guarded(
      PROPERTY_READ,
      f.one(() => equipmentView, 'equipment_id'),
    ),
    place: f.column('place'),
    customer: f.guarded(customerPermissions['customer:read'], survivor('customer_id')),
    isAnonymous: f.column('is_anonymous'),
    reporter: f.object({
      name: f.column('reporter_name'),
      phone: f.sql((t) => (seesPhones() ? `${t}.reporter_phone` : `${t}.reporter_phone_masked`)),
    }),
    team: f.guarded(
      teamPermissions['team:read'],
      f.one(() => teamView, 'team_id'),
    ),
    // Whoever may not look people up knows the name.
    assignee: f.guarded(
      staffPermissions['staff:read'],
      f.one(() => staffView, 'assignee_id'),
      'NULL',
    ),
    assigneeName: f.sql(
      (t) => `(SELECT s.name FROM atrium.staff s WHERE s.tenant_id = ${t}.tenant_id AND s.id = ${t}.assignee_id)`,
    ),
    coordinator: f.guarded(
      staffPermissions['staff:read'],
      f.one(() => staffView, 'coordinator_id'),
      'NULL',
    ),
    coordinatorName: f.sql(
      (t) => `(SELECT s.name FROM atrium.staff s WHERE s.tenant_id = ${t}.tenant_id AND s.id = ${t}.coordinator_id)`,
    ),
    mergedInto: f.one(() => ticketView, 'merged_into_id'),
    openedAt: f.instant('opened_at'),
    dueAt: finite('due_at'),
    authorityDueAt: f.instant('authority_due_at'),
    firstResponseAt: f.instant('first_response_at'),
    resolvedAt: f.instant('resolved_at'),
    closedAt: f.instant('closed_at'),
    reopenCount: f.column('reopen_count'),
    satisfaction: f.column('satisfaction'),
    promisedAt: f.instant('promised_at'),
    promiseBrokenAt: f.instant('promise_broken_at'),
    reliefDueAt: f.instant('relief_due_at'),
    relievedAt: f.instant('relieved_at'),
    cureDueAt: f.instant('cure_due_at'),
    curedAt: f.instant('cured_at'),
    deferredUntil: f.instant('deferred_until'),
    investigation: f.column('investigation'),
    cause: f.column('cause'),
    emergencyMeasure: f.column('emergency_measure'),
    isUnread: f.sql(isUnread),
    isObserved: mark('is_observer'),
    isFavourite: mark('is_favourite'),
    clocks: f.array(
      () => ticketClockView,
      'ticket_id',
      (c) => `${c}.target, ${c}.id`,
    ),
    links: f.array(
      () => ticketLinkView,
      'ticket_id',
      (l) => `${l}.created_at, ${l}.id`,
    ),
    comments: f.many(() => TicketCommentList.definition, 'ticket_id'),
    history: f.many(() => TicketEventList.definition, 'ticket_id'),
    version: f.column('version'),
    updatedAt: f.instant('updated_at'),
  },
});

export const ticketClockView: View = defineView({
  type: 'TicketClock',
  idType: 'ticket_clock',
  table: 'atrium.ticket_clock',
  fields: {
    target: f.column('target'),
    minutes: f.sql((c) => `(${c}.length / 60000)::int`),
    policy: f.one(() => slaPolicyView, 'policy_id'),
    dueAt: f.instant('due_at'),
    isRunning: f.sql((c) => `(${c}.since IS NOT NULL)`),
    raised: f.column('raised'),
    metAt: f.instant('met_at'),
    breachedAt: f.instant('breached_at'),
  },
});

export const ticketLinkView: View = defineView({
  type: 'TicketLink',
  idType: 'ticket_link',
  table: 'atrium.ticket_link',
  fields: {
    id: f.id('ticket_link'),
    kind: f.column('kind'),
    other: f.one(() => ticketView, 'other_id'),
  },
});

export const ticketCommentView: View = defineView({
  type: 'TicketComment',
  idType: 'ticket_comment',
  table: 'atrium.ticket_comment',
  nodeAccess: [READ],
  forCustomers: ['id', 'at', 'body', 'visibility', 'authorName', 'isFromCustomer'],
  fields: {
    id: f.id('ticket_comment'),
    at: f.instant('at'),
    body: f.column('body'),
    visibility: f.column('visibility'),
    authorName: f.column('author_name'),
    isFromCustomer: f.sql((c) => `(${c}.customer_id IS NOT NULL)`),
  },
});

export const ticketEventView: View = defineView({
  type: 'TicketEvent',
  idType: 'ticket_event',
  table: 'atrium.ticket_event',
  nodeAccess: [READ],
  forCustomers: ['id', 'at', 'kind', 'fromState', 'toState'],
  fields: {
    id: f.id('ticket_event'),
    at: f.instant('at'),
    kind: f.column('kind'),
    actorName: f.column('actor_name'),
    fromState: f.column('from_state'),
    toState: f.column('to_state'),
    note: f.column('note'),
    facts: f.column('facts'),
  },
});

const byTime = { columns: [{ column: 'at', type: 'timestamptz' as const }], description: 'By time.' };

export const TicketCommentList: ListTypes = defineList({
  view: ticketCommentView,
  node: TicketComment,
  orders: { AT: byTime },
  defaultOrder: { field: 'AT' },
});

export const TicketEventList: ListTypes = defineList({
  view: ticketEventView,
  node: TicketEvent,
  orders: { AT: byTime },
  defaultOrder: { field: 'AT' },
});

const OPEN = `('NEW', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'ON_HOLD', 'REOPENED')`;
/** The reader's own rows first, which are few. */
const marked =
  (column: string) =>
  (t: string): string =>
    `${t}.id = ANY (ARRAY(SELECT r.ticket_id FROM atrium.ticket_reader r
      WHERE r.staff_id = ${READER} AND r.${column}))`;

export const TicketList: ListTypes = defineList({
  view: ticketView,
  node: Ticket,
  filters: {
    number: filter.text('number', 'By number.'),
    externalId: filter.text('external_id', 'By the key in another system.'),
    kind: filter.enum('TicketKind', TicketKind, 'kind', 'By kind.'),
    channel: filter.enum('TicketChannel', TicketChannel, 'channel', 'By the way it came in.'),
    severity: filter.enum('TicketSeverity', TicketSeverity, 'severity', 'By severity.'),
    state: filter.enum('TicketState', TicketState, 'state', 'By state.'),
    isOpen: filter.flag((t) => `${t}.state IN ${OPEN}`, 'Is there something left to do?'),
    category: filter.id('ticket_category', 'category_id', 'Of this category.'),
    community: filter.id('community', 'community_id', 'About this community.'),
    building: filter.id('building', 'building_id', 'About this building.'),
    unit: filter.id('unit', 'unit_id', 'About this unit.'),
    equipment: filter.id('equipment', 'equipment_id', 'About this piece of equipment.'),
    customer: filter.related(
      'customer',
      'Of this customer, under any of their numbers.',
      (t, ids) => `${t}.customer_id = ANY (ARRAY(SELECT unnest(c.id || c.alias_ids) FROM atrium.customer c
        WHERE c.id = ANY (${ids})))`,
    ),
    team: filter.id('team', 'team_id', 'That this team has.'),
    assignee: filter.id('staff', 'assignee_id', 'That this person has.'),
    isInPool: filter.flag(
      (t) => `(${t}.state IN ('TRIAGED', 'REOPENED') AND ${t}.assignee_id IS NULL AND ${t}.deferred_until IS NULL)`,
      'Can it be taken from the pool?',
    ),
    isDeferred: filter.flag((t) => `${t}.deferred_until IS NOT NULL`, 'Is it put off?'),
    isUnread: filter.flag(isUnread, 'Has something been written that the reader has not seen?'),
    isObserved: filter.flag(marked('is_observer'), 'Does the reader observe it?'),
    isFavourite: filter.flag(marked('is_favourite'), 'Is it among the reader’s favourites?'),
    openedAt: filter.instant('opened_at', 'By the time it was taken down.'),
    dueAt: filter.instant('due_at', 'By the time the next target is missed.'),
  },
  orders: {
    URGENCY: {
      columns: [{ column: 'due_at', type: 'timestamptz' }],
      description: 'What is missed first comes first; what has no clock running comes last.',
    },
    OPENED: { columns: [{ column: 'opened_at', type: 'timestamptz' }], description: 'By the time it was taken down.' },
    NUMBER: { columns: [{ column: 'number', type: 'text' }], description: 'By number.' },
  },
  defaultOrder: { field: 'URGENCY' },
});

/** What customers choose from among their own. */
export const MyTicketList: ListTypes = defineList({
  view: ticketView,
  node: Ticket,
  name: 'MyTicket',
  filters: {
    kind: filter.enum('TicketKind', TicketKind, 'kind', 'By kind.'),
    state: filter.enum('TicketState', TicketState, 'state', 'By state.'),
    isOpen: filter.flag((t) => `${t}.state IN ${OPEN}`, 'Is there something left to do?'),
    unit: filter.id('unit', 'unit_id', 'About this unit.'),
    openedAt: filter.instant('opened_at', 'By the time it was taken down.'),
  },
  orders: {
    OPENED: { columns: [{ column: 'opened_at', type: 'timestamptz' }], description: 'By the time it was taken down.' },
  },
  defaultOrder: { field: 'OPENED', direction: 'DESC' },
});

export const ticketId = (uuid: string): string => encodeId('ticket', uuid);
