import type { Config } from '../config';
import type { LoadedPlugin } from '../plugin-host/arrange-plugins';
import { type MigrationClass } from './data-source';
import { migrate, type MigrationResult } from './migrate';
import { asRole, atDatabase, prepareDatabase, prepareRoles } from './roles';

/** The database of an installation, ready to serve. */
export interface PreparedDatabase {
  /** As the owner or a superuser: for migrations and backup, never for serving. */
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly workerUrl: string;
  readonly migrated: MigrationResult;
}

/**
 * Roles and database. With APP_DATABASE_URL and WORKER_DATABASE_URL set, an administrator has made both.
 * @returns address of the database as the administrator
 */
export async function prepareServer(adminUrl: string, databaseName: string | null, config: Config): Promise<string> {
  const { appUrl, workerUrl } = config.database;
  const password = config.secrets.databaseRolePassword;
  if (!appUrl || !workerUrl) {
    if (!password) throw new Error('DATABASE_ROLE_PASSWORD is needed to make the roles atrium_app and atrium_worker');
    await prepareRoles(adminUrl, password);
    await prepareDatabase(adminUrl, databaseName ?? decodeURIComponent(new URL(adminUrl).pathname.slice(1)));
  }
  return databaseName === null ? adminUrl : atDatabase(adminUrl, databaseName);
}

/** Roles, database and migrations. */
export async function prepareInstallation(
  adminUrl: string,
  databaseName: string | null,
  config: Config,
  migrations: readonly MigrationClass[],
  plugins: readonly LoadedPlugin[] = [],
): Promise<PreparedDatabase> {
  const { appUrl, workerUrl } = config.database;
  const password = config.secrets.databaseRolePassword;
  const url = await prepareServer(adminUrl, databaseName, config);
  return {
    adminUrl: url,
    migrated: await migrate(url, migrations, plugins),
    appUrl: appUrl ?? asRole(url, 'atrium_app', password ?? ''),
    workerUrl: workerUrl ?? asRole(url, 'atrium_worker', password ?? ''),
  };
}
