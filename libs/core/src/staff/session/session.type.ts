import { DateTimeScalar } from '@atrium/sdk';
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';

@ObjectType({
  description: 'What a client needs to act for somebody: a short-lived token to call with, and one to renew it.',
})
export class SessionTokens {
  @Field({ description: 'For the header `Authorization: Bearer …`.' })
  accessToken: string;
  @Field(() => DateTimeScalar, { description: 'When the access token ends.' })
  accessTokenExpiresAt: Date;
  @Field({
    description:
      'For `refreshSession`, once: it is replaced with each use, and using an old one again ends the session. Keep it as a password is kept.',
  })
  refreshToken: string;
  @Field(() => DateTimeScalar, { description: 'When the refresh token ends unless it is used before.' })
  refreshTokenExpiresAt: Date;
}

@ObjectType({ description: 'Half a sign-in: the password was right, a code is asked for as well.' })
export class SignInChallenge {
  @Field({ description: 'For `completeSignIn`. Keep it as a password is kept.' })
  token: string;
  @Field(() => DateTimeScalar, { description: 'When it counts no more: ten minutes after the password was given.' })
  expiresAt: Date;
  @Field({
    description:
      'Has the account no authenticator app yet, although it must? Then `enrolTotpAtSignIn` comes first, and the code of the new app finishes.',
  })
  enrolmentRequired: boolean;
}

@ObjectType({ isAbstract: true })
export class SignInOutcome {
  @Field(() => SessionTokens, {
    nullable: true,
    description: 'What to call with; null when a second factor is asked for.',
  })
  tokens: SessionTokens | null;
  @Field(() => SignInChallenge, {
    nullable: true,
    description: 'What `completeSignIn` takes; null when the sign-in is done.',
  })
  challenge: SignInChallenge | null;
}

@ObjectType({ description: 'Tokens of the new session.' })
export class CompleteSignInPayload {
  @Field(() => SessionTokens, { description: 'What to call with.' })
  tokens: SessionTokens;
  @Field(() => [String], {
    nullable: true,
    description:
      'Ten codes to keep for the day the telephone is lost, each good once; shown this once, when the app was set up in this sign-in. Null otherwise.',
  })
  recoveryCodes: string[] | null;
}

export enum SignInMethod {
  PASSWORD = 'PASSWORD',
  PASSWORD_AND_CODE = 'PASSWORD_AND_CODE',
  SINGLE_SIGN_ON = 'SINGLE_SIGN_ON',
}
registerEnumType(SignInMethod, {
  name: 'SignInMethod',
  description: 'How somebody signed in.',
  valuesMap: {
    PASSWORD: { description: 'With a password alone.' },
    PASSWORD_AND_CODE: { description: 'With a password and a second factor.' },
    SINGLE_SIGN_ON: { description: 'At the company’s own identity provider (OpenID Connect).' },
  },
});

@ObjectType({ description: 'A sign-in on one device.' })
export class Session {
  @Field(() => ID, { description: 'Names it in `revokeSession`.' })
  id: string;
  @Field({ description: 'Is it the one this call was made with?' })
  current: boolean;
  @Field(() => String, { nullable: true, description: 'Address it was started from.' })
  ip: string | null;
  @Field(() => String, { nullable: true, description: 'Program it was started with, as that names itself.' })
  client: string | null;
  @Field(() => SignInMethod, { description: 'How somebody signed in.' })
  method: SignInMethod;
  @Field(() => DateTimeScalar, { description: 'When somebody signed in.' })
  startedAt: Date;
  @Field(() => DateTimeScalar, {
    description: 'When its tokens were last renewed: a session in use renews them each time its access token ends.',
  })
  renewedAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it ends unless it is renewed before.' })
  expiresAt: Date;
}
