import { defineTopic } from '@atrium/sdk';

/** Tickets with what hangs on them, by the ticket's id. */
export const ticketTopic = defineTopic('ticket');
