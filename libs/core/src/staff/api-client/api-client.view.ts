import { defineList, defineView, f } from '@atrium/sdk';
import { staffView } from '../member/staff.view';
import { dataScopeField } from '../scope/data-scope.view';
import { staffPermissions } from '../staff.permissions';
import { ApiClient } from './api-client.type';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const used =
  (column: string) =>
  (client: string): string =>
    `(SELECT ${column} FROM atrium.api_client_use u WHERE u.tenant_id = ${client}.tenant_id AND u.id = ${client}.id)`;

const keyView = defineView({
  type: 'ApiClientKeyInfo',
  idType: 'api_client_key',
  table: 'atrium.api_client_key',
  fields: { hint: f.column('hint'), createdAt: f.instant('created_at'), expiresAt: f.instant('expires_at') },
});

export const apiClientView = defineView({
  type: 'ApiClient',
  idType: 'api_client',
  table: 'atrium.api_client',
  nodeAccess: [staffPermissions['api-client:read'], staffPermissions['api-client:manage']],
  fields: {
    id: f.id('api_client'),
    name: f.column('name'),
    permissions: f.column('permissions'),
    dataScope: dataScopeField('api_client_id'),
    allowedNetworks: f.column('allowed_networks'),
    registeredOnly: f.column('registered_only'),
    expiresAt: f.instant('expires_at'),
    revokedAt: f.instant('revoked_at'),
    lastUsedAt: f.sql(used(`to_char(u.last_used_at AT TIME ZONE 'UTC', ${INSTANT})`)),
    lastUsedIp: f.sql(used('u.last_used_ip')),
    keys: f.array(
      () => keyView,
      'api_client_id',
      (key) => `${key}.created_at DESC, ${key}.id DESC`,
    ),
    createdBy: f.guarded(
      staffPermissions['staff:read'],
      f.one(() => staffView, 'created_by_id'),
      'NULL',
    ),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
    updatedAt: f.instant('updated_at'),
  },
});

export const ApiClientList = defineList({
  view: apiClientView,
  node: ApiClient,
  orders: {
    NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' },
    CREATED_AT: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'When it was made.' },
  },
  defaultOrder: { field: 'NAME' },
});
