import { defineList, defineView, extendView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { communityView, propertyPermissions } from '../../properties';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import { Incident, IncidentState } from './incident.type';

export const incidentView: View = defineView({
  type: 'Incident',
  idType: 'incident',
  table: 'atrium.ticket_incident',
  nodeAccess: [ticketPermissions['ticket:read']],
  fields: {
    id: f.id('incident'),
    number: f.column('number'),
    title: f.column('title'),
    description: f.column('description'),
    community: f.guarded(
      propertyPermissions['property:read'],
      f.one(() => communityView, 'community_id'),
    ),
    state: f.column('state'),
    threshold: f.column('threshold'),
    ticketCount: f.sql(
      (t) =>
        `(SELECT count(*)::int FROM atrium.ticket k WHERE k.tenant_id = ${t}.tenant_id AND k.incident_id = ${t}.id)`,
    ),
    openedAt: f.instant('opened_at'),
    escalatedAt: f.instant('escalated_at'),
    closedAt: f.instant('closed_at'),
    outcome: f.column('outcome'),
    answers: f.array(
      () => answerView,
      'incident_id',
      (a) => `${a}.at, ${a}.id`,
    ),
    version: f.column('version'),
  },
});

const answerView: View = defineView({
  type: 'IncidentAnswer',
  idType: 'incident_answer',
  table: 'atrium.ticket_incident_answer',
  fields: {
    at: f.instant('at'),
    body: f.column('body'),
    authorName: f.column('author_name'),
    reached: f.column('reached'),
  },
});

extendView(ticketView, { incident: f.one(() => incidentView, 'incident_id') });

export const IncidentList: ListTypes = defineList({
  view: incidentView,
  node: Incident,
  filters: {
    state: filter.enum('IncidentState', IncidentState, 'state', 'By state.'),
    community: filter.id('community', 'community_id', 'In this community.'),
    number: filter.text('number', 'By number.'),
    isEscalated: filter.flag((t) => `${t}.escalated_at IS NOT NULL`, 'Is it a crisis?'),
  },
  orders: {
    OPENED: { columns: [{ column: 'opened_at', type: 'timestamptz' }], description: 'By the time it was opened.' },
  },
  defaultOrder: { field: 'OPENED', direction: 'DESC' },
});
