import { Jobs, Transactions } from '@atrium/sdk';
import { type BeforeApplicationShutdown, Global, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { PROCESS, type ProcessOptions } from '../platform.tokens';
import { HandlerOwners } from './handler-owners';
import { JobRegistry } from './job-registry';
import { JobWorker } from './job-worker';
import { PluginGate } from '../plugin-host/plugin-gate';
import { OwnerGate } from './owner-gate';
import { PgJobs } from './pg-jobs';
import { QueueBacklog } from './queue-backlog';

/** Connections of the worker's pool left for work that is no job of the shared slots: long jobs, look-ups. */
const SPARE_CONNECTIONS = 2;

/** Every process can enqueue; the worker also runs jobs, the API never. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    HandlerOwners,
    JobRegistry,
    { provide: OwnerGate, useClass: PluginGate },
    { provide: Jobs, useClass: PgJobs },
    {
      provide: JobWorker,
      inject: [PROCESS, JobRegistry, Transactions, OwnerGate],
      useFactory: (
        { config, databaseUrl }: ProcessOptions,
        registry: JobRegistry,
        transactions: Transactions,
        gate: OwnerGate,
      ) =>
        new JobWorker(
          { url: databaseUrl, concurrency: Math.max(1, config.database.workerPoolSize - SPARE_CONNECTIONS) },
          registry,
          transactions,
          gate,
        ),
    },
  ],
  exports: [Jobs, JobRegistry, JobWorker, HandlerOwners, OwnerGate],
})
export class JobsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private backlog: QueueBacklog | null = null;

  constructor(
    @Inject(PROCESS) private readonly process: ProcessOptions,
    private readonly worker: JobWorker,
    @Inject(DataSource) private readonly source: DataSource,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.process.role !== 'worker' || this.process.runsJobs === false) return;
    this.backlog = new QueueBacklog(this.source);
    await this.worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.backlog?.stop();
    await this.worker.stop();
  }
}
