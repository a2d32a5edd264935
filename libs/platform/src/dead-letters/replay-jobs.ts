import { defineJob, JobHandler, type JobRun } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobWorker } from '../jobs/job-worker';

/** The API cannot touch jobs, so the worker puts dead ones back. */
export const replayJob = defineJob({
  name: 'deadLetters.replay',
  version: 1,
  schema: z.object({ ids: z.array(z.uuid()).max(1_000) }),
});

@Injectable()
export class JobReplayer {
  constructor(private readonly worker: JobWorker) {}

  @JobHandler(replayJob, { transaction: false })
  async replay({ ids }: { ids: string[] }, run: JobRun): Promise<void> {
    await this.worker.replay(ids, run.tenantId!);
  }
}
