import {
  Events,
  type ImportKind,
  ImportKindProvider,
  type ImportRunOptions,
  keepStatistics,
  type ParsedRow,
  together,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { BuildingPlace } from '../place/place-keys';
import { BuildingBatch, type BuildingTarget } from './building-batch';
import { CommunityBatch } from './community-batch';
import {
  draftOf,
  type PropertyDraft,
  type PropertyFields,
  propertyImport,
  type PropertyOutcome,
  type PropertyProblem,
  unitsToMake,
} from './property-rows';
import { UnitBatch, type UnitPlan } from './unit-batch';

/** Units made from one row are written so many at a time. */
const CHUNK = 1_000;

/** A row on its way through the batch. */
interface Step {
  readonly draft: PropertyDraft;
  problems: readonly PropertyProblem[];
  communityId: string | null;
  target: BuildingTarget | null;
  plan: UnitPlan | null;
}

type Counts = Record<string, number>;

/**
 * Imports communities, buildings, sections and units. Everything that can be wrong with a row is found before anything
 * is written, so that a row with an error leaves nothing behind. A row about a unit completes what is known of its
 * building but never changes it; several rows about one building are one building, and the first of them counts.
 */
@ImportKindProvider(propertyImport)
@Injectable()
export class PropertyImport implements ImportKind<PropertyFields> {
  constructor(private readonly events: Events) {}

  async applyBatch(
    rows: readonly ParsedRow<PropertyFields>[],
    options: ImportRunOptions,
  ): Promise<readonly PropertyOutcome[]> {
    await keepStatistics();
    const steps = rows.map((row): Step => {
      const draft = draftOf(row);
      return { draft, problems: draft.problems, communityId: null, target: null, plan: null };
    });
    const good = (): Step[] => steps.filter(({ problems }) => problems.length === 0);

    const communities = await CommunityBatch.load(
      good().map(({ draft }) => draft.community),
      options.onMissingParent === 'CREATE',
    );
    for (const step of good()) {
      const found = communities.find(step.draft.community);
      if ('message' in found) step.problems = [found];
      else step.communityId = found.id;
    }
    const rowOf = ({ draft, communityId }: Step) => ({ ...draft.building, communityId: communityId! });
    const buildings = await BuildingBatch.load(good().map(rowOf), communities.places);
    for (const step of good()) {
      const found = buildings.find(rowOf(step));
      if ('message' in found) step.problems = [found];
      else step.target = found;
    }
    const units = await this.planUnits(good());

    const wanted = new Set(good().map(({ target }) => target!));
    const merged = new Set(good().filter((step) => !this.describe(step, rowOf(step))));
    const places = buildings.placesOf(wanted);
    // Sent one behind the other: while the database writes the buildings, their units are made ready.
    const written = together([
      communities.write(new Set(good().map(({ communityId }) => communityId!)), this.events),
      buildings.write(wanted, this.events),
      this.writeUnits(good(), units, places),
    ]);
    options.writing?.();
    const [made, , counts] = await written;
    count(counts, good()[0], { communitiesCreated: made });
    for (const step of good()) {
      if (step.target!.isNew && wanted.delete(step.target!)) count(counts, step, { buildingsCreated: 1 });
    }
    return steps.map((step) => outcomeOf(step, merged.has(step), counts.get(step)));
  }

  private async planUnits(steps: readonly Step[]): Promise<UnitBatch> {
    const about = steps.flatMap((step) => {
      const { draft, target } = step;
      return draft.unit ? [{ step, row: { ...draft.unit, buildingId: target!.id } }] : [];
    });
    const empty = new Set(steps.flatMap(({ target }) => (target!.isNew ? [target!.id] : [])));
    const units = await UnitBatch.load(
      about.map(({ row }) => row),
      empty,
    );
    for (const { step, row } of about) {
      const plan = units.plan(row, step.draft.number);
      if ('message' in plan) step.problems = [plan];
      else step.plan = plan;
    }
    return units;
  }

  /** Hands a row's words about its building on; false when an earlier row has described it. */
  private describe({ draft, target }: Step, row: Parameters<BuildingTarget['take']>[0]): boolean {
    if (draft.unit) {
      target!.take(row, true);
      return true;
    }
    if (target!.describedBy !== null || (draft.duplicateOf !== null && !target!.isNew)) return false;
    target!.describedBy = draft.number;
    target!.take(row, false);
    return true;
  }

  private async writeUnits(
    steps: readonly Step[],
    units: UnitBatch,
    places: ReadonlyMap<string, BuildingPlace>,
  ): Promise<Map<Step, Counts>> {
    const counts = new Map<Step, Counts>();
    const plans = steps.flatMap(({ plan }) => plan ?? []);
    const makers = steps.filter(({ draft }) => draft.shape);
    count(counts, steps[0], { sectionsCreated: await units.write(plans, places, this.events) });
    for (const step of steps) if (step.plan?.outcome === 'CREATED') count(counts, step, { unitsCreated: 1 });
    for (const step of makers) {
      const rows = unitsToMake(step.draft).map((unit) => ({ ...unit, buildingId: step.target!.id }));
      for (let start = 0; start < rows.length; start += CHUNK) {
        const chunk = rows.slice(start, start + CHUNK);
        const batch = await UnitBatch.load(chunk);
        // What is there already stays as it is.
        const fresh = chunk.flatMap((row) => {
          const plan = batch.plan(row, step.draft.number);
          return 'message' in plan || plan.outcome !== 'CREATED' ? [] : [plan];
        });
        count(counts, step, {
          sectionsCreated: await batch.write(fresh, places, this.events),
          unitsCreated: fresh.length,
        });
      }
    }
    return counts;
  }
}

function count(counts: Map<Step, Counts>, step: Step | undefined, more: Counts): void {
  if (!step) return;
  const known = counts.get(step) ?? {};
  for (const [name, n] of Object.entries(more)) if (n > 0) known[name] = (known[name] ?? 0) + n;
  if (Object.keys(known).length > 0) counts.set(step, known);
}

function outcomeOf({ draft, problems, target, plan }: Step, merged: boolean, counts?: Counts): PropertyOutcome {
  const { number } = draft;
  if (problems.length > 0) return { number, outcome: 'ERROR', problems };
  if (plan) return { number, outcome: plan.outcome, counts };
  if (merged) return { number, outcome: 'MERGED', counts };
  if (target!.isNew) return { number, outcome: 'CREATED', counts };
  const changed = target!.changed || counts?.unitsCreated;
  return { number, outcome: changed ? 'UPDATED' : 'UNCHANGED', counts };
}
