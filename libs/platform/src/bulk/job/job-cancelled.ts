/** Somebody asked for the job to be stopped, and it is at a place where it can be. */
export class JobCancelledError extends Error {
  override readonly name = 'JobCancelledError';
}
