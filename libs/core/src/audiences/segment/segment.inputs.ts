import { IdempotencyKeyField, IdField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { SegmentRuleInput } from '../rule/rule.inputs';
import type { RawRule } from '../rule/rule.types';
import { Segment, SegmentMembership, SegmentSnapshot } from './segment.type';

const nameField = { description: 'Name, unique in the company.', max: 100 };
const wordsField = { description: 'What it is for.', nullable: true, max: 500, min: 1 };
const RULE = 'Who is in it.';

@InputType({ description: 'A segment.' })
export class CreateSegmentInput {
  @TextField(nameField)
  name: string;
  @TextField(wordsField)
  description?: string | null;
  @ValueField(() => SegmentMembership, {
    description: 'When it is decided who is in it.',
    defaultValue: SegmentMembership.DYNAMIC,
  })
  membership: SegmentMembership;
  @ValueField(() => SegmentRuleInput, { description: RULE })
  rule: RawRule;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a segment. What is left out stays as it is.' })
export class UpdateSegmentInput {
  @IdField('segment', { description: 'The segment.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...nameField, nullable: true, min: 1 })
  name?: string | null;
  @TextField(wordsField)
  description?: string | null;
  @ValueField(() => SegmentMembership, { description: 'When it is decided who is in it.', nullable: true })
  membership?: SegmentMembership | null;
  @ValueField(() => SegmentRuleInput, { description: RULE, nullable: true })
  rule?: RawRule | null;
}

@InputType({ description: 'A segment to copy.' })
export class DuplicateSegmentInput {
  @IdField('segment', { description: 'The segment.' })
  id: string;
  @TextField({ description: 'Name of the copy; one is made up when left out.', nullable: true, max: 100, min: 1 })
  name?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A segment to delete.' })
export class DeleteSegmentInput {
  @IdField('segment', { description: 'The segment.' })
  id: string;
}

@InputType({ description: 'A frozen segment whose members are to be taken.' })
export class TakeSegmentMembersInput {
  @IdField('segment', { description: 'The segment.' })
  segmentId: string;
}

@ObjectType({ description: 'The segment.' })
export class SegmentPayload {
  @Field(() => Segment, { description: 'The segment.' })
  segment: unknown;
}

@ObjectType({ description: 'The segment that is gone.' })
export class DeleteSegmentPayload {
  @Field(() => ID, { description: 'Id of the deleted segment.' })
  deletedId: string;
}

@ObjectType({ description: 'The taking of members, which a job does.' })
export class TakeSegmentMembersPayload {
  @Field(() => SegmentSnapshot, { description: 'Where it stands: poll `segmentSnapshot`.' })
  snapshot: unknown;
}
