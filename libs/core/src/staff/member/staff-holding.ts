import { db } from '@atrium/sdk';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './staff-actor';

/**
 * UUIDs of the active members of staff who hold a permission and see all of these communities (UUIDs; null: the whole company),
 * for messages to whoever looks after something. Reads every account: not for what happens often.
 */
export async function staffHolding(permission: string, communities: readonly string[] | null): Promise<string[]> {
  const rows = await db().query<AccountRow>(`SELECT ${ACCOUNT_COLUMNS} FROM atrium.staff m WHERE m.status = 'ACTIVE'`);
  return rows
    .map((row) => accountOf(row).actor)
    .filter(({ permissions, communityScope: seen }) => {
      if (!permissions.has(permission)) return false;
      return seen === null || (communities !== null && communities.every((id) => seen.includes(id)));
    })
    .map(({ id }) => id);
}

/**
 * UUIDs of the active members of staff who have one of these roles (UUIDs) and see a community; null: the whole company.
 */
export async function staffInRoles(roleIds: readonly string[], communityId: string | null): Promise<string[]> {
  const rows = await db().query<{ id: string }>(
    `SELECT m.id FROM atrium.staff m WHERE m.status = 'ACTIVE' AND EXISTS (SELECT FROM atrium.staff_role held
       WHERE held.tenant_id = m.tenant_id AND held.staff_id = m.id AND held.role_id = ANY ($1::uuid[]))
     AND (m.data_scope = 'ALL' OR EXISTS (SELECT FROM atrium.scope_community s
       WHERE s.tenant_id = m.tenant_id AND s.staff_id = m.id AND s.community_id = $2))`,
    [roleIds, communityId],
  );
  return rows.map(({ id }) => id);
}
