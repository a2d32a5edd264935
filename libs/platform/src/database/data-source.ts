import type { Pool } from 'pg';
import { watchPool } from './database.metrics';
import { DataSource, type EntityTarget, type MigrationInterface, type ObjectLiteral } from 'typeorm';

export interface DataSourceOptions {
  url: string;
  entities: readonly EntityTarget<ObjectLiteral>[];
  poolSize: number;
  /** Milliseconds after which the server ends a statement. */
  statementTimeoutMs: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
}

/** TypeORM's data source over a pipelined pool: parallel resolvers share one connection without waiting for each other. */
export async function openDataSource(options: DataSourceOptions): Promise<DataSource> {
  const source = await new DataSource({
    type: 'postgres',
    url: options.url,
    entities: options.entities as never,
    synchronize: false,
    logging: false,
    poolSize: options.poolSize,
    connectTimeoutMS: 10_000,
    applicationName: options.applicationName,
    extra: {
      pipeline: true,
      statement_timeout: options.statementTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
      idleTimeoutMillis: 30_000,
    },
  }).initialize();
  const stopWatching = watchPool(options.applicationName, (source.driver as unknown as { master: Pool }).master);
  const destroy = source.destroy.bind(source);
  source.destroy = () => {
    stopWatching();
    return destroy();
  };
  return source;
}

export type MigrationClass = new () => MigrationInterface;

/** The data source migrations run on: TypeORM's own, one connection, as the tables' owner. */
export async function openMigrationSource(
  url: string,
  migrations: readonly MigrationClass[],
  role = 'atrium_owner',
): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url,
    migrations: migrations as MigrationClass[],
    migrationsTableName: 'migration',
    schema: 'atrium',
    migrationsTransactionMode: 'each',
    poolSize: 1,
    applicationName: 'atrium-migrate',
    extra: { options: `-c role=${role} -c search_path=pg_catalog` },
  }).initialize();
}
