import { defineExport, defineMessages, type ExportColumn } from '@atrium/sdk';
import { type TicketFieldName, ticketFields } from './import/import.fields';
import { ticketPermissions } from './tickets.permissions';
import { TicketList } from './tickets.views';

const messages = defineMessages('ticketExport', {
  tickets: { en: 'Tickets', 'zh-CN': '工单' },
  ownNumber: { en: 'Ticket', 'zh-CN': '本系统工单号' },
  assignee: { en: 'Assignee', 'zh-CN': '处理人' },
  due: { en: 'Due', 'zh-CN': '时限' },
  closed: { en: 'Closed', 'zh-CN': '关闭时间' },
});

const column = (field: TicketFieldName, path: string): ExportColumn => ({ title: ticketFields[field].title, path });

/** The headers are those of the import of tickets from before, so that another company can take the file as it is. */
export const ticketsExport = defineExport({
  name: 'TICKETS',
  permission: ticketPermissions['ticket:read'],
  title: messages.tickets,
  list: TicketList,
  columns: {
    number: { title: messages.ownNumber, path: 'number' },
    formerNumber: column('formerNumber', 'formerNumber'),
    kind: column('kind', 'kind'),
    severity: column('severity', 'severity'),
    channel: column('channel', 'channel'),
    state: column('state', 'state'),
    title: column('title', 'title'),
    details: column('details', 'description'),
    wants: column('wants', 'wants'),
    category: column('category', 'category.name'),
    community: { ...column('community', 'community.name'), permission: 'property:read' },
    building: { ...column('building', 'building.code'), permission: 'property:read' },
    unit: { ...column('unit', 'unit.code'), permission: 'property:read' },
    reporterName: column('reporterName', 'reporter.name'),
    phone: column('phone', 'reporter.phone'),
    assignee: { title: messages.assignee, path: 'assigneeName' },
    openedAt: column('openedAt', 'openedAt'),
    dueAt: { title: messages.due, path: 'dueAt' },
    resolvedAt: column('resolvedAt', 'resolvedAt'),
    closedAt: { title: messages.closed, path: 'closedAt' },
    externalId: column('externalId', 'externalId'),
  },
});
