import { type ArrayField, f, type ObjectField } from '@atrium/sdk';
import { communityView, propertyPermissions } from '../../properties';

/** The scope of a row of `staff` or `api_client`, whose communities name it in `owner`. */
export function dataScopeField(owner: 'staff_id' | 'api_client_id'): ObjectField {
  const communities: ArrayField = {
    kind: 'array',
    view: () => communityView,
    link: (parent, child) =>
      `${child}.tenant_id = ${parent}.tenant_id AND ${child}.id IN (SELECT s.community_id FROM atrium.scope_community s
        WHERE s.tenant_id = ${parent}.tenant_id AND s.${owner} = ${parent}.id)`,
    orderBy: (child) => `${child}.sort_key`,
  };
  return f.object({
    kind: f.column('data_scope'),
    communities: f.guarded(propertyPermissions['property:read'], communities),
  });
}
