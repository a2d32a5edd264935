import { context, Public, SignedIn } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import {
  AcceptInvitationInput,
  AcceptInvitationPayload,
  ChangeOwnPasswordInput,
  ChangeOwnPasswordPayload,
  RequestPasswordResetInput,
  RequestPasswordResetPayload,
  ResetPasswordInput,
  ResetPasswordPayload,
} from './password.inputs';
import { Passwords } from './passwords';

@Resolver()
export class PasswordResolver {
  constructor(private readonly passwords: Passwords) {}

  @Public('the code from the invitation is the credential')
  @Mutation(() => AcceptInvitationPayload, {
    description:
      'Joins a company: chooses a password with the code from the invitation, which is good once, and signs in.',
  })
  acceptInvitation(@Args('input') { token, password }: AcceptInvitationInput): Promise<AcceptInvitationPayload> {
    return this.passwords.acceptInvitation(token, password);
  }

  @Public('whoever has lost the password cannot sign in', 'code')
  @Mutation(() => RequestPasswordResetPayload, {
    description:
      'Sends the owner of an account a code to choose a new password with. Answers alike whether or not there is such an account; RATE_LIMITED when asked too often.',
  })
  async requestPasswordReset(
    @Args('input') { slug, email }: RequestPasswordResetInput,
  ): Promise<RequestPasswordResetPayload> {
    await this.passwords.requestReset(slug, email, context().client.ip);
    return { accepted: true };
  }

  @Public('the code from the mail is the credential')
  @Mutation(() => ResetPasswordPayload, {
    description: 'Chooses a new password with the code from the mail, good once and for an hour; ends all sessions.',
  })
  async resetPassword(@Args('input') { token, password }: ResetPasswordInput): Promise<ResetPasswordPayload> {
    await this.passwords.reset(token, password);
    return { reset: true };
  }

  @SignedIn('one’s own password')
  @Mutation(() => ChangeOwnPasswordPayload, {
    description: 'Changes one’s own password; other sessions end. Wrong current passwords count like failed sign-ins.',
  })
  async changeOwnPassword(
    @Args('input') { currentPassword, newPassword }: ChangeOwnPasswordInput,
  ): Promise<ChangeOwnPasswordPayload> {
    await this.passwords.changeOwn(currentPassword, newPassword);
    return { changed: true };
  }
}
