import { IdField, TextField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Staff } from '../member/staff.type';
import { PasswordField } from '../password/password-field';

const CODE = 'Six digits of the authenticator app, or a recovery code.';

@InputType({ description: 'The second step of a sign-in.' })
export class CompleteSignInInput {
  @TextField({ description: 'Token of the challenge.', max: 200 })
  challenge: string;
  @TextField({ description: CODE, max: 20 })
  code: string;
}

@InputType({ description: 'Half a sign-in of somebody who must set up an authenticator app.' })
export class EnrolTotpAtSignInInput {
  @TextField({ description: 'Token of the challenge.', max: 200 })
  challenge: string;
}

@InputType({ description: 'One’s own password, once more.' })
export class OwnPasswordInput {
  @PasswordField('Current password.')
  password: string;
}

@InputType({ description: 'A code that shows that the authenticator app is set up.' })
export class ConfirmTotpInput {
  @TextField({ description: 'Six digits the app shows now.', max: 20 })
  code: string;
}

@InputType({ description: 'A colleague who has lost the second factor.' })
export class ResetTotpInput {
  @IdField('staff', { description: 'The person.' })
  staffId: string;
}

@ObjectType({ description: 'What an authenticator app is set up with; shown this once.' })
export class EnrolTotpPayload {
  @Field({ description: 'Secret in base 32, for typing in.' })
  secret: string;
  @Field({ description: 'Address `otpauth://…`, for a QR code.' })
  uri: string;
}

@ObjectType({ description: 'Codes for the day the telephone is lost.' })
export class RecoveryCodesPayload {
  @Field(() => [String], { description: 'Ten codes, each good once; shown this once. Those before count no more.' })
  recoveryCodes: string[];
}

@ObjectType({ description: 'The second factor is off.' })
export class DisableTotpPayload {
  @Field({ description: 'True: the next sign-in asks for the password alone.' })
  disabled: boolean;
}

@ObjectType({ description: 'The colleague after the change.' })
export class ResetTotpPayload {
  @Field(() => Staff, { description: 'The person.' })
  staff: unknown;
}

@ObjectType({ description: 'Where one’s own second factor stands.' })
export class SecondFactor {
  @Field({ description: 'Does a sign-in with the password ask for a code?' })
  enabled: boolean;
  @Field({ description: 'Does the company, or a role one holds, demand it?' })
  required: boolean;
  @Field(() => Int, { description: 'Recovery codes that were not used.' })
  recoveryCodesLeft: number;
}
