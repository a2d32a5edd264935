import { chmodSync, rmSync } from 'node:fs';
import { coreContexts } from '@atrium/core';
import {
  atDatabase,
  migrate,
  migrationsOf,
  prepareDatabase,
  prepareRoles,
  startEmbeddedPostgres,
} from '@atrium/platform';
import { makeRunFolder } from './run-folder';
import { setTestServerUrl, TEMPLATE_DATABASE, TEST_ROLE_PASSWORD } from './test-database';

/** Databases live for seconds: nothing is worth vacuuming, and little log worth keeping. */
const SETTINGS = { autovacuum: false, max_wal_size: '128MB' };

/**
 * Starts a throw-away PostgreSQL with a migrated template that every test database is cloned from. Answers what stops
 * it and leaves nothing behind.
 */
export async function startTestServer(): Promise<() => Promise<void>> {
  const dataDir = makeRunFolder();
  // A server started by root runs as another account, which must be able to enter.
  chmodSync(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, volatile: true, settings: SETTINGS });
  await prepareRoles(server.url, TEST_ROLE_PASSWORD);
  await prepareDatabase(server.url, TEMPLATE_DATABASE);
  await migrate(atDatabase(server.url, TEMPLATE_DATABASE), migrationsOf(coreContexts));
  setTestServerUrl(server.url);
  return async () => {
    await server.stop();
    for (const folder of [server.root, dataDir]) rmSync(folder, { recursive: true, force: true });
  };
}
