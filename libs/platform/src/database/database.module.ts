import { PlatformView, Transactions, type Clock } from '@atrium/sdk';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../config';
import { BackgroundPace } from '../throttle/background-pace';
import { CLOCK, CONFIG, PROCESS, type ProcessOptions } from '../platform.tokens';
import { openDataSource } from './data-source';
import { DatabaseClock } from './database-clock';
import { PgSessionFactory, PgTransactions } from './operations';
import { PgPlatformView } from './pg-platform-view';
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
    {
      // Before anything is served: what is signed in the first second counts elsewhere too.
      provide: CLOCK,
      inject: [PROCESS, DataSource],
      useFactory: async ({ clock, role }: ProcessOptions, source: DataSource): Promise<Clock> => {
        if (clock) return clock;
        const ofDatabase = new DatabaseClock(role, async () => {
          const [row] = await source.query<{ at: string }[]>(
            'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS at',
          );
          return Number(row!.at);
        });
        await ofDatabase.start();
        return ofDatabase;
      },
    },
    { provide: SessionFactory, inject: [DataSource], useFactory: (source: DataSource) => new PgSessionFactory(source) },
    { provide: PlatformView, useClass: PgPlatformView },
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
  exports: [BackgroundPace, CLOCK, DataSource, PlatformView, SessionFactory, Transactions],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.clock instanceof DatabaseClock) this.clock.stop();
    if (this.source.isInitialized) await this.source.destroy();
  }
}
