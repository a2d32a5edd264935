import type { World } from './world';

const ENABLE = 'mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { name } } }';

/** Id of the proof's own, which the operations about plugins are tried with: it is nobody's to miss. */
const TRIED = 'proof';

/** What a plugin has cannot leak while it is off. */
export async function enablePlugins(world: World): Promise<void> {
  const { client } = world.owner;
  for (const plugin of await pluginsOf(world)) await client.ok(ENABLE, { input: { plugin: plugin.name } });
}

export const pluginsOf = async (world: World): Promise<readonly { name: string; version: number }[]> =>
  (await world.owner.client.ok<{ plugins: { name: string; version: number }[] }>('{ plugins { name version } }'))
    .plugins;

/** The proof's own plugin; undefined on a platform without it. */
export const triedPlugin = async (world: World): Promise<{ name: string; version: number } | undefined> =>
  (await pluginsOf(world)).find(({ name }) => name === TRIED);
