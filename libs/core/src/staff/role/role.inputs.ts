import {
  currentTenant,
  IdempotencyKeyField,
  IdField,
  invalidField,
  MoneyInput,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional, IsString, MaxLength } from 'class-validator';
import { staffMessages } from '../staff.messages';
import { toMinor } from './compensation.policy';
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

@InputType({ description: 'How far a role may make amends to customers without asking, in the company’s currency.' })
export class CompensationLimitInput {
  @NestedField(() => MoneyInput, { description: 'Most for one ticket.' })
  perTicket: MoneyInput;
  @NestedField(() => MoneyInput, { description: 'Most for all tickets of a calendar month; not below that for one.' })
  perMonth: MoneyInput;
}

/** A limit as it is stored. */
export interface StoredCompensation {
  readonly compensationPerTicket: string | null;
  readonly compensationPerMonth: string | null;
}

/** `VALIDATION_FAILED` for another currency, an amount that cannot be paid, and a month below a ticket. */
export function storedCompensation(limit: CompensationLimitInput | null): StoredCompensation {
  if (!limit) return { compensationPerTicket: null, compensationPerMonth: null };
  const { currency } = currentTenant();
  const minor = (field: keyof CompensationLimitInput): bigint => {
    const path = `input.compensation.${field}`;
    const given = limit[field];
    if (given.currency !== currency) {
      throw invalidField(`${path}.currency`, 'WRONG_CURRENCY', staffMessages.wrongCurrency, { currency });
    }
    const amount = toMinor(given.amount, currency);
    if (amount === null) throw invalidField(`${path}.amount`, 'WRONG_AMOUNT', staffMessages.wrongAmount, { currency });
    return amount;
  };
  const [ticket, month] = [minor('perTicket'), minor('perMonth')];
  if (ticket > month) {
    throw invalidField('input.compensation.perMonth.amount', 'TOO_SMALL', staffMessages.monthBelowTicket);
  }
  return { compensationPerTicket: ticket.toString(), compensationPerMonth: month.toString() };
}

const limitField = {
  description: 'How far it may make amends without asking; null when it may not.',
  nullable: true,
};
const factorField = {
  description: 'Must whoever holds it have a second factor to sign in with a password?',
  nullable: true,
};

@InputType({ description: 'A role of the company’s own.' })
export class CreateRoleInput {
  @TextField({ description: 'Name, unique in the company.', max: 100 })
  name: string;
  @TextField(description)
  description?: string | null;
  @PermissionsField('Permissions it gives, none beyond one’s own.')
  permissions: string[];
  @NestedField(() => CompensationLimitInput, limitField)
  compensation?: CompensationLimitInput | null;
  @ValueField(() => Boolean, factorField)
  secondFactorRequired?: boolean | null;
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
  @NestedField(() => CompensationLimitInput, limitField)
  compensation?: CompensationLimitInput | null;
  @ValueField(() => Boolean, factorField)
  secondFactorRequired?: boolean | null;
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
