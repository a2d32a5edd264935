import { Allow, conflict, db, Public, ref } from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { lockMember } from '../member/members';
import { StaffSessions } from '../session/staff-sessions';
import { staffPermissions } from '../staff.permissions';
import {
  CompleteSingleSignOnInput,
  CompleteSingleSignOnPayload,
  IdentityProvider,
  IdentityProviderPayload,
  RemoveIdentityProviderInput,
  SetIdentityProviderInput,
  UnbindIdentityInput,
  UnbindIdentityPayload,
} from './identity-provider.type';
import { IdentityProviders } from './identity-providers';
import { SingleSignOn } from './single-sign-on';
import { ssoMessages } from './single-sign-on.messages';

const MANAGE = staffPermissions['identity:manage'];

@Resolver()
export class SingleSignOnResolver {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly signIns: SingleSignOn,
    private readonly sessions: StaffSessions,
  ) {}

  @Allow(MANAGE)
  @Query(() => IdentityProvider, { nullable: true, description: 'The company’s own identity provider; null for none.' })
  identityProvider(): Promise<IdentityProvider | null> {
    return this.providers.current();
  }

  @Allow(MANAGE)
  @Mutation(() => IdentityProviderPayload, {
    description:
      'Sets the company’s own identity provider (OpenID Connect). VALIDATION_FAILED for an issuer that does not answer as it must; CONFLICT for a stale version, and when no way to sign in would be left; FORBIDDEN for whoever is limited to some communities.',
  })
  async setIdentityProvider(@Args('input') input: SetIdentityProviderInput): Promise<IdentityProviderPayload> {
    return { identityProvider: await this.providers.set(input) };
  }

  @Allow(MANAGE)
  @Mutation(() => IdentityProviderPayload, {
    description:
      'Removes the identity provider. CONFLICT while passwords are not allowed, FORBIDDEN for whoever is limited to some communities.',
  })
  async removeIdentityProvider(
    @Args('input') { version }: RemoveIdentityProviderInput,
  ): Promise<IdentityProviderPayload> {
    await this.providers.remove(version);
    return { identityProvider: null };
  }

  @Allow(staffPermissions['staff:manage'])
  @Mutation(() => UnbindIdentityPayload, {
    description:
      'Lets a colleague’s account be bound anew, by its verified address, and ends their sessions. FORBIDDEN for somebody whose rights go beyond one’s own; CONFLICT when it is not bound.',
  })
  async unbindIdentity(@Args('input') { staffId }: UnbindIdentityInput): Promise<UnbindIdentityPayload> {
    await lockMember(staffId);
    const removed = await db().execute('DELETE FROM atrium.staff_identity WHERE staff_id = $1', [staffId]);
    if (removed === 0) throw conflict(ssoMessages.notBound);
    await this.sessions.revokeAll(staffId, 'REVOKED_BY_COLLEAGUE');
    return { staff: ref('staff', staffId) };
  }

  @Public('the code is the credential')
  @Mutation(() => CompleteSingleSignOnPayload, {
    description:
      'Exchanges the code that a sign-in at the identity provider came back with for tokens as `signIn` gives them.',
  })
  async completeSingleSignOn(@Args('input') { code }: CompleteSingleSignOnInput): Promise<CompleteSingleSignOnPayload> {
    return { tokens: await this.signIns.complete(code) };
  }
}
