import { IdempotencyKeyField, IdField, NestedField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';
import { deletedPayloadOf, payloadOf } from '../place/payloads';
import { GeoPointInput } from '../place/geo-point.type';
import { Community, ServiceProfile } from './community.type';

@InputType({ description: 'A new community.' })
export class CreateCommunityInput {
  @TextField({ description: 'Name, at most 100 characters.', max: 100 })
  name: string;
  @TextField({
    description: 'Short code, unique in the tenant, at most 100 characters; the name when not given.',
    nullable: true,
    min: 1,
    max: 100,
  })
  code?: string | null;
  @ValueField(() => ServiceProfile, {
    description: 'Kind of service it gets.',
    defaultValue: ServiceProfile.RESIDENTIAL,
  })
  serviceProfile: ServiceProfile;
  @TextField({ description: 'Postal address, at most 200 characters.', nullable: true, max: 200 })
  address?: string | null;
  @TextField({ description: 'Postcode, at most 20 characters.', nullable: true, max: 20 })
  postcode?: string | null;
  @NestedField(() => GeoPointInput, { description: 'Where it is on the map.', nullable: true })
  location?: GeoPointInput | null;
  @TextField({ description: 'City, county or borough for statistics.', nullable: true, max: 100 })
  region?: string | null;
  @TextField({ description: 'District within the region, for statistics.', nullable: true, max: 100 })
  district?: string | null;
  @TextField({ description: 'Its key in another system, unique among communities.', nullable: true, max: 100 })
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of a community: what is left out stays, null empties.' })
export class UpdateCommunityInput {
  @IdField('community', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Name.', nullable: true, min: 1, max: 100 })
  name?: string | null;
  @TextField({ description: 'Short code, unique in the tenant.', nullable: true, min: 1, max: 100 })
  code?: string | null;
  @ValueField(() => ServiceProfile, { description: 'Kind of service it gets.', nullable: true })
  serviceProfile?: ServiceProfile | null;
  @TextField({ description: 'Postal address.', nullable: true, max: 200 })
  address?: string | null;
  @TextField({ description: 'Postcode.', nullable: true, max: 20 })
  postcode?: string | null;
  @NestedField(() => GeoPointInput, { description: 'Where it is on the map.', nullable: true })
  location?: GeoPointInput | null;
  @TextField({ description: 'City, county or borough for statistics.', nullable: true, max: 100 })
  region?: string | null;
  @TextField({ description: 'District within the region, for statistics.', nullable: true, max: 100 })
  district?: string | null;
  @TextField({ description: 'Its key in another system.', nullable: true, max: 100 })
  externalId?: string | null;
}

@InputType({ description: 'Deletes a community that nothing hangs on.' })
export class DeleteCommunityInput {
  @IdField('community', { description: 'Which one.' })
  id: string;
}

export const CreateCommunityPayload = payloadOf('CreateCommunity', Community, 'community');
export const UpdateCommunityPayload = payloadOf('UpdateCommunity', Community, 'community');
export const DeleteCommunityPayload = deletedPayloadOf('Community');
