import { currentTenant, db, Events, newId, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { deletePlace } from '../place/delete-place';
import { geoPointColumns } from '../place/geo-point.type';
import { emptyAsNull, refuseEmptied } from '../place/inputs';
import { buildingTokens, sortKeyIn, unitWords } from '../place/place-keys';
import { requireCommunity } from '../place/places';
import { refreshBuilding } from '../place/refresh-places';
import { propertyEvents } from '../property.events';
import { BuildingEntity } from './building.entity';
import type { CreateBuildingInput, UpdateBuildingInput } from './building.inputs';

@Injectable()
export class BuildingsService {
  constructor(private readonly events: Events) {}

  /** Answers the new building's UUID. `NOT_FOUND` without such a community, `CONFLICT` for a code that is taken in it. */
  async create(input: CreateBuildingInput): Promise<string> {
    const { communityId, code, kind, location, floorsAbove, floorsBelow } = input;
    const tenant = currentTenant();
    const community = await requireCommunity(communityId);
    const id = newId();
    const name = emptyAsNull(input.name) ?? null;
    const address = emptyAsNull(input.address) ?? null;
    const postcode = emptyAsNull(input.postcode) ?? null;
    const place = { code, name, address, postcode, community };
    const repository = await db().repository(BuildingEntity);
    await repository.insert({
      id,
      communityId,
      code,
      name,
      kind,
      address,
      postcode,
      floorsAbove,
      floorsBelow,
      externalId: emptyAsNull(input.externalId),
      sortKey: sortKeyIn(community, code, tenant.locale),
      searchTokens: buildingTokens(place, tenant.id),
      unitWords: unitWords(place, tenant.id),
      ...geoPointColumns(location),
    });
    await this.events.emit(propertyEvents.buildingCreated, { buildingId: id, communityId }, { aggregateId: id });
    return id;
  }

  async update(input: UpdateBuildingInput): Promise<void> {
    refuseEmptied(input, 'code', 'kind');
    const { id, version, code, name, kind, address, postcode, location, floorsAbove, floorsBelow } = input;
    await updateVersioned(BuildingEntity, 'Building', id, version, {
      code: code ?? undefined,
      name: emptyAsNull(name),
      kind: kind ?? undefined,
      address: emptyAsNull(address),
      postcode: emptyAsNull(postcode),
      floorsAbove,
      floorsBelow,
      externalId: emptyAsNull(input.externalId),
      ...geoPointColumns(location),
    });
    if ([code, name, address, postcode].some((value) => value !== undefined)) await refreshBuilding(id);
    await this.events.emit(propertyEvents.buildingUpdated, { buildingId: id }, { aggregateId: id });
  }

  async delete(id: string): Promise<void> {
    const communityId = await deletePlace('building', 'Building', id);
    await this.events.emit(propertyEvents.buildingDeleted, { buildingId: id, communityId }, { aggregateId: id });
  }
}
