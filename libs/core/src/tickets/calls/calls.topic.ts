import { defineTopic } from '@atrium/sdk';

/** Calls, by the UUID of who is called. */
export const callTopic = defineTopic('phoneCall');
