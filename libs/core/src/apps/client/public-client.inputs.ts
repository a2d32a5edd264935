import { IdField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, IsString, MaxLength } from 'class-validator';
import { PublicClient, PublicClientAudience } from './public-client.type';

function AddressesField(options: { description: string; nullable: boolean; min: number }): PropertyDecorator {
  return (target, key) => {
    Field(() => [String], { description: options.description, nullable: options.nullable })(target, key);
    if (options.nullable) IsOptional()(target, key);
    ArrayMinSize(options.min)(target, key);
    ArrayMaxSize(20)(target, key);
    ArrayUnique()(target, key);
    IsString({ each: true })(target, key);
    MaxLength(500, { each: true })(target, key);
  };
}

const REDIRECTS = 'Addresses that people may be sent back to, 1 to 20, compared letter by letter.';
const ORIGINS =
  'Origins from which browsers may call the API, such as `https://app.example.com`; none for mobile apps.';
const ONLY = 'Shall its sessions run its persisted operations alone? Not unless said.';

@InputType({ description: 'A browser or mobile app that people are to sign in with.' })
export class RegisterPublicClientInput {
  @TextField({ description: 'Name, which people see when they sign in; unique in the company.', max: 100 })
  name: string;
  @ValueField(() => PublicClientAudience, { description: 'Who signs in with it; it never changes.' })
  audience: PublicClientAudience;
  @AddressesField({ description: REDIRECTS, nullable: false, min: 1 })
  redirectUris: string[];
  @AddressesField({ description: ORIGINS, nullable: false, min: 0 })
  allowedOrigins: string[];
  @ValueField(() => Boolean, { description: ONLY, nullable: true })
  registeredOnly?: boolean | null;
}

@InputType({ description: 'Changes to a public client. What is left out stays as it is.' })
export class UpdatePublicClientInput {
  @IdField('public_client', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Name; unique in the company.', nullable: true, max: 100, min: 1 })
  name?: string | null;
  @AddressesField({ description: REDIRECTS, nullable: true, min: 1 })
  redirectUris?: string[] | null;
  @AddressesField({ description: ORIGINS, nullable: true, min: 0 })
  allowedOrigins?: string[] | null;
  @ValueField(() => Boolean, { description: ONLY, nullable: true })
  registeredOnly?: boolean | null;
}

@InputType({ description: 'A public client.' })
export class PublicClientIdInput {
  @IdField('public_client', { description: 'Which one.' })
  id: string;
}

@ObjectType({ description: 'The public client after the change.' })
export class PublicClientPayload {
  @Field(() => PublicClient, { description: 'As it is now.' })
  publicClient: unknown;
}
