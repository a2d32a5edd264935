import { DateTimeScalar, defineList, definePermissions, defineView, f, filter, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiClient, apiClientView, staffPermissions } from '../../staff';
import { PublicClient, publicClientPermissions, publicClientView } from '../client/public-client.type';

export const persistedOperationPermissions = definePermissions({
  'persisted-operation:manage': {
    description: {
      en: 'See, register and remove the persisted operations of API clients and public clients.',
      'zh-CN': '查看、登记和移除 API 客户端与应用的预登记操作。',
    },
    roles: [],
    wholeCompany: true,
  },
});

export enum PersistedOperationKind {
  QUERY = 'QUERY',
  MUTATION = 'MUTATION',
  SUBSCRIPTION = 'SUBSCRIPTION',
}
registerEnumType(PersistedOperationKind, {
  name: 'PersistedOperationKind',
  description: 'What an operation does.',
  valuesMap: {
    QUERY: { description: 'Reads; may be called by GET.' },
    MUTATION: { description: 'Changes; called by POST alone.' },
    SUBSCRIPTION: { description: 'Goes on; called over WebSocket.' },
  },
});

@ObjectType({
  implements: () => Node,
  description: 'A document that one client may call by its hash alone (预登记操作).',
})
export class PersistedOperation extends Node {
  @Field({ description: 'What it is called by: the SHA-256 of the document, 64 lower-case hex digits.' })
  hash: string;
  @Field({ description: 'Name people know it by.' })
  name: string;
  @Field({ description: 'The GraphQL document, exactly as it was registered.' })
  document: string;
  @Field(() => PersistedOperationKind, { description: 'What it does.' })
  kind: PersistedOperationKind;
  @Field(() => Int, {
    description: 'Cost points when it was registered, with 20 for every page size that a variable leaves open.',
  })
  cost: number;
  @Field(() => ApiClient, {
    nullable: true,
    description: 'The API client that may call it. Needs `api-client:read`; null without.',
  })
  apiClient: unknown;
  @Field(() => PublicClient, {
    nullable: true,
    description: 'The public client whose sessions may call it. Needs `public-client:manage`; null without.',
  })
  publicClient: unknown;
  @Field(() => DateTimeScalar, { description: 'When it was registered.' })
  createdAt: Date;
}

export const persistedOperationView = defineView({
  type: 'PersistedOperation',
  idType: 'persisted_operation',
  table: 'atrium.persisted_operation',
  nodeAccess: [persistedOperationPermissions['persisted-operation:manage']],
  fields: {
    id: f.id('persisted_operation'),
    hash: f.column('hash'),
    name: f.column('name'),
    document: f.column('document'),
    kind: f.column('kind'),
    cost: f.column('cost'),
    apiClient: f.guarded(
      staffPermissions['api-client:read'],
      f.one(() => apiClientView, 'api_client_id'),
      'NULL',
    ),
    publicClient: f.guarded(
      publicClientPermissions['public-client:manage'],
      f.one(() => publicClientView, 'public_client_id'),
      'NULL',
    ),
    createdAt: f.instant('created_at'),
  },
});

export const PersistedOperationList = defineList({
  view: persistedOperationView,
  node: PersistedOperation,
  filters: {
    hash: filter.text('hash', 'The hash it is called by.'),
    apiClient: filter.id('api_client', 'api_client_id', 'Those of an API client.'),
    publicClient: filter.id('public_client', 'public_client_id', 'Those of a public client.'),
  },
  orders: { NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' } },
  defaultOrder: { field: 'NAME' },
});
