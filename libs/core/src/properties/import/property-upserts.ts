import { Events, keepStatistics } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { buildingPlaces, communityPlaces } from '../place/places';
import { unitAreaProblems } from '../place/area.policy';
import { BuildingBatch, type BuildingProblem, type BuildingTarget } from './building-batch';
import { unitCodeIn, unitCodeProblem } from '../place/unit-code';
import { importMessages } from './import.messages';
import type { BuildingRow, UnitRow, UpsertOutcome } from './rows';
import { UnitBatch, type UnitPlan, type UnitProblem } from './unit-batch';

type BuildingField = BuildingProblem['field'];
type UnitField = UnitProblem['field'] | 'building' | 'grossArea';

/**
 * Writes many buildings or units of a register at once, in the transaction of the caller: a thousand rows take a
 * handful of statements. What a row names by its keys is updated, the rest is made; a row with an error leaves nothing
 * behind. Call it with batches of about a thousand.
 */
@Injectable()
export class PropertyUpserts {
  constructor(private readonly events: Events) {}

  /** One outcome per row. A community the caller does not see is an error of its rows. */
  async upsertBuildings(rows: readonly BuildingRow[]): Promise<UpsertOutcome<BuildingField>[]> {
    await keepStatistics();
    const communities = await communityPlaces([...new Set(rows.map(({ communityId }) => communityId))]);
    const batch = await BuildingBatch.load(rows, communities);
    const wanted = new Set<BuildingTarget>();
    const found = rows.map((row, index) => {
      const target = communities.has(row.communityId) ? batch.find(row) : missing('building', 'UNKNOWN_COMMUNITY');
      if ('message' in target) return { target, merged: false };
      const merged = target.describedBy !== null;
      wanted.add(target);
      if (!merged) {
        target.describedBy = index;
        target.take(row, false);
      }
      return { target, merged };
    });
    await batch.write(wanted, this.events);
    return found.map(({ target, merged }): UpsertOutcome<BuildingField> => {
      if ('message' in target) return { outcome: 'ERROR', id: null, problem: target };
      const outcome = merged ? 'MERGED' : target.isNew ? 'CREATED' : target.changed ? 'UPDATED' : 'UNCHANGED';
      return { outcome, id: target.id, problem: null };
    });
  }

  /** One outcome per row. Two rows about the same unit, and a building the caller does not see, are errors. */
  async upsertUnits(given: readonly UnitRow[]): Promise<UpsertOutcome<UnitField>[]> {
    await keepStatistics();
    const rows = given.map((row) => ({ ...row, code: unitCodeIn(row.section ?? null, row.code) }));
    const places = await buildingPlaces([...new Set(rows.map(({ buildingId }) => buildingId))]);
    const batch = await UnitBatch.load(rows);
    const planned = rows.map((row, index): UnitPlan | Extract<UpsertOutcome<UnitField>['problem'], object> => {
      if (!places.has(row.buildingId)) return missing('building', 'UNKNOWN_BUILDING');
      return unitAreaProblems(row)[0] ?? unitCodeProblem('unit', row.code) ?? batch.plan(row, index + 1);
    });
    await batch.write(
      planned.filter((plan) => 'outcome' in plan),
      places,
      this.events,
    );
    return planned.map((plan) =>
      'outcome' in plan
        ? { outcome: plan.outcome, id: plan.id, problem: null }
        : { outcome: 'ERROR', id: null, problem: plan },
    );
  }
}

const missing = <N extends string>(field: N, code: 'UNKNOWN_COMMUNITY' | 'UNKNOWN_BUILDING') => ({
  field,
  code,
  message: code === 'UNKNOWN_COMMUNITY' ? importMessages.noSuchCommunity : importMessages.noSuchBuilding,
});
