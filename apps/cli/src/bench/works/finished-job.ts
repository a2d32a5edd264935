import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../../client/api-client';

const LOOK_MS = 250;

interface JobReport {
  state: string;
  progress: { done: number };
  failure: { code: string; message: string } | null;
  resultFile: { bytes: number } | null;
}

/**
 * Waits until a bulk job has ended with a file.
 * @throws Error when it has ended otherwise
 */
export async function finishedJob(api: ApiClient, id: string): Promise<JobReport> {
  for (;;) {
    const { job } = await api.call<{ job: JobReport }>(
      'query ($id: ID!) { job(id: $id) { state progress { done } failure { code message } resultFile { bytes } } }',
      { id },
    );
    if (job.state === 'SUCCEEDED' && job.resultFile) return job;
    if (job.state !== 'QUEUED' && job.state !== 'RUNNING') throw new Error(`The job: ${JSON.stringify(job)}`);
    await pause(LOOK_MS);
  }
}
