import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreContexts } from '@atrium/core';
import {
  atDatabase,
  migrate,
  platformMigrations,
  prepareDatabase,
  prepareRoles,
  startEmbeddedPostgres,
} from '@atrium/platform';
import { setTestServerUrl, TEMPLATE_DATABASE, TEST_ROLE_PASSWORD } from '@atrium/testing';

declare global {
  var stopTestServer: (() => Promise<void>) | undefined;
}

/** One throw-away PostgreSQL for the whole run, with a migrated template that every test database is cloned from. */
export default async function globalSetup(): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 24 || (major === 24 && minor < 9)) {
    throw new Error(`Tests need Node.js 24.9 or newer, this is ${process.version}: run them with "npm test"`);
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'atrium-test-'));
  // A server started by root runs as another account, which must be able to enter.
  chmodSync(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, volatile: true });
  globalThis.stopTestServer = async () => {
    await server.stop();
    for (const folder of [server.root, dataDir]) rmSync(folder, { recursive: true, force: true });
  };
  await prepareRoles(server.url, TEST_ROLE_PASSWORD);
  await prepareDatabase(server.url, TEMPLATE_DATABASE);
  await migrate(atDatabase(server.url, TEMPLATE_DATABASE), [
    ...platformMigrations,
    ...coreContexts.flatMap(({ migrations }) => migrations),
  ]);
  setTestServerUrl(server.url);
}
