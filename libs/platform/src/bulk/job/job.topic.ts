import { defineTopic } from '@atrium/sdk';

/** Imports and exports, by the job's id. */
export const jobTopic = defineTopic('job');
