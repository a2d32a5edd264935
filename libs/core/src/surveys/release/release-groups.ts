/** What answers are broken down by. Null: it is not known, or not told. */
export interface Strata {
  readonly region: string | null;
  readonly communityId: string | null;
  readonly customerKind: string | null;
  readonly propertyUsage: string | null;
}

/** What is released together or not at all: one answer, or several that are alike. */
export interface Member {
  readonly strata: Strata;
  /** How many people it stands for; 1 where it does not say. */
  readonly people?: number;
}

export interface Group<T> {
  readonly strata: Strata;
  readonly members: readonly T[];
}

export interface Release<T> {
  /** Each of at least `atLeast` people. */
  readonly groups: readonly Group<T>[];
  /** Those that wait on. */
  readonly waiting: readonly T[];
}

/** From the finest view to the coarsest: what a group keeps. Below its community nothing is told of a unit. */
const VIEWS: readonly ((strata: Strata) => Strata)[] = [
  (strata) => strata,
  ({ region, communityId, customerKind }) => ({ region, communityId, customerKind, propertyUsage: null }),
  ({ region, communityId }) => ({ region, communityId, customerKind: null, propertyUsage: null }),
  ({ region }) => ({ region, communityId: null, customerKind: null, propertyUsage: null }),
  () => ({ region: null, communityId: null, customerKind: null, propertyUsage: null }),
];

export type ReleaseManner = 'FULL' | 'COARSER' | 'LAST';

/**
 * Groups that may be shown, of what waits. Every figure is a sum over whole groups, so no two figures, of whatever
 * filters or times, differ by fewer than `atLeast` people.
 *
 * - `FULL`: only groups that are large enough as they are.
 * - `COARSER`: the rest by a coarser view, one step after the other.
 * - `LAST`: nothing comes after: the few that are left join a group, where there is one.
 *
 * With `holdBack`, `atLeast` wait in each but the last, so that the last one never finds fewer, unless there were fewer in
 * all.
 */
export function releaseGroups<T extends Member>(
  given: readonly T[],
  atLeast: number,
  manner: ReleaseManner,
  holdBack = false,
): Release<T> {
  let rest = [...given];
  const groups: { strata: Strata; members: T[] }[] = [];
  for (const view of manner === 'FULL' ? VIEWS.slice(0, 1) : VIEWS) {
    const sets = new Map<string, { strata: Strata; members: T[] }>();
    for (const one of rest) {
      const strata = view(one.strata);
      const key = JSON.stringify([strata.region, strata.communityId, strata.customerKind, strata.propertyUsage]);
      const set = sets.get(key) ?? { strata, members: [] };
      set.members.push(one);
      sets.set(key, set);
    }
    const large = [...sets.values()].filter(({ members }) => peopleIn(members) >= atLeast);
    groups.push(...large);
    const taken = new Set(large.flatMap(({ members }) => members));
    rest = rest.filter((one) => !taken.has(one));
  }
  groups.sort((a, b) => peopleIn(b.members) - peopleIn(a.members));
  if (manner === 'LAST') {
    const host = rest.length > 0 ? groups.pop() : undefined;
    if (!host) return { groups, waiting: rest };
    const members = [...host.members, ...rest];
    groups.push({ strata: agreed(host.strata, rest), members });
    return { groups, waiting: [] };
  }
  while (holdBack && peopleIn(rest) < atLeast && groups.length > 0) rest.push(...groups.pop()!.members);
  return { groups, waiting: rest };
}

export const peopleIn = (members: readonly Member[]): number =>
  members.reduce((sum, { people = 1 }) => sum + people, 0);

/** The finest view in which all are alike. */
function agreed(strata: Strata, others: readonly { readonly strata: Strata }[]): Strata {
  const keyOf = (one: Strata): string => JSON.stringify(Object.values(one));
  const view = VIEWS.find((one) => others.every((other) => keyOf(one(other.strata)) === keyOf(one(strata))));
  return view ? view(strata) : strata;
}
