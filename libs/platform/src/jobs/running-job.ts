import type { TakenJob } from './job-queue';

/** The process stops: the job goes to another worker and has used no try. */
export class ShutdownError extends Error {
  override readonly name = 'ShutdownError';
  readonly loggable = true;
  constructor() {
    super('The worker shuts down');
  }
}

/** Another worker has the job: what this try did must not stay. */
export class LapsedClaimError extends Error {
  override readonly name = 'LapsedClaimError';
  readonly loggable = true;
  constructor(id: string) {
    super(`The lease of job ${id} has lapsed`);
  }
}

export class JobTimeoutError extends Error {
  override readonly name = 'JobTimeoutError';
  readonly loggable = true;
  constructor(seconds: number) {
    super(`The try took longer than ${seconds} s`);
  }
}

/** One try in progress, and the two ways to end it early. */
export class Attempt {
  private readonly controller = new AbortController();
  private reject: (reason: Error) => void = () => undefined;
  private readonly abandoned: Promise<never>;

  constructor() {
    this.abandoned = new Promise<never>((_, reject) => (this.reject = reject));
    this.abandoned.catch(() => undefined);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Tells the handler; it may finish. */
  ask(reason: Error): void {
    if (!this.signal.aborted) this.controller.abort(reason);
  }

  /** Waits for the handler no longer: its transaction is rolled back. */
  abandon(reason: Error): void {
    this.ask(reason);
    this.reject(reason);
  }

  /** `work`, or the reason it was abandoned for, whichever comes first. */
  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.abandoned]);
  }
}

/** The try of a job that this process has taken. */
export class RunningJob extends Attempt {
  constructor(readonly job: TakenJob) {
    super();
  }
}
