import { defineList, defineView, extendView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { staffPermissions, staffView } from '../../staff';
import { teamPermissions, teamView } from '../../teams';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import { AppointmentState, type WorkOrderState, workOrderMachine, WorkOrderState as States } from './work.enums';
import { Appointment, AppointmentOffer, WorkOrder } from './work.types';

const READ = ticketPermissions['ticket:read'];

export const workOrderView: View = defineView({
  type: 'WorkOrder',
  idType: 'work_order',
  table: 'atrium.ticket_work_order',
  nodeAccess: [READ],
  fields: {
    id: f.id('work_order'),
    ticket: f.one(() => ticketView, 'ticket_id'),
    number: f.column('number'),
    title: f.column('title'),
    state: f.column('state'),
    allowedMoves: f.sql(
      (t) => `${t}.state`,
      (state) => workOrderMachine.allowedFrom(state as WorkOrderState),
    ),
    team: f.guarded(
      teamPermissions['team:read'],
      f.one(() => teamView, 'team_id'),
    ),
    assignee: f.guarded(
      staffPermissions['staff:read'],
      f.one(() => staffView, 'assignee_id'),
      'NULL',
    ),
    assigneeName: f.sql(
      (t) => `(SELECT s.name FROM atrium.staff s WHERE s.tenant_id = ${t}.tenant_id AND s.id = ${t}.assignee_id)`,
    ),
    dueAt: f.instant('due_at'),
    startedAt: f.instant('started_at'),
    endedAt: f.instant('ended_at'),
    result: f.column('result'),
    appointments: f.array(
      () => appointmentView,
      'work_order_id',
      (a) => `${a}.starts_at, ${a}.id`,
    ),
    version: f.column('version'),
  },
});

export const appointmentView: View = defineView({
  type: 'Appointment',
  idType: 'appointment',
  table: 'atrium.ticket_appointment',
  nodeAccess: [READ],
  forCustomers: ['id', 'ticket', 'staffName', 'startsAt', 'endsAt', 'state', 'movedCount', 'version'],
  fields: {
    id: f.id('appointment'),
    ticket: f.one(() => ticketView, 'ticket_id'),
    staff: f.guarded(
      staffPermissions['staff:read'],
      f.one(() => staffView, 'staff_id'),
      'NULL',
    ),
    staffName: f.column('staff_name'),
    startsAt: f.instant('starts_at'),
    endsAt: f.instant('ends_at'),
    state: f.column('state'),
    movedCount: f.column('moved_count'),
    note: f.column('note'),
    version: f.column('version'),
  },
});

export const appointmentOfferView: View = defineView({
  type: 'AppointmentOffer',
  idType: 'appointment_offer',
  table: 'atrium.ticket_appointment_offer',
  nodeAccess: [READ],
  forCustomers: ['id', 'staffName', 'startsAt', 'endsAt'],
  fields: {
    id: f.id('appointment_offer'),
    staffName: f.column('staff_name'),
    startsAt: f.instant('starts_at'),
    endsAt: f.instant('ends_at'),
  },
});

export const WorkOrderList: ListTypes = defineList({
  view: workOrderView,
  node: WorkOrder,
  filters: {
    state: filter.enum('WorkOrderState', States, 'state', 'By state.'),
    team: filter.id('team', 'team_id', 'That this team has.'),
    assignee: filter.id('staff', 'assignee_id', 'That this person has.'),
    dueAt: filter.instant('due_at', 'By the time it is due.'),
  },
  orders: { DUE: { columns: [{ column: 'due_at', type: 'timestamptz' }], description: 'What is due first.' } },
  defaultOrder: { field: 'DUE' },
});

export const AppointmentList: ListTypes = defineList({
  view: appointmentView,
  node: Appointment,
  filters: {
    state: filter.enum('AppointmentState', AppointmentState, 'state', 'By what became of it.'),
    staff: filter.id('staff', 'staff_id', 'With this person.'),
    startsAt: filter.instant('starts_at', 'By the time it begins.'),
  },
  orders: { TIME: { columns: [{ column: 'starts_at', type: 'timestamptz' }], description: 'By time.' } },
  defaultOrder: { field: 'TIME' },
});

export const AppointmentOfferList: ListTypes = defineList({
  view: appointmentOfferView,
  node: AppointmentOffer,
  orders: { TIME: { columns: [{ column: 'starts_at', type: 'timestamptz' }], description: 'By time.' } },
  defaultOrder: { field: 'TIME' },
});

extendView(ticketView, {
  workOrders: f.many(() => WorkOrderList.definition, 'ticket_id'),
  appointments: f.many(() => AppointmentList.definition, 'ticket_id'),
  appointmentOffers: f.many(() => AppointmentOfferList.definition, 'ticket_id'),
});
