import { db, newId, personSortKey, type TenantRef } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { RoleEntity } from '../role/role.entity';
import { StaffRoleEntity } from '../role/staff-role.entity';
import { DataScopeKind } from '../scope/data-scope.type';
import type { SessionTokens } from '../session/session.type';
import { StaffSessions } from '../session/staff-sessions';
import { StaffEntity } from './staff.entity';
import { StaffStatus } from './staff.type';

/** Makes the first member of a tenant, who could be invited by nobody. */
@Injectable()
export class StaffFounding {
  constructor(private readonly sessions: StaffSessions) {}

  /** An administrator who is signed in; part of the sign-up's transaction, after the roles are there. */
  async admin(
    tenant: TenantRef,
    { name, email, passwordHash }: { name: string; email: string; passwordHash: string },
  ): Promise<SessionTokens> {
    const roles = await db().repository(RoleEntity);
    const { id: roleId } = await roles.findOneByOrFail({ readyKey: 'ADMIN' });
    const staffId = newId();
    const staff = await db().repository(StaffEntity);
    await staff.insert({
      id: staffId,
      name,
      sortKey: personSortKey(name, tenant.locale),
      email,
      status: StaffStatus.ACTIVE,
      dataScope: DataScopeKind.ALL,
      passwordHash,
    });
    const held = await db().repository(StaffRoleEntity);
    await held.insert({ id: newId(), staffId, roleId });
    return this.sessions.start(tenant.id, staffId);
  }
}
