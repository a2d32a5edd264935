import { SEGMENT_FIELD_TYPES } from '@atrium/sdk';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';

export const SegmentFieldKind = Object.fromEntries(SEGMENT_FIELD_TYPES.map((type) => [type, type]));
registerEnumType(SegmentFieldKind, {
  name: 'SegmentFieldType',
  description: 'What a field holds; it says under which name a rule compares it.',
  valuesMap: {
    TEXT: { description: 'A text: `text`.' },
    CHOICE: { description: 'One of a fixed set: `choice`.' },
    NUMBER: { description: 'A number: `number`.' },
    DATE: { description: 'A day: `date`.' },
    MONEY: { description: 'An amount in the company’s currency: `money`.' },
    BOOLEAN: { description: 'Yes or no: `boolean`.' },
    REFERENCE: { description: 'Another object: the name in `comparison`.' },
  },
});

@ObjectType({ description: 'A value that a choice can have.' })
export class SegmentChoice {
  @Field({ description: 'For rules.' })
  value: string;
  @Field({ description: 'For people, in the caller’s language.' })
  label: string;
}

@ObjectType({ description: 'A kind of record that a customer has many of, with what hangs on each, for `some`.' })
export class SegmentRecordKind {
  @Field({ description: 'For `some { of }`, e.g. `occupancy`.' })
  name: string;
  @Field({ description: 'For people, in the caller’s language.' })
  label: string;
  @Field({ description: 'What it is, in the caller’s language.' })
  description: string;
}

@ObjectType({ description: 'Something that rules of segments can ask.' })
export class SegmentField {
  @Field({ description: 'For rules, e.g. `unit.grossArea`.' })
  name: string;
  @Field({ description: 'A short noun, in the caller’s language.' })
  label: string;
  @Field({ description: 'What it says, in the caller’s language.' })
  description: string;
  @Field(() => SegmentFieldKind, { description: 'What it holds.' })
  type: string;
  @Field({ description: 'Under which name a rule compares it, e.g. `number` or `community`.' })
  comparison: string;
  @Field(() => [String], { description: 'What can be asked of it, e.g. `from`.' })
  operators: readonly string[];
  @Field(() => [SegmentChoice], { nullable: true, description: 'Values of a CHOICE; null for other types.' })
  choices: SegmentChoice[] | null;
  @Field(() => String, { nullable: true, description: 'Unit of a NUMBER, in the caller’s language, e.g. ㎡.' })
  unit: string | null;
  @Field(() => SegmentRecordKind, {
    nullable: true,
    description: 'The kind of record it is about, where it is not the customer itself.',
  })
  record: SegmentRecordKind | null;
  @Field({ description: 'Is it sensitive personal information, with a permission of its own?' })
  isSensitive: boolean;
  @Field(() => [String], {
    description: 'Permissions needed to use it, or a segment that does, besides `customer:read`.',
  })
  permissions: string[];
  @Field({ description: 'Does the caller hold them?' })
  isUsable: boolean;
  @Field(() => String, { nullable: true, description: 'The plugin it comes from; null for the core.' })
  plugin: string | null;
}
