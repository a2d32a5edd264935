import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { ZodType } from 'zod';

/** A kind of background work. Payloads are checked against `schema` when enqueued and again when run. */
export interface JobDefinition<P extends object = object> {
  /** `context.verb`, e.g. `mail.send`. */
  readonly name: string;
  /** Rises when the payload changes shape; `upgrade` turns an older payload into this one. */
  readonly version: number;
  readonly schema: ZodType<P>;
  readonly upgrade?: (payload: unknown, version: number) => unknown;
  /** Tries after the first, with exponential back-off. Default 5. */
  readonly retries?: number;
  /** Seconds a try may take before another worker may take it over. Default 60. */
  readonly leaseSeconds?: number;
  /** Seconds before the first retry, doubled each time. Default 2. */
  readonly backoffSeconds?: number;
}

export const defineJob = <P extends object>(job: JobDefinition<P>): JobDefinition<P> => job;

export interface JobOptions {
  /** Not before this instant. */
  startAfter?: Date;
  /** While a job with this key waits, another is not added. */
  singletonKey?: string;
}

/** One try of a job. */
export interface JobRun {
  readonly id: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when the worker shuts down or the lease is lost: stop at the next safe point. */
  readonly signal: AbortSignal;
}

export abstract class Jobs {
  /**
   * Adds a job of the current tenant in the current transaction: it exists when, and only when, that commits.
   * Answers the job's id.
   */
  abstract enqueue<P extends object>(job: JobDefinition<P>, payload: P, options?: JobOptions): Promise<string>;
}

export const JOB_HANDLER_METADATA = 'atrium:job-handler';

/**
 * The method runs jobs of this kind: `(payload, run: JobRun) => Promise<void>`, in a tenant-scoped transaction of its
 * own unless `transaction` is false (long work that opens its own, by `Transactions.run`). It can run twice: a try that
 * dies after its commit is repeated.
 */
export const JobHandler = (
  job: JobDefinition<never> | JobDefinition,
  options: { transaction?: boolean } = {},
): CustomDecorator<string> => SetMetadata(JOB_HANDLER_METADATA, { job, transaction: options.transaction ?? true });
