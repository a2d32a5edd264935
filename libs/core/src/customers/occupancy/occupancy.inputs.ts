import {
  DecimalScalar,
  IdempotencyKeyField,
  IdField,
  LocalDateScalar,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Unit } from '../../properties';
import { OccupancyKind } from './occupancy.policy';
import { Occupancy, UnitTransfer } from './occupancy.type';

const STARTS = 'First day; not known when left out or null.';
const ENDS = 'First day on which it no longer holds; none when left out or null.';
const SHARE = {
  description:
    'Share of an owner or co-owner in percent, at most two decimals; those of a unit are at most 100 together.',
  nullable: true,
};
const PRIMARY = 'Is this the first person to turn to about the unit? Another one then is no longer.';
const EXTERNAL_ID = { description: 'Its key in another system, unique among occupancies.', nullable: true, max: 100 };

@InputType({ description: 'A customer becomes something to a unit.' })
export class StartOccupancyInput {
  @IdField('customer', { description: 'The customer.' })
  customerId: string;
  @IdField('unit', { description: 'The unit.' })
  unitId: string;
  @ValueField(() => OccupancyKind, { description: 'What the customer is to the unit.' })
  kind: OccupancyKind;
  @ValueField(() => LocalDateScalar, { description: STARTS, nullable: true })
  startsOn?: string | null;
  @ValueField(() => LocalDateScalar, { description: ENDS, nullable: true })
  endsOn?: string | null;
  @ValueField(() => DecimalScalar, SHARE)
  share?: string | null;
  @ValueField(() => Boolean, {
    description: 'Does this customer pay the fees of the unit? The owner does unless told otherwise.',
    nullable: true,
  })
  paysFees?: boolean | null;
  @ValueField(() => Boolean, { description: PRIMARY, defaultValue: false })
  isPrimaryContact: boolean;
  @TextField(EXTERNAL_ID)
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of an occupancy: what is left out stays, null empties.' })
export class UpdateOccupancyInput {
  @IdField('occupancy', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => LocalDateScalar, { description: 'First day; null: not known.', nullable: true })
  startsOn?: string | null;
  @ValueField(() => LocalDateScalar, {
    description: 'First day on which it no longer holds; null: none.',
    nullable: true,
  })
  endsOn?: string | null;
  @ValueField(() => DecimalScalar, SHARE)
  share?: string | null;
  @ValueField(() => Boolean, { description: 'Does this customer pay the fees of the unit?', nullable: true })
  paysFees?: boolean | null;
  @ValueField(() => Boolean, { description: PRIMARY, nullable: true })
  isPrimaryContact?: boolean | null;
  @TextField(EXTERNAL_ID)
  externalId?: string | null;
}

@InputType({ description: 'A customer is no longer what it was to a unit.' })
export class EndOccupancyInput {
  @IdField('occupancy', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => LocalDateScalar, { description: 'First day on which it no longer holds.' })
  endsOn: string;
}

@InputType({ description: 'Removes an occupancy that was entered by mistake; one that is over is ended.' })
export class RemoveOccupancyInput {
  @IdField('occupancy', { description: 'Which one.' })
  id: string;
}

@InputType({ description: 'A new owner of a unit.' })
export class NewOwnerInput {
  @IdField('customer', { description: 'The customer.' })
  customerId: string;
  @ValueField(() => OccupancyKind, { description: 'OWNER for exactly one of them, CO_OWNER for the others.' })
  kind: OccupancyKind;
  @ValueField(() => DecimalScalar, SHARE)
  share?: string | null;
  @ValueField(() => Boolean, {
    description: 'Does this customer pay the fees of the unit? The owner does unless told otherwise.',
    nullable: true,
  })
  paysFees?: boolean | null;
  @ValueField(() => Boolean, { description: PRIMARY, defaultValue: false })
  isPrimaryContact: boolean;
}

@InputType({ description: 'A unit changes hands (过户).' })
export class TransferUnitInput {
  @IdField('unit', { description: 'The unit.' })
  unitId: string;
  @ValueField(() => LocalDateScalar, { description: 'First day of the new owners; the old ones end on it.' })
  transferredOn: string;
  @NestedField(() => NewOwnerInput, { description: 'The new owners, at most 20.', list: true, max: 20 })
  newOwners: NewOwnerInput[];
  @ValueField(() => [OccupancyKind], {
    description: 'Who stays besides: LESSEE unless told otherwise. Owners and co-owners always end.',
    defaultValue: [OccupancyKind.LESSEE],
  })
  staying: OccupancyKind[];
  @TextField({ description: 'What is to be noted about it.', nullable: true, max: 2000, multiline: true })
  note?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'Answer of startOccupancy.' })
export class StartOccupancyPayload {
  @Field(() => Occupancy, { description: 'As it is now.' })
  occupancy: Occupancy;
}

@ObjectType({ description: 'Answer of updateOccupancy.' })
export class UpdateOccupancyPayload {
  @Field(() => Occupancy, { description: 'As it is now.' })
  occupancy: Occupancy;
}

@ObjectType({ description: 'Answer of endOccupancy.' })
export class EndOccupancyPayload {
  @Field(() => Occupancy, { description: 'As it is now.' })
  occupancy: Occupancy;
}

@ObjectType({ description: 'Answer of removeOccupancy.' })
export class RemoveOccupancyPayload {
  @Field(() => ID, { description: 'Id of the occupancy that is gone.' })
  removedOccupancyId: string;
}

@ObjectType({ description: 'Answer of transferUnit.' })
export class TransferUnitPayload {
  @Field(() => UnitTransfer, { description: 'The transfer, with who ended and who started.' })
  transfer: UnitTransfer;
  @Field(() => Unit, { description: 'The unit as it is now.' })
  unit: Unit;
}
