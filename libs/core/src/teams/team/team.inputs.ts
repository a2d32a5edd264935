import {
  IdempotencyKeyField,
  IdField,
  LocalDateScalar,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsInt, IsOptional, Max, Min } from 'class-validator';
import { DataScopeInput, Staff } from '../../staff';
import { Shift, Skill, Team, TeamKind } from './team.type';

/** Most people, skills or days that one call names. */
const MAX = 500;

const nameField = { description: 'Name, unique in the company.', max: 100 };
const wordsField = { description: 'Further words about it.', nullable: true, max: 500, min: 1 };
const TIME = { max: 5, matches: /^([01]\d|2[0-3]):[0-5]\d$/, example: '08:30' };

function Ids(type: string, description: string): PropertyDecorator {
  return (target, key) => {
    IdField(type, { description, list: true })(target, key);
    ArrayMaxSize(MAX)(target, key);
    ArrayUnique()(target, key);
  };
}

function Days(description: string): PropertyDecorator {
  return (target, key) => {
    Field(() => [LocalDateScalar], { description, nullable: true })(target, key);
    IsOptional()(target, key);
    ArrayMaxSize(MAX)(target, key);
    ArrayUnique()(target, key);
  };
}

function Weekdays(nullable: boolean): PropertyDecorator {
  return (target, key) => {
    Field(() => [Int], { description: 'Days of the week it begins on, 1 (Monday) to 7 (Sunday).', nullable })(
      target,
      key,
    );
    if (nullable) IsOptional()(target, key);
    ArrayMaxSize(7)(target, key);
    ArrayUnique()(target, key);
    IsInt({ each: true })(target, key);
    Min(1, { each: true })(target, key);
    Max(7, { each: true })(target, key);
  };
}

@InputType({ description: 'A skill.' })
export class CreateSkillInput {
  @TextField(nameField)
  name: string;
  @TextField(wordsField)
  description?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a skill. What is left out stays as it is.' })
export class UpdateSkillInput {
  @IdField('skill', { description: 'The skill.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...nameField, nullable: true, min: 1 })
  name?: string | null;
  @TextField(wordsField)
  description?: string | null;
}

@InputType({ description: 'A skill to delete; staff lose it.' })
export class DeleteSkillInput {
  @IdField('skill', { description: 'The skill.' })
  id: string;
}

@InputType({ description: 'All skills of somebody.' })
export class SetStaffSkillsInput {
  @IdField('staff', { description: 'The person.' })
  staffId: string;
  @Ids('skill', 'The skills, in place of all before.')
  skillIds: string[];
}

@InputType({ description: 'A team.' })
export class CreateTeamInput {
  @TextField(nameField)
  name: string;
  @ValueField(() => TeamKind, { description: 'What it is for.' })
  kind: TeamKind;
  @TextField(wordsField)
  description?: string | null;
  @IdField('staff', { description: 'Who leads it.', nullable: true })
  leaderId?: string | null;
  @NestedField(() => DataScopeInput, { description: 'Where it works.' })
  area: DataScopeInput;
  @Ids('staff', 'Its members.')
  memberIds: string[];
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a team. What is left out stays as it is.' })
export class UpdateTeamInput {
  @IdField('team', { description: 'The team.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...nameField, nullable: true, min: 1 })
  name?: string | null;
  @ValueField(() => TeamKind, { description: 'What it is for.', nullable: true })
  kind?: TeamKind | null;
  @TextField(wordsField)
  description?: string | null;
  @IdField('staff', { description: 'Who leads it; null for nobody.', nullable: true })
  leaderId?: string | null;
  @NestedField(() => DataScopeInput, { description: 'Where it works.', nullable: true })
  area?: DataScopeInput | null;
}

@InputType({ description: 'People who join or leave a team.' })
export class TeamMembersInput {
  @IdField('team', { description: 'The team.' })
  teamId: string;
  @Ids('staff', 'The people.')
  staffIds: string[];
}

@InputType({ description: 'A team to delete, with its shifts.' })
export class DeleteTeamInput {
  @IdField('team', { description: 'The team.' })
  id: string;
}

@InputType({ description: 'When some members of a team work.' })
export class CreateShiftInput {
  @IdField('team', { description: 'The team.' })
  teamId: string;
  @TextField({ description: 'Name, such as 夜班.', max: 100 })
  name: string;
  @TextField({
    description: 'Zone of the times, such as `Asia/Shanghai`; the company’s when left out.',
    nullable: true,
    max: 64,
    min: 1,
  })
  timeZone?: string | null;
  @Weekdays(false)
  weekdays: number[];
  @TextField({ description: 'Time of the day it begins, `HH:MM`.', ...TIME })
  startsAt: string;
  @TextField({ description: 'Time it ends, `HH:MM`; not after the beginning, it lies on the next day.', ...TIME })
  endsAt: string;
  @ValueField(() => LocalDateScalar, { description: 'First day it begins on.' })
  validFrom: string;
  @ValueField(() => LocalDateScalar, { description: 'Last day it begins on; null for no end.', nullable: true })
  validTo?: string | null;
  @Days('Days it does not begin on though the week says so.')
  daysOff?: string[] | null;
  @Days('Days it begins on though the week does not say so (调休).')
  extraDays?: string[] | null;
  @Ids('staff', 'Who works it: members of the team.')
  staffIds: string[];
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a shift. What is left out stays as it is.' })
export class UpdateShiftInput {
  @IdField('shift', { description: 'The shift.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Name.', nullable: true, max: 100, min: 1 })
  name?: string | null;
  @TextField({ description: 'Zone of the times.', nullable: true, max: 64, min: 1 })
  timeZone?: string | null;
  @Weekdays(true)
  weekdays?: number[] | null;
  @TextField({ description: 'Time of the day it begins.', nullable: true, ...TIME })
  startsAt?: string | null;
  @TextField({ description: 'Time it ends.', nullable: true, ...TIME })
  endsAt?: string | null;
  @ValueField(() => LocalDateScalar, { description: 'First day it begins on.', nullable: true })
  validFrom?: string | null;
  @ValueField(() => LocalDateScalar, { description: 'Last day it begins on; null for no end.', nullable: true })
  validTo?: string | null;
  @Days('Days it does not begin on though the week says so.')
  daysOff?: string[] | null;
  @Days('Days it begins on though the week does not say so.')
  extraDays?: string[] | null;
  @IdField('staff', { description: 'Who works it, in place of all before.', nullable: true, list: true })
  @ArrayMaxSize(MAX)
  @ArrayUnique()
  staffIds?: string[] | null;
}

@InputType({ description: 'A shift to delete.' })
export class DeleteShiftInput {
  @IdField('shift', { description: 'The shift.' })
  id: string;
}

@ObjectType({ description: 'The skill after the change.' })
export class SkillPayload {
  @Field(() => Skill, { description: 'The skill.' })
  skill: unknown;
}
@ObjectType({ description: 'The person after the change.' })
export class StaffSkillsPayload {
  @Field(() => Staff, { description: 'The person.' })
  staff: unknown;
}
@ObjectType({ description: 'The team after the change.' })
export class TeamPayload {
  @Field(() => Team, { description: 'The team.' })
  team: unknown;
}
@ObjectType({ description: 'The shift after the change.' })
export class ShiftPayload {
  @Field(() => Shift, { description: 'The shift.' })
  shift: unknown;
}
@ObjectType({ description: 'It is gone.' })
export class TeamsDeletePayload {
  @Field(() => ID, { description: 'Id it had.' })
  deletedId: string;
}
