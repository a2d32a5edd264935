import { AsyncLocalStorage } from 'node:async_hooks';

/** What a process is at, apart from the request and the tenant: named in each line of the log. */
export interface Work {
  readonly job?: string;
  readonly jobId?: string;
  readonly event?: string;
  readonly eventId?: string;
  readonly handler?: string;
  readonly plugin?: string;
}

const storage = new AsyncLocalStorage<Work>();

/** Runs the task as part of this work, and of the one around it. */
export const runInWork = <T>(work: Work, task: () => T): T => storage.run({ ...storage.getStore(), ...work }, task);

export const currentWork = (): Work | undefined => storage.getStore();
