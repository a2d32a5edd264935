import { currentTenant, db, Events, newId, sortKey, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { deletePlace } from '../place/delete-place';
import { geoPointColumns } from '../place/geo-point.type';
import { emptyAsNull, refuseEmptied, refuseScoped } from '../place/inputs';
import { requireCommunity } from '../place/places';
import { refreshBelowCommunity } from '../place/refresh-places';
import { propertyEvents } from '../property.events';
import { CommunityEntity } from './community.entity';
import type { CreateCommunityInput, UpdateCommunityInput } from './community.inputs';

@Injectable()
export class CommunitiesService {
  constructor(private readonly events: Events) {}

  /** Answers the new community's UUID. `FORBIDDEN` for those limited to some communities; `CONFLICT` for a code taken. */
  async create(input: CreateCommunityInput): Promise<string> {
    refuseScoped();
    const id = newId();
    const repository = await db().repository(CommunityEntity);
    await repository.insert({
      id,
      name: input.name,
      code: input.code ?? input.name,
      sortKey: sortKey(input.name, currentTenant().locale),
      serviceProfile: input.serviceProfile,
      address: emptyAsNull(input.address),
      postcode: emptyAsNull(input.postcode),
      region: emptyAsNull(input.region),
      district: emptyAsNull(input.district),
      externalId: emptyAsNull(input.externalId),
      ...geoPointColumns(input.location),
    });
    await this.events.emit(propertyEvents.communityCreated, { communityId: id }, { aggregateId: id });
    return id;
  }

  async update(input: UpdateCommunityInput): Promise<void> {
    refuseEmptied(input, 'name', 'code', 'serviceProfile');
    const { id, version, name, code, serviceProfile, location } = input;
    await updateVersioned(CommunityEntity, 'Community', id, version, {
      name: name ?? undefined,
      code: code ?? undefined,
      sortKey: name == null ? undefined : sortKey(name, currentTenant().locale),
      serviceProfile: serviceProfile ?? undefined,
      address: emptyAsNull(input.address),
      postcode: emptyAsNull(input.postcode),
      region: emptyAsNull(input.region),
      district: emptyAsNull(input.district),
      externalId: emptyAsNull(input.externalId),
      ...geoPointColumns(location),
    });
    const { address, postcode } = input;
    if ([name, code, address, postcode].some((value) => value !== undefined)) {
      await refreshBelowCommunity(await requireCommunity(id));
    }
    await this.events.emit(propertyEvents.communityUpdated, { communityId: id }, { aggregateId: id });
  }

  async delete(id: string): Promise<void> {
    await deletePlace('community', 'Community', id);
    await this.events.emit(propertyEvents.communityDeleted, { communityId: id }, { aggregateId: id });
  }
}
