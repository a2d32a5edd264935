import { DateTimeScalar, IdField, IntField, NestedField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional, IsString, MaxLength } from 'class-validator';
import { PermissionsField } from '../role/role.inputs';
import { DataScopeInput } from '../scope/data-scope.inputs';
import { ApiClient } from './api-client.type';

const ONLY = 'Shall it run its persisted operations alone? Not unless said.';
const MAX_NETWORKS = 50;
/** A week is enough to bring a new key to every machine. */
export const MAX_GRACE_HOURS = 168;
export const DEFAULT_GRACE_HOURS = 24;

function NetworksField(options: { nullable: boolean }): PropertyDecorator {
  return (target, key) => {
    Field(() => [String], {
      description: `Addresses it may call from, as CIDR blocks such as \`203.0.113.0/24\`, at most ${MAX_NETWORKS}; empty for any.`,
      nullable: options.nullable,
      ...(options.nullable ? {} : { defaultValue: [] }),
    })(target, key);
    if (options.nullable) IsOptional()(target, key);
    ArrayMaxSize(MAX_NETWORKS)(target, key);
    ArrayUnique()(target, key);
    IsString({ each: true })(target, key);
    MaxLength(64, { each: true })(target, key);
  };
}

@InputType({ description: 'A program that is to call the API.' })
export class CreateApiClientInput {
  @TextField({ description: 'Name, unique in the company.', max: 100 })
  name: string;
  @PermissionsField('Permissions it gets, none beyond one’s own.')
  permissions: string[];
  @NestedField(() => DataScopeInput, { description: 'How far its permissions reach.' })
  dataScope: DataScopeInput;
  @NetworksField({ nullable: false })
  allowedNetworks: string[];
  @ValueField(() => Boolean, { description: ONLY, nullable: true })
  registeredOnly?: boolean | null;
  @ValueField(() => DateTimeScalar, { description: 'When all of its keys end; null for never.', nullable: true })
  expiresAt?: Date | null;
}

@InputType({ description: 'Changes to an API client. What is left out stays as it is.' })
export class UpdateApiClientInput {
  @IdField('api_client', { description: 'The client.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Name, unique in the company.', nullable: true, max: 100, min: 1 })
  name?: string | null;
  @PermissionsField('All permissions it shall have, none beyond one’s own.', { nullable: true })
  permissions?: string[] | null;
  @NestedField(() => DataScopeInput, { description: 'How far its permissions reach.', nullable: true })
  dataScope?: DataScopeInput | null;
  @NetworksField({ nullable: true })
  allowedNetworks?: string[] | null;
  @ValueField(() => Boolean, { description: ONLY, nullable: true })
  registeredOnly?: boolean | null;
  @ValueField(() => DateTimeScalar, { description: 'When all of its keys end; null for never.', nullable: true })
  expiresAt?: Date | null;
}

@InputType({ description: 'An API client that is to get a new key.' })
export class RotateApiClientKeyInput {
  @IdField('api_client', { description: 'The client.' })
  id: string;
  @IntField({
    description: 'Hours for which the keys before stay good; 0 ends them at once.',
    min: 0,
    max: MAX_GRACE_HOURS,
    defaultValue: DEFAULT_GRACE_HOURS,
  })
  graceHours: number;
}

@InputType({ description: 'An API client.' })
export class ApiClientIdInput {
  @IdField('api_client', { description: 'The client.' })
  id: string;
}

@ObjectType({ description: 'The API client after the change.' })
export class ApiClientPayload {
  @Field(() => ApiClient, { description: 'The client.' })
  apiClient: unknown;
}

@ObjectType({ description: 'The API client with its new key.' })
export class ApiClientKeyPayload {
  @Field(() => ApiClient, { description: 'The client.' })
  apiClient: unknown;
  @Field({ description: 'For the header `Authorization: Bearer …`. It is shown this once and stored nowhere.' })
  key: string;
}
