import { setTimeout as pause } from 'node:timers/promises';
import { context, db, type JobRun, Log, type LogFields, systemActor, type Transactions } from '@atrium/sdk';
import { isServerAway } from '../graphql/errors/database-error';
import { masked } from '../observability/masked';
import { inSpan } from '../observability/tracing';
import { runInWork } from '../observability/work';
import { type JobEnvelope, openEnvelope, UnusableJobError } from './job-envelope';
import { type JobOutcome, noteTry } from './job.metrics';
import type { JobQueue, TakenJob } from './job-queue';
import type { RegisteredJob } from './job-registry';
import type { OwnerGate } from './owner-gate';
import { JobTimeoutError, LapsedClaimError, type RunningJob, ShutdownError } from './running-job';

const MAX_REASON = 2_000;
/** How long a failure that cannot be written is kept for: by then the lease has run out. */
const SETTLING_MS = 60_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** Runs one try of a job and settles it. */
export class JobRunner {
  private readonly log = new Log('Jobs');

  constructor(
    private readonly queue: JobQueue,
    private readonly transactions: Transactions,
    private readonly gate: OwnerGate,
  ) {}

  /** Never rejects: what goes wrong is logged and left to the next try. */
  async run(running: RunningJob, registered: RegisteredJob): Promise<void> {
    const { job } = running;
    const { timeoutSeconds = 60 } = registered.definition;
    const timer = setTimeout(() => running.abandon(new JobTimeoutError(timeoutSeconds)), timeoutSeconds * 1000);
    const began = performance.now();
    let outcome: JobOutcome;
    try {
      outcome = await runInWork({ job: job.name, jobId: job.id }, () => this.attempt(running, registered));
    } catch (error) {
      outcome = await this.settleFailure(running, error as Error);
    } finally {
      clearTimeout(timer);
    }
    noteTry(job.name, outcome, began);
  }

  private async attempt(running: RunningJob, registered: RegisteredJob): Promise<JobOutcome> {
    const { job } = running;
    const envelope = openEnvelope(registered.definition, job.data);
    const attributes = { 'atrium.job': job.name, 'atrium.job.id': job.id, 'atrium.attempt': job.retryCount + 1 };
    return inSpan(`job ${job.name}`, { kind: 'consumer', parent: envelope.trace, attributes }, async () => {
      const run: JobRun = {
        id: job.id,
        tenantId: envelope.tenantId,
        cause: envelope.cause,
        attempt: job.retryCount + 1,
        last: job.retryCount >= job.retryLimit,
        signal: running.signal,
      };
      if (registered.transaction) return this.inTransaction(running, registered, envelope, run);
      await running.race(registered.handle(envelope.payload, run));
      if (!(await this.queue.acknowledge(job))) throw new LapsedClaimError(job.id);
      return 'done';
    });
  }

  private async inTransaction(
    running: RunningJob,
    { definition, handle, owner }: RegisteredJob,
    { tenantId, cause, payload }: JobEnvelope,
    run: JobRun,
  ): Promise<JobOutcome> {
    const { job } = running;
    return this.transactions.run(
      {
        tenantId,
        actor: systemActor(definition.name),
        operation: definition.name,
        requestId: cause.requestId ?? undefined,
      },
      async () => {
        let outcome: JobOutcome = 'done';
        if (tenantId !== null && context().tenant === null) {
          this.log.warn('Job is dropped: its tenant is closed', fieldsOf(job));
          outcome = 'dropped';
        } else if (tenantId !== null && owner !== undefined && !(await this.gate.isOpen(owner))) {
          await this.queue.rest(job, db());
          return 'resting';
        } else {
          await running.race(handle(payload, run));
        }
        // Part of the same commit: no kill can come between the work and its acknowledgement.
        if (!(await this.queue.acknowledge(job, db()))) throw new LapsedClaimError(job.id);
        return outcome;
      },
    );
  }

  /**
   * Says how the try ended, again until the database can be told: a restart takes seconds, a lease over a minute.
   * Writing it twice does no harm, as only the try that holds the claim is found.
   */
  private async settleFailure(running: RunningJob, error: Error): Promise<JobOutcome> {
    const began = performance.now();
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.settle(running, error);
      } catch (cause) {
        if (running.signal.reason instanceof ShutdownError || performance.now() - began > SETTLING_MS) {
          // Nothing is lost: when the lease has run out, the job is tried again.
          const fields = { ...fieldsOf(running.job), error: cause };
          this.log.error('Job could not be settled; it is tried again when its lease has run out', fields);
          return 'lost';
        }
        await pause(wait, undefined, { ref: false });
      }
    }
  }

  private async settle({ job, signal }: RunningJob, error: Error): Promise<JobOutcome> {
    if (signal.reason instanceof ShutdownError) {
      await this.queue.handBack([job]);
      this.log.info('Job is handed back: the worker shuts down', fieldsOf(job));
      return 'handed_back';
    }
    if (error instanceof LapsedClaimError || signal.reason instanceof LapsedClaimError) {
      this.log.warn('Job was taken over by another worker; this try is undone', fieldsOf(job));
      return 'lost';
    }
    if (error instanceof UnusableJobError) {
      await this.queue.bury(job, reasonOf(error));
      this.log.error('Job is a dead letter: repeating it is no use', { ...fieldsOf(job), error });
      return 'dead';
    }
    if (isServerAway(error)) await this.queue.failForNow(job, reasonOf(error));
    else await this.queue.fail(job, reasonOf(error));
    const attemptsLeft = job.retryLimit - job.retryCount;
    const fields = { ...fieldsOf(job), attemptsLeft, error };
    if (attemptsLeft > 0) this.log.error('Job failed; it is tried again', fields);
    else this.log.error('Job failed; that was the last try, it is a dead letter', fields);
    return attemptsLeft > 0 ? 'failed' : 'dead';
  }
}

const fieldsOf = ({ name, id, group, retryCount }: TakenJob): LogFields => ({
  job: name,
  jobId: id,
  tenantId: group,
  attempt: retryCount + 1,
});

/** What is kept of an error for whoever looks at the dead letter. */
export const reasonOf = (error: Error): object => ({
  name: error.name,
  message: masked(String(error.message)).slice(0, MAX_REASON),
  code: (error as { code?: unknown }).code,
});
