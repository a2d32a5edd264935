import { Allow, db, IdArg, notFound, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { lockMember, memberWithinReach } from '../member/members';
import { StaffIdInput, StaffPayload } from '../member/staff.inputs';
import { staffPermissions } from '../staff.permissions';
import { RevokeColleagueSessionInput, RevokeSessionPayload } from './session.inputs';
import { SessionList } from './session.view';
import { StaffSessions } from './staff-sessions';

const MANAGE = staffPermissions['staff:manage'];

/** Sessions of colleagues, for whoever may take their accounts over: nobody whose rights go further. */
@Resolver()
export class ColleagueSessionsResolver {
  constructor(private readonly sessions: StaffSessions) {}

  @Allow(MANAGE)
  @Query(() => SessionList.Connection, {
    description:
      'Sessions of a colleague that have not ended. FORBIDDEN for somebody whose rights go beyond one’s own.',
  })
  async staffSessions(
    @IdArg('staffId', 'staff', { description: 'The person.' }) staffId: string,
    @Args({ type: () => SessionList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    await memberWithinReach(staffId);
    return readList(SessionList.definition, info, (session, values) => [
      `${session}.staff_id = ${values.add(staffId, 'uuid')}`,
    ]);
  }

  @Allow(MANAGE)
  @Mutation(() => RevokeSessionPayload, {
    description: 'Ends a colleague’s session at once. FORBIDDEN for somebody whose rights go beyond one’s own.',
  })
  async revokeStaffSession(@Args('input') { id }: RevokeColleagueSessionInput): Promise<RevokeSessionPayload> {
    const [session] = await db().query<{ staff_id: string }>(
      'SELECT staff_id FROM atrium.staff_session WHERE id = $1',
      [id],
    );
    if (!session) throw notFound('Session');
    await lockMember(session.staff_id);
    if (!(await this.sessions.revokeOne(session.staff_id, id, 'REVOKED_BY_COLLEAGUE'))) throw notFound('Session');
    return { revoked: true };
  }

  @Allow(MANAGE)
  @Mutation(() => StaffPayload, {
    description: 'Ends all sessions of a colleague at once. FORBIDDEN for somebody whose rights go beyond one’s own.',
  })
  async revokeStaffSessions(@Args('input') { staffId }: StaffIdInput): Promise<StaffPayload> {
    await lockMember(staffId);
    await this.sessions.revokeAll(staffId, 'REVOKED_BY_COLLEAGUE');
    return { staff: ref('staff', staffId) };
  }
}
