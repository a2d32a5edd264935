import {
  EmailField,
  IdempotencyKeyField,
  IdField,
  LOCALES,
  type Locale,
  NestedField,
  OneOf,
  TextField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique } from 'class-validator';
import { DataScopeInput } from '../scope/data-scope.inputs';
import { Staff } from './staff.type';

const MAX_ROLES = 50;

const nameField = { description: 'Full name.', max: 100 };
const phoneField = { description: 'Telephone number.', nullable: true, max: 40, min: 1 };
const numberField = { description: 'Number of the company’s own, unique in it.', nullable: true, max: 64, min: 1 };
const externalField = {
  description: 'Its key in another system, unique among staff.',
  nullable: true,
  max: 128,
  min: 1,
};
const localeField = {
  description: 'Language: `zh-CN` or `en`; null for the company’s.',
  nullable: true,
  max: 10,
  min: 2,
};

@InputType({ description: 'Somebody who is to work with the platform.' })
export class InviteStaffInput {
  @TextField(nameField)
  name: string;
  @EmailField({ description: 'Address the invitation goes to, and they sign in with.' })
  email: string;
  @TextField(phoneField)
  phone?: string | null;
  @TextField(numberField)
  employeeNumber?: string | null;
  @TextField(externalField)
  externalId?: string | null;
  @TextField(localeField)
  @OneOf(LOCALES)
  locale?: Locale | null;
  @IdField('role', { description: 'Roles they get; none gives them nothing to do yet.', list: true })
  @ArrayMaxSize(MAX_ROLES)
  @ArrayUnique()
  roleIds: string[];
  @NestedField(() => DataScopeInput, { description: 'How far all of their roles reach.' })
  dataScope: DataScopeInput;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a staff member. What is left out stays as it is, null empties it.' })
export class UpdateStaffInput {
  @IdField('staff', { description: 'The person.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...nameField, nullable: true, min: 1 })
  name?: string | null;
  @EmailField({ description: 'Address they sign in with.', nullable: true })
  email?: string | null;
  @TextField(phoneField)
  phone?: string | null;
  @TextField(numberField)
  employeeNumber?: string | null;
  @TextField(externalField)
  externalId?: string | null;
  @TextField(localeField)
  @OneOf(LOCALES)
  locale?: Locale | null;
}

@InputType({ description: 'What somebody holds from now on, in place of everything before.' })
export class AssignRolesInput {
  @IdField('staff', { description: 'The person.' })
  staffId: string;
  @VersionField()
  version: number;
  @IdField('role', { description: 'All roles they shall hold.', list: true })
  @ArrayMaxSize(MAX_ROLES)
  @ArrayUnique()
  roleIds: string[];
  @NestedField(() => DataScopeInput, { description: 'How far all of these roles reach.' })
  dataScope: DataScopeInput;
}

@InputType({ description: 'A staff member.' })
export class StaffIdInput {
  @IdField('staff', { description: 'The person.' })
  staffId: string;
}

@ObjectType({ description: 'The staff member after the change.' })
export class StaffPayload {
  @Field(() => Staff, { description: 'The person.' })
  staff: unknown;
}
