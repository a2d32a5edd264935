import { defineList, defineView, f, filter, type View } from '@atrium/sdk';
import { DeadLetter, DeadLetterKind } from './dead-letter.type';
import { deadLetterPermissions } from './dead-letters.permissions';

export const deadLetterView: View = defineView({
  type: 'DeadLetter',
  idType: 'deadletter',
  table: 'atrium.dead_letter',
  nodeAccess: [deadLetterPermissions['deadLetter:read']],
  fields: {
    id: f.id('deadletter'),
    kind: f.column('kind'),
    name: f.column('name'),
    handler: f.column('handler'),
    aggregateId: f.column('aggregate_id'),
    payload: f.column('payload'),
    failure: f.object({
      name: f.sql((t) => `coalesce(${t}.failure ->> 'name', 'Error')`),
      message: f.sql((t) => `coalesce(${t}.failure ->> 'message', '')`),
    }),
    tries: f.column('tries'),
    overtakenBy: f.column('overtaken_by'),
    causedBy: f.sql((t) => `${t}.cause ->> 'name'`),
    requestId: f.sql((t) => `${t}.cause ->> 'requestId'`),
    createdAt: f.instant('created_at'),
    diedAt: f.instant('died_at'),
  },
});

export const DeadLetterList = defineList({
  view: deadLetterView,
  node: DeadLetter,
  filters: {
    kind: filter.enum('DeadLetterKind', DeadLetterKind, 'kind', 'What it is.'),
    name: filter.text('name', 'Kind of job or event, such as `mail.send`.'),
    handler: filter.text('handler', 'Of events: the handler that could not handle it.'),
    diedAt: filter.instant('died_at', 'When the last try failed.'),
  },
  orders: {
    DIED: { columns: [{ column: 'died_at', type: 'timestamptz' }], description: 'By when the last try failed.' },
  },
  defaultOrder: { field: 'DIED', direction: 'DESC' },
});
