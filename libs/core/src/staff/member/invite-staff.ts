import { currentTenant, db, Events, Mailer, newId, personSortKey } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { AccountMails } from '../password/account-mails';
import { OneTimeTokens } from '../password/one-time-tokens';
import { chosenScope, storeScope } from '../scope/data-scope.inputs';
import { requireWithinReach } from '../scope/reach';
import { staffEvents } from '../staff.events';
import { staffMessages } from '../staff.messages';
import { StaffRoleEntity } from '../role/staff-role.entity';
import { lockMember, permissionsOfRoles, requireStatus } from './members';
import { StaffEntity } from './staff.entity';
import type { InviteStaffInput } from './staff.inputs';
import { StaffStatus } from './staff.type';

/** Brings people into the company by e-mail. */
@Injectable()
export class InviteStaff {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly mails: AccountMails,
    private readonly mailer: Mailer,
    private readonly events: Events,
  ) {}

  /** Answers the new member's UUID. `FORBIDDEN` when the roles or the scope reach further than the caller. */
  async invite(input: InviteStaffInput): Promise<string> {
    const { name, email, phone, employeeNumber, externalId, locale, roleIds } = input;
    const scope = await chosenScope(input.dataScope);
    const permissions = await permissionsOfRoles(roleIds);
    requireWithinReach({ permissions, communities: scope.communities });
    const id = newId();
    const staff = await db().repository(StaffEntity);
    await staff.insert({
      id,
      name,
      sortKey: personSortKey(name, currentTenant().locale),
      email,
      phone,
      employeeNumber,
      externalId,
      locale,
      status: StaffStatus.INVITED,
      dataScope: scope.kind,
    });
    const held = await db().repository(StaffRoleEntity);
    await held.insert(roleIds.map((roleId) => ({ id: newId(), staffId: id, roleId })));
    await storeScope('staff_id', id, scope);
    await this.send(id);
    await this.events.emit(staffEvents.invited, { staffId: id }, { aggregateId: id });
    return id;
  }

  /** Sends a new invitation, which makes the one before worthless. `INVALID_TRANSITION` for who has joined. */
  async resend(id: string): Promise<void> {
    const { status } = await lockMember(id);
    requireStatus(status, [StaffStatus.INVITED], staffMessages.notInvited);
    await this.send(id);
  }

  private async send(id: string): Promise<void> {
    const staff = await db().repository(StaffEntity);
    const { name, email, locale } = await staff.findOneByOrFail({ id });
    const token = await this.tokens.issue('INVITATION', id);
    await this.mailer.send(this.mails.invitation({ name, email, locale }, token));
  }
}
