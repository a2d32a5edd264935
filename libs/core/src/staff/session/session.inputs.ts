import { EmailField, IdField, TextField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { PasswordField } from '../password/password-field';
import { SessionTokens, SignInOutcome } from './session.type';

@InputType({ description: 'Who signs in, and where.' })
export class SignInInput {
  @TextField({ description: 'Short name of the company.', max: 100 })
  slug: string;
  @EmailField({ description: 'E-mail address; its case does not matter.' })
  email: string;
  @PasswordField('Password.')
  password: string;
}

@InputType({ description: 'A session to go on with.' })
export class RefreshSessionInput {
  @TextField({ description: 'The refresh token last given; it is good once.', max: 200 })
  refreshToken: string;
}

@InputType({ description: 'A session of one’s own to end.' })
export class RevokeSessionInput {
  @IdField('session', { description: 'The session.' })
  id: string;
}

@InputType({ description: 'A colleague’s session to end.' })
export class RevokeColleagueSessionInput {
  @IdField('session', { description: 'The session.' })
  id: string;
}

@ObjectType({ description: 'A new session, or what is still asked for.' })
export class SignInPayload extends SignInOutcome {}

@ObjectType({ description: 'New tokens of the same session; the old ones are used up.' })
export class RefreshSessionPayload {
  @Field(() => SessionTokens, { description: 'What to call with from now on.' })
  tokens: SessionTokens;
}

@ObjectType({ description: 'The end of the caller’s session.' })
export class SignOutPayload {
  @Field({ description: 'True: its tokens count no more.' })
  signedOut: boolean;
}

@ObjectType({ description: 'The end of a session.' })
export class RevokeSessionPayload {
  @Field({ description: 'True: its tokens count no more.' })
  revoked: boolean;
}
