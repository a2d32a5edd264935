import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import {
  acquireInstanceLock,
  type Config,
  type InstanceLock,
  loadConfig,
  logLastWords,
  migrationsOf,
  prepareInstallation,
  resolveDatabase,
} from '@atrium/platform';
import { createWorkerApp } from '@atrium/worker';
import { installedPlugins } from '../installed-plugins';
import { type DemoLogins, seedDemo } from '../demo/seed-demo';
import { onSignal } from './on-signal';

/** Name of the database in a server that we run ourselves. */
export const EMBEDDED_DATABASE = 'atrium';

type Closing = () => Promise<unknown> | unknown;

/**
 * Everything in one process: database, migrations, the demo company at the first start, API and worker. Runs until
 * SIGINT or SIGTERM, then drains the API, hands back jobs and stops the database, in that order.
 */
export async function up(print: (line: string) => void = console.log): Promise<void> {
  const started = Date.now();
  const config = loadConfig();
  logLastWords(config);
  const lock = await acquireInstanceLock(config.general.dataDir);
  const closings: Closing[] = [() => lock.release()];
  const stop = onSignal(async () => {
    print('Stopping …');
    for (const close of closings.reverse()) await close();
    print('Stopped.');
  });
  try {
    const logins = await start(config, lock, closings, print);
    if (logins) printLogins(logins, print);
    print('');
    print(`Ready after ${((Date.now() - started) / 1000).toFixed(1)} s. Press Ctrl-C to stop.`);
  } catch (error) {
    for (const close of closings.reverse()) await close();
    throw error;
  }
  await stop;
}

async function start(
  config: Config,
  lock: InstanceLock,
  closings: Closing[],
  print: (line: string) => void,
): Promise<DemoLogins | null> {
  const { dataDir, mode } = config.general;
  const plugins = installedPlugins(config);
  const server = await resolveDatabase({ databaseUrl: config.database.url, dataDir, log: print });
  closings.push(() => server.stop());
  const database = await prepareInstallation(
    server.url,
    server.source === 'url' ? null : EMBEDDED_DATABASE,
    config,
    migrationsOf(coreContexts),
    plugins,
  );
  const options = { config, contexts: coreContexts, plugins };
  const api = await createApiApp({ ...options, databaseUrl: database.appUrl });
  closings.push(() => api.close());
  const worker = await createWorkerApp({ ...options, databaseUrl: database.workerUrl });
  closings.push(() => worker.close());
  const logins = mode === 'production' ? null : await seedDemo(api, print);
  await api.listen(config.http.port, config.http.host);
  const url = config.http.publicUrl ?? (await api.getUrl()).replace('[::1]', 'localhost');
  lock.announce(url);
  print('');
  print(`GraphQL API    ${url}/graphql`);
  print(`Sandbox page   ${url}/graphiql`);
  print(`Data folder    ${dataDir}`);
  return logins;
}

function printLogins({ tenantSlug, accounts }: DemoLogins, print: (line: string) => void): void {
  print('');
  print(`Demo company   "${tenantSlug}", sign in with one of`);
  for (const { email, password, role } of accounts) print(`  ${email.padEnd(34)} ${password.padEnd(20)} ${role}`);
}
