import { defineTopic } from '@atrium/sdk';

/** Files, by their id. */
export const fileTopic = defineTopic('file');
