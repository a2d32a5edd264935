import { coreContexts } from '@atrium/core';
import { type LoadedPlugin, loadConfig, migrate, migrationsOf } from '@atrium/platform';
import { join } from 'node:path';
import { installedPlugins } from '../../installed-plugins';
import type { ThrowAwayInstallation } from '../../harness/throw-away-installation';
import { load, type Target } from '../load';
import type { Bench, PreparedWork, Sample, Work } from '../work';
import { LIST_QUERY, PAGE, targetOf } from './building-list';
import { newCompany } from './companies';
import { fillUnits } from './register-data';
import { type SmallPlugins, writeSmallPlugins } from './small-plugins';

const PLUGINS = 50;
const UNITS = 100 * PAGE;
const CONNECTIONS = 16;
const WARM_UP_SECONDS = 3;
/** Short slices in turn: what else the machine does meets both. */
const SLICES = 5;
const SLICE_SECONDS = 1;

const ENABLE = 'mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { name } } }';

/** The list of `buildingList`, asked of a company that has enabled them all, and without them. */
export const manyPluginsList: Work = {
  name: 'manyPluginsList',
  description: `the list of buildingList with ${PLUGINS} small plugins installed and enabled; limit: without them, in slices of ${SLICE_SECONDS} s in turn`,
  unit: 'requests/s',
  better: 'higher',
  budget: { value: null, ratioToLimit: 0.95, peakMemoryMb: null },
  mix: { computing: 0.6, roundTrips: 0.4, bulkRows: 0 },
  prepare: prepareList,
};

/** All of a start that plugins can make longer: the look whether anything is to be migrated, and the API. */
export const manyPluginsStart: Work = {
  name: 'manyPluginsStart',
  description: `how much longer a start takes with ${PLUGINS} small plugins than without: migrations, of which none is left, and an API process until it is ready`,
  unit: 's',
  better: 'lower',
  budget: { value: 3, ratioToLimit: null, peakMemoryMb: null },
  mix: { computing: 0.7, roundTrips: 0.3, bulkRows: 0 },
  prepare: prepareStart,
};

interface Installed extends SmallPlugins {
  /** Environment of a process that has them. */
  readonly env: Readonly<Record<string, string>>;
  readonly all: readonly LoadedPlugin[];
}

/** Installs them into the database; processes have them that are started with the environment. */
async function install({ dataDir, env, database }: ThrowAwayInstallation): Promise<Installed> {
  const plugins = writeSmallPlugins(join(dataDir, 'small-plugins'), PLUGINS);
  const own = { ATRIUM_PLUGINS: plugins.folders };
  const all = installedPlugins(loadConfig({ ...env, ...own }, dataDir));
  await migrate(database.adminUrl, migrationsOf(coreContexts), all);
  return { ...plugins, env: own, all };
}

async function prepareList({ installation, anonymous }: Bench): Promise<PreparedWork> {
  const { ids, env } = await install(installation);
  const { api: admin, tenantId } = await newCompany(anonymous, 'many-plugins');
  await fillUnits(installation.database.adminUrl, tenantId, UNITS);
  const [plain, full] = [await installation.startApi(), await installation.startApi(env)];
  const there = admin.at(full.url);
  for (const plugin of ids) await there.call(ENABLE, { input: { plugin } });
  const question = { query: LIST_QUERY, variables: { first: PAGE } };
  const target = (url: string): Promise<Target> => targetOf(`${url}/graphql`, admin.headers, question);
  const [without, having] = [await target(plain.url), await target(full.url)];
  for (const one of [without, having]) await load(one, CONNECTIONS, WARM_UP_SECONDS);
  return {
    round: async (): Promise<Sample> => {
      const sums = { value: 0, limit: 0 };
      for (let slice = 0; slice < SLICES; slice++) {
        const order = [
          ['limit', without],
          ['value', having],
        ] as const;
        for (const [name, one] of slice % 2 === 0 ? order : order.toReversed()) {
          sums[name] += (await load(one, CONNECTIONS, SLICE_SECONDS)).requestsPerSecond / SLICES;
        }
      }
      return sums;
    },
    peakMemory: () => Promise.resolve(null),
    end: async () => {
      await plain.stop();
      await full.stop();
    },
  };
}

async function prepareStart({ installation }: Bench): Promise<PreparedWork> {
  const { env, all } = await install(installation);
  const shipped = installedPlugins(installation.config);
  const migrating = (plugins: readonly LoadedPlugin[]): Promise<number> =>
    secondsOf(() => migrate(installation.database.adminUrl, migrationsOf(coreContexts), plugins));
  const starting = async (own: Readonly<Record<string, string>>): Promise<number> => {
    let stop: () => Promise<void> = () => Promise.resolve();
    const seconds = await secondsOf(async () => {
      const api = await installation.startApi(own);
      stop = () => api.stop();
    });
    await stop();
    return seconds;
  };
  return {
    round: async () => {
      const [withoutMigrateS, migrateS] = [await migrating(shipped), await migrating(all)];
      const [withoutApiS, apiS] = [await starting({}), await starting(env)];
      return {
        value: migrateS - withoutMigrateS + apiS - withoutApiS,
        limit: null,
        notes: { migrateS, withoutMigrateS, apiS, withoutApiS },
      };
    },
    peakMemory: () => Promise.resolve(null),
    end: () => Promise.resolve(),
  };
}

async function secondsOf(task: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return (performance.now() - started) / 1_000;
}
