import { defineList, defineView, extendView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { categoryView } from '../settings/settings.views';
import { TicketKind } from '../ticket/ticket.enums';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import { FIGURES } from './playbook-figures';
import { Playbook, PlaybookRunState, TicketPlaybook } from './playbook.types';

const READ = ticketPermissions['ticket:read'];
const ANY_READ = [READ, ticketPermissions['ticket:configure']] as const;

export const playbookView: View = defineView({
  type: 'Playbook',
  idType: 'playbook',
  table: 'atrium.playbook',
  nodeAccess: ANY_READ,
  fields: {
    id: f.id('playbook'),
    name: f.column('name'),
    kind: f.column('kind'),
    severity: f.column('severity'),
    category: f.one(() => categoryView, 'category_id'),
    isActive: f.column('is_active'),
    versions: f.array(
      () => playbookVersionView,
      'playbook_id',
      (v) => `${v}.number DESC`,
    ),
    version: f.column('version'),
  },
});

export const playbookVersionView: View = defineView({
  type: 'PlaybookVersion',
  idType: 'playbook_version',
  table: 'atrium.playbook_version',
  nodeAccess: ANY_READ,
  fields: {
    id: f.id('playbook_version'),
    playbook: f.one(() => playbookView, 'playbook_id'),
    number: f.column('number'),
    state: f.column('state'),
    maturity: f.column('maturity'),
    steps: f.column('steps'),
    figures: f.sql((v) => `(${FIGURES(`${v}.tenant_id`, `${v}.id`)})`),
    promotionFigures: f.column('figures'),
    promotionNote: f.column('promotion_note'),
    publishedAt: f.instant('published_at'),
    version: f.column('version'),
  },
});

export const ticketPlaybookStepView: View = defineView({
  type: 'TicketPlaybookStep',
  idType: 'ticket_playbook_step',
  table: 'atrium.ticket_playbook_step',
  fields: {
    id: f.id('ticket_playbook_step'),
    title: f.column('title'),
    details: f.column('details'),
    checks: f.column('checks'),
    isRequired: f.column('is_required'),
    doneAt: f.instant('done_at'),
    doerName: f.column('doer_name'),
    note: f.column('note'),
    version: f.column('version'),
  },
});

export const ticketPlaybookView: View = defineView({
  type: 'TicketPlaybook',
  idType: 'ticket_playbook',
  table: 'atrium.ticket_playbook',
  nodeAccess: [READ],
  fields: {
    id: f.id('ticket_playbook'),
    ticket: f.one(() => ticketView, 'ticket_id'),
    playbookVersion: f.one(() => playbookVersionView, 'version_id'),
    state: f.column('state'),
    isByRule: f.column('is_by_rule'),
    steps: f.array(
      () => ticketPlaybookStepView,
      'run_id',
      (s) => `${s}.position`,
    ),
    startedAt: f.instant('started_at'),
    endedAt: f.instant('ended_at'),
    reason: f.column('reason'),
    version: f.column('version'),
  },
});

export const PlaybookList: ListTypes = defineList({
  view: playbookView,
  node: Playbook,
  filters: {
    isActive: filter.flag((p) => `${p}.is_active`, 'Is it begun for new tickets?'),
    kind: filter.enum('TicketKind', TicketKind, 'kind', 'For tickets of this kind.'),
    category: filter.id('ticket_category', 'category_id', 'For tickets of this category.'),
  },
  orders: { NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' } },
  defaultOrder: { field: 'NAME' },
});

export const TicketPlaybookList: ListTypes = defineList({
  view: ticketPlaybookView,
  node: TicketPlaybook,
  filters: { state: filter.enum('PlaybookRunState', PlaybookRunState, 'state', 'By how far it has come.') },
  orders: {
    STARTED: { columns: [{ column: 'started_at', type: 'timestamptz' }], description: 'By when they were begun.' },
  },
  defaultOrder: { field: 'STARTED' },
});

extendView(ticketView, { playbooks: f.many(() => TicketPlaybookList.definition, 'ticket_id') });
