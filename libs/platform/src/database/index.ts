export { CatalogError, catalogProblems, checkCatalog, findCatalogProblems } from './catalog-check';
export { type MigrationClass, openDataSource } from './data-source';
export { migrate } from './migrate';
export { prepareInstallation, type PreparedDatabase, prepareServer } from './prepare';
export { migrationsOf, platformMigrations } from './platform-migrations';
export { type Listener, NotificationListener } from './notification-listener';
export { PgSessionFactory, PgTransactions } from './operations';
export { CommitFailedError, SessionClosedError } from './session-errors';
export {
  asRole,
  atDatabase,
  LOGIN_ROLES,
  prepareDatabase,
  prepareRoles,
  refusePrivilegedRole,
  withClient,
} from './roles';
export * from './session-factory';
