import { defineList, defineView, f } from '@atrium/sdk';
import { staffPermissions, staffView } from '../../staff';
import { supportPermissions } from '../operators.permissions';
import { SupportGrant } from './support-grant.type';

export const supportGrantView = defineView({
  type: 'SupportGrant',
  idType: 'support_grant',
  table: 'atrium.support_grant',
  nodeAccess: [supportPermissions['support:read'], supportPermissions['support:grant']],
  fields: {
    id: f.id('support_grant'),
    reason: f.column('reason'),
    grantedBy: f.guarded(
      staffPermissions['staff:read'],
      f.one(() => staffView, 'granted_by'),
    ),
    createdAt: f.instant('created_at'),
    expiresAt: f.instant('expires_at'),
    revokedAt: f.instant('revoked_at'),
    usedBy: f.sql(
      (grant) =>
        `(SELECT coalesce(json_agg(DISTINCT s.operator_name), '[]'::json) FROM atrium.support_session s
          WHERE s.tenant_id = ${grant}.tenant_id AND s.grant_id = ${grant}.id)`,
    ),
  },
});

export const SupportGrantList = defineList({
  view: supportGrantView,
  node: SupportGrant,
  orders: {
    CREATED_AT: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'When it was given.' },
  },
  defaultOrder: { field: 'CREATED_AT', direction: 'DESC' },
});
