import { SetMetadata } from '@nestjs/common';
import type { ZodType } from 'zod';
import type { ActorKind } from '../context/context';
import { checkName, checkWhole } from './limits';

/** A kind of background work. Payloads are checked against `schema` when enqueued and again when run. */
export interface JobDefinition<P extends object = object> {
  /** `context.verb`, e.g. `mail.send`. */
  readonly name: string;
  /** Rises when the payload changes shape; `upgrade` turns an older payload into this one. */
  readonly version: number;
  readonly schema: ZodType<P>;
  readonly upgrade?: (payload: unknown, version: number) => unknown;
  /** Tries after the first, with exponential back-off, before it becomes a dead letter. 0 to 25; default 5. */
  readonly retries?: number;
  /** Seconds before the first retry, doubled each time, at most an hour. Default 2. */
  readonly backoffSeconds?: number;
  /** Seconds a try may take; then it is given up, rolled back and repeated. 1 to 86,400; default 60. */
  readonly timeoutSeconds?: number;
  /**
   * Seconds after which the job of a worker that died is taken over: 10 or more, default 30. A try with a shorter
   * time-out is taken over after that.
   */
  readonly leaseSeconds?: number;
  /** Most of this kind at once in one worker process; one tenant gets at most half of them. Default: no limit of its own. */
  readonly concurrency?: number;
}

export function defineJob<P extends object>(job: JobDefinition<P>): JobDefinition<P> {
  const {
    name,
    version,
    retries = 5,
    backoffSeconds = 2,
    timeoutSeconds = 60,
    leaseSeconds = 30,
    concurrency = 1,
  } = job;
  const what = `Job ${name}`;
  checkName(what, name, 'mail.send');
  checkWhole(what, 'version', version, 1, 1_000);
  checkWhole(what, 'retries', retries, 0, 25);
  checkWhole(what, 'backoffSeconds', backoffSeconds, 1, 3_600);
  checkWhole(what, 'timeoutSeconds', timeoutSeconds, 1, 86_400);
  checkWhole(what, 'leaseSeconds', leaseSeconds, 10, 3_600);
  checkWhole(what, 'concurrency', concurrency, 1, 1_000);
  return job;
}

export interface JobOptions {
  /** Not before this instant. */
  startAfter?: Date;
  /** While a job of this kind and tenant with this key waits for its first try, another is not added. */
  singletonKey?: string;
}

/** Who and what brought a job into being. */
export interface JobCause {
  readonly kind: ActorKind;
  /** UUID of the staff member, customer or API client. */
  readonly id: string | null;
  readonly name: string;
  readonly requestId: string | null;
}

/** One try of a job. */
export interface JobRun {
  readonly id: string;
  /** UUID of the tenant it is done for; null for the platform's own. */
  readonly tenantId: string | null;
  readonly cause: JobCause;
  /** 1 for the first try. */
  readonly attempt: number;
  /** No further try follows: what is left undone now becomes a dead letter. */
  readonly last: boolean;
  /**
   * Aborted when the worker shuts down, the time is up or the lease is lost: stop at the next safe point by
   * `signal.throwIfAborted()`. A job stopped by a shutdown is handed to another worker and has used no try.
   */
  readonly signal: AbortSignal;
}

export abstract class Jobs {
  /**
   * Adds a job of the current tenant in the current transaction: it exists when, and only when, that commits.
   * Answers the job's id (of the one that waits already, where `singletonKey` finds one).
   *
   * @throws Error when no handler is there for it or the payload does not fit its schema
   */
  abstract enqueue<P extends object>(job: JobDefinition<P>, payload: P, options?: JobOptions): Promise<string>;
}

export const JOB_HANDLER_METADATA = 'atrium:job-handler';

export interface JobHandlerMetadata {
  readonly job: JobDefinition;
  readonly transaction: boolean;
}

/**
 * The method does jobs of this kind, in a tenant-scoped transaction of its own, which also acknowledges the job: what it
 * wrote and the acknowledgement commit together. With `transaction: false`, for long work that opens its own by
 * `Transactions.run`, it can run twice: a try that dies before it is acknowledged is repeated. Whatever it does outside
 * the database can happen twice in both.
 */
export const JobHandler =
  <P extends object>(job: JobDefinition<P>, options: { transaction?: boolean } = {}) =>
  <M extends (payload: P, run: JobRun) => Promise<void>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    const metadata = { job: job as unknown as JobDefinition, transaction: options.transaction ?? true };
    SetMetadata(JOB_HANDLER_METADATA, metadata satisfies JobHandlerMetadata)(
      target,
      key,
      descriptor as TypedPropertyDescriptor<unknown>,
    );
  };
