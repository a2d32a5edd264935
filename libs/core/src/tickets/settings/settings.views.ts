import { defineList, defineView, encodeId, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { teamPermissions, skillView } from '../../teams';
import { TicketState } from '../state/ticket-state';
import { TicketKind } from '../ticket/ticket.enums';
import { ticketPermissions } from '../tickets.permissions';
import { TicketCategory, TicketSubState } from './category.type';
import { SlaCalendar, SlaPolicy } from './sla.type';
import type { StoredStep } from './stored-sla';

const READ = [ticketPermissions['ticket:read'], ticketPermissions['ticket:configure']] as const;
const NAME = { columns: [{ column: 'sort_key', type: 'text' as const }], description: 'As people sort names.' };
const byName = { orders: { NAME }, defaultOrder: { field: 'NAME' } };

export const categoryView: View = defineView({
  type: 'TicketCategory',
  idType: 'ticket_category',
  table: 'atrium.ticket_category',
  nodeAccess: READ,
  forCustomers: ['id', 'name', 'place', 'subject', 'problem', 'parent'],
  fields: {
    id: f.id('ticket_category'),
    name: f.column('name'),
    parent: f.one(() => categoryView, 'parent_id'),
    place: f.column('place'),
    subject: f.column('subject'),
    problem: f.column('problem'),
    keywords: f.column('keywords'),
    defaultKind: f.column('default_kind'),
    defaultSeverity: f.column('default_severity'),
    skill: f.guarded(
      teamPermissions['team:read'],
      f.one(() => skillView, 'skill_id'),
    ),
    isActive: f.column('is_active'),
    version: f.column('version'),
  },
});

export const subStateView: View = defineView({
  type: 'TicketSubState',
  idType: 'ticket_sub_state',
  table: 'atrium.ticket_sub_state',
  nodeAccess: READ,
  fields: {
    id: f.id('ticket_sub_state'),
    state: f.column('state'),
    name: f.column('name'),
    isActive: f.column('is_active'),
    version: f.column('version'),
  },
});

export const slaCalendarView: View = defineView({
  type: 'SlaCalendar',
  idType: 'sla_calendar',
  table: 'atrium.sla_calendar',
  nodeAccess: READ,
  fields: {
    id: f.id('sla_calendar'),
    name: f.column('name'),
    timeZone: f.column('time_zone'),
    hours: f.column('hours'),
    exceptions: f.column('exceptions'),
    version: f.column('version'),
  },
});

export const slaPolicyView: View = defineView({
  type: 'SlaPolicy',
  idType: 'sla_policy',
  table: 'atrium.sla_policy',
  nodeAccess: READ,
  fields: {
    id: f.id('sla_policy'),
    name: f.column('name'),
    kind: f.column('kind'),
    severity: f.column('severity'),
    serviceProfile: f.column('service_profile'),
    segmentId: f.sql(
      (p) => `${p}.segment_id`,
      (uuid) => (uuid === null ? null : encodeId('segment', uuid as string)),
    ),
    calendar: f.one(() => slaCalendarView, 'calendar_id'),
    firstResponseMinutes: f.column('first_response_minutes'),
    progressUpdateMinutes: f.column('progress_update_minutes'),
    resolutionMinutes: f.column('resolution_minutes'),
    ladder: f.sql(
      (p) => `${p}.ladder`,
      (steps) =>
        (steps as StoredStep[]).map((step) => ({
          ...step,
          roleIds: step.roleIds.map((id) => encodeId('role', id)),
        })),
    ),
    version: f.column('version'),
  },
});

export const TicketCategoryList: ListTypes = defineList({
  view: categoryView,
  node: TicketCategory,
  filters: {
    parent: filter.id('ticket_category', 'parent_id', 'On this branch.'),
    isRoot: filter.flag((c) => `${c}.parent_id IS NULL`, 'Does it stand on no branch?'),
    isActive: filter.flag((c) => `${c}.is_active`, 'Can new tickets have it?'),
    place: filter.text('place', 'By place.'),
    subject: filter.text('subject', 'By subject.'),
  },
  ...byName,
});

export const TicketSubStateList: ListTypes = defineList({
  view: subStateView,
  node: TicketSubState,
  filters: { state: filter.enum('TicketState', TicketState, 'state', 'Under this state.') },
  ...byName,
});

export const SlaCalendarList: ListTypes = defineList({ view: slaCalendarView, node: SlaCalendar, ...byName });

export const SlaPolicyList: ListTypes = defineList({
  view: slaPolicyView,
  node: SlaPolicy,
  filters: { kind: filter.enum('TicketKind', TicketKind, 'kind', 'For this kind.') },
  ...byName,
});
