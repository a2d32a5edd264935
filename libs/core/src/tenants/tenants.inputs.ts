import { EmailField, LOCALES, type Locale, NestedField, OneOf, TextField, VersionField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { PasswordField, SessionTokens } from '../staff';
import { Tenant } from './tenant.type';

@InputType({ description: 'The first administrator of a new company.' })
export class SignUpAdminInput {
  @TextField({ description: 'Full name.', max: 100 })
  name: string;
  @EmailField({ description: 'Address to sign in with.' })
  email: string;
  @PasswordField('Password: 10 to 128 characters, at least five different ones, without the name in the address.')
  password: string;
}

@InputType({ description: 'A company that comes to the platform.' })
export class SignUpTenantInput {
  @TextField({ description: 'Name of the company.', max: 200 })
  company: string;
  @TextField({
    description:
      'Short name staff sign in with, unique on the platform: 3 to 40 lower-case letters, digits and single hyphens. It never changes.',
    max: 100,
  })
  slug: string;
  @TextField({
    description: 'Language of the company: `zh-CN` or `en`. What it is provisioned with is in it.',
    max: 10,
  })
  @OneOf(LOCALES)
  locale: Locale;
  @TextField({ description: 'Time zone of its days, an IANA name such as `Asia/Shanghai`.', max: 64 })
  timeZone: string;
  @TextField({ description: 'Currency of its books, an ISO 4217 code such as `CNY`. It never changes.', max: 3 })
  currency: string;
  @NestedField(() => SignUpAdminInput, { description: 'First administrator.' })
  admin: SignUpAdminInput;
}

@ObjectType({ description: 'The company that was made, with its administrator signed in.' })
export class SignUpTenantPayload {
  @Field(() => Tenant, { description: 'The company, in status TRIAL.' })
  tenant: unknown;
  @Field(() => SessionTokens, { description: 'Tokens of the administrator.' })
  tokens: SessionTokens;
}

@InputType({ description: 'How a company looks to its customers. What is left out stays, null empties it.' })
export class BrandingInput {
  @TextField({
    description: 'Main colour, `#rrggbb`.',
    nullable: true,
    max: 7,
    matches: /^#[0-9a-fA-F]{6}$/,
    example: '#0a7d5a',
  })
  primaryColor?: string | null;
  @TextField({
    description: 'Address of the logo, https.',
    nullable: true,
    max: 500,
    matches: /^https:\/\/[^\s/?#]+\S*$/,
    example: 'https://example.com/logo.png',
  })
  logoUrl?: string | null;
}

@InputType({ description: 'Changes to the caller’s own company. What is left out stays as it is.' })
export class UpdateTenantInput {
  @VersionField()
  version: number;
  @TextField({ description: 'Name.', nullable: true, min: 1, max: 200 })
  name?: string | null;
  @TextField({ description: 'Language: `zh-CN` or `en`.', nullable: true, min: 2, max: 10 })
  @OneOf(LOCALES)
  locale?: Locale | null;
  @TextField({ description: 'IANA name of the time zone.', nullable: true, min: 1, max: 64 })
  timeZone?: string | null;
  @NestedField(() => BrandingInput, { description: 'How it looks to its customers.', nullable: true })
  branding?: BrandingInput | null;
}

@ObjectType({ description: 'The changed company.' })
export class UpdateTenantPayload {
  @Field(() => Tenant, { description: 'The company.' })
  tenant: unknown;
}
