import { db, defineJob, JobHandler, type JobRun, maybeContext, newId, systemActor, Transactions } from '@atrium/sdk';
import {
  JobRegistry,
  JobWorker,
  openDataSource,
  PgJobs,
  PgSessionFactory,
  PgTransactions,
  PluginGate,
  PluginRegistry,
} from '@atrium/platform';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

const payload = z.object({ mark: z.string() });

/** Writes a row in the transaction of the job. */
export const writeJob = defineJob({
  name: 'spec.write',
  version: 2,
  schema: payload,
  upgrade: (old) => ({ mark: `${(old as { text: string }).text}, upgraded` }),
});
/** Throws until the test says otherwise. */
export const failJob = defineJob({ name: 'spec.fail', version: 1, schema: payload, retries: 2, backoffSeconds: 100 });
/** Never ends by itself. */
export const hangJob = defineJob({ name: 'spec.hang', version: 1, schema: payload, retries: 1, timeoutSeconds: 1 });
/** Opens transactions of its own and can be stopped between them. */
export const longJob = defineJob({
  name: 'spec.long',
  version: 1,
  schema: payload,
  timeoutSeconds: 600,
  leaseSeconds: 10,
  concurrency: 2,
});
/** Nobody handles it. */
export const orphanJob = defineJob({ name: 'spec.orphan', version: 1, schema: payload });

export interface Seen {
  mark: string;
  tenantId: string | null;
  actor: string | undefined;
  run: JobRun;
}

const insert = (mark: string): Promise<number> =>
  db().execute(
    `INSERT INTO public.effect (mark, tenant_id) VALUES ($1, nullif(current_setting('app.tenant_id'), '')::uuid)`,
    [mark],
  );

/** What the handlers did, and gates by which a test holds or breaks them. */
export class SpecHandlers {
  readonly seen: Seen[] = [];
  failing = true;
  /** Awaited by `spec.write` after its insert and by `spec.long` after its commit. */
  hold: (mark: string, run: JobRun) => Promise<void> = () => Promise.resolve();

  constructor(private readonly transactions: Transactions) {}

  @JobHandler(writeJob)
  async write({ mark }: { mark: string }, run: JobRun): Promise<void> {
    this.note(mark, run);
    await insert(mark);
    await this.hold(mark, run);
  }

  @JobHandler(failJob)
  async fail({ mark }: { mark: string }, run: JobRun): Promise<void> {
    this.note(mark, run);
    await insert(mark);
    if (this.failing) throw new Error('not today');
  }

  @JobHandler(hangJob)
  async hang({ mark }: { mark: string }, run: JobRun): Promise<void> {
    this.note(mark, run);
    await insert(mark);
    await new Promise(() => undefined);
  }

  @JobHandler(longJob, { transaction: false })
  async long({ mark }: { mark: string }, run: JobRun): Promise<void> {
    this.note(mark, run);
    await this.transactions.run(
      { tenantId: run.tenantId, actor: systemActor(longJob.name), operation: longJob.name },
      () => insert(mark),
    );
    await this.hold(mark, run);
  }

  private note(mark: string, run: JobRun): void {
    const context = maybeContext();
    this.seen.push({ mark, run, tenantId: context?.tenant?.id ?? null, actor: context?.actor.name });
  }
}

/** A worker process in small: its pool, its handlers and its dispatcher. */
export class SpecWorker {
  private constructor(
    readonly app: INestApplicationContext,
    readonly source: DataSource,
    readonly transactions: PgTransactions,
    readonly handlers: SpecHandlers,
    readonly jobs: PgJobs,
    readonly worker: JobWorker,
  ) {}

  static async open(url: string, options: { concurrency?: number; pollMs?: number } = {}): Promise<SpecWorker> {
    const source = await openDataSource({
      url,
      entities: [],
      poolSize: 8,
      statementTimeoutMs: 5_000,
      applicationName: 'spec',
    });
    const transactions = new PgTransactions(source, new PgSessionFactory(source), { now: () => new Date() });
    const handlers = new SpecHandlers(transactions);
    @Module({ imports: [DiscoveryModule], providers: [JobRegistry, { provide: SpecHandlers, useValue: handlers }] })
    class SpecModule {}
    const app = await NestFactory.createApplicationContext(SpecModule, { logger: false });
    const registry = app.get(JobRegistry);
    const worker = new JobWorker(
      { url, concurrency: options.concurrency ?? 4, pollMs: options.pollMs },
      registry,
      transactions,
      new PluginGate(new PluginRegistry([])),
    );
    return new SpecWorker(app, source, transactions, handlers, new PgJobs(registry), worker);
  }

  /** Runs `task` as somebody of this tenant. */
  async as<T>(tenantId: string | null, task: () => Promise<T>, fail = false): Promise<T> {
    const actor = { ...systemActor('Li Na'), kind: 'STAFF' as const, id: newId() };
    return this.transactions.run({ tenantId, actor, operation: 'spec', requestId: 'request-1' }, async () => {
      const answer = await task();
      if (fail) throw new Error('rolled back');
      return answer;
    });
  }

  async close(graceMs?: number): Promise<void> {
    await this.worker.stop(graceMs);
    await this.app.close();
    await this.source.destroy();
  }
}
