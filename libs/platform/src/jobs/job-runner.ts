import { context, db, type JobRun, systemActor, type Transactions } from '@atrium/sdk';
import { Logger } from '@nestjs/common';
import { type JobEnvelope, openEnvelope, UnusableJobError } from './job-envelope';
import type { JobQueue, TakenJob } from './job-queue';
import type { RegisteredJob } from './job-registry';
import type { OwnerGate } from './owner-gate';
import { JobTimeoutError, LapsedClaimError, type RunningJob, ShutdownError } from './running-job';

const MAX_REASON = 2_000;

/** Runs one try of a job and settles it. */
export class JobRunner {
  private readonly log = new Logger('Jobs');

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
    try {
      const envelope = openEnvelope(registered.definition, job.data);
      const run: JobRun = {
        id: job.id,
        tenantId: envelope.tenantId,
        cause: envelope.cause,
        attempt: job.retryCount + 1,
        last: job.retryCount >= job.retryLimit,
        signal: running.signal,
      };
      if (registered.transaction) await this.inTransaction(running, registered, envelope, run);
      else {
        await running.race(registered.handle(envelope.payload, run));
        if (!(await this.queue.acknowledge(job))) throw new LapsedClaimError(job.id);
      }
    } catch (error) {
      await this.settleFailure(running, error as Error);
    } finally {
      clearTimeout(timer);
    }
  }

  private async inTransaction(
    running: RunningJob,
    { definition, handle, owner }: RegisteredJob,
    { tenantId, cause, payload }: JobEnvelope,
    run: JobRun,
  ): Promise<void> {
    const { job } = running;
    await this.transactions.run(
      {
        tenantId,
        actor: systemActor(definition.name),
        operation: definition.name,
        requestId: cause.requestId ?? undefined,
      },
      async () => {
        if (tenantId !== null && context().tenant === null) {
          this.log.warn(`${describe(job)} is dropped: its tenant is closed`);
        } else if (tenantId !== null && owner !== undefined && !(await this.gate.isOpen(owner))) {
          await this.queue.rest(job, db());
          return;
        } else {
          await running.race(handle(payload, run));
        }
        // Part of the same commit: no kill can come between the work and its acknowledgement.
        if (!(await this.queue.acknowledge(job, db()))) throw new LapsedClaimError(job.id);
      },
    );
  }

  private async settleFailure({ job, signal }: RunningJob, error: Error): Promise<void> {
    try {
      if (signal.aborted && signal.reason instanceof ShutdownError) {
        await this.queue.handBack([job]);
        this.log.log(`${describe(job)} is handed back: the worker shuts down`);
      } else if (error instanceof LapsedClaimError || signal.reason instanceof LapsedClaimError) {
        this.log.warn(`${describe(job)} was taken over by another worker; this try is undone`);
      } else if (error instanceof UnusableJobError) {
        await this.queue.bury(job, reasonOf(error));
        this.log.error(`${describe(job)} is a dead letter: ${error.message}`);
      } else {
        await this.queue.fail(job, reasonOf(error));
        const left = job.retryLimit - job.retryCount;
        const next = left > 0 ? `${left} tries are left` : 'that was the last try, it is a dead letter';
        this.log.error(`${describe(job)} failed: ${error.message}; ${next}`, error.stack);
      }
    } catch (cause) {
      // Nothing is lost: when the lease has run out, the job is tried again.
      this.log.error(`${describe(job)} could not be settled (${String(cause)}) after: ${error.message}`);
    }
  }
}

const describe = ({ name, id, group, retryCount }: TakenJob): string =>
  `Job ${name} ${id} (tenant ${group}, try ${retryCount + 1})`;

/** What is kept of an error for whoever looks at the dead letter. */
export const reasonOf = (error: Error): object => ({
  name: error.name,
  message: String(error.message).slice(0, MAX_REASON),
  code: (error as { code?: unknown }).code,
});
