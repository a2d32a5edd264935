import { IdempotencyKeyField, IdField, invalidField, TextField, VersionField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional, IsString, MaxLength } from 'class-validator';
import { staffMessages } from '../staff.messages';
import { Role } from './role.type';
import { unknownPermissions } from './role.policy';

const MAX_PERMISSIONS = 500;

/** A list of permission names; whether they exist is for {@link checkPermissionNames}. */
export function PermissionsField(description: string, options: { nullable?: boolean } = {}): PropertyDecorator {
  const { nullable = false } = options;
  return (target, key) => {
    Field(() => [String], { description, nullable })(target, key);
    if (nullable) IsOptional()(target, key);
    ArrayMaxSize(MAX_PERMISSIONS)(target, key);
    ArrayUnique()(target, key);
    IsString({ each: true })(target, key);
    MaxLength(100, { each: true })(target, key);
  };
}

/** `VALIDATION_FAILED` on the first name that no loaded module declares. */
export function checkPermissionNames(names: readonly string[]): void {
  const [given] = unknownPermissions(names);
  if (given === undefined) return;
  const path = `input.permissions.${names.indexOf(given)}`;
  throw invalidField(path, 'UNKNOWN_PERMISSION', staffMessages.permissionUnknown, { given });
}

const description = { description: 'What it is for.', nullable: true, max: 500, min: 1 };

@InputType({ description: 'A role of the company’s own.' })
export class CreateRoleInput {
  @TextField({ description: 'Name, unique in the company.', max: 100 })
  name: string;
  @TextField(description)
  description?: string | null;
  @PermissionsField('Permissions it gives, none beyond one’s own.')
  permissions: string[];
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a role. What is left out stays as it is.' })
export class UpdateRoleInput {
  @IdField('role', { description: 'The role.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Name, unique in the company.', nullable: true, max: 100, min: 1 })
  name?: string | null;
  @TextField({ ...description, description: 'What it is for; null empties it.' })
  description?: string | null;
  @PermissionsField('All permissions it shall give, none beyond one’s own.', { nullable: true })
  permissions?: string[] | null;
}

@InputType({ description: 'A role to delete.' })
export class DeleteRoleInput {
  @IdField('role', { description: 'The role; nobody may hold it any more.' })
  id: string;
}

@ObjectType({ description: 'The role after the change.' })
export class RolePayload {
  @Field(() => Role, { description: 'The role.' })
  role: unknown;
}

@ObjectType({ description: 'The role is gone.' })
export class DeleteRolePayload {
  @Field(() => ID, { description: 'Id the role had.' })
  deletedRoleId: string;
}
