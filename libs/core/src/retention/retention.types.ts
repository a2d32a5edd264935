import { IntField, TextField, ValueField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'How long the company keeps one kind of data.' })
export class RetentionTerm {
  @Field({ description: 'Kind of data, such as `AUDIT_LOG`; plugins bring their own.' })
  kind: string;
  @Field({ description: 'What it is, in the caller’s language.' })
  description: string;
  @Field(() => Int, { nullable: true, description: 'Days after which it is erased; null: it is kept without end.' })
  days: number | null;
  @Field({ description: 'Has the company set nothing?' })
  isDefault: boolean;
  @Field(() => Int, { nullable: true, description: 'Days where the company has set nothing; null: without end.' })
  defaultDays: number | null;
  @Field(() => Int, { description: 'Fewest days that can be set.' })
  minimumDays: number;
  @Field(() => String, { nullable: true, description: 'What asks for the minimum, such as an article of a law.' })
  source: string | null;
  @Field(() => Date, { nullable: true, description: 'When it was last applied; null: not yet.' })
  lastRunAt: Date | null;
  @Field(() => Int, { nullable: true, description: 'How many rows or persons were erased then.' })
  lastErased: number | null;
}

@InputType({ description: 'How long one kind of data is to be kept.' })
export class SetRetentionTermInput {
  @TextField({ description: 'Kind of data.', max: 60 })
  kind: string;
  @IntField({
    description: 'Days, not below the minimum; null: without end. With `useDefault` it is left out.',
    min: 1,
    max: 36_525,
    nullable: true,
  })
  days?: number | null;
  @ValueField(() => Boolean, { description: 'Back to the default.', defaultValue: false })
  useDefault: boolean;
}

@ObjectType({ description: 'The term after the change.' })
export class RetentionTermPayload {
  @Field(() => RetentionTerm, { description: 'The term.' })
  term: RetentionTerm;
}
