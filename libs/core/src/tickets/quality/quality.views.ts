import { defineList, defineView, extendView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { staffPermissions, staffView } from '../../staff';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import { TicketQualityCheck } from './quality.types';

export const qualityCheckView: View = defineView({
  type: 'TicketQualityCheck',
  idType: 'ticket_quality_check',
  table: 'atrium.ticket_quality_check',
  nodeAccess: [ticketPermissions['ticket:read']],
  fields: {
    id: f.id('ticket_quality_check'),
    ticket: f.one(() => ticketView, 'ticket_id'),
    ratedStaff: f.guarded(
      staffPermissions['staff:read'],
      f.one(() => staffView, 'rated_staff_id'),
      'NULL',
    ),
    drawnAt: f.instant('drawn_at'),
    score: f.column('score'),
    note: f.column('note'),
    checkedAt: f.instant('checked_at'),
    checkerName: f.column('checker_name'),
    version: f.column('version'),
  },
});

export const TicketQualityCheckList: ListTypes = defineList({
  view: qualityCheckView,
  node: TicketQualityCheck,
  filters: {
    isChecked: filter.flag((c) => `${c}.checked_at IS NOT NULL`, 'Has it been checked?'),
    ratedStaff: filter.id('staff', 'rated_staff_id', 'Of what this person did.'),
    drawnAt: filter.instant('drawn_at', 'By when it was drawn.'),
  },
  orders: {
    DRAWN: { columns: [{ column: 'drawn_at', type: 'timestamptz' }], description: 'By when they were drawn.' },
  },
  defaultOrder: { field: 'DRAWN', direction: 'DESC' },
});

extendView(ticketView, { qualityChecks: f.many(() => TicketQualityCheckList.definition, 'ticket_id') });
