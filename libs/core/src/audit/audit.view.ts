import { type ActorKind, defineList, defineView, encodeId, f, filter } from '@atrium/sdk';
import { AuditEntry } from './audit.type';
import { auditPermissions } from './audit.permissions';
import { readableId, readableValues } from './readable-values';

const ACTOR_IDS: Readonly<Partial<Record<ActorKind, string>>> = {
  STAFF: 'staff',
  CUSTOMER: 'customer',
  API_CLIENT: 'api_client',
  OPERATOR: 'operator',
};

const pairOf = (first: string, second: string) => (entry: string) =>
  `json_build_array(${entry}.${first}, ${entry}.${second})`;
const cause = (key: string) => f.sql((entry) => `${entry}.cause ->> '${key}'`);
const values = (column: 'before' | 'after') =>
  f.sql(
    (entry) => `${entry}.${column}`,
    (value) => readableValues(value as Record<string, unknown>),
  );

export const auditView = defineView({
  type: 'AuditEntry',
  idType: 'audit',
  table: 'atrium.audit_log',
  nodeAccess: [auditPermissions['audit:read']],
  fields: {
    id: f.id('audit'),
    at: f.instant('created_at'),
    action: f.column('action'),
    entity: f.column('entity'),
    entityId: f.sql(pairOf('entity', 'entity_id'), (pair) => readableId(...(pair as [string, string]))),
    operation: f.column('operation'),
    actor: f.object({
      kind: cause('kind'),
      name: cause('name'),
      id: f.sql(
        (entry) => `json_build_array(${entry}.cause ->> 'kind', ${entry}.actor_id)`,
        (pair) => {
          const [kind, id] = pair as [ActorKind, string | null];
          const idType = ACTOR_IDS[kind];
          return id !== null && idType ? encodeId(idType, id) : null;
        },
      ),
      roles: f.sql((entry) => `coalesce(${entry}.cause -> 'roles', '[]'::jsonb)`),
    }),
    client: cause('client'),
    ip: cause('ip'),
    requestId: cause('requestId'),
    before: values('before'),
    after: values('after'),
  },
});

export const AuditEntryList = defineList({
  view: auditView,
  node: AuditEntry,
  filters: {
    entity: filter.text('entity', 'Kind of object, such as `unit`.'),
    entityId: filter.anyId('entity_id', 'Id of the object, of any kind.'),
    actorId: filter.anyId('actor_id', 'Id of the staff member, customer or API client who did it.'),
    operation: filter.text('operation', 'Operation, such as `updateUnit`.'),
    at: filter.instant('created_at', 'When.'),
  },
  orders: {
    AT: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'When it was done.' },
  },
  defaultOrder: { field: 'AT', direction: 'DESC' },
});
