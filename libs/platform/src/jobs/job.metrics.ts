import { defineCounter, defineDuration, defineGauge } from '@atrium/sdk';
import { HANDLER_LABEL, JOB_LABEL } from '../observability/labels';

/** How a try of a job can end. */
const OUTCOMES = ['done', 'failed', 'dead', 'handed_back', 'lost', 'dropped', 'resting'] as const;
export type JobOutcome = (typeof OUTCOMES)[number];

const tries = defineCounter({
  name: 'atrium_jobs_total',
  help: 'Tries of jobs, by kind of job and how they ended: `dead` was the last, `lost` was taken over by another worker, `dropped` is of a closed tenant, `resting` waits for its plugin.',
  labels: { job: JOB_LABEL, outcome: OUTCOMES },
});
const duration = defineDuration({
  name: 'atrium_job_duration_seconds',
  help: 'Time a try of a job took, by kind of job.',
  labels: { job: JOB_LABEL },
});
export const jobsRunning = defineGauge({
  name: 'atrium_jobs_running',
  help: 'Jobs that this process is at, by kind of job.',
  labels: { job: JOB_LABEL },
});

/** @param began `performance.now()` when the try began */
export function noteTry(job: string, outcome: JobOutcome, began: number): void {
  tries.add({ job, outcome });
  duration.observe({ job }, (performance.now() - began) / 1000);
}

export const queueDepth = defineGauge({
  name: 'atrium_queue_jobs',
  help: 'Jobs in the queues of the installation, by kind: `due` could run now, `later` waits for its time or its next try, `active` is being worked on.',
  labels: { job: JOB_LABEL, state: ['due', 'later', 'active'] },
});
export const queueAge = defineGauge({
  name: 'atrium_queue_oldest_seconds',
  help: 'For how long the job that has waited longest could have run already, by kind.',
  labels: { job: JOB_LABEL },
});
export const deliveriesWaiting = defineGauge({
  name: 'atrium_event_deliveries',
  help: 'Events that a handler still has to handle, by handler: `due` now, or `later` after a failed try.',
  labels: { handler: HANDLER_LABEL, state: ['due', 'later'] },
});
export const deliveryAge = defineGauge({
  name: 'atrium_event_oldest_seconds',
  help: 'Age of the oldest event that a handler still has to handle, by handler.',
  labels: { handler: HANDLER_LABEL },
});
export const deadLetters = defineGauge({
  name: 'atrium_dead_letters',
  help: 'Dead letters that nobody has replayed: jobs by kind and events by handler.',
  labels: { kind: ['job', 'event'] },
});
export const backlogReadings = defineCounter({
  name: 'atrium_queue_readings_total',
  help: 'Readings of the queues for these figures, by outcome: after a failed one the figures are those of the one before.',
  labels: { outcome: ['ok', 'failed'] },
});
