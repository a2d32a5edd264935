import { Allow, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { staffPermissions } from '../staff.permissions';
import { ChangeStaff } from './change-staff';
import { InviteStaff } from './invite-staff';
import { AssignRolesInput, InviteStaffInput, StaffIdInput, StaffPayload, UpdateStaffInput } from './staff.inputs';
import { Staff } from './staff.type';
import { StaffList, staffView } from './staff.view';

const MANAGE = staffPermissions['staff:manage'];
const READ = [staffPermissions['staff:read'], staffPermissions['staff:manage']] as const;

@Resolver(() => Staff)
export class StaffResolver {
  constructor(
    private readonly invitations: InviteStaff,
    private readonly changes: ChangeStaff,
  ) {}

  @Allow(...READ)
  @Query(() => StaffList.Connection, { description: 'People who work for the company.' })
  staff(@Args({ type: () => StaffList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(StaffList.definition, info);
  }

  @Allow(...READ)
  @Query(() => Staff, { description: 'One person who works for the company.' })
  staffMember(
    @IdArg('id', 'staff', { description: 'The person.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(staffView, id, info);
  }

  @Allow(MANAGE)
  @Mutation(() => StaffPayload, {
    description:
      'Invites somebody by e-mail; the invitation is good for 7 days. FORBIDDEN for roles or communities beyond one’s own.',
  })
  async inviteStaff(@Args('input') input: InviteStaffInput): Promise<StaffPayload> {
    return { staff: ref('staff', await this.invitations.invite(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => StaffPayload, { description: 'Sends a new invitation; the one before counts no more.' })
  async resendInvitation(@Args('input') { staffId }: StaffIdInput): Promise<StaffPayload> {
    await this.invitations.resend(staffId);
    return { staff: ref('staff', staffId) };
  }

  @Allow(MANAGE)
  @Mutation(() => StaffPayload, {
    description: 'Changes a staff member’s data. FORBIDDEN for somebody whose rights go beyond one’s own.',
  })
  async updateStaff(@Args('input') input: UpdateStaffInput): Promise<StaffPayload> {
    await this.changes.update(input);
    return { staff: ref('staff', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => StaffPayload, {
    description:
      'Gives somebody these roles in place of all they had. FORBIDDEN for rights beyond one’s own; CONFLICT when no administrator would be left.',
  })
  async assignRoles(@Args('input') input: AssignRolesInput): Promise<StaffPayload> {
    await this.changes.assignRoles(input);
    return { staff: ref('staff', input.staffId) };
  }

  @Allow(MANAGE)
  @Mutation(() => StaffPayload, {
    description: 'Shuts somebody out at once; what they did stays. CONFLICT for the last administrator.',
  })
  async disableStaff(@Args('input') { staffId }: StaffIdInput): Promise<StaffPayload> {
    await this.changes.disable(staffId);
    return { staff: ref('staff', staffId) };
  }

  @Allow(MANAGE)
  @Mutation(() => StaffPayload, { description: 'Lets somebody in again who was shut out.' })
  async enableStaff(@Args('input') { staffId }: StaffIdInput): Promise<StaffPayload> {
    await this.changes.enable(staffId);
    return { staff: ref('staff', staffId) };
  }
}
