import { IdField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsString, MaxLength } from 'class-validator';
import { Staff } from '../member/staff.type';
import { SessionTokens } from '../session/session.type';

@ObjectType({ description: 'The company’s own identity provider (OpenID Connect); its secret is never shown.' })
export class IdentityProvider {
  @Field({ description: 'Issuer, as its discovery document names it.' })
  issuer: string;
  @Field({ description: 'Client id the company got there.' })
  clientId: string;
  @Field(() => [String], { description: 'Addresses a sign-in may return to, to the letter.' })
  returnUrls: string[];
  @Field({ description: 'Can staff sign in with it?' })
  enabled: boolean;
  @Field({ description: 'Redirect address to register at the provider.' })
  redirectUri: string;
  @Field({ description: 'Address where a sign-in begins; add `return` with one of `returnUrls`.' })
  startUrl: string;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@InputType({ description: 'The company’s own identity provider.' })
export class SetIdentityProviderInput {
  @VersionField(0)
  version: number;
  @TextField({ description: 'Issuer, an https address without query; it is asked when `enabled` is true.', max: 500 })
  issuer: string;
  @TextField({ description: 'Client id the company got there.', max: 500 })
  clientId: string;
  @TextField({
    description: 'Client secret; sealed at rest. Left out it stays, unless issuer or client change.',
    nullable: true,
    min: 1,
    max: 1000,
  })
  clientSecret?: string | null;
  @Field(() => [String], { description: 'Addresses a sign-in may return to, to the letter; 1 to 10.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(500, { each: true })
  returnUrls: string[];
  @ValueField(() => Boolean, { description: 'Can staff sign in with it?' })
  enabled: boolean;
}

@InputType({ description: 'Removes the identity provider.' })
export class RemoveIdentityProviderInput {
  @VersionField()
  version: number;
}

@ObjectType({ description: 'The identity provider after the change.' })
export class IdentityProviderPayload {
  @Field(() => IdentityProvider, { nullable: true, description: 'The provider; null when it was removed.' })
  identityProvider: IdentityProvider | null;
}

@InputType({ description: 'A colleague whose identity at the provider was replaced.' })
export class UnbindIdentityInput {
  @IdField('staff', { description: 'The person.' })
  staffId: string;
}

@ObjectType({ description: 'The colleague after the change.' })
export class UnbindIdentityPayload {
  @Field(() => Staff, { description: 'The person.' })
  staff: unknown;
}

@InputType({ description: 'The code a sign-in at the provider came back with.' })
export class CompleteSingleSignOnInput {
  @TextField({
    description: 'From behind `#code=` in the address that was returned to; good once, for a minute.',
    max: 200,
  })
  code: string;
}

@ObjectType({ description: 'Tokens of the new session.' })
export class CompleteSingleSignOnPayload {
  @Field(() => SessionTokens, { description: 'What to call with.' })
  tokens: SessionTokens;
}
