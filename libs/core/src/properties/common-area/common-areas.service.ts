import { currentTenant, db, newId, notFound, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { areaProblem, COMMON_AREA } from '../place/area.policy';
import { deletePlace } from '../place/delete-place';
import { emptyAsNull, refuse, refuseEmptied } from '../place/inputs';
import { sortKeyIn } from '../place/place-keys';
import { requireLocation } from '../place/places';
import { CommonAreaEntity } from './common-area.entity';
import type { CreateCommonAreaInput, UpdateCommonAreaInput } from './common-area.inputs';

@Injectable()
export class CommonAreasService {
  /** Answers the new common area's UUID. `NOT_FOUND` where its place is not, `CONFLICT` for a code that is taken. */
  async create(input: CreateCommonAreaInput): Promise<string> {
    refuse([areaProblem('area', input.area, COMMON_AREA)]);
    const { communityId, buildingId, sectionId, code, name, kind, area, floor, externalId } = input;
    const community = await requireLocation(input);
    const id = newId();
    const repository = await db().repository(CommonAreaEntity);
    await repository.insert({
      id,
      communityId,
      buildingId,
      sectionId,
      code,
      name,
      kind,
      area,
      floor,
      externalId: emptyAsNull(externalId),
      sortKey: sortKeyIn(community, name, currentTenant().locale),
    });
    return id;
  }

  async update(input: UpdateCommonAreaInput): Promise<void> {
    refuseEmptied(input, 'code', 'name', 'kind');
    refuse([areaProblem('area', input.area, COMMON_AREA)]);
    const { id, version, buildingId, sectionId, code, name, kind, area, floor, externalId } = input;
    const repository = await db().repository(CommonAreaEntity);
    const stored = await repository.findOneBy({ id });
    if (!stored) throw notFound('CommonArea');
    const community = await requireLocation({
      communityId: stored.communityId,
      buildingId: buildingId === undefined ? stored.buildingId : buildingId,
      sectionId: sectionId === undefined ? stored.sectionId : sectionId,
    });
    await updateVersioned(CommonAreaEntity, 'CommonArea', id, version, {
      buildingId,
      sectionId,
      code: code ?? undefined,
      name: name ?? undefined,
      sortKey: name == null ? undefined : sortKeyIn(community, name, currentTenant().locale),
      kind: kind ?? undefined,
      area,
      floor,
      externalId: emptyAsNull(externalId),
    });
  }

  async delete(id: string): Promise<void> {
    await deletePlace('common_area', 'CommonArea', id);
  }
}
