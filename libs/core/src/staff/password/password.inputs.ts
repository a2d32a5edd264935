import { EmailField, TextField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { SignInOutcome } from '../session/session.type';
import { PasswordField } from './password-field';

const NEW_PASSWORD =
  'Password to sign in with: 10 to 128 characters, at least five different ones, without the name in the address.';

@InputType({ description: 'An invitation and the password chosen with it.' })
export class AcceptInvitationInput {
  @TextField({ description: 'Code from the invitation.', max: 200 })
  token: string;
  @PasswordField(NEW_PASSWORD)
  password: string;
}

@ObjectType({ description: 'The new member, signed in, or asked for a second factor.' })
export class AcceptInvitationPayload extends SignInOutcome {}

@InputType({ description: 'Whose password is to be chosen anew.' })
export class RequestPasswordResetInput {
  @TextField({ description: 'Short name of the company.', max: 100 })
  slug: string;
  @EmailField({ description: 'E-mail address of the account.' })
  email: string;
}

@ObjectType({ description: 'The request was taken.' })
export class RequestPasswordResetPayload {
  @Field({ description: 'True, whether or not there is such an account: only its owner will know, by mail.' })
  accepted: boolean;
}

@InputType({ description: 'A code from a mail and the password chosen with it.' })
export class ResetPasswordInput {
  @TextField({ description: 'Code from the mail.', max: 200 })
  token: string;
  @PasswordField(NEW_PASSWORD)
  password: string;
}

@ObjectType({ description: 'The password was changed.' })
export class ResetPasswordPayload {
  @Field({ description: 'True: all sessions have ended, sign in with the new password.' })
  reset: boolean;
}

@InputType({ description: 'One’s own password, old and new.' })
export class ChangeOwnPasswordInput {
  @PasswordField('Password until now.')
  currentPassword: string;
  @PasswordField(NEW_PASSWORD)
  newPassword: string;
}

@ObjectType({ description: 'The password was changed.' })
export class ChangeOwnPasswordPayload {
  @Field({ description: 'True: this session goes on, all others have ended.' })
  changed: boolean;
}
