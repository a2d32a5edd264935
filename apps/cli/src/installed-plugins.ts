import { type Config, type LoadedPlugin, loadPlugins } from '@atrium/platform';

/** What comes with Atrium, by id: the name of its package. */
export const SHIPPED_PLUGINS: Readonly<Record<string, string>> = {
  'community-events': '@atrium/community-events',
};

/**
 * The plugins of an installation: those that come with Atrium, less `WITHOUT_PLUGINS`, and those of `ATRIUM_PLUGINS`, where
 * one of the former may be named too.
 *
 * @throws PluginsError naming each that cannot be loaded, or does not fit with another
 */
export function installedPlugins({ general }: Pick<Config, 'general'>): readonly LoadedPlugin[] {
  const { plugins, withoutPlugins } = general;
  const shipped = Object.entries(SHIPPED_PLUGINS)
    .filter(([id, name]) => !withoutPlugins.includes(id) && !plugins.includes(name))
    .map(([, name]) => ({ name, from: __dirname }));
  const further = plugins.map((name) =>
    Object.values(SHIPPED_PLUGINS).includes(name) ? { name, from: __dirname } : name,
  );
  return loadPlugins([...shipped, ...further]);
}
