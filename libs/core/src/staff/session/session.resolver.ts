import { context, notFound, Public, readList, SignedIn } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import {
  RefreshSessionInput,
  RefreshSessionPayload,
  RevokeSessionInput,
  RevokeSessionPayload,
  SignInInput,
  SignInPayload,
  SignOutPayload,
} from './session.inputs';
import { Session } from './session.type';
import { SessionList } from './session.view';
import { SignIn } from './sign-in';
import { ownSession, StaffSessions } from './staff-sessions';

const OWN = 'a session of one’s own is one’s own business';

@Resolver(() => Session)
export class SessionResolver {
  constructor(
    private readonly signIns: SignIn,
    private readonly staffSessions: StaffSessions,
  ) {}

  @Public('nobody is known before signing in')
  @Mutation(() => SignInPayload, {
    description:
      'Signs a staff member in; who has a second factor, or must have one, gets a `challenge` in place of `tokens`. UNAUTHENTICATED in the same words for an unknown company or address and a wrong password; RATE_LIMITED with `retryAfterSeconds` after too many attempts.',
  })
  signIn(@Args('input') input: SignInInput): Promise<SignInPayload> {
    return this.signIns.signIn(input, context().client.ip);
  }

  @Public('the refresh token is the credential')
  @Mutation(() => RefreshSessionPayload, {
    description:
      'Exchanges a refresh token for new tokens. A token is good once: used again it ends the session, because somebody has copied it.',
  })
  async refreshSession(@Args('input') { refreshToken }: RefreshSessionInput): Promise<RefreshSessionPayload> {
    return { tokens: await this.signIns.refresh(refreshToken) };
  }

  @SignedIn(OWN)
  @Mutation(() => SignOutPayload, {
    description: 'Ends the session the call is made with. API clients have none: NOT_FOUND.',
  })
  async signOut(): Promise<SignOutPayload> {
    const own = ownSession(context().actor);
    if (!own) throw notFound('Session');
    await this.staffSessions.revokeOne(own.staffId, own.sessionId, 'SIGNED_OUT');
    return { signedOut: true };
  }

  @SignedIn(OWN)
  @Mutation(() => RevokeSessionPayload, { description: 'Ends a session of one’s own, e.g. on a lost device.' })
  async revokeSession(@Args('input') { id }: RevokeSessionInput): Promise<RevokeSessionPayload> {
    const own = ownSession(context().actor);
    if (!own || !(await this.staffSessions.revokeOne(own.staffId, id, 'REVOKED'))) throw notFound('Session');
    return { revoked: true };
  }

  @SignedIn(OWN)
  @Query(() => SessionList.Connection, { description: 'One’s own sessions that have not ended; none for API clients.' })
  sessions(@Args({ type: () => SessionList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    const own = ownSession(context().actor);
    return readList(SessionList.definition, info, (session, values) => [
      `${session}.staff_id = ${values.add(own?.staffId ?? null, 'uuid')}`,
    ]);
  }
}
