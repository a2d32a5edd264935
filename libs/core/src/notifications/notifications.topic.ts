import { defineTopic } from '@atrium/sdk';

/** Messages in the app, by the UUID of who they are for. */
export const inboxTopic = defineTopic('notification');
