import { randomBytes } from 'node:crypto';
import { asRole, atDatabase, withClient } from '@atrium/platform';

/** The migrated database that every test database is cloned from. */
export const TEMPLATE_DATABASE = 'atrium_template';
/** Password of the roles that log in, on the test server. */
export const TEST_ROLE_PASSWORD = 'test-roles-only-on-loopback';
const ADMIN_VARIABLE = 'ATRIUM_TEST_ADMIN_URL';

export interface TestDatabase {
  /** As superuser: for probes below the application, never for the application itself. */
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly workerUrl: string;
  /** Drops it, whoever is connected. */
  drop(): Promise<void>;
}

/** Address of the test server's superuser, set by jest's global setup. */
export function testServerUrl(): string {
  const url = process.env[ADMIN_VARIABLE];
  if (!url) throw new Error(`${ADMIN_VARIABLE} is not set: run the tests with npm test, which starts their database`);
  return url;
}

export function setTestServerUrl(url: string): void {
  process.env[ADMIN_VARIABLE] = url;
}

/** A database of its own, cloned from the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = testServerUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(server, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE} STRATEGY FILE_COPY`),
  );
  const adminUrl = atDatabase(server, name);
  return {
    adminUrl,
    appUrl: asRole(adminUrl, 'atrium_app', TEST_ROLE_PASSWORD),
    workerUrl: asRole(adminUrl, 'atrium_worker', TEST_ROLE_PASSWORD),
    drop: async () => {
      await withClient(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}
