import { defineList, defineView, extendView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { ticketPermissions } from '../tickets.permissions';
import { finite, ticketView } from '../tickets.views';
import { CallReason, FollowUpState } from './follow-up.enums';
import { TicketFollowUp } from './follow-up.types';

export const followUpView: View = defineView({
  type: 'TicketFollowUp',
  idType: 'ticket_follow_up',
  table: 'atrium.ticket_follow_up',
  nodeAccess: [ticketPermissions['ticket:read']],
  fields: {
    id: f.id('ticket_follow_up'),
    ticket: f.one(() => ticketView, 'ticket_id'),
    state: f.column('state'),
    callReason: f.column('call_reason'),
    callDueAt: finite('call_due_at'),
    attempts: f.column('attempts'),
    score: f.column('score'),
    source: f.column('source'),
    comment: f.column('comment'),
    answeredAt: f.instant('answered_at'),
    callerName: f.column('caller_name'),
    closeAt: f.instant('close_at'),
    endedAt: f.instant('ended_at'),
    version: f.column('version'),
  },
});

export const TicketFollowUpList: ListTypes = defineList({
  view: followUpView,
  node: TicketFollowUp,
  filters: {
    state: filter.enum('TicketFollowUpState', FollowUpState, 'state', 'By how far it has come.'),
    callReason: filter.enum('TicketCallReason', CallReason, 'call_reason', 'By why the customer is to be called.'),
  },
  orders: {
    CALL_DUE: {
      columns: [{ column: 'call_due_at', type: 'timestamptz' }],
      description: 'Who is to be called comes first, who waits longest before others.',
    },
  },
  defaultOrder: { field: 'CALL_DUE' },
});

extendView(ticketView, { followUps: f.many(() => TicketFollowUpList.definition, 'ticket_id') });
