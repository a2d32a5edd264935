import { db, newId, personSortKey, type ReadyRole, type TenantRef } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { RoleEntity } from '../role/role.entity';
import { StaffRoleEntity } from '../role/staff-role.entity';
import { storeScope } from '../scope/data-scope.inputs';
import { DataScopeKind } from '../scope/data-scope.type';
import type { SessionTokens } from '../session/session.type';
import { StaffSessions } from '../session/staff-sessions';
import { StaffEntity } from './staff.entity';
import { StaffStatus } from './staff.type';

/** Somebody who is there from the beginning. */
export interface FoundingMember {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly role: ReadyRole;
  readonly phone?: string;
  readonly externalId?: string;
  /** UUIDs of the communities they are limited to; left out: not limited. */
  readonly communities?: readonly string[];
}

/** Makes the first members of a tenant, who could be invited by nobody. */
@Injectable()
export class StaffFounding {
  constructor(private readonly sessions: StaffSessions) {}

  /** An administrator who is signed in; part of the sign-up's transaction, after the roles are there. */
  async admin(
    tenant: TenantRef,
    admin: Pick<FoundingMember, 'name' | 'email' | 'passwordHash'>,
  ): Promise<SessionTokens> {
    const [staffId] = await this.members(tenant, [{ ...admin, role: 'ADMIN' }]);
    return this.sessions.start(tenant.id, staffId!, 'PASSWORD');
  }

  /**
   * Active members with ready-made roles, in the running transaction, which is the platform's own: nobody's reach is
   * asked, and no invitation is sent. Answers their UUIDs.
   */
  async members(tenant: TenantRef, members: readonly FoundingMember[]): Promise<string[]> {
    const [staff, roles, held] = await Promise.all([
      db().repository(StaffEntity),
      db().repository(RoleEntity),
      db().repository(StaffRoleEntity),
    ]);
    const roleIds = new Map((await roles.find()).map(({ readyKey, id }) => [readyKey, id]));
    const made = members.map((member) => ({ ...member, id: newId(), roleId: roleIds.get(member.role) }));
    await staff.insert(
      made.map(({ id, name, email, phone, externalId, passwordHash, communities }) => ({
        id,
        name,
        sortKey: personSortKey(name, tenant.locale),
        email,
        phone,
        externalId,
        status: StaffStatus.ACTIVE,
        dataScope: communities ? DataScopeKind.COMMUNITIES : DataScopeKind.ALL,
        passwordHash,
      })),
    );
    await held.insert(made.map(({ id, roleId }) => ({ id: newId(), staffId: id, roleId })));
    for (const { id, communities } of made) {
      if (communities) await storeScope('staff_id', id, { kind: DataScopeKind.COMMUNITIES, communities });
    }
    return made.map(({ id }) => id);
  }
}
