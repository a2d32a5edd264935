import { setFlagsFromString } from 'node:v8';

/** Garbage, as a share of what is alive, that may gather before it is collected. Per cent. */
const GARBAGE_PERCENT = 75;

/**
 * Keeps the process small: left to itself V8 lets garbage gather to several times of what is alive, so that an import
 * holds half a gigabyte to no use. Costs hardly any time. Called before anything else is done.
 */
export const keepHeapModest = (): void => setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
