import { AtriumError, currentTenant, db, Events, newId, notFound, staleVersion, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { unitAreaProblems } from '../place/area.policy';
import { deletePlace } from '../place/delete-place';
import { emptyAsNull, refuse, refuseEmptied } from '../place/inputs';
import { sortKeyIn, unitTokens } from '../place/place-keys';
import { requireBuilding, requireSection } from '../place/places';
import { movedUnitCode, unitCodeIn, unitCodeProblem } from '../place/unit-code';
import { propertyMessages } from '../properties.messages';
import { propertyEvents } from '../property.events';
import { UnitEntity } from './unit.entity';
import type { ChangeUnitStateInput, CreateUnitInput, UpdateUnitInput } from './unit.inputs';
import { UnitState } from './unit.type';

@Injectable()
export class UnitsService {
  constructor(private readonly events: Events) {}

  /** Answers the new unit's UUID. `NOT_FOUND` without such a building or section, `CONFLICT` for a code taken in it. */
  async create(input: CreateUnitInput): Promise<string> {
    refuse(unitAreaProblems(input));
    const { buildingId, sectionId, usage, state, grossArea, netArea, floor, handedOverOn, externalId } = input;
    const tenant = currentTenant();
    const building = await requireBuilding(buildingId);
    const section = sectionId ? await requireSection(sectionId, buildingId) : null;
    const code = unitCodeIn(section?.code ?? null, input.code);
    refuse([unitCodeProblem('code', code)]);
    const id = newId();
    const repository = await db().repository(UnitEntity);
    await repository.insert({
      id,
      communityId: building.community.id,
      buildingId,
      sectionId,
      code,
      usage,
      state,
      grossArea,
      netArea,
      floor,
      handedOverOn,
      externalId: emptyAsNull(externalId),
      sortKey: sortKeyIn(building, code, tenant.locale),
      searchTokens: unitTokens(building, section?.code ?? null, code, tenant.id),
    });
    await this.events.emit(
      propertyEvents.unitCreated,
      { unitId: id, buildingId, communityId: building.community.id },
      { aggregateId: id },
    );
    return id;
  }

  async update(input: UpdateUnitInput): Promise<void> {
    refuseEmptied(input, 'code', 'usage');
    refuse(unitAreaProblems(input));
    const { id, version, sectionId, usage, grossArea, netArea, floor, handedOverOn, externalId } = input;
    const found = input.code !== undefined || sectionId !== undefined ? await this.derived(input) : {};
    await updateVersioned(UnitEntity, 'Unit', id, version, {
      sectionId,
      usage: usage ?? undefined,
      grossArea,
      netArea,
      floor,
      handedOverOn,
      externalId: emptyAsNull(externalId),
      ...found,
    });
    await this.events.emit(propertyEvents.unitUpdated, { unitId: id }, { aggregateId: id });
  }

  /** Moves a unit from one state to another; `INVALID_TRANSITION` with the allowed ones when it is in that state. */
  async changeState({ id, version, state }: ChangeUnitStateInput): Promise<void> {
    const repository = await db().repository(UnitEntity);
    const unit = await repository.findOne({ where: { id }, select: { id: true, version: true, state: true } });
    if (!unit) throw notFound('Unit');
    if (unit.version !== version) throw staleVersion(version, unit.version);
    if (unit.state === state) {
      throw new AtriumError('INVALID_TRANSITION', propertyMessages.sameState, {
        extra: { allowed: Object.values(UnitState).filter((other) => other !== state) },
      });
    }
    await updateVersioned(UnitEntity, 'Unit', id, version, { state });
    const change = { unitId: id, from: unit.state, to: state };
    await this.events.emit(propertyEvents.unitStateChanged, change, { aggregateId: id });
  }

  async delete(id: string): Promise<void> {
    const communityId = await deletePlace('unit', 'Unit', id);
    await this.events.emit(propertyEvents.unitDeleted, { unitId: id, communityId }, { aggregateId: id });
  }

  /** Code, order and search of a unit whose code or section changes. */
  private async derived(input: UpdateUnitInput): Promise<Pick<UnitEntity, 'code' | 'sortKey' | 'searchTokens'>> {
    const repository = await db().repository(UnitEntity);
    const unit = await repository.findOneBy({ id: input.id });
    if (!unit) throw notFound('Unit');
    const building = await requireBuilding(unit.buildingId);
    const sectionOf = async (id: string | null) => (id ? (await requireSection(id, unit.buildingId)).code : null);
    const from = await sectionOf(unit.sectionId);
    const moves = input.sectionId !== undefined && input.sectionId !== unit.sectionId;
    const section = moves ? await sectionOf(input.sectionId!) : from;
    const code =
      input.code == null
        ? moves
          ? movedUnitCode(unit.code, from, section)
          : unit.code
        : unitCodeIn(section, input.code);
    refuse([unitCodeProblem('code', code)]);
    const { id: tenantId, locale } = currentTenant();
    return {
      code,
      sortKey: sortKeyIn(building, code, locale),
      searchTokens: unitTokens(building, section, code, tenantId),
    };
  }
}
