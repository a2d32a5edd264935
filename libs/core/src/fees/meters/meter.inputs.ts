import {
  DecimalScalar,
  IdempotencyKeyField,
  IdField,
  LocalDateScalar,
  NestedField,
  Node,
  TextField,
  ValueField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Unit } from '../../properties';
import { graphqlEnum } from '../enums';

export const MeterKindEnum = graphqlEnum('MeterKind', 'What a meter counts.', {
  WATER: 'Cold water, m³.',
  HOT_WATER: 'Hot water, m³.',
  ELECTRICITY: 'Electricity, kWh.',
  GAS: 'Gas, m³.',
  HEAT: 'Heat, kWh.',
  OTHER: 'Something else.',
});
export const ReadingFollowsEnum = graphqlEnum('MeterReadingFollows', 'How a reading follows the last one.', {
  ON: 'The meter went on counting.',
  ROLLED_OVER: 'It came past its highest value once (归零).',
  REPLACED: 'It was replaced (换表).',
});
export type ReadingFollows = keyof typeof ReadingFollowsEnum;

@ObjectType({
  implements: () => Node,
  description: 'A meter of a unit (仪表): the place that is measured, whichever device is there.',
})
export class Meter extends Node {
  @Field(() => Unit, { description: 'The unit.' })
  unit: unknown;
  @Field({ description: 'Code, unique in the community.' })
  code: string;
  @Field(() => MeterKindEnum, { description: 'What it counts.' })
  kind: string;
  @Field(() => DecimalScalar, { description: 'What one count stands for (倍率).' })
  multiplier: string;
  @Field(() => DecimalScalar, { description: 'First value it cannot show.' })
  rollsOverAt: string;
  @Field(() => LocalDateScalar, { description: 'Day of the first value.' })
  installedOn: string;
  @Field(() => DecimalScalar, { description: 'What it showed then.' })
  firstValue: string;
  @Field(() => String, { nullable: true, description: 'Key in another system.' })
  externalId: string | null;
}

@ObjectType({ implements: () => Node, description: 'A meter reading (抄表).' })
export class MeterReading extends Node {
  @Field(() => Meter, { description: 'The meter.' })
  meter: unknown;
  @Field(() => LocalDateScalar, { description: 'The day; what was consumed on it belongs to the next reading.' })
  readOn: string;
  @Field(() => LocalDateScalar, { description: 'Day of the reading before it.' })
  previousOn: string;
  @Field(() => DecimalScalar, { description: 'What it showed.' })
  value: string;
  @Field(() => ReadingFollowsEnum, { description: 'How it follows the last one.' })
  follows: string;
  @Field(() => DecimalScalar, { description: 'Consumption since then, multiplied.' })
  quantity: string;
  @Field(() => String, { nullable: true, description: 'Why it was confirmed though implausible, or else noted.' })
  note: string | null;
}

@InputType({ description: 'A meter.' })
export class CreateMeterInput {
  @IdField('unit', { description: 'The unit.' })
  unitId: string;
  @TextField({ description: 'Code, unique in the community.', max: 60 })
  code: string;
  @ValueField(() => MeterKindEnum, { description: 'What it counts.' })
  kind: keyof typeof MeterKindEnum;
  @ValueField(() => DecimalScalar, { description: 'What one count stands for, at most 4 decimals.', defaultValue: '1' })
  multiplier: string;
  @ValueField(() => DecimalScalar, { description: 'First value it cannot show.', defaultValue: '100000' })
  rollsOverAt: string;
  @ValueField(() => LocalDateScalar, { description: 'Day of the first value.' })
  installedOn: string;
  @ValueField(() => DecimalScalar, { description: 'What it shows then.', defaultValue: '0' })
  firstValue: string;
  @TextField({ description: 'Key in another system, unique.', nullable: true, max: 100 })
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A device that took the place of another.' })
export class MeterReplacementInput {
  @ValueField(() => DecimalScalar, { description: 'What the old one showed at the end.' })
  finalValue: string;
  @ValueField(() => DecimalScalar, { description: 'What the new one began with.' })
  firstValue: string;
  @ValueField(() => DecimalScalar, {
    description: 'Multiplier of the new one; the old one’s when left out.',
    nullable: true,
  })
  multiplier?: string | null;
  @ValueField(() => DecimalScalar, { description: 'First value the new one cannot show.', nullable: true })
  rollsOverAt?: string | null;
}

@InputType({ description: 'A meter reading.' })
export class RecordMeterReadingInput {
  @IdField('meter', { description: 'The meter.' })
  meterId: string;
  @ValueField(() => LocalDateScalar, { description: 'The day, after that of the last reading.' })
  readOn: string;
  @ValueField(() => DecimalScalar, { description: 'What it shows, at most 4 decimals.' })
  value: string;
  @ValueField(() => Boolean, {
    description: 'It came past its highest value since the last reading.',
    defaultValue: false,
  })
  rolledOver: boolean;
  @NestedField(() => MeterReplacementInput, { description: 'It was replaced since the last reading.', nullable: true })
  replacement?: MeterReplacementInput | null;
  @ValueField(() => Boolean, {
    description: 'Take it though it is implausible; `note` says why.',
    defaultValue: false,
  })
  confirm: boolean;
  @TextField({ description: 'Note.', nullable: true, max: 500 })
  note?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The meter.' })
export class MeterPayload {
  @Field(() => Meter, { description: 'The meter.' })
  meter: unknown;
}

@ObjectType({ description: 'The reading.' })
export class MeterReadingPayload {
  @Field(() => MeterReading, { description: 'The reading.' })
  reading: unknown;
}
