import { defineList, defineView, extendView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { moneyField } from '../../fees';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import { CompensationForm, RecoveryKind, RecoveryState, TicketRecovery } from './recovery.types';

export const RECOVERY_READ = [ticketPermissions['ticket:read'], ticketPermissions['ticket:approve-recovery']] as const;

export const recoveryView: View = defineView({
  type: 'TicketRecovery',
  idType: 'ticket_recovery',
  table: 'atrium.ticket_recovery',
  nodeAccess: RECOVERY_READ,
  forCustomers: ['id', 'ticket', 'kind', 'form', 'state', 'amount', 'points', 'words', 'madeAt'],
  fields: {
    id: f.id('ticket_recovery'),
    ticket: f.one(() => ticketView, 'ticket_id'),
    kind: f.column('kind'),
    form: f.column('form'),
    state: f.column('state'),
    amount: f.object(moneyField('amount').fields, (r) => `${r}.amount`),
    points: f.column('points'),
    words: f.column('words'),
    reason: f.column('reason'),
    requesterName: f.column('requester_name'),
    deciderName: f.column('decider_name'),
    decision: f.column('decision'),
    madeAt: f.instant('made_at'),
    createdAt: f.instant('created_at'),
    version: f.column('version'),
  },
});

export const TicketRecoveryList: ListTypes = defineList({
  view: recoveryView,
  node: TicketRecovery,
  filters: {
    state: filter.enum('TicketRecoveryState', RecoveryState, 'state', 'By where they stand.'),
    kind: filter.enum('TicketRecoveryKind', RecoveryKind, 'kind', 'By how amends are made.'),
    form: filter.enum('TicketCompensationForm', CompensationForm, 'form', 'By what is given.'),
    createdAt: filter.instant('created_at', 'By when they were asked for.'),
  },
  orders: {
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By when they were asked for.' },
  },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
});

extendView(ticketView, { recoveries: f.many(() => TicketRecoveryList.definition, 'ticket_id') });
