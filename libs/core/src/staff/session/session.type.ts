import { DateTimeScalar } from '@atrium/sdk';
import { Field, ID, ObjectType } from '@nestjs/graphql';

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

@ObjectType({ description: 'A sign-in of one’s own on one device.' })
export class Session {
  @Field(() => ID, { description: 'Names it in `revokeSession`.' })
  id: string;
  @Field({ description: 'Is it the one this call was made with?' })
  current: boolean;
  @Field(() => String, { nullable: true, description: 'Address it was started from.' })
  ip: string | null;
  @Field(() => String, { nullable: true, description: 'Program it was started with, as that names itself.' })
  client: string | null;
  @Field(() => DateTimeScalar, { description: 'When somebody signed in.' })
  startedAt: Date;
  @Field(() => DateTimeScalar, { description: 'When its tokens were last renewed.' })
  renewedAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it ends unless it is renewed before.' })
  expiresAt: Date;
}
