import { DateTimeScalar, EmailField, TextField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { PasswordField } from '../../staff';

@InputType({ description: 'A platform operator who signs in.' })
export class OperatorSignInInput {
  @EmailField({ description: 'E-mail address; its case does not matter.' })
  email: string;
  @PasswordField('Password.')
  password: string;
  @TextField({
    description: 'Six digits of the authenticator app, where the account has one.',
    nullable: true,
    max: 20,
  })
  code?: string | null;
}

@InputType({ description: 'A code that shows that the authenticator app is set up.' })
export class ConfirmOperatorTotpInput {
  @TextField({ description: 'Six digits the app shows now.', max: 20 })
  code: string;
}

@ObjectType({ description: 'A platform operator’s session.' })
export class OperatorSignInPayload {
  @Field({ description: 'For the header `Authorization: Bearer …`. Nothing renews it.' })
  token: string;
  @Field(() => DateTimeScalar, { description: 'When it ends.' })
  expiresAt: Date;
  @Field({ description: 'Who signed in.' })
  name: string;
}

@ObjectType({ description: 'The end of the operator’s session.' })
export class OperatorSignOutPayload {
  @Field({ description: 'True: its token counts no more.' })
  signedOut: boolean;
}

@ObjectType({ description: 'What an authenticator app is set up with; shown this once.' })
export class EnrolOperatorTotpPayload {
  @Field({ description: 'Secret in base 32, for typing in.' })
  secret: string;
  @Field({ description: 'Address `otpauth://…`, for a QR code.' })
  uri: string;
}

@ObjectType({ description: 'The second factor is on.' })
export class ConfirmOperatorTotpPayload {
  @Field({ description: 'True: the next sign-in asks for a code.' })
  enabled: boolean;
}

@ObjectType({ description: 'The platform operator who makes this call (平台运营).' })
export class PlatformViewer {
  @Field(() => ID, { description: 'Id, as audit logs show it.' })
  id: string;
  @Field({ description: 'Full name.' })
  name: string;
  @Field({ description: 'Address they sign in with.' })
  email: string;
  @Field({ description: 'Does the sign-in ask for a code?' })
  totpEnabled: boolean;
  @Field(() => [String], { description: 'What they may do, such as `platform:read`.' })
  permissions: string[];
}
