import { type Actor, db, type Locale, type ReadyRole } from '@atrium/sdk';
import { permissionsOf } from '../role/role.policy';
import { DataScopeKind } from '../scope/data-scope.type';
import type { StaffStatus } from './staff.type';

/** A staff member with what their roles of the moment give. */
export interface StaffAccount {
  /** Without a session; `permissions` are theirs whatever the account's status. */
  readonly actor: Actor & { readonly id: string };
  readonly email: string;
  readonly status: StaffStatus;
  readonly locale: Locale | null;
  readonly passwordHash: string | null;
}

export interface AccountRow extends Record<string, unknown> {
  id: string;
  name: string;
  email: string;
  status: StaffStatus;
  locale: Locale | null;
  data_scope: DataScopeKind;
  communities: string[];
  password_hash: string | null;
  roles: [name: string, readyKey: ReadyRole | null, granted: string[], withheld: string[]][];
}

/** Columns of {@link AccountRow}, for the staff row `m`. */
export const ACCOUNT_COLUMNS = `
  m.id, m.name, m.email, m.status, m.locale, m.data_scope, m.password_hash,
  (SELECT coalesce(json_agg(json_build_array(r.name, r.ready_key, r.granted, r.withheld) ORDER BY r.sort_key), '[]'::json)
   FROM atrium.staff_role held JOIN atrium.role r ON r.tenant_id = held.tenant_id AND r.id = held.role_id
   WHERE held.tenant_id = m.tenant_id AND held.staff_id = m.id) AS roles,
  ARRAY(SELECT s.community_id FROM atrium.scope_community s
   WHERE s.tenant_id = m.tenant_id AND s.staff_id = m.id) AS communities`;

/** The account with this e-mail address, in any case; null when the tenant has none. Always one statement. */
export async function accountByEmail(email: string): Promise<StaffAccount | null> {
  const [row] = await db().query<AccountRow>(
    `SELECT ${ACCOUNT_COLUMNS} FROM atrium.staff m WHERE m.email_lower = lower($1)`,
    [email],
  );
  return row ? accountOf(row) : null;
}

/** The account of a member known by UUID; null when the tenant has none. */
export async function accountById(id: string): Promise<StaffAccount | null> {
  const [row] = await db().query<AccountRow>(`SELECT ${ACCOUNT_COLUMNS} FROM atrium.staff m WHERE m.id = $1`, [id]);
  return row ? accountOf(row) : null;
}

export function accountOf(row: AccountRow): StaffAccount {
  const permissions = row.roles.flatMap(([, readyKey, granted, withheld]) =>
    permissionsOf({ readyKey, granted, withheld }),
  );
  return {
    actor: {
      kind: 'STAFF',
      id: row.id,
      name: row.name,
      roles: row.roles.map(([name]) => name),
      permissions: new Set(permissions),
      communityScope: row.data_scope === DataScopeKind.ALL ? null : row.communities,
      sessionId: null,
    },
    email: row.email,
    status: row.status,
    locale: row.locale,
    passwordHash: row.password_hash,
  };
}
