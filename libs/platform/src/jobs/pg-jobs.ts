import { db, type JobDefinition, type JobOptions, Jobs } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { checkPayload } from './job-envelope';
import { JobRegistry } from './job-registry';

/** Seconds between our own end of a try and the database's, so that ours comes first and can say why. */
const EXPIRY_MARGIN_SECONDS = 15;

const ENQUEUE = { name: 'enqueue_job', text: 'SELECT app.enqueue_job($1, $2::jsonb, $3, $4::jsonb) AS id' };

/** Enqueues in the running operation's transaction. */
@Injectable()
export class PgJobs extends Jobs {
  constructor(private readonly registry: JobRegistry) {
    super();
  }

  async enqueue<P extends object>(job: JobDefinition<P>, payload: P, options: JobOptions = {}): Promise<string> {
    const { name, version, retries = 5, backoffSeconds = 2, timeoutSeconds = 60, leaseSeconds = 30 } = job;
    if (this.registry.find(name)?.definition.version !== version) {
      throw new Error(`No handler for version ${version} of the job ${name}: is its module loaded?`);
    }
    const checked = checkPayload(job, payload);
    const rows = await db().query<{ id: string }>(ENQUEUE, [
      name,
      JSON.stringify(checked),
      version,
      JSON.stringify({
        startAfter: options.startAfter?.toISOString(),
        singletonKey: options.singletonKey,
        retries,
        backoffSeconds,
        expireSeconds: timeoutSeconds + EXPIRY_MARGIN_SECONDS,
        heartbeatSeconds: leaseSeconds < timeoutSeconds ? leaseSeconds : undefined,
      }),
    ]);
    return rows[0]!.id;
  }
}
