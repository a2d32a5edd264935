import { currentTenant, db, newId, notFound, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { deletePlace } from '../place/delete-place';
import { emptyAsNull, refuseEmptied } from '../place/inputs';
import { sortKeyIn } from '../place/place-keys';
import { requireLocation } from '../place/places';
import { EquipmentEntity } from './equipment.entity';
import type { CreateEquipmentInput, UpdateEquipmentInput } from './equipment.inputs';

@Injectable()
export class EquipmentService {
  /** Answers the new piece's UUID. `NOT_FOUND` where its place is not, `CONFLICT` for a code that is taken. */
  async create(input: CreateEquipmentInput): Promise<string> {
    const { communityId, buildingId, sectionId, code, name, kind, state } = input;
    const community = await requireLocation(input);
    const id = newId();
    const repository = await db().repository(EquipmentEntity);
    await repository.insert({
      id,
      communityId,
      buildingId,
      sectionId,
      code,
      name,
      kind,
      state,
      sortKey: sortKeyIn(community, name, currentTenant().locale),
      ...this.details(input),
    });
    return id;
  }

  async update(input: UpdateEquipmentInput): Promise<void> {
    refuseEmptied(input, 'code', 'name', 'kind', 'state');
    const { id, version, buildingId, sectionId, code, name, kind, state } = input;
    const repository = await db().repository(EquipmentEntity);
    const stored = await repository.findOneBy({ id });
    if (!stored) throw notFound('Equipment');
    const community = await requireLocation({
      communityId: stored.communityId,
      buildingId: buildingId === undefined ? stored.buildingId : buildingId,
      sectionId: sectionId === undefined ? stored.sectionId : sectionId,
    });
    await updateVersioned(EquipmentEntity, 'Equipment', id, version, {
      buildingId,
      sectionId,
      code: code ?? undefined,
      name: name ?? undefined,
      sortKey: name == null ? undefined : sortKeyIn(community, name, currentTenant().locale),
      kind: kind ?? undefined,
      state: state ?? undefined,
      ...this.details(input),
    });
  }

  async delete(id: string): Promise<void> {
    await deletePlace('equipment', 'Equipment', id);
  }

  private details(input: CreateEquipmentInput | UpdateEquipmentInput) {
    const { serialNumber, maker, model, installedOn, commissionedOn, nextInspectionOn, externalId } = input;
    return {
      serialNumber: emptyAsNull(serialNumber),
      maker: emptyAsNull(maker),
      model: emptyAsNull(model),
      installedOn,
      commissionedOn,
      nextInspectionOn,
      externalId: emptyAsNull(externalId),
    };
  }
}
