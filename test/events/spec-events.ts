import {
  type ContextDefinition,
  db,
  defineEvent,
  defineJob,
  EventHandler,
  type EventDelivery,
  JobHandler,
  Jobs,
} from '@atrium/sdk';
import { coreContexts } from '@atrium/core';
import { loadConfig } from '@atrium/platform';
import { createWorkerApp } from '@atrium/worker';
import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { z } from 'zod';

const payload = z.object({ mark: z.string() });

/** Two handlers: `spec.first` and `spec.second`. */
export const happened = defineEvent({
  name: 'spec.happened',
  version: 2,
  aggregate: 'thing',
  schema: payload,
  upgrade: (old) => ({ mark: `${(old as { text: string }).text}, upgraded` }),
});
export const hung = defineEvent({ name: 'spec.hung', version: 1, aggregate: 'thing', schema: payload });
/** Its handler adds a job. */
export const worked = defineEvent({ name: 'spec.worked', version: 1, aggregate: 'thing', schema: payload });
/** Nobody handles it. */
export const unheard = defineEvent({ name: 'spec.unheard', version: 1, aggregate: 'thing', schema: payload });
export const specJob = defineJob({ name: 'spec.work', version: 1, schema: payload, retries: 0 });

type Payload = z.infer<typeof payload>;

const insert = (handler: string, mark: string): Promise<number> =>
  db().execute(
    `INSERT INTO public.effect (handler, mark, tenant_id) VALUES ($1, $2, nullif(current_setting('app.tenant_id'), '')::uuid)`,
    [handler, mark],
  );

/** Writes a row for each event it handles, then does what the test says. */
@Injectable()
export class SpecEventHandlers {
  readonly seen: (EventDelivery & { mark: string; handler: string })[] = [];
  /** Awaited by `spec.first` after its insert, with the transaction open. */
  hold: (mark: string, delivery: EventDelivery) => Promise<void> = () => Promise.resolve();
  jobFails = false;

  constructor(private readonly jobs: Jobs) {}

  @EventHandler(happened, { retries: 2, backoffSeconds: 100 })
  async first({ mark }: Payload, delivery: EventDelivery): Promise<void> {
    this.seen.push({ ...delivery, mark, handler: 'first' });
    await insert('first', mark);
    await this.hold(mark, delivery);
  }

  @EventHandler(happened, { name: 'second' })
  async another({ mark }: Payload, delivery: EventDelivery): Promise<void> {
    this.seen.push({ ...delivery, mark, handler: 'second' });
    await insert('second', mark);
  }

  @EventHandler(hung, { timeoutSeconds: 1, retries: 1 })
  async hang({ mark }: Payload, delivery: EventDelivery): Promise<void> {
    this.seen.push({ ...delivery, mark, handler: 'hang' });
    await insert('hang', mark);
    await new Promise(() => undefined);
  }

  @EventHandler(worked)
  async work({ mark }: Payload): Promise<void> {
    await insert('work', mark);
    await this.jobs.enqueue(specJob, { mark });
  }

  @JobHandler(specJob)
  async job({ mark }: Payload): Promise<void> {
    if (this.jobFails) throw new Error('the job cannot');
    await insert('job', mark);
  }
}

@Module({ providers: [SpecEventHandlers] })
class SpecEventsModule {}

export const specContext: ContextDefinition = {
  name: 'spec',
  module: SpecEventsModule,
  entities: [],
  migrations: [],
};

/** A worker process of its own on the test's database; it takes nothing by itself unless it `runsJobs`. */
export function openWorker(
  databaseUrl: string,
  dataDir: string,
  { runsJobs = false, added = [specContext] }: { runsJobs?: boolean; added?: readonly ContextDefinition[] } = {},
): Promise<INestApplicationContext> {
  const config = loadConfig(
    { ATRIUM_MODE: 'test', LOG_LEVEL: 'fatal', DATA_DIR: dataDir, WORKER_POOL_SIZE: '6' },
    dataDir,
  );
  return createWorkerApp({ config, contexts: [...coreContexts, ...added], databaseUrl, runsJobs });
}
