import { IdempotencyKeyField, IdField, IntField, NestedField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';
import { GeoPointInput } from '../place/geo-point.type';
import { deletedPayloadOf, payloadOf } from '../place/payloads';
import { Building, BuildingKind } from './building.type';

@InputType({ description: 'A new building, garage or outdoor area.' })
export class CreateBuildingInput {
  @IdField('community', { description: 'The community it stands in.' })
  communityId: string;
  @TextField({ description: 'Number or name on the wall, unique in its community, at most 100 characters.', max: 100 })
  code: string;
  @TextField({ description: 'Name, where it has one besides its code.', nullable: true, max: 100 })
  name?: string | null;
  @ValueField(() => BuildingKind, { description: 'What it is for.', defaultValue: BuildingKind.RESIDENTIAL })
  kind: BuildingKind;
  @TextField({ description: 'Postal address, at most 200 characters.', nullable: true, max: 200 })
  address?: string | null;
  @TextField({ description: 'Postcode, at most 20 characters.', nullable: true, max: 20 })
  postcode?: string | null;
  @NestedField(() => GeoPointInput, { description: 'Where it is on the map.', nullable: true })
  location?: GeoPointInput | null;
  @IntField({ description: 'Floors above ground.', nullable: true, min: 0, max: 200 })
  floorsAbove?: number | null;
  @IntField({ description: 'Floors below ground.', nullable: true, min: 0, max: 20 })
  floorsBelow?: number | null;
  @TextField({ description: 'Its key in another system, unique among buildings.', nullable: true, max: 100 })
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of a building: what is left out stays, null empties.' })
export class UpdateBuildingInput {
  @IdField('building', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Number or name on the wall.', nullable: true, min: 1, max: 100 })
  code?: string | null;
  @TextField({ description: 'Name, where it has one besides its code.', nullable: true, max: 100 })
  name?: string | null;
  @ValueField(() => BuildingKind, { description: 'What it is for.', nullable: true })
  kind?: BuildingKind | null;
  @TextField({ description: 'Postal address.', nullable: true, max: 200 })
  address?: string | null;
  @TextField({ description: 'Postcode.', nullable: true, max: 20 })
  postcode?: string | null;
  @NestedField(() => GeoPointInput, { description: 'Where it is on the map.', nullable: true })
  location?: GeoPointInput | null;
  @IntField({ description: 'Floors above ground.', nullable: true, min: 0, max: 200 })
  floorsAbove?: number | null;
  @IntField({ description: 'Floors below ground.', nullable: true, min: 0, max: 20 })
  floorsBelow?: number | null;
  @TextField({ description: 'Its key in another system.', nullable: true, max: 100 })
  externalId?: string | null;
}

@InputType({ description: 'Deletes a building that nothing hangs on.' })
export class DeleteBuildingInput {
  @IdField('building', { description: 'Which one.' })
  id: string;
}

export const CreateBuildingPayload = payloadOf('CreateBuilding', Building, 'building');
export const UpdateBuildingPayload = payloadOf('UpdateBuilding', Building, 'building');
export const DeleteBuildingPayload = deletedPayloadOf('Building');
