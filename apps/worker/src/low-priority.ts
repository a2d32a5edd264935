import { constants, setPriority } from 'node:os';

/**
 * Lets whoever waits for an answer go first: background work takes the processor that others leave, as far as they share
 * one. For processes that are workers and nothing else; called before anything else is done.
 */
export const runAtLowPriority = (): void => setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
