import { defineView, extendView, f, openToCustomers, type View } from '@atrium/sdk';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';

export const ticketFileView: View = defineView({
  type: 'TicketFile',
  idType: 'ticket_file',
  table: 'atrium.ticket_file',
  nodeAccess: [ticketPermissions['ticket:read']],
  forCustomers: ['id', 'name', 'contentType', 'bytes', 'at', 'visibility', 'authorName', 'isFromCustomer'],
  fields: {
    id: f.id('ticket_file'),
    name: f.column('name'),
    contentType: f.column('content_type'),
    bytes: f.sql((t) => `least(${t}.bytes, 2147483647)::int`),
    at: f.instant('at'),
    visibility: f.column('visibility'),
    authorName: f.column('author_name'),
    isFromCustomer: f.column('is_from_customer'),
  },
});

extendView(ticketView, {
  files: f.array(
    () => ticketFileView,
    'ticket_id',
    (t) => `${t}.at, ${t}.id`,
  ),
});
openToCustomers('Ticket', 'files');
