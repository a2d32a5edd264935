import {
  DecimalScalar,
  IdempotencyKeyField,
  IdField,
  IntField,
  LocalDateScalar,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';
import { deletedPayloadOf, payloadOf } from '../place/payloads';
import { Unit, UnitState, UnitUsage } from './unit.type';

@InputType({ description: 'A new unit.' })
export class CreateUnitInput {
  @IdField('building', { description: 'The building it lies in.' })
  buildingId: string;
  @IdField('section', { description: 'The section of that building it lies in.', nullable: true })
  sectionId?: string | null;
  @TextField({
    description:
      'Number or name on the door, unique in its building. In a section the code begins with it: `1101` in `2单元` is kept as `2-1101`, at most 50 characters with its section.',
    max: 50,
  })
  code: string;
  @ValueField(() => UnitUsage, { description: 'What it is used for.', defaultValue: UnitUsage.RESIDENTIAL })
  usage: UnitUsage;
  @ValueField(() => UnitState, { description: 'What is going on in it.', defaultValue: UnitState.VACANT })
  state: UnitState;
  @ValueField(() => DecimalScalar, { description: 'Gross floor area, m², two decimals.', nullable: true })
  grossArea?: string | null;
  @ValueField(() => DecimalScalar, {
    description: 'Net floor area, m², two decimals, at most the gross area.',
    nullable: true,
  })
  netArea?: string | null;
  @IntField({ description: 'Floor; below ground it is negative.', nullable: true, min: -20, max: 200 })
  floor?: number | null;
  @ValueField(() => LocalDateScalar, { description: 'Day of the hand-over to the owner.', nullable: true })
  handedOverOn?: string | null;
  @TextField({ description: 'Its key in another system, unique among units.', nullable: true, max: 100 })
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of a unit: what is left out stays, null empties.' })
export class UpdateUnitInput {
  @IdField('unit', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @IdField('section', { description: 'The section of its building it lies in.', nullable: true })
  sectionId?: string | null;
  @TextField({
    description:
      'Number or name on the door. In a section the code begins with it; a unit that moves to another section has its code changed.',
    nullable: true,
    min: 1,
    max: 50,
  })
  code?: string | null;
  @ValueField(() => UnitUsage, { description: 'What it is used for.', nullable: true })
  usage?: UnitUsage | null;
  @ValueField(() => DecimalScalar, { description: 'Gross floor area, m², two decimals.', nullable: true })
  grossArea?: string | null;
  @ValueField(() => DecimalScalar, { description: 'Net floor area, m², two decimals.', nullable: true })
  netArea?: string | null;
  @IntField({ description: 'Floor; below ground it is negative.', nullable: true, min: -20, max: 200 })
  floor?: number | null;
  @ValueField(() => LocalDateScalar, { description: 'Day of the hand-over to the owner.', nullable: true })
  handedOverOn?: string | null;
  @TextField({ description: 'Its key in another system.', nullable: true, max: 100 })
  externalId?: string | null;
}

@InputType({ description: 'A change of what is going on in a unit.' })
export class ChangeUnitStateInput {
  @IdField('unit', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => UnitState, { description: 'The new state; another one than now.' })
  state: UnitState;
}

@InputType({ description: 'Deletes a unit that nothing hangs on.' })
export class DeleteUnitInput {
  @IdField('unit', { description: 'Which one.' })
  id: string;
}

export const CreateUnitPayload = payloadOf('CreateUnit', Unit, 'unit');
export const UpdateUnitPayload = payloadOf('UpdateUnit', Unit, 'unit');
export const ChangeUnitStatePayload = payloadOf('ChangeUnitState', Unit, 'unit');
export const DeleteUnitPayload = deletedPayloadOf('Unit');
