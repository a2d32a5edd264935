import { Transactions, type Clock } from '@atrium/sdk';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../config';
import { BackgroundPace } from '../throttle/background-pace';
import { CLOCK, CONFIG, PROCESS, type ProcessOptions } from '../platform.tokens';
import { openDataSource } from './data-source';
import { PgSessionFactory, PgTransactions } from './operations';
import { SessionFactory } from './session-factory';
import { refusePrivilegedRole } from './roles';

/** The pool of the process and the sessions on it. A role that row-level security does not bind stops the start. */
@Global()
@Module({
  providers: [
    {
      provide: DataSource,
      inject: [PROCESS],
      useFactory: async ({ role, config, databaseUrl, contexts }: ProcessOptions): Promise<DataSource> => {
        await refusePrivilegedRole(databaseUrl);
        const { apiPoolSize, workerPoolSize, statementTimeoutMs } = config.database;
        return openDataSource({
          url: databaseUrl,
          entities: contexts.flatMap(({ entities }) => entities),
          poolSize: role === 'api' ? apiPoolSize : workerPoolSize,
          statementTimeoutMs,
          applicationName: `atrium-${role}`,
        });
      },
    },
    { provide: SessionFactory, inject: [DataSource], useFactory: (source: DataSource) => new PgSessionFactory(source) },
    {
      provide: BackgroundPace,
      inject: [CONFIG],
      useFactory: ({ graphql }: Config) => new BackgroundPace(graphql.tenantSharePercent / 100),
    },
    {
      provide: Transactions,
      inject: [DataSource, SessionFactory, CLOCK, PROCESS, BackgroundPace],
      useFactory: (
        source: DataSource,
        sessions: SessionFactory,
        clock: Clock,
        { role }: ProcessOptions,
        pace: BackgroundPace,
      ) => new PgTransactions(source, sessions, clock, role === 'worker' ? pace : null),
    },
  ],
  exports: [BackgroundPace, DataSource, SessionFactory, Transactions],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}
