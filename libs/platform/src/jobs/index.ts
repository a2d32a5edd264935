export { installJobSchema } from './install-job-schema';
export { HandlerOwners } from './handler-owners';
export { OwnerGate } from './owner-gate';
export { JobRegistry, type RegisteredJob } from './job-registry';
export { type DeadLetter } from './job-queue';
export { JobWorker, type JobWorkerOptions } from './job-worker';
export { JobsModule } from './jobs.module';
export { PgJobs } from './pg-jobs';
