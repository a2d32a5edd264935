import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import {
  asRole,
  atDatabase,
  type Config,
  ConfigError,
  loadConfig,
  logLastWords,
  LOGIN_ROLES,
  migrationsOf,
  prepareInstallation,
  resolveDatabase,
} from '@atrium/platform';
import { createWorkerApp, runAtLowPriority } from '@atrium/worker';
import { installedPlugins } from '../installed-plugins';
import { onSignal } from './on-signal';
import { EMBEDDED_DATABASE } from './up';

type Print = (line: string) => void;

/** Roles, database, migrations of this release and of its plugins; then it ends. Several at once wait for each other. */
export async function migrateCommand(print: Print = console.log): Promise<void> {
  const config = loadConfig();
  const server = await openServer(config);
  try {
    const name = server.source === 'url' ? null : EMBEDDED_DATABASE;
    const plugins = installedPlugins(config);
    const { migrated } = await prepareInstallation(server.url, name, config, migrationsOf(coreContexts), plugins);
    for (const migration of migrated.applied) print(`Applied ${migration}`);
    print('The database is up to date.');
  } finally {
    await server.stop();
  }
}

/** One API process, until SIGTERM or SIGINT: running requests are finished then. The database must be migrated. */
export function apiCommand(print: Print = console.log): Promise<void> {
  return serve('atrium_app', print, async (config, databaseUrl) => {
    const options = { config, databaseUrl, contexts: coreContexts, plugins: installedPlugins(config) };
    const api = await createApiApp(options);
    await api.listen(config.http.port, config.http.host);
    return { title: `API at ${await api.getUrl()}`, close: () => api.close() };
  });
}

/** One worker process, until SIGTERM or SIGINT: what it has not finished is handed back. The database must be migrated. */
export function workerCommand(print: Print = console.log): Promise<void> {
  return serve('atrium_worker', print, async (config, databaseUrl) => {
    runAtLowPriority(); // here, so that a database of its own does not run at it too
    const options = { config, databaseUrl, contexts: coreContexts, plugins: installedPlugins(config) };
    const worker = await createWorkerApp(options);
    return { title: 'Worker', close: () => worker.close() };
  });
}

interface Service {
  readonly title: string;
  close(): Promise<unknown>;
}

async function serve(
  role: (typeof LOGIN_ROLES)[number],
  print: Print,
  start: (config: Config, databaseUrl: string) => Promise<Service>,
): Promise<void> {
  const config = loadConfig();
  logLastWords(config);
  const { database } = config;
  const given = role === 'atrium_app' ? database.appUrl : database.workerUrl;
  const server = given ? null : await openServer(config);
  let service: Service | null = null;
  // Heard from the start: a process that is stopped while it starts ends too.
  const stopped = onSignal(async () => {
    await service?.close();
    await server?.stop();
    print('Stopped.');
    if (!service) process.exit(0);
  });
  try {
    service = await start(config, given ?? derived(server!, role, config));
  } catch (error) {
    await server?.stop();
    throw error;
  }
  print(`${service.title} is ready.`);
  await stopped;
}

const derived = (
  { source, url }: Awaited<ReturnType<typeof openServer>>,
  role: (typeof LOGIN_ROLES)[number],
  { secrets }: Config,
): string =>
  asRole(source === 'url' ? url : atDatabase(url, EMBEDDED_DATABASE), role, secrets.databaseRolePassword ?? '');

/** The database that is configured; in production mode none is started here, beside data that nobody would look for. */
async function openServer({ database, general }: Config): ReturnType<typeof resolveDatabase> {
  if (!database.url && general.mode === 'production') {
    throw new ConfigError(
      [
        {
          name: 'DATABASE_URL',
          expected: 'production mode needs the address of a PostgreSQL server; api and worker take theirs too',
        },
      ],
      '.env',
    );
  }
  return resolveDatabase({ databaseUrl: database.url, dataDir: general.dataDir, log: () => undefined });
}
