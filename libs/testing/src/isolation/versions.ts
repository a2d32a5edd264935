import type { Surface } from './surface';
import type { World } from './world';

/** Reads the present versions of a world's objects: a change that names a stale one is refused for that alone. */
export async function refreshVersions(surface: Surface, world: World): Promise<void> {
  if (world.home) await refreshVersions(surface, world.home);
  for (const { idType, typeName, versioned } of surface.nodes.values()) {
    if (!versioned) continue;
    for (const id of world.ids(idType)) {
      const answer = await world.owner.client.query(
        `query ($id: ID!) { node(id: $id) { ... on ${typeName} { id version } } }`,
        { id },
      );
      world.harvest(answer.data);
    }
  }
}
