import { coreContexts } from '@atrium/core';
import {
  loadConfig,
  migrationsOf,
  prepareInstallation,
  resolveDatabase,
  uninstallPlugin,
  type UninstallOptions,
} from '@atrium/platform';
import { installedPlugins, SHIPPED_PLUGINS } from '../installed-plugins';
import { EMBEDDED_DATABASE } from './up';

export interface PluginOptions {
  data?: string;
}

/** What was asked for lacks something; the message says what. */
export class PluginUsageError extends Error {}

const isDataChoice = (given: string | undefined): given is UninstallOptions['data'] =>
  given === 'keep' || given === 'erase';

/** Takes a plugin out of the installation's database: for whoever then takes it out of the configuration, too. */
export async function pluginCommand(action: string, id: string, { data }: PluginOptions): Promise<void> {
  if (action !== 'uninstall') throw new PluginUsageError(`There is no action ${action}; allowed is uninstall`);
  if (!isDataChoice(data)) {
    throw new PluginUsageError('Say what becomes of the rows of all companies: --data keep, or --data erase');
  }
  const config = loadConfig();
  const plugins = installedPlugins(config);
  const needing = plugins.find(({ definition }) => id in (definition.requires ?? {}));
  if (needing) throw new PluginUsageError(`${needing.definition.id} needs ${id}: uninstall it first`);
  const { dataDir } = config.general;
  const server = await resolveDatabase({ databaseUrl: config.database.url, dataDir, log: () => undefined });
  try {
    const embedded = server.source === 'url' ? null : EMBEDDED_DATABASE;
    const { adminUrl } = await prepareInstallation(server.url, embedded, config, migrationsOf(coreContexts));
    const plugin = plugins.find(({ definition }) => definition.id === id) ?? null;
    if (!(await uninstallPlugin(adminUrl, id, plugin, { data }))) {
      throw new PluginUsageError(`The plugin ${id} is not installed`);
    }
    console.log(`${id} is uninstalled; its rows are ${data === 'keep' ? 'kept' : 'erased'}.`);
    if (id in SHIPPED_PLUGINS) console.log('Name it in WITHOUT_PLUGINS, or the next start installs it again.');
    else if (plugin) console.log('Take it out of ATRIUM_PLUGINS, or the next start installs it again.');
  } finally {
    await server.stop();
  }
}
