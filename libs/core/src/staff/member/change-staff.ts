import { AccessChanges, currentTenant, db, Events, newId, personSortKey, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { OneTimeTokens } from '../password/one-time-tokens';
import { chosenScope, storeScope } from '../scope/data-scope.inputs';
import { requireWithinReach } from '../scope/reach';
import { StaffSessions } from '../session/staff-sessions';
import { staffEvents } from '../staff.events';
import { keepingAnAdmin, lockMember, permissionsOfRoles, requireStatus } from './members';
import { StaffEntity } from './staff.entity';
import type { AssignRolesInput, UpdateStaffInput } from './staff.inputs';
import { StaffStatus } from './staff.type';

/** Changes members: their data, what they hold, whether they may come in. Nobody changes who reaches further. */
@Injectable()
export class ChangeStaff {
  constructor(
    private readonly sessions: StaffSessions,
    private readonly tokens: OneTimeTokens,
    private readonly accessChanges: AccessChanges,
    private readonly events: Events,
  ) {}

  async update({ id, version, name, email, ...rest }: UpdateStaffInput): Promise<void> {
    const before = await lockMember(id);
    const { phone, employeeNumber, externalId, locale } = rest;
    await updateVersioned(StaffEntity, 'Staff', id, version, {
      name: name ?? undefined,
      sortKey: name == null ? undefined : personSortKey(name, currentTenant().locale),
      email: email ?? undefined,
      phone,
      employeeNumber,
      externalId,
      locale,
    });
    // What was sent to the old address must not open the account any more.
    if (email != null && email.toLowerCase() !== before.email.toLowerCase()) await this.tokens.revoke(id);
    await this.accessChanges.announce();
  }

  /** Replaces roles and scope. `FORBIDDEN` when what they had or shall have reaches further than the caller. */
  async assignRoles({ staffId, version, roleIds, dataScope }: AssignRolesInput): Promise<void> {
    await lockMember(staffId);
    const scope = await chosenScope(dataScope);
    const permissions = await permissionsOfRoles(roleIds);
    requireWithinReach({ permissions, communities: scope.communities });
    await keepingAnAdmin(async () => {
      await updateVersioned(StaffEntity, 'Staff', staffId, version, { dataScope: scope.kind });
      await db().execute('DELETE FROM atrium.staff_role WHERE staff_id = $1 AND role_id <> ALL ($2::uuid[])', [
        staffId,
        roleIds,
      ]);
      await db().execute(
        `INSERT INTO atrium.staff_role (id, staff_id, role_id)
         SELECT given.id, $1, given.role FROM unnest($2::uuid[], $3::uuid[]) AS given (id, role)
         ON CONFLICT ON CONSTRAINT staff_role_once DO NOTHING`,
        [staffId, roleIds.map(() => newId()), roleIds],
      );
      await storeScope('staff_id', staffId, scope);
    });
    await this.accessChanges.announce();
  }

  /** Ends the sessions at once; invitations and reset codes count no more. */
  async disable(staffId: string): Promise<void> {
    const { status } = await lockMember(staffId);
    requireStatus(status, [StaffStatus.ACTIVE, StaffStatus.INVITED]);
    await keepingAnAdmin(() => this.setStatus(staffId, StaffStatus.DISABLED));
    await this.tokens.revoke(staffId);
    await this.sessions.revokeAll(staffId, 'ACCOUNT_DISABLED');
    await this.events.emit(staffEvents.disabled, { staffId }, { aggregateId: staffId });
    await this.accessChanges.announce();
  }

  /** Lets somebody in again; who never chose a password is invited anew by `resendInvitation`. */
  async enable(staffId: string): Promise<void> {
    const { status, passwordHash } = await lockMember(staffId);
    requireStatus(status, [StaffStatus.DISABLED]);
    await this.setStatus(staffId, passwordHash === null ? StaffStatus.INVITED : StaffStatus.ACTIVE);
    await this.events.emit(staffEvents.enabled, { staffId }, { aggregateId: staffId });
    await this.accessChanges.announce();
  }

  private async setStatus(staffId: string, status: StaffStatus): Promise<void> {
    await db().execute('UPDATE atrium.staff SET status = $2, version = version + 1, updated_at = now() WHERE id = $1', [
      staffId,
      status,
    ]);
  }
}
