import { Transactions, type Clock } from '@atrium/sdk';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, PROCESS, type ProcessOptions } from '../platform.tokens';
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
      provide: Transactions,
      inject: [DataSource, SessionFactory, CLOCK],
      useFactory: (source: DataSource, sessions: SessionFactory, clock: Clock) =>
        new PgTransactions(source, sessions, clock),
    },
  ],
  exports: [DataSource, SessionFactory, Transactions],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}
