export { createWorkerApp } from './worker-app';
export { runAtLowPriority } from './low-priority';
