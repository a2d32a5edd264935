export { embeddedPackage, OLDEST_SUPPORTED_MAJOR } from './binaries';
export { EmbeddedPostgresError } from './errors';
export { acquireInstanceLock, InstanceRunningError, type InstanceLock, type RunningInstance } from './instance-lock';
export { resolveDatabase, type ResolvedDatabase, type ResolveDatabaseOptions } from './resolve-database';
export { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './start-embedded-postgres';
