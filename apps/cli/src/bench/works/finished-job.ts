import type { ApiClient } from '../../client/api-client';
import { until } from '../until';

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
export function finishedJob(api: ApiClient, id: string): Promise<JobReport> {
  const look = async (): Promise<JobReport | undefined> => {
    const { job } = await api.call<{ job: JobReport }>(
      'query ($id: ID!) { job(id: $id) { state progress { done } failure { code message } resultFile { bytes } } }',
      { id },
    );
    if (job.state === 'SUCCEEDED' && job.resultFile) return job;
    if (job.state !== 'QUEUED' && job.state !== 'RUNNING') throw new Error(`The job: ${JSON.stringify(job)}`);
    return undefined;
  };
  return until('the end of the job', look, LOOK_MS);
}
