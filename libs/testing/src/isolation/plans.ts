import { worldFor } from './audience';
import { type IdPosition, idPositions } from './id-positions';
import type { OperationPlans } from './setting';
import { isPlan, type Plan, type Solver, type Unsolved } from './solver';
import type { Operation, Surface } from './surface';
import { templateAt } from './template';
import type { World } from './world';
import type { WorldBuilder } from './world-builder';

/** Arguments for every operation, and for every place of an id in it, that the owner of the first world is served with. */
export async function findPlans(
  surface: Surface,
  solver: Solver,
  builder: WorldBuilder,
  only: (field: string) => boolean,
): Promise<OperationPlans[]> {
  const found: OperationPlans[] = [];
  for (const operation of surface.operations) {
    if (only(operation.name)) found.push(await plansOf(surface, solver, builder, operation));
  }
  return found;
}

async function plansOf(
  surface: Surface,
  solver: Solver,
  builder: WorldBuilder,
  operation: Operation,
): Promise<OperationPlans> {
  const world = worldFor(operation, builder.world);
  const solve = async (must: readonly string[], idType: string | null): Promise<Plan | Unsolved> => {
    if (idType !== null && world.count(idType) === 0) {
      return { operation, reason: `there is no ${idType}: ${builder.reasonFor(idType)}` };
    }
    return solver.solve(operation, { ...builder.solving(operation, true), must, idType });
  };
  const positions = chosen(idPositions(surface, operation), world);
  const anyOf = positions.find(({ path, isAny, idType }) => isAny && !path.includes('.') && world.count(idType) > 0);
  const base = await solve([], anyOf?.idType ?? null);
  const plans: { position: (typeof positions)[number]; plan: Plan | Unsolved }[] = [];
  for (const position of positions) {
    const isCovered = isPlan(base) && !position.isAny && templateAt(base.template, position.path) !== undefined;
    const plan = isCovered ? base : await solve([position.path], position.isAny ? position.idType : null);
    plans.push({ position, plan });
  }
  return { operation, base, positions: plans };
}

/** Types tried where a filter takes ids of any: its condition is the same for all. */
const ANY_IN_FILTERS = 2;

/** All places, but of those in filters that take ids of any type only some types. */
function chosen(positions: readonly IdPosition[], world: World): IdPosition[] {
  const taken = new Map<string, number>();
  return positions.filter(({ path, isAny, idType }) => {
    if (!isAny || !path.includes('.')) return true;
    const count = (taken.get(path) ?? 0) + (world.count(idType) > 0 ? 1 : 0);
    taken.set(path, count);
    return world.count(idType) > 0 && count <= ANY_IN_FILTERS;
  });
}
