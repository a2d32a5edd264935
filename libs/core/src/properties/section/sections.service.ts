import { currentTenant, db, Events, newId, notFound, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { deletePlace } from '../place/delete-place';
import { emptyAsNull, refuseEmptied } from '../place/inputs';
import { sortKeyIn } from '../place/place-keys';
import { requireBuilding } from '../place/places';
import { recodeUnits } from '../place/recode-units';
import { refreshBelowBuildings } from '../place/refresh-places';
import { SectionEntity } from './section.entity';
import type { CreateSectionInput, UpdateSectionInput } from './section.inputs';

@Injectable()
export class SectionsService {
  constructor(private readonly events: Events) {}

  /** Answers the new section's UUID. `NOT_FOUND` without such a building, `CONFLICT` for a code that is taken in it. */
  async create(input: CreateSectionInput): Promise<string> {
    const { buildingId, code, name, externalId } = input;
    const building = await requireBuilding(buildingId);
    const id = newId();
    const repository = await db().repository(SectionEntity);
    await repository.insert({
      id,
      communityId: building.community.id,
      buildingId,
      code,
      name: emptyAsNull(name),
      externalId: emptyAsNull(externalId),
      sortKey: sortKeyIn(building, code, currentTenant().locale),
    });
    return id;
  }

  /** Units whose codes begin with the section's go along: `CONFLICT` where one of them is taken in the building. */
  async update(input: UpdateSectionInput): Promise<void> {
    refuseEmptied(input, 'code');
    const { id, version, code, name, externalId } = input;
    const repository = await db().repository(SectionEntity);
    const section = await repository.findOneBy({ id });
    if (!section) throw notFound('Section');
    const building = await requireBuilding(section.buildingId);
    await updateVersioned(SectionEntity, 'Section', id, version, {
      code: code ?? undefined,
      sortKey: code == null ? undefined : sortKeyIn(building, code, currentTenant().locale),
      name: emptyAsNull(name),
      externalId: emptyAsNull(externalId),
    });
    if (code == null || code === section.code) return;
    await recodeUnits({ id, code }, section.code, building, this.events);
    await refreshBelowBuildings([section.buildingId]);
  }

  async delete(id: string): Promise<void> {
    await deletePlace('section', 'Section', id);
  }
}
