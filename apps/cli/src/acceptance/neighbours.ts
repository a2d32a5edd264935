import type { ApiClient } from '../client/api-client';

/** Ids asked for in one call: the API allows 50 aliases. */
const AT_ONCE = 50;

export interface Neighbour {
  readonly name: string;
  readonly api: ApiClient;
  /** Ids of things of its own. */
  readonly ids: readonly string[];
}

/**
 * Every company asks for the others' ids and must be answered as if there were no such things, and for its own, which
 * must be there. Answers sentences about what leaked or was missing, and how many ids were asked for.
 */
export async function probeNeighbours(
  neighbours: readonly Neighbour[],
): Promise<{ problems: string[]; probes: number }> {
  const problems: string[] = [];
  let probes = 0;
  for (const asking of neighbours) {
    for (const owner of neighbours) {
      const found = await findNodes(asking.api, owner.ids);
      probes += owner.ids.length;
      const own = asking === owner;
      for (const [index, id] of owner.ids.entries()) {
        if (own && found[index] !== id) problems.push(`${asking.name} does not find ${id}, which is its own`);
        if (!own && found[index] !== null) problems.push(`${asking.name} sees ${id}, which is ${owner.name}'s`);
      }
    }
  }
  return { problems, probes };
}

/** The id of each thing that is there, null for the others. */
async function findNodes(api: ApiClient, ids: readonly string[]): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const some = ids.slice(start, start + AT_ONCE);
    const parameters = some.map((_, index) => `$i${index}: ID!`).join(', ');
    const fields = some.map((_, index) => `n${index}: node(id: $i${index}) { id }`).join(' ');
    const data = await api.call<Record<string, { id: string } | null>>(
      `query (${parameters}) { ${fields} }`,
      Object.fromEntries(some.map((id, index) => [`i${index}`, id])),
    );
    found.push(...some.map((_, index) => data[`n${index}`]?.id ?? null));
  }
  return found;
}
