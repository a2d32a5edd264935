import { AtriumError, conflict, db, notFound, type ReadyRole } from '@atrium/sdk';
import { permissionsOf } from '../role/role.policy';
import { hasHiddenCommunities, requireWithinReach } from '../scope/reach';
import { staffMessages } from '../staff.messages';
import { accountById, type StaffAccount } from './staff-actor';
import type { StaffStatus } from './staff.type';

/**
 * A member of the current tenant, locked until the transaction ends. `NOT_FOUND` when there is none; `FORBIDDEN` when
 * the member reaches further than the caller: whoever can change an account can take it over.
 */
export async function lockMember(id: string): Promise<StaffAccount> {
  // Locked first, so that the roles are read as they are once nobody else is changing them.
  const locked = await db().query('SELECT FROM atrium.staff WHERE id = $1 FOR UPDATE', [id]);
  if (locked.length === 0) throw notFound('Staff');
  return memberWithinReach(id);
}

/** Like {@link lockMember}, for reading: nothing is locked. */
export async function memberWithinReach(id: string): Promise<StaffAccount> {
  const account = await accountById(id);
  if (!account) throw notFound('Staff');
  const { permissions, communityScope: communities } = account.actor;
  requireWithinReach({ permissions, communities, hasHidden: await hasHiddenCommunities('staff_id', id) });
  return account;
}

/** Permissions of some roles together. `NOT_FOUND` when one of them is not the tenant's. */
export async function permissionsOfRoles(roleIds: readonly string[]): Promise<Set<string>> {
  const rows = await db().query<{ ready_key: ReadyRole | null; granted: string[]; withheld: string[] }>(
    'SELECT ready_key, granted, withheld FROM atrium.role WHERE id = ANY ($1::uuid[]) FOR KEY SHARE',
    [roleIds],
  );
  if (rows.length !== new Set(roleIds).size) throw notFound('Role');
  return new Set(
    rows.flatMap(({ ready_key: readyKey, granted, withheld }) => permissionsOf({ readyKey, granted, withheld })),
  );
}

/**
 * Runs a change that may cost the company an administrator; `CONFLICT` when none would be left. Such changes wait for
 * each other at the administrators' role, so that two cannot each leave the other as the last.
 */
export async function keepingAnAdmin(change: () => Promise<void>): Promise<void> {
  await db().query(`SELECT FROM atrium.role WHERE ready_key = 'ADMIN' FOR UPDATE`);
  await change();
  const left = await db().query(
    `SELECT FROM atrium.staff m
     JOIN atrium.staff_role held ON held.tenant_id = m.tenant_id AND held.staff_id = m.id
     JOIN atrium.role r ON r.tenant_id = held.tenant_id AND r.id = held.role_id
     WHERE r.ready_key = 'ADMIN' AND m.status = 'ACTIVE' AND m.data_scope = 'ALL' LIMIT 1`,
  );
  if (left.length === 0) throw conflict(staffMessages.lastAdmin);
}

/** `INVALID_TRANSITION` unless the account stands where the step begins. */
export function requireStatus(
  status: StaffStatus,
  allowed: readonly StaffStatus[],
  template = staffMessages.statusMove,
): void {
  if (allowed.includes(status)) return;
  throw new AtriumError('INVALID_TRANSITION', template, { params: { status }, extra: { status, allowed } });
}
